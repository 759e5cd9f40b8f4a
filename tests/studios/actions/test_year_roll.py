"""A call in another year: the same pattern of working days, differences marked, quotas and experts carried over."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localtime

from studios.actions.calls import open_call, set_rules
from studios.actions.year_roll import Copy, copy_call
from studios.choices.calls import CallState, Stage
from studios.models import Call, CallStage, PanelSeat, Quota
from studios.queries.call_differences import differences
from studios.queries.year_roll import rolled, same_place
from studios.values.call_defaults import ConditionSpec
from tests.city import City, make_city
from tests.factories import make_call, make_condition, make_county, make_honour, make_officer, make_union, moment
from tests.panel import make_expert, make_seat, make_specialty
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.models import AuditEvent, Message
from unions.queries.workdays import Calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    made = make_city()
    made.call = make_call(made.city, title="2025年命名", year=2025, opens_at=moment(2025, 3, 3))
    CallStage.objects.filter(call=made.call).delete()
    # Before the opening week is over, over Qingming, over Labour Day with its make-up Sunday.
    for stage, due_at, days in (
        (Stage.DRAFT, moment(2025, 3, 31, 17, 30), None),
        (Stage.UNIT_REVIEW, moment(2025, 4, 7, 17, 30), 3),
        (Stage.RECOMMENDATION, moment(2025, 4, 27, 17, 30), None),
        (Stage.QUALIFICATION, moment(2025, 5, 16, 17, 30), None),
    ):
        CallStage.objects.create(call=made.call, stage=stage, due_at=due_at, reminder_days=days)
    return made


def copied(city: City, **more: object) -> Call:
    return copy_call(city.call, by=city.city_clerk, copy=Copy(**{"year": 2026, "title": "2026年命名"} | more))


def test_dates_keep_their_distance_in_working_days(city: City) -> None:
    seed_calendar()
    made = copied(city)
    calendar = Calendar()

    def pattern(call: Call) -> list[tuple[str, int, str]]:
        first = localtime(call.opens_at).date()
        rows = [(d.stage, localtime(d.due_at)) for d in call.dates.order_by("due_at")]
        return [(stage, calendar.days_between(first, due.date()), f"{due:%H:%M}") for stage, due in rows]

    assert pattern(made) == pattern(city.call)
    # A Monday stays a Monday; 20 working days behind it; over Qingming; 27 April 2025 was a make-up Sunday.
    assert localtime(made.opens_at) == localtime(moment(2026, 3, 2))
    found = {d.stage: localtime(d.due_at).date() for d in made.dates.all()}
    assert found["draft"] == date(2026, 3, 30)
    assert found["unit_review"] == date(2026, 4, 3)
    assert all(calendar.is_working(day) for day in found.values())
    assert made.dates.get(stage="unit_review").reminder_days == 3


def test_a_chosen_day_of_opening_carries_all_dates_with_it(city: City) -> None:
    seed_calendar()
    # A Saturday off: the call opens on the Monday behind it.
    pattern = rolled(city.call, 2026, opens_on=date(2026, 5, 16))
    assert pattern.opens_at == moment(2026, 5, 18)
    assert [d.days for d in pattern.stages][:1] == [20]
    assert pattern.stages[0].new == moment(2026, 6, 15, 17, 30)


def test_beyond_the_calendar_weeks_are_counted_and_it_is_said(city: City) -> None:
    seed_calendar()
    pattern = rolled(city.call, 2027)
    assert pattern.assumed == [2027]
    assert pattern.opens_at == moment(2027, 3, 1)
    assert pattern.stages[0].new == moment(2027, 3, 29, 17, 30)
    assert rolled(city.call, 2026).assumed == []


@pytest.mark.parametrize(
    ("day", "year", "expected"),
    [
        (date(2025, 3, 3), 2026, date(2026, 3, 2)),
        (date(2024, 2, 29), 2025, date(2025, 2, 27)),
        (date(2025, 1, 1), 2026, date(2026, 1, 7)),
        (date(2025, 3, 3), 2025, date(2025, 3, 3)),
    ],
)
def test_the_same_place_of_a_year_keeps_the_weekday(day: date, year: int, expected: date) -> None:
    assert same_place(day, year) == expected
    assert same_place(day, year).weekday() == day.weekday()


def test_quotas_of_unions_that_still_recommend_come_along(city: City) -> None:
    gone = make_county(city.city)
    Quota.objects.create(call=city.call, union=city.county, places=4, floor=1)
    Quota.objects.create(call=city.call, union=gone, places=2)
    type(gone).objects.filter(pk=gone.pk).update(state="closed")
    assert [(q.union, q.places, q.floor) for q in copied(city).quotas.all()] == [(city.county, 4, 1)]
    assert not copied(city, title="无名额", with_quotas=False).quotas.exists()


def test_experts_come_along_unseen_and_are_told_when_the_call_opens(city: City) -> None:
    group = city.call.panel_groups.create(name="装备组", position=1)
    group.industry_groups.add(make_specialty())
    kept, away = make_expert(city.city, "甲"), make_expert(city.city, "乙", is_active=False)
    make_seat(city.call, state="left", left_at=clock.now())
    make_seat(city.call, away)
    make_seat(city.call, kept, group=group, capacity=8)

    made = copied(city, with_experts=True)

    (seat,) = made.seats.all()
    assert (seat.expert, seat.state, seat.number, seat.capacity, seat.group.name) == (kept, "invited", 1, 8, "装备组")
    assert list(made.panel_groups.get().industry_groups.values_list("code", flat=True)) == ["equipment"]
    assert not PanelSeat.objects.of(kept.account).filter(call=made).exists()
    assert not Message.objects.exists()

    make_condition(made)
    CallStage.objects.create(call=made, stage=Stage.DECISION, due_at=moment(2026, 9, 1))
    Call.objects.filter(pk=made.pk).update(approval_basis="依据")
    open_call(made, by=city.city_chair)
    assert PanelSeat.objects.of(kept.account).filter(call=made).exists()
    assert [m.account for m in Message.objects.all()] == [kept.account]
    assert not copied(city, title="无专家").seats.exists()


def test_differences_of_rules_are_marked(city: City) -> None:
    honour, retired = make_honour("市劳动模范"), make_honour("旧荣誉")
    make_condition(city.call, "team_size", text="不少于3人", threshold=3)
    make_condition(city.call, "lead_in_post", text="领衔人在岗")
    city.call.rule_sets.get().honours.set([honour, retired])
    type(retired).objects.filter(pk=retired.pk).update(is_retired=True)
    made = copied(city)
    assert [(d.part, d.name, d.mark) for d in differences(made)] == [("认可的荣誉", "旧荣誉", "取消")]

    Call.objects.filter(pk=made.pk).update(notice_days=7)
    made.refresh_from_db()
    made.slots.create(position=1, key="place", name="固定场所照片")
    specs = [
        ConditionSpec(text="不少于5人", check="team_size", threshold=5),
        ConditionSpec(text="有固定场所", check="evidence", slot="place"),
    ]
    set_rules(made, by=city.city_clerk, conditions=specs, honours=[honour])

    marks = {(d.name, d.mark): (d.before, d.after) for d in differences(made)}
    assert marks.pop(("公示工作日数", "变更")) == ("5", "7")
    assert marks.pop(("团队人数", "变更")) == ("不少于3人 · 硬性 · ≥ 3", "不少于5人 · 硬性 · ≥ 5")
    assert marks.pop(("领衔人在岗", "取消"))[1] == ""
    assert marks.pop(("有固定场所", "新增"))[0] == ""
    assert list(marks) == [("旧荣誉", "取消"), ("固定场所照片", "新增")]
    assert differences(city.call) == []


def test_only_the_naming_unions_people_copy_and_it_is_on_record(city: City) -> None:
    for stranger in (city.county_chair, make_officer(city.city, Role.AUDITOR), make_officer(make_union())):
        with pytest.raises(Forbidden):
            copy_call(city.call, by=stranger, copy=Copy(year=2026, title="x"))
    made = copied(city)
    assert (made.state, made.copied_from, made.is_practice) == (CallState.DRAFT, city.call, False)
    event = AuditEvent.objects.get(verb="call.copied")
    assert (event.subject_id, event.details["from"], event.account) == (made.pk, city.call.pk, city.city_clerk)


def test_working_days_are_counted_both_ways() -> None:
    seed_calendar()
    calendar = Calendar()
    friday, monday = date(2026, 3, 6), date(2026, 3, 9)
    assert (calendar.days_between(friday, monday), calendar.days_between(monday, friday)) == (1, -1)
    assert (calendar.nth_after(friday, 1), calendar.nth_after(monday, -1)) == (monday, friday)
    assert calendar.nth_after(friday, 0) == friday
    assert calendar.next_working_day(friday + timedelta(days=1)) == monday
