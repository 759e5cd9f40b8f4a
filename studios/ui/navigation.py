"""The navigation items of studios and applications."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from studios.models import Application, PanelSeat
from unions.choices.people import Role
from unions.ui.navigation import Item, register

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
SELECTION = _("Selection")
STUDIOS = _("Studios")


def waiting(request: HttpRequest) -> int:
    """How many cases wait at the account's desks."""
    return Application.objects.on_desk_of(request.user).count()


def holds_seat(request: HttpRequest) -> bool:
    """Whether an account without appointments sits in a panel; staff come to their reviews by the message."""
    return not request.user.scope.grants and PanelSeat.objects.of(request.user).exists()


def register_items() -> None:
    """Register them once; called when the application is ready."""
    register(
        [
            Item(_("To do"), "desk", "list-checks", WRITERS, count=waiting),
            Item(_("My applications"), "applications", "file-text", (Role.CLERK, Role.CHAIR)),
            Item(_("Cases"), "cases", "clipboard-list", CASES, SELECTION),
            Item(_("Calls"), "calls", "megaphone", CASES, SELECTION),
            Item(_("Decisions"), "decisions", "file-check", CASES, SELECTION),
            Item(_("Experts"), "experts", "users", CASES, SELECTION),
            Item(_("Reviews"), "reviews", "clipboard-list", when=holds_seat),
            Item(_("Paper templates"), "paper_templates", "file-text", WRITERS, SELECTION),
            Item(_("Studios"), "desk_studios", "building-2", CASES, STUDIOS),
            Item(_("Model workers"), "workers", "medal", CASES, STUDIOS),
            Item(_("Persons"), "persons", "users", CASES, STUDIOS),
            Item(_("Projects"), "projects", "wrench", CASES, STUDIOS),
            Item(_("Results"), "desk_results", "lightbulb", CASES, STUDIOS),
            Item(_("Apprentices"), "apprenticeships", "graduation-cap", CASES, STUDIOS),
            Item(_("Activities"), "activities", "calendar-clock", CASES, STUDIOS),
            Item(_("Designations"), "designations", "award", CASES, STUDIOS),
            Item(_("Ledger import"), "ledger_upload", "file-spreadsheet", (Role.CLERK,), STUDIOS),
        ]
    )
