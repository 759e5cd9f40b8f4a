"""What every signed-in page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from unions.choices.people import Role
from unions.ui.navigation import groups
from unions.values.addresses import is_private


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, unread count and who one is, computed only where a template asks; nothing on public pages."""
    if not is_private(request.path_info) or not hasattr(request, "user"):
        return {}
    return {
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
        "unread_count": SimpleLazyObject(lambda: _unread_count(request)),
        "messages_url": _url("messages"),
        "help_url": _url("help"),
        "account_links": SimpleLazyObject(_account_links),
        "role_label": SimpleLazyObject(lambda: _role_label(request)),
        "union_label": SimpleLazyObject(lambda: _union_label(request)),
    }


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    return groups(request) if request.user.is_authenticated else []


def _unread_count(request: HttpRequest) -> int:
    return request.user.messages.unread().count() if request.user.is_authenticated else 0


def _account_links() -> list[dict[str, str]]:
    links = [
        ("account", _("My account"), "user"),
        ("account_change_password", _("Change password"), "lock"),
        ("mfa_index", _("Second step"), "shield-check"),
        ("usersessions_list", _("Where I am signed in"), "clock"),
    ]
    return [{"url": url, "label": label, "icon": icon} for name, label, icon in links if (url := _url(name))]


def _role_label(request: HttpRequest) -> str:
    roles = request.user.scope.roles if request.user.is_authenticated else ()
    return " · ".join(str(role.label) for role in Role if role in roles)


def _union_label(request: HttpRequest) -> str:
    grants = request.user.scope.grants if request.user.is_authenticated else ()
    return min(grants, key=lambda grant: grant.path.count(".")).union_name if grants else ""
