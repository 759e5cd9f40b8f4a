"""PostgreSQL gone: 503 with Retry-After, and back as soon as it returns.

An exception never passes from one middleware to the one around it: Django turns it into a 500 between them.
So what fails inside a view is answered here, and what fails before it (session, account) by `handler500`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from unions.views.errors import OUTAGES, unavailable

Answer = Callable[[HttpRequest], HttpResponse]


def outage_middleware(get_response: Answer) -> Answer:
    """Answer 503 when the database cannot be reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request) if isinstance(exception, OUTAGES) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
