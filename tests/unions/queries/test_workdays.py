"""Working days, against a list of 2026 entered by hand."""

from datetime import date, timedelta

import pytest

from unions.actions.calendar import seed_calendar
from unions.errors import CalendarMissing
from unions.queries.workdays import add_working_days, is_working, last_day_of_notice, missing_year

pytestmark = pytest.mark.django_db

OFF_2026 = """
01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 05-03 05-04
05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07
""".split()
EXTRA_2026 = "01-04 02-14 02-28 05-09 09-20 10-10".split()


@pytest.fixture
def calendar(db):
    seed_calendar((2021, 2023, 2026))


def test_every_day_of_2026_is_as_published(calendar):
    first = date(2026, 1, 1)
    days = [first + timedelta(days=n) for n in range(365)]

    def published(day):
        mark = f"{day:%m-%d}"
        return mark in EXTRA_2026 or (mark not in OFF_2026 and day.weekday() < 5)

    assert [d for d in days if is_working(d) != published(d)] == []
    assert sum(published(d) for d in days) == 248


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2021, 9, 14), date(2021, 9, 18)),
        (date(2023, 8, 22), date(2023, 8, 28)),
        (date(2026, 2, 12), date(2026, 2, 25)),
        (date(2026, 9, 28), date(2026, 10, 9)),
    ],
)
def test_a_notice_of_five_days_counts_the_day_of_publication_and_make_up_saturdays(calendar, first, last):
    assert last_day_of_notice(first, 5) == last


def test_a_notice_published_on_a_day_off_counts_from_the_next_working_day(calendar):
    assert last_day_of_notice(date(2026, 10, 3), 3) == date(2026, 10, 10)


def test_the_25th_of_december_is_the_last_day_for_a_notice_of_five_days(calendar):
    assert last_day_of_notice(date(2026, 12, 25), 5) == date(2026, 12, 31)

    with pytest.raises(CalendarMissing) as refused:
        last_day_of_notice(date(2026, 12, 26), 5)
    assert refused.value.year == 2027
    assert "2027" in str(refused.value.message)


def test_working_days_are_added_after_the_day_itself(calendar):
    assert add_working_days(date(2026, 9, 29), 0) == date(2026, 9, 29)
    assert add_working_days(date(2026, 9, 29), 1) == date(2026, 9, 30)
    assert add_working_days(date(2026, 9, 29), 2) == date(2026, 10, 8)
    assert add_working_days(date(2026, 10, 3), 1) == date(2026, 10, 8)


def test_a_year_that_was_not_entered_is_refused(calendar):
    with pytest.raises(CalendarMissing):
        is_working(date(2022, 5, 4))


def test_the_next_year_is_missed_from_november_on(calendar):
    assert missing_year(date(2026, 10, 31)) is None
    assert missing_year(date(2026, 11, 1)) == 2027
    assert missing_year(date(2025, 6, 1)) == 2025


def test_a_notice_costs_two_queries_however_long(calendar, django_assert_num_queries):
    with django_assert_num_queries(2):
        last_day_of_notice(date(2026, 3, 2), 5)
    with django_assert_num_queries(2):
        last_day_of_notice(date(2026, 3, 2), 60)
