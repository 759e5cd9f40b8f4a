"""Pages are private unless they say otherwise; whoever is not signed in gets the sign-in page and loses no text."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from unions.sign_in.kept import KeptText, is_own_page, text_of
from unions.views.sign_in import sign_in_again

READING = ("GET", "HEAD")


class PrivateMiddleware(LoginRequiredMiddleware):
    """Django's rule with three answers: 401 to a script, the sign-in page with the text kept, or a redirect."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponse | None:
        """Ask for the account on private pages only: Django's order would make public ones depend on the cookie."""
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:
        if is_from_script(request):
            return HttpResponse(said(request), status=401, headers={"HX-Reswap": "none", "X-Signed-Out": "1"})
        if request.method not in READING and (text := _kept(request)):
            return sign_in_again(request, text=text, said=said(request), way_back=way_back(request))
        if was_signed_in(request):
            messages.info(request, said(request))
        return HttpResponseRedirect(sign_in_url(request), status=302 if request.method in READING else 303)


def is_from_script(request: HttpRequest) -> bool:
    """Whether htmx, autosave or the uploader asks; they can't show a page."""
    return any(name in request.headers for name in ("HX-Request", "X-Autosave", "X-Upload"))


def was_signed_in(request: HttpRequest) -> bool:
    """Whether the browser brought a session that is over."""
    return bool(getattr(request, "session_account", None))


def said(request: HttpRequest) -> str:
    """What the person is told."""
    ended = getattr(request, "session_ended", "")
    if ended == "idle":
        return _("You were signed out because nothing was done for 30 minutes. Sign in to go on.")
    if ended:
        return _("You were signed out because 12 hours have passed. Sign in to go on.")
    return _("You are signed out. Sign in to go on.")


def sign_in_url(request: HttpRequest) -> str:
    """The sign-in page in the language of the page that was asked for."""
    query = {"next": way_back(request)}
    if get_language() == "en":
        query["lang"] = "en"
    return f"{reverse('account_login')}?{urlencode(query)}"


def way_back(request: HttpRequest) -> str:
    """The page asked for; for a sent form the page that it stood on, as its own address may take no reading."""
    if request.method in READING:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc == request.get_host() and is_own_page(came_from.path):
        return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return settings.LOGIN_REDIRECT_URL


def _kept(request: HttpRequest) -> KeptText | None:
    account = getattr(request, "session_account", None)
    return text_of(request, account=int(account)) if account else None
