"""Tells the row history who acts and where."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]
WRITING = ("POST", "PUT", "PATCH", "DELETE")


def history_middleware(get_response: Answer) -> Answer:
    """Give each writing request a context of account and address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in WRITING:
            return get_response(request)
        with pghistory.context(account=request.user.pk, url=request.path):
            return get_response(request)

    return middleware
