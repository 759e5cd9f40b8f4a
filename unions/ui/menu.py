"""The navigation items of people and authority."""

from django.utils.translation import gettext_lazy as _

from unions.choices.people import Role
from unions.ui.navigation import Item, register

AUTHORITY = _("Unions and accounts")
RECORDS = _("Records")


def register_items() -> None:
    """Register them once; called when the application is ready."""
    register(
        [
            Item(_("Unions"), "unions", "building-2", (Role.ADMINISTRATOR,), AUTHORITY),
            Item(_("Accounts"), "accounts", "users", (Role.ADMINISTRATOR,), AUTHORITY),
            Item(_("Calendar"), "calendar", "calendar", (Role.CLERK, Role.CHAIR), RECORDS),
            Item(_("Bulk messages"), "mailings", "mail", (Role.CLERK, Role.CHAIR), RECORDS),
            Item(_("Audit record"), "audit", "history", (Role.AUDITOR, Role.ADMINISTRATOR, Role.CHAIR), RECORDS),
            Item(_("Jobs"), "jobs", "timer", group=RECORDS),
            Item(_("Dictionaries"), "admin:index", "list", group=RECORDS, is_for_staff=True),
        ]
    )
