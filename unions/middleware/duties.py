"""A forced change of password, then the second step of one's role, come before anything else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from unions.middleware.private import is_from_script
from unions.sign_in.duties import SIGN_IN_PAGE, page_owed

Answer = Callable[[HttpRequest], HttpResponse]


def duties_middleware(get_response: Answer) -> Answer:
    """Lead signed-in accounts to what they owe; public pages stay open."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        owed = page_owed(request.user, request.session, request.resolver_match.url_name or "")
        return _lead(request, owed) if owed else None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _lead(request: HttpRequest, owed: str) -> HttpResponse:
    if owed == SIGN_IN_PAGE:
        logout(request)
        messages.info(request, _("Your account has a second step by now. Sign in once more and give the code."))
    if is_from_script(request):
        return HttpResponse(status=401, headers={"HX-Redirect": reverse(owed)})
    return HttpResponseRedirect(reverse(owed), status=302 if request.method in ("GET", "HEAD") else 303)
