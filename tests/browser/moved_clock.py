"""The server's clock in browser tests: its threads do not see the clock of the test, so a middleware sets theirs."""

from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from unions import clock

_moved: list[datetime] = []


@contextmanager
def everywhere(instant: datetime):
    """Let the clock stand at an instant, in the test and on every page that the server answers meanwhile."""
    _moved.append(instant)
    try:
        with clock.at(instant):
            yield
    finally:
        _moved.pop()


def middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer at the instant that the test has set, if it has."""

    def answer(request: HttpRequest) -> HttpResponse:
        with clock.at(_moved[-1]) if _moved else nullcontext():
            return get_response(request)

    return answer
