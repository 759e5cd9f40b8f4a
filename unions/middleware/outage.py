"""PostgreSQL gone: 503 with Retry-After, and back as soon as it returns."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

Answer = Callable[[HttpRequest], HttpResponse]


def outage_middleware(get_response: Answer) -> Answer:
    """Answer 503 when the database cannot be reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(_request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (OperationalError, InterfaceError)):
            return None
        connection.close()
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "15"})

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
