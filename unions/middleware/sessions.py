"""Sessions end after 30 idle minutes and after 12 hours in all."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse

from unions.sign_in import kept, stamps
from unions.values.addresses import is_private

Answer = Callable[[HttpRequest], HttpResponse]


def sessions_middleware(get_response: Answer) -> Answer:
    """Hold the limits of the settings on every page that is not public."""

    def middleware(request: HttpRequest) -> HttpResponse:
        # Whose session it was, read before it is found to be over; text typed in it waits for this account alone.
        request.session_account = request.session.get(SESSION_KEY) if is_private(request.path_info) else None
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        if ended := stamps.overrun(request.session):
            request.session_ended = ended
            logout(request)
        else:
            stamps.touch(request.session)
            _forget_sent_text(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _forget_sent_text(request: HttpRequest) -> None:
    """Text that was kept is given back once: when a form is sent to its address."""
    if request.method == "POST" and (line := request.session.get(kept.SESSION_KEY)):
        text = kept.unsealed(line, account=request.user.pk)
        if text is None or text.path == request.get_full_path():
            del request.session[kept.SESSION_KEY]
