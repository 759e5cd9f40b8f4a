"""Declares who a view is for; a view without a declaration fails the route test."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from unions.errors import Forbidden

View = Callable[..., HttpResponse]
PUBLIC = "public"
SIGNED_IN = "signed_in"
STAFF = "staff"
REASON = _("This page belongs to another role. Your appointments do not include it.")


def audience(*who: str) -> Callable[[View], View]:
    """`public`, `signed_in`, `staff`, or roles of which the account must hold at least one, anywhere."""

    def decorate(view: View) -> View:
        if PUBLIC in who:
            view.audience = who  # type: ignore[attr-defined]
            return login_not_required(view)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _belongs(request, who):
                raise Forbidden(REASON)
            return view(request, *args, **kwargs)

        guarded.audience = who  # type: ignore[attr-defined]
        return guarded

    return decorate


def _belongs(request: HttpRequest, who: tuple[str, ...]) -> bool:
    if SIGNED_IN in who:
        return True
    if STAFF in who and request.user.is_staff:
        return True
    return bool(request.user.scope.roles & set(who))
