"""The navigation items of people and authority."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from unions.choices.people import Role
from unions.permissions import keeps_root
from unions.ui.navigation import Item, register

AUTHORITY = _("Unions and accounts")
RECORDS = _("Records")


def keeps_outbox(request: HttpRequest) -> bool:
    """Whether the account is an administrator of the highest union here."""
    return keeps_root(request.user)  # type: ignore[arg-type]


def register_items() -> None:
    """Register them once; called when the application is ready."""
    register(
        [
            Item(_("Unions"), "unions", "building-2", (Role.ADMINISTRATOR,), AUTHORITY),
            Item(_("Accounts"), "accounts", "users", (Role.ADMINISTRATOR,), AUTHORITY),
            Item(_("Calendar"), "calendar", "calendar", (Role.CLERK, Role.CHAIR), RECORDS),
            Item(_("Bulk messages"), "mailings", "mail", (Role.CLERK, Role.CHAIR), RECORDS),
            Item(_("Outbox"), "outbox", "send", (Role.ADMINISTRATOR,), RECORDS, when=keeps_outbox),
            Item(_("Audit record"), "audit", "history", (Role.AUDITOR, Role.ADMINISTRATOR, Role.CHAIR), RECORDS),
            Item(_("Jobs"), "jobs", "timer", group=RECORDS),
            Item(_("Dictionaries"), "admin:index", "list", group=RECORDS, is_for_staff=True),
        ]
    )
