"""Passed dates and long waits at a desk: told once, to whom, and the case stays."""

from datetime import datetime, timedelta

import pytest

from studios.actions import desks
from studios.actions.calls import extend_call
from studios.actions.filings import open_application
from studios.actions.reminders import remind_desk, tell_overdue
from studios.actions.seat_reminders import remind_before_panel_date
from studios.choices.calls import Stage
from studios.jobs import remind_before_dates, remind_desks, tell_overdue_cases
from studios.models import Application, CallStage
from studios.queries.due import panels_due
from tests.city import City, again, at_county, make_city, ready, sign
from tests.factories import make_call
from tests.panel import make_assignment, make_seat
from tests.review import another_unit
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


def before(application: Application, **span: int) -> datetime:
    return application.due_at - timedelta(**span)


def test_holders_are_reminded_a_week_and_a_day_before_each_once(city: City, waiting: Application) -> None:
    for days, expected in ((8, 0), (6, 1), (5, 0), (2, 0)):
        with clock.at(before(waiting, days=days)):
            assert remind_before_dates(0) == expected, days
    assert told("到期") == {city.county_clerk, city.county_chair}
    with clock.at(before(waiting, hours=20)):
        assert (remind_before_dates(0), remind_before_dates(0)) == (1, 0)
    with clock.at(before(waiting, hours=-1)):
        assert remind_before_dates(0) == 0
    assert Message.objects.filter(text__contains="到期").count() == 4
    assert {m.url for m in Message.objects.all()} == {waiting.get_absolute_url()}


def test_a_draft_reminds_its_unit_with_a_link_to_the_form(city: City) -> None:
    draft = open_application(city.call, city.studio, by=city.unit_clerk)
    Message.objects.all().delete()
    with clock.at(before(draft, days=3)):
        remind_before_dates(0)
    assert told("到期") == {city.unit_clerk, city.unit_chair}
    assert Message.objects.first().url == f"/desk/applications/{draft.number}/form/"


def test_cases_of_one_desk_and_day_are_one_message_with_a_list_of_as_many(client, city: City) -> None:
    cases = [at_county(city), at_county(another_unit(city))]
    elsewhere = another_unit(city)
    elsewhere.call = make_call(city.city)
    at_county(elsewhere)
    Message.objects.all().delete()
    with clock.at(before(cases[0], days=3)):
        remind_before_dates(0)
        client.force_login(city.county_clerk)
        (several,) = Message.objects.filter(account=city.county_clerk, text__contains="2件")
        assert client.get(several.url).context["listing"].count == 2
    assert Message.objects.filter(account=city.county_clerk).count() == 2


def test_a_case_that_moves_on_is_reminded_of_anew(city: City, waiting: Application) -> None:
    with clock.at(before(waiting, days=3)):
        remind_before_dates(0)
        later = clock.now() + timedelta(days=20)
        extend_call(city.call, by=city.city_chair, stage=Stage.RECOMMENDATION, due=later, reason="台风停工")
        assert remind_before_dates(0) == 0
    with clock.at(later - timedelta(days=6)):
        assert remind_before_dates(0) == 1


def test_experts_are_reminded_three_days_before_the_panels_date(city: City) -> None:
    city.call.path = ["recommendation", "panel"]
    city.call.save()
    (case,) = [ready(city)]
    due = clock.now() + timedelta(days=10)
    CallStage.objects.create(call=city.call, stage=Stage.PANEL, due_at=due)
    owing, done = make_seat(city.call), make_seat(city.call)
    make_assignment(owing, case)
    Message.objects.all().delete()
    for days, expected in ((4, 0), (2, 1), (1, 0)):
        with clock.at(due - timedelta(days=days)):
            assert sum(remind_before_panel_date(call) for call in panels_due()) == expected
    assert {m.account for m in Message.objects.all()} == {owing.expert.account}
    assert not done.expert.account.messages.exists()
