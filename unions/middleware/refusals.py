"""Turns what a rule answered into a page: 403 with the reason, 409 with what changed."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from unions.errors import Forbidden, Refusal, Stale
from unions.views.errors import wrong

Answer = Callable[[HttpRequest], HttpResponse]


def refusals_middleware(get_response: Answer) -> Answer:
    """Answer for refusals that no view has put on a form."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            # The database cannot hold it, so no row can bear such a number.
            raise Http404
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Forbidden):
            return wrong(request, 403, reason=exception.reason)
        if isinstance(exception, Stale):
            return wrong(request, 409, reason=exception.message)
        if isinstance(exception, Refusal):
            return wrong(request, 422, reason=exception.message)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
