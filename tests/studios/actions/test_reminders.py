"""Passed dates and long waits at a desk: told once, to whom, and the case stays."""

from datetime import datetime, timedelta

import pytest

from studios.actions import desks
from studios.actions.calls import extend_call
from studios.actions.reminders import remind_desk, tell_overdue
from studios.choices.calls import Stage
from studios.jobs import remind_desks, tell_overdue_cases
from studios.models import Application, CallStage
from tests.city import City, again, at_county, make_city, sign
from unions import clock
from unions.models import Account, CalendarYear, Message


def passed_date(application: Application, *, days: int = 1) -> datetime:
    return (application.due_at or clock.now()) + timedelta(days=days)


def told(text: str) -> set[Account]:
    return {m.account for m in Message.objects.select_related("account").filter(text__contains=text)}


@pytest.fixture
def city(db) -> City:
    return make_city()


@pytest.fixture
def waiting(city: City) -> Application:
    application = at_county(city)
    Message.objects.all().delete()
    return application


def test_both_sides_are_told_once_of_a_passed_date(city: City, waiting: Application) -> None:
    with clock.at(passed_date(waiting)):
        assert (tell_overdue_cases(0), tell_overdue_cases(0)) == (1, 0)
    assert told("办理期限已过") == {city.unit_clerk, city.unit_chair, city.county_clerk, city.county_chair}
    assert Message.objects.count() == 4
    after = again(waiting)
    assert (after.state, after.desk, after.revision) == (waiting.state, waiting.desk, waiting.revision)


def test_nobody_is_told_before_the_date(waiting: Application) -> None:
    assert tell_overdue_cases(0) == 0
    assert tell_overdue(waiting) is False


def test_a_later_date_that_passes_too_is_told_again(city: City, waiting: Application) -> None:
    with clock.at(passed_date(waiting)):
        tell_overdue_cases(0)
        later = clock.now() + timedelta(days=5)
        extend_call(city.call, by=city.city_chair, stage=Stage.RECOMMENDATION, due=later, reason="台风停工")
        assert tell_overdue_cases(0) == 0
    with clock.at(later + timedelta(hours=1)):
        assert tell_overdue_cases(0) == 1


def test_a_returned_case_is_told_to_the_desk_that_returned_it(city: City, waiting: Application) -> None:
    due = clock.now() + timedelta(days=3)
    desks.return_application(
        waiting,
        by=city.county_clerk,
        note="请补充",
        remarks={"team": "人数不符"},
        due_at=due,
        revision=waiting.revision,
    )
    Message.objects.all().delete()
    with clock.at(due + timedelta(hours=1)):
        assert tell_overdue_cases(0) == 1
    assert told("办理期限已过") == {city.unit_clerk, city.unit_chair, city.county_clerk, city.county_chair}


def test_a_desk_is_reminded_once_after_the_working_days(city: City, waiting: Application) -> None:
    CallStage.objects.filter(call=city.call, stage=Stage.RECOMMENDATION).update(reminder_days=2)
    CalendarYear.objects.get_or_create(pk=2026)
    monday = datetime.fromisoformat("2026-06-01T09:00:00+08:00")
    Application.objects.filter(pk=waiting.pk).update(state_since=monday)
    with clock.at(monday + timedelta(days=2)):
        assert remind_desks(0) == 0
    with clock.at(monday + timedelta(days=3)):
        assert (remind_desks(0), remind_desks(0)) == (1, 0)
    assert told("超过批次规定的工作日") == {city.county_clerk, city.county_chair}


def test_without_a_calendar_nobody_is_reminded(city: City, waiting: Application) -> None:
    CallStage.objects.filter(call=city.call, stage=Stage.RECOMMENDATION).update(reminder_days=1)
    CalendarYear.objects.all().delete()
    with clock.at(clock.now() + timedelta(days=30)):
        assert remind_desk(waiting) is False


def test_a_case_that_moves_on_is_not_reminded_for_the_desk_before(city: City, waiting: Application) -> None:
    CallStage.objects.filter(call=city.call, stage=Stage.RECOMMENDATION).update(reminder_days=1)
    desks.forward(waiting, by=city.county_chair, opinion=sign(), revision=waiting.revision)
    assert remind_desks(0) == 0
