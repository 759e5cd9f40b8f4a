"""The navigation items of studios and applications."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from studios.permissions import works_above_units
from studios.queries.own_work import OwnWork, own_work_of
from unions import clock
from unions.choices.people import Role
from unions.queries.workdays import first_missing
from unions.ui.navigation import Item, register

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
SELECTION = _("Selection")
STUDIOS = _("Studios")


def own_work(request: HttpRequest) -> OwnWork:
    """Cases and letters that wait, seats and visits of the account, and the calendar's years: one query a request."""
    found = getattr(request, "own_work", None)
    if found is None:
        found = request.own_work = own_work_of(request.user)  # type: ignore[attr-defined, arg-type]
    return found


def missing_year(request: HttpRequest) -> int | None:
    """The year that the working-day calendar lacks, where the desk is to be reminded of it."""
    return first_missing(clock.today(), own_work(request).years)


def waiting(request: HttpRequest) -> int:
    """How many cases wait at the account's desks."""
    return own_work(request).waiting


def adoptions_waiting(request: HttpRequest) -> int:
    """How many adoptions the account has to confirm or not."""
    return own_work(request).adoptions


def requests_waiting(request: HttpRequest) -> int:
    """How many cooperation requests the account has to answer."""
    return own_work(request).requests


def waiting_letters(request: HttpRequest) -> tuple[int, int, date | None]:
    """Adoptions and requests that wait for the account, and the first day on which an answer is due."""
    work = own_work(request)
    return work.adoptions, work.requests, work.request_due


def pages_waiting(request: HttpRequest) -> int:
    """How many blocks of studios' pages wait to be published by the account."""
    return own_work(request).pages


def stories_waiting(request: HttpRequest) -> tuple[int, int]:
    """How many stories the account has to check, and to revise."""
    work = own_work(request)
    return work.stories_to_check, work.stories_to_revise


def holds_seat(request: HttpRequest) -> bool:
    """Whether an account without appointments sits in a panel; staff come to their reviews by the message."""
    return not request.user.scope.grants and own_work(request).has_seat


def goes_out(request: HttpRequest) -> bool:
    """Whether visits are planned for the account: an expert or an officer, nobody else is ever in a team."""
    scope = request.user.scope
    return (not scope.grants or bool(scope.roles & set(WRITERS))) and own_work(request).has_visits


def is_above_units(request: HttpRequest) -> bool:
    """Whether the account works at a union above the units."""
    return works_above_units(request.user)  # type: ignore[arg-type]


def register_items() -> None:
    """Register them once; called when the application is ready."""
    register(
        [
            Item(_("To do"), "desk", "list-checks", WRITERS, count=waiting),
            Item(_("My applications"), "applications", "file-text", (Role.CLERK, Role.CHAIR)),
            Item(_("Cases"), "cases", "clipboard-list", CASES, SELECTION),
            Item(_("Calls"), "calls", "megaphone", CASES, SELECTION),
            Item(_("Decisions"), "decisions", "file-check", CASES, SELECTION),
            Item(_("Paper originals"), "originals", "stamp", CASES, SELECTION, when=is_above_units),
            Item(_("Experts"), "experts", "users", CASES, SELECTION),
            Item(_("Reviews"), "reviews", "clipboard-list", when=holds_seat),
            Item(_("My visits"), "visits", "map-pin", when=goes_out),
            Item(_("Paper templates"), "paper_templates", "file-text", WRITERS, SELECTION),
            Item(_("Studios"), "desk_studios", "building-2", CASES, STUDIOS),
            Item(_("Model workers"), "workers", "medal", CASES, STUDIOS),
            Item(_("Persons"), "persons", "users", CASES, STUDIOS),
            Item(_("Members"), "desk_members", "user-round", CASES, STUDIOS),
            Item(_("Projects"), "projects", "wrench", CASES, STUDIOS),
            Item(_("Results"), "desk_results", "lightbulb", CASES, STUDIOS),
            Item(_("Adoptions"), "adoptions", "handshake", CASES, STUDIOS, count=adoptions_waiting),
            Item(_("Cooperation requests"), "requests", "message-square", CASES, STUDIOS, count=requests_waiting),
            Item(_("Apprentices"), "apprenticeships", "graduation-cap", CASES, STUDIOS),
            Item(_("Activities"), "activities", "calendar-clock", CASES, STUDIOS),
            Item(_("Designations"), "designations", "award", CASES, STUDIOS),
            Item(_("Searched and not found"), "search_misses", "search", CASES, STUDIOS, when=is_above_units),
            Item(pgettext_lazy("desk", "Stories"), "desk_stories", "file-text", CASES, STUDIOS),
            Item(
                _("Pages to publish"),
                "pages_waiting",
                "eye",
                WRITERS,
                STUDIOS,
                count=pages_waiting,
                when=is_above_units,
            ),
            Item(_("Ledger import"), "ledger_upload", "file-spreadsheet", (Role.CLERK,), STUDIOS, when=is_above_units),
        ]
    )
