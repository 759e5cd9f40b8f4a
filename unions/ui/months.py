"""The month grids of one year for the calendar page."""

import calendar
from dataclasses import dataclass
from datetime import date

from unions.models import CalendarDay


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of a month."""

    day: date
    is_working: bool
    exception: CalendarDay | None
    is_today: bool
    is_chosen: bool

    @property
    def kind(self) -> str:
        """`off` and `extra` are exceptions, `rest` is an ordinary weekend."""
        if self.exception:
            return "extra" if self.is_working else "off"
        return "" if self.is_working else "rest"

    @property
    def name(self) -> str:
        """The holiday that made the exception."""
        return self.exception.name if self.exception else ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month with its weeks; days of the neighbours are None."""

    first: date
    weeks: list[list[Day | None]]


def months_of(year: int, *, today: date, chosen: date | None) -> list[Month]:
    """Twelve months, weeks beginning on Monday; one query."""
    exceptions = {row.day: row for row in CalendarDay.objects.filter(day__year=year)}

    def cell(day: date) -> Day:
        row = exceptions.get(day)
        is_working = row.is_working if row else day.isoweekday() <= 5
        return Day(day, is_working, row, day == today, day == chosen)

    def month(number: int) -> Month:
        weeks = calendar.Calendar().monthdatescalendar(year, number)
        return Month(date(year, number, 1), [[cell(d) if d.month == number else None for d in week] for week in weeks])

    return [month(number) for number in range(1, 13)]
