"""Enters and changes the working-day calendar."""

from collections.abc import Iterable
from datetime import date, timedelta

from chinese_calendar import constants
from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Refusal
from unions.models import Account, CalendarDay, CalendarYear, Message, Union
from unions.permissions import refuse_unless_keeps_calendar
from unions.queries.workdays import missing_year
from unions.values.holidays import Arranged, Unreadable, read_arrangement

SEEDED = (2024, 2025, 2026)
KEEPERS = (Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR)
SOURCE = "国务院办公厅公布的放假安排（随软件提供）"
FEWEST_HOLIDAYS = 5


@transaction.atomic
def seed_calendar(years: Iterable[int] = SEEDED) -> None:
    """Enter the published years that the package knows; a year that is there already is left alone."""
    for year in years:
        _row, is_new = CalendarYear.objects.get_or_create(pk=year, defaults={"source": SOURCE})
        if is_new:
            CalendarDay.objects.filter(day__year=year).delete()
            _write(_package_days(year))


@transaction.atomic
def edit_day(day: date, *, by: Account, is_working: bool, name: str = "") -> None:
    """Say whether one day is worked; a day that follows its weekday needs no row."""
    refuse_unless_keeps_calendar(by)
    year = CalendarYear.objects.select_for_update().filter(pk=day.year).first()
    if year is None:
        raise Refusal(_("This year has not been entered yet. Paste its published list first."), field="day")
    CalendarDay.objects.filter(pk=day).delete()
    _write([Arranged(day, is_working, name)])
    record(
        Verb.CALENDAR_EDITED,
        by=by,
        subject=year,
        details={"day": day.isoformat(), "is_working": is_working, "name": name},
    )


@transaction.atomic
def paste_year(year: int, *, by: Account, text: str, source: str = "") -> int:
    """Replace a year by its published list; answers how many days differ from the week's pattern."""
    refuse_unless_keeps_calendar(by)
    arranged = _read(text, year)
    entered, _is_new = CalendarYear.objects.update_or_create(pk=year, defaults={"source": source})
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.filter(pk__in=[a.day for a in arranged]).delete()
    count = _write(arranged)
    record(Verb.CALENDAR_EDITED, by=by, subject=entered, details={"days": count, "source": source})
    return count


@transaction.atomic
def import_known_year(year: int, *, by: Account) -> int:
    """Enter a missing year from the list that came with the program; answers how many days differ from the week's pattern."""
    refuse_unless_keeps_calendar(by)
    days = _package_days(year)
    if not days:
        raise Refusal(_("The list that came with the program does not reach this year. Paste the published one."))
    entered, is_new = CalendarYear.objects.get_or_create(pk=year, defaults={"source": SOURCE})
    if not is_new:
        raise Refusal(_("This year is entered already. Change single days, or paste its published list."))
    CalendarDay.objects.filter(day__year=year).delete()
    count = _write(days)
    record(Verb.CALENDAR_EDITED, by=by, subject=entered, details={"days": count, "source": SOURCE})
    return count


def is_known(year: int) -> bool:
    """Whether the list that came with the program reaches this year."""
    return bool(_package_days(year))


@transaction.atomic
def remind_of_calendar() -> int:
    """From November on, and whenever the present year is missing: tell those who keep the calendar, once a month."""
    today = clock.today()
    year = missing_year(today)
    if year is None:
        return 0
    url = f"{reverse('calendar_paste', args=[year])}#{today:%Y-%m}"
    if Message.objects.filter(url=url).exists():
        return 0
    words = {"year": year}
    wording = lambda: _now("The working days of %(year)s are missing. Enter the published list.") % words  # noqa: E731
    return len(tell_unions(Union.objects.active().filter(parent=None), wording, roles=KEEPERS, url=url))


def _read(text: str, year: int) -> list[Arranged]:
    try:
        arranged = read_arrangement(text, year=year)
    except Unreadable as fault:
        words = _("Line {number} names no day off and no working day that can be read: {line}")
        raise Refusal(format_lazy(words, number=fault.number, line=fault.line[:80]), field="text") from None
    days = [a.day for a in arranged]
    if stray := next((d for d in days if abs(d - date(year, 7, 1)) > timedelta(days=215)), None):
        words = _("{day} does not belong to {year}. Check the year of the list.")
        raise Refusal(format_lazy(words, day=stray, year=year), field="text")
    if twice := next((d for d in days if days.count(d) > 1), None):
        raise Refusal(format_lazy(_("{day} stands in the list twice."), day=twice), field="text")
    if sum(not a.is_working for a in arranged) < FEWEST_HOLIDAYS:
        raise Refusal(_("The list holds hardly any days off. Paste the whole arrangement of the year."), field="text")
    return arranged


def _package_days(year: int) -> list[Arranged]:
    named = {False: constants.holidays, True: constants.workdays}
    return [
        Arranged(day, is_working, constants.Holiday(name).chinese)
        for is_working, days in named.items()
        for day, name in days.items()
        if day.year == year
    ]


def _write(arranged: Iterable[Arranged]) -> int:
    rows = [CalendarDay(day=a.day, is_working=a.is_working, name=a.name[:40]) for a in arranged if a.differs]
    return len(CalendarDay.objects.bulk_create(rows))
