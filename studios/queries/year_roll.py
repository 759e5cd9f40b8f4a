"""A call's dates in another year: the same weekday of opening, and as many working days later as before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.timezone import localtime

from studios.choices.calls import Stage
from studios.models import Call
from unions.queries.workdays import Calendar

WEEK = 7


@dataclass(frozen=True, slots=True)
class RolledDate:
    """One date of the pattern: `stage` is empty for the opening, `days` counts working days from it."""

    stage: str
    old: datetime
    new: datetime
    days: int
    reminder_days: int | None = None

    @property
    def label(self) -> str:
        """The stage in words; the opening and the filing have words of their own in the page."""
        return str(Stage(self.stage).label) if self.stage else ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """All dates of a call in another year; `assumed` are years whose calendar is missing."""

    dates: list[RolledDate]
    assumed: list[int]

    @property
    def opens_at(self) -> datetime:
        """When the call opens."""
        return self.dates[0].new

    @property
    def stages(self) -> list[RolledDate]:
        """The dates of the stages."""
        return self.dates[1:]


def same_place(day: date, year: int) -> date:
    """The day of another year with the same weekday that lies nearest to the same date."""
    try:
        wanted = day.replace(year=year)
    except ValueError:
        wanted = day.replace(year=year, day=28)
    ahead = (day.weekday() - wanted.weekday()) % WEEK
    found = wanted + timedelta(days=ahead if ahead <= WEEK // 2 else ahead - WEEK)
    return found if found.year == year else found + timedelta(days=WEEK if found.year < year else -WEEK)


def rolled(call: Call, year: int, *, opens_on: date | None = None) -> Pattern:
    """The call's dates in another year, or from a day of opening; hours stay, days off are passed over.

    Each date lies as many working days behind the opening as it did; beyond the calendar weeks are counted as five days.
    """
    calendar = Calendar(assumes_weeks=True)
    old = localtime(call.opens_at)
    first = opens_on or same_place(old.date(), year)
    opening = calendar.next_working_day(first) if year != call.year or opens_on else first
    dates = [RolledDate("", old, _at(opening, old), 0)]
    for row in call.dates.all():
        due = localtime(row.due_at)
        days = calendar.days_between(old.date(), due.date())
        new = _at(calendar.nth_after(opening, days), due)
        dates.append(RolledDate(row.stage, due, new, days, row.reminder_days))
    return Pattern(dates, sorted(calendar.assumed))


def _at(day: date, hour: datetime) -> datetime:
    return hour.replace(year=day.year, month=day.month, day=day.day)
