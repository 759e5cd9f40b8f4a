"""Tells the row history who acts and where."""

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

from unions.values.addresses import is_private

Answer = Callable[[HttpRequest], HttpResponse]
WRITING = ("POST", "PUT", "PATCH", "DELETE")


def history_middleware(get_response: Answer) -> Answer:
    """Give each writing request a context of account and address; what the public sends has no account."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in WRITING:
            return get_response(request)
        account = request.user.pk if is_private(request.path_info) else None
        with pghistory.context(account=account, url=request.path):
            return get_response(request)

    return middleware
