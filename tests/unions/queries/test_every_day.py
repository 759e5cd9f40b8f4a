"""Every day of 2024 to 2026 against the arrangements as the State Council published them, entered by hand."""

from datetime import date, timedelta

import pytest

from unions.actions.calendar import seed_calendar
from unions.queries.workdays import is_working, last_day_of_notice

pytestmark = pytest.mark.django_db

# Days off of each holiday, first to last, and the days at the weekend that are worked for them.
OFF = {
    2024: ["0101-0101", "0210-0217", "0404-0406", "0501-0505", "0610-0610", "0915-0917", "1001-1007"],
    2025: ["0101-0101", "0128-0204", "0404-0406", "0501-0505", "0531-0602", "1001-1008"],
    2026: ["0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007"],
}
WORKED = {
    2024: ["0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"],
    2025: ["0126", "0208", "0427", "0928", "1011"],
    2026: ["0104", "0214", "0228", "0509", "0920", "1010"],
}
WORKING_DAYS = {2024: 251, 2025: 248, 2026: 248}


def day_of(year: int, mark: str) -> date:
    return date(year, int(mark[:2]), int(mark[2:]))


def published(year: int) -> dict[date, bool]:
    """Each day of a year and whether it is worked."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    spans = [(day_of(year, span[:4]), day_of(year, span[5:])) for span in OFF[year]]
    worked = {day_of(year, mark) for mark in WORKED[year]}
    return {d: d in worked or (d.weekday() < 5 and not any(a <= d <= b for a, b in spans)) for d in days}


@pytest.fixture
def calendar(db) -> None:
    seed_calendar((2024, 2025, 2026))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_day_is_as_published(calendar, year: int) -> None:
    table = published(year)
    assert [day for day, worked in table.items() if is_working(day) != worked] == []
    assert sum(table.values()) == WORKING_DAYS[year]


@pytest.mark.parametrize("days", [3, 5, 10])
def test_a_notice_ends_on_the_right_day(calendar, days: int) -> None:
    working = [day for year in OFF for day, worked in published(year).items() if worked]
    firsts = [day for year in OFF for day in published(year) if day.day in (1, 10, 20, 30)]
    for first in firsts:
        counted = [day for day in working if day >= first][:days]
        if len(counted) == days:
            assert last_day_of_notice(first, days) == counted[-1], first
