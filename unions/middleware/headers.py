"""Headers that every response carries, errors and files too."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unions.values.addresses import is_private

Answer = Callable[[HttpRequest], HttpResponse]
NOT_FOUND = 404
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def headers_middleware(get_response: Answer) -> Answer:
    """Permissions policy everywhere; `no-store` for signed-in pages, and for all that does not say how it is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if is_private(request.path_info):
            response.headers["Cache-Control"] = "no-store, private"
        # A page that is not there may be there a moment later: kept by nobody without asking.
        response.headers.setdefault("Cache-Control", "no-cache" if response.status_code == NOT_FOUND else "no-store")
        return response

    return middleware
