"""Headers that every response carries, errors and files too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unions.values.addresses import is_private

Answer = Callable[[HttpRequest], HttpResponse]
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def headers_middleware(get_response: Answer) -> Answer:
    """Permissions policy everywhere; `no-store` for signed-in pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if is_private(request.path_info):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    return middleware
