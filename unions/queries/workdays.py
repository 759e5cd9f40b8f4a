"""Working days: the week's pattern and the published exceptions, make-up Saturdays among them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from unions.errors import CalendarMissing
from unions.models import CalendarDay, CalendarYear

ONE_DAY = timedelta(days=1)
# The arrangement of a year is published in the November before it.
PUBLISHED_IN = 11


class Calendar:
    """The entered years, each read once; one object serves a whole list.

    A year that is missing is refused, or with `assumes_weeks` taken by the week's pattern and noted in `assumed`.
    """

    def __init__(self, *, assumes_weeks: bool = False) -> None:
        """Start with nothing read."""
        self._years: dict[int, dict[date, bool]] = {}
        self._assumes_weeks = assumes_weeks
        self.assumed: set[int] = set()

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day; refused beyond the calendar."""
        return self._exceptions(day.year).get(day, day.isoweekday() <= 5)

    def working_days_from(self, day: date) -> Iterator[date]:
        """Working days in order, the day itself first if it is one."""
        while True:
            if self.is_working(day):
                yield day
            day += ONE_DAY

    def next_working_day(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        return next(self.working_days_from(day))

    def days_between(self, first: date, last: date) -> int:
        """How many working days lie after the first day up to the last one; negative when the last comes before."""
        if last < first:
            return -self.days_between(last, first)
        span = (last - first).days
        return sum(self.is_working(first + timedelta(days=n)) for n in range(1, span + 1))

    def nth_after(self, day: date, n: int) -> date:
        """The nth working day after a day, or before it for a negative number; the day itself for 0."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def _exceptions(self, year: int) -> dict[date, bool]:
        if year not in self._years:
            if not CalendarYear.objects.filter(pk=year).exists():
                if not self._assumes_weeks:
                    raise CalendarMissing(year)
                self.assumed.add(year)
            self._years[year] = dict(CalendarDay.objects.filter(day__year=year).values_list("day", "is_working"))
        return self._years[year]


def is_working(day: date) -> bool:
    """Whether offices work on this day; two queries."""
    return Calendar().is_working(day)


def add_working_days(day: date, n: int) -> date:
    """The nth working day after `day`, which itself does not count; `day` itself for 0."""
    return _nth(day + ONE_DAY, n) if n > 0 else day


def last_day_of_notice(first_day: date, n: int) -> date:
    """Last day of a public notice of n working days; the day of publication is day 1 (domain rules §4)."""
    return _nth(first_day, n)


def missing_year(today: date) -> int | None:
    """The year to remind of: this one, or from November on the next one; None when all is entered."""
    return first_missing(today, CalendarYear.objects.filter(pk__in=_wanted(today)).values_list("pk", flat=True))


def first_missing(today: date, entered: Iterable[int]) -> int | None:
    """The same, for who knows already which years are entered."""
    known = set(entered)
    return next((year for year in _wanted(today) if year not in known), None)


def _wanted(today: date) -> tuple[int, ...]:
    return (today.year, today.year + 1) if today.month >= PUBLISHED_IN else (today.year,)


def _nth(day: date, n: int) -> date:
    days = Calendar().working_days_from(day)
    for _ in range(n - 1):
        next(days)
    return next(days)
