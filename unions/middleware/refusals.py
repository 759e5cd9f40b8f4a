"""Turns what a rule answered into a page: 403 with the reason, 409 with what changed."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from unions.errors import Forbidden, Refusal, Stale

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
            return render(request, "403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, Stale):
            return render(request, "409.html", {"reason": exception.message}, status=409)
        if isinstance(exception, Refusal):
            return render(request, "422.html", {"reason": exception.message}, status=422)
        return None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
