"""Entering and changing the calendar."""

from datetime import date

import pytest

from tests.factories import make_county, make_officer, make_union, moment
from tests.unions.values.test_holidays import NOTICE_2026
from unions import clock
from unions.actions.calendar import edit_day, import_known_year, paste_year, remind_of_calendar, seed_calendar
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent, CalendarDay, CalendarYear, Message
from unions.queries.workdays import is_working

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    seed_calendar()
    return make_union("东澜市总工会")


def test_seeding_enters_three_years_and_only_days_that_differ(city):
    assert list(CalendarYear.objects.values_list("pk", flat=True)) == [2026, 2025, 2024]
    assert CalendarDay.objects.get(day=date(2026, 2, 14)).is_working
    assert not CalendarDay.objects.filter(day=date(2026, 2, 15)).exists()
    assert CalendarDay.objects.filter(day__year=2026).count() == 25


def test_seeding_again_keeps_what_a_clerk_changed(city):
    edit_day(date(2026, 3, 3), by=make_officer(city), is_working=False, name="停电")

    seed_calendar()

    assert not is_working(date(2026, 3, 3))


def test_a_changed_day_is_recorded(city):
    clerk = make_officer(city)

    edit_day(date(2026, 10, 10), by=clerk, is_working=False)

    event = AuditEvent.objects.get(verb=Verb.CALENDAR_EDITED)
    assert (event.account, event.details["day"]) == (clerk, "2026-10-10")
    assert not is_working(date(2026, 10, 10))
    assert not CalendarDay.objects.filter(day=date(2026, 10, 10)).exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR])
def test_staff_of_the_root_keep_it(city, role):
    edit_day(date(2026, 3, 3), by=make_officer(city, role), is_working=False)

    assert not is_working(date(2026, 3, 3))


def test_nobody_below_the_root_and_no_auditor_keeps_it(city):
    county = make_county(city)
    for account in (make_officer(county), make_officer(county, Role.ADMINISTRATOR), make_officer(city, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            edit_day(date(2026, 3, 3), by=account, is_working=False)
    assert is_working(date(2026, 3, 3))


def test_a_day_of_a_year_not_entered_is_refused(city):
    with pytest.raises(Refusal) as refused:
        edit_day(date(2027, 3, 3), by=make_officer(city), is_working=False)
    assert refused.value.field == "day"


def test_the_published_list_gives_the_same_year_as_the_package(city):
    seeded = set(CalendarDay.objects.filter(day__year=2026).values_list("day", "is_working"))

    paste_year(2026, by=make_officer(city), text=NOTICE_2026, source="国办发明电〔2025〕7号")

    assert set(CalendarDay.objects.filter(day__year=2026).values_list("day", "is_working")) == seeded
    assert CalendarYear.objects.get(pk=2026).source == "国办发明电〔2025〕7号"


@pytest.mark.parametrize(
    "text",
    [
        "不知道",
        "元旦：1月1日放假。",
        NOTICE_2026 + "元旦：1月1日放假。",
        "\n".join(f"2024-05-0{n} 休" for n in range(1, 7)),
    ],
)
def test_a_faulty_list_changes_nothing(city, text):
    before = list(CalendarDay.objects.values_list("day", "is_working"))

    with pytest.raises(Refusal) as refused:
        paste_year(2026, by=make_officer(city), text=text)

    assert refused.value.field == "text"
    assert list(CalendarDay.objects.values_list("day", "is_working")) == before


def test_a_missing_year_is_taken_from_the_list_of_the_program(city):
    clerk = make_officer(city)
    assert import_known_year(2023, by=clerk) > 20
    assert not is_working(date(2023, 10, 2))
    assert is_working(date(2023, 10, 7))
    for year in (2023, 2026, 2050):
        with pytest.raises(Refusal):
            import_known_year(year, by=clerk)
    with pytest.raises(Forbidden):
        import_known_year(2022, by=make_officer(make_county(city)))
    assert AuditEvent.objects.filter(verb=Verb.CALENDAR_EDITED).count() == 1


def test_keepers_are_told_of_the_missing_year_once_a_month_from_november(city):
    keepers = {make_officer(city, role) for role in (Role.CLERK, Role.CHAIR, Role.ADMINISTRATOR)}
    make_officer(city, Role.AUDITOR)
    make_officer(make_county(city))
    for instant, told in ((moment(2026, 10, 31), 0), (moment(2026, 11, 1), 3), (moment(2026, 11, 20), 0)):
        with clock.at(instant):
            assert remind_of_calendar() == told
    assert {m.account for m in Message.objects.all()} == keepers
    assert Message.objects.first().url == "/desk/calendar/2027/paste/#2026-11"
    with clock.at(moment(2026, 12, 1)):
        assert remind_of_calendar() == 3
    CalendarYear.objects.create(pk=2027)
    with clock.at(moment(2027, 1, 2)):
        assert remind_of_calendar() == 0
