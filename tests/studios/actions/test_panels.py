"""Experts, seats, declarations: who may, what is refused, who is told."""

import pytest

from studios.actions.panels import (
    Facts,
    add_expert,
    declare,
    decline,
    drop_group,
    edit_expert,
    edit_seat,
    give_account,
    invite_expert,
    invite_experts,
    leave_panel,
    remind_seat,
    save_group,
)
from studios.choices.reviews import RecusalGround, SeatState, SheetState
from studios.models import Assignment, Expert, Person, PersonMatch, ScoreSheet
from tests.city import City
from tests.factories import make_account, make_person, make_union
from tests.panel import make_assignment, make_expert, make_seat, make_specialty
from tests.review import make_review_city, qualified
from unions import clock
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent, Message


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel")


def test_an_expert_enters_the_pool_with_unit_and_specialties(city: City) -> None:
    special = make_specialty()
    facts = Facts(unit="测试大学", title="教授", specialties=(special,))
    expert = add_expert(city.city, by=city.city_clerk, name="苏明", facts=facts)
    assert (expert.person.name, expert.unit, expert.account) == ("苏明", "测试大学", None)
    assert list(expert.specialties.all()) == [special]
    event = AuditEvent.objects.get(verb="expert.saved")
    assert event.subject == f"#{expert.person_id}"


def test_a_person_of_the_register_is_found_before_one_is_made(city: City) -> None:
    known = make_person("苏明", home=city.unit)
    expert = add_expert(city.city, by=city.city_clerk, name="苏明", home=city.unit, facts=Facts())
    assert expert.person == known
    with pytest.raises(Refusal) as refused:
        add_expert(city.city, by=city.city_clerk, name="苏明", home=city.unit, facts=Facts())
    assert refused.value.field == "name"
    assert Expert.objects.count() == 1


def test_a_namesake_of_the_same_birth_month_is_asked_about(city: City) -> None:
    month = clock.today().replace(year=1970, day=1)
    make_person("苏明", home=city.unit, birth_month=month)
    add_expert(city.city, by=city.city_clerk, name="苏明", birth_month=month, facts=Facts(unit="测试大学"))
    assert Person.objects.filter(name="苏明").count() == 2
    assert PersonMatch.objects.filter(is_same=None).count() == 1


def test_only_the_unions_own_staff_keep_its_pool(city: City) -> None:
    expert = make_expert(city.city)
    for by in (city.county_clerk, city.unit_chair):
        with pytest.raises(Forbidden):
            add_expert(city.city, by=by, name="苏明", facts=Facts())
        with pytest.raises(Forbidden):
            edit_expert(expert, by=by, facts=Facts())
        with pytest.raises(Forbidden):
            give_account(expert, by=by)


def test_an_edit_replaces_what_is_kept(city: City) -> None:
    expert = make_expert(city.city, specialties=(make_specialty(),), unit="旧")
    edit_expert(expert, by=city.city_clerk, facts=Facts(unit="新", is_active=False))
    expert.refresh_from_db()
    assert (expert.unit, expert.is_active, expert.specialties.count()) == ("新", False, 0)


def test_an_account_for_an_expert_opens_nothing_but_seats(city: City) -> None:
    expert = make_expert(city.city, "苏明", signs_in=False)
    slip = give_account(expert, by=city.city_clerk)
    expert.refresh_from_db()
    assert expert.account == slip.account
    assert slip.account.check_password(slip.password)
    assert slip.account.must_change_password
    assert not slip.account.scope.grants
    again = give_account(expert, by=city.city_clerk)
    assert again.account == slip.account
    assert again.password != slip.password


def test_seats_are_numbered_and_the_experts_are_told(city: City) -> None:
    one, two = make_expert(city.city), make_expert(city.city)
    seats = invite_experts(city.call, [one, two], by=city.city_clerk, capacity=8)
    assert [(s.number, s.state, s.capacity) for s in seats] == [(1, "invited", 8), (2, "invited", 8)]
    message = Message.objects.get(account=one.account)
    assert message.url == f"/review/{seats[0].pk}/declare/"
    assert AuditEvent.objects.filter(verb="seat.invited").count() == 2


def test_inviting_several_is_all_or_none(city: City) -> None:
    seated = make_expert(city.city)
    invite_expert(city.call, seated, by=city.city_clerk)
    with pytest.raises(Refusal):
        invite_experts(city.call, [make_expert(city.city), seated], by=city.city_clerk)
    assert city.call.seats.count() == 1


def test_nobody_chosen_is_nobody_invited(city: City) -> None:
    make_expert(city.city)
    assert invite_experts(city.call, [], by=city.city_clerk) == []
    assert city.call.seats.count() == 0


def test_experts_of_another_pool_or_not_available_are_not_invited(city: City) -> None:
    for expert in (make_expert(city.county), make_expert(city.city, is_active=False)):
        with pytest.raises(Refusal):
            invite_expert(city.call, expert, by=city.city_clerk)


def test_only_the_naming_union_runs_the_panel(city: City) -> None:
    seat, expert = make_seat(city.call), make_expert(city.city)
    with pytest.raises(Forbidden):
        invite_expert(city.call, expert, by=city.county_clerk)
    with pytest.raises(Forbidden):
        remind_seat(seat, by=city.county_clerk)
    with pytest.raises(Forbidden):
        edit_seat(seat, by=city.unit_clerk, group=None, capacity=1)
    with pytest.raises(Forbidden):
        leave_panel(seat, by=city.county_chair, reason="病")
    with pytest.raises(Forbidden):
        save_group(city.call, by=city.county_clerk, name="一组")


def test_groups_have_names_of_their_own(city: City) -> None:
    group = save_group(city.call, by=city.city_clerk, name="装备组", industry_groups=[make_specialty()])
    with pytest.raises(Refusal) as refused:
        save_group(city.call, by=city.city_clerk, name="装备组")
    assert refused.value.field == "name"
    seat = make_seat(city.call, group=group)
    drop_group(group, by=city.city_clerk)
    seat.refresh_from_db()
    assert seat.group is None


def test_a_declaration_is_made_once_and_keeps_its_note(city: City) -> None:
    mine, other = qualified(city, 2)
    seat = make_seat(city.call, state="invited")
    declare(seat, by=seat.expert.account, recused={mine: "我的学生"})
    seat.refresh_from_db()
    recusal = seat.recusals.get()
    assert (seat.state, recusal.application, recusal.ground) == (SeatState.DECLARED, mine, RecusalGround.DECLARED)
    assert recusal.note == "我的学生"
    with pytest.raises(Refusal):
        declare(seat, by=seat.expert.account, recused={other: "再"})


def test_a_conflict_needs_a_note_and_a_case_of_the_panel(city: City) -> None:
    (mine,) = qualified(city, 1)
    seat = make_seat(city.call, state="invited")
    with pytest.raises(Refusal) as refused:
        declare(seat, by=seat.expert.account, recused={mine: "  "})
    assert refused.value.field == "note"
    elsewhere = make_seat(make_review_city("panel").call, state="invited")
    with pytest.raises(Refusal):
        declare(elsewhere, by=elsewhere.expert.account, recused={mine: "有"})
    seat.refresh_from_db()
    assert (seat.state, seat.recusals.count()) == (SeatState.INVITED, 0)


def test_nobody_declares_or_declines_for_somebody_else(city: City) -> None:
    seat, silent = make_seat(city.call, state="invited"), make_expert(city.city, signs_in=False)
    mute = make_seat(city.call, silent, state="invited")
    for held in (seat, mute):
        for act in (declare, decline):
            with pytest.raises(Forbidden):
                act(held, by=city.city_clerk)


def test_an_assignment_made_before_a_declared_conflict_goes(city: City) -> None:
    mine, other = qualified(city, 2)
    seat = make_seat(city.call, state="invited")
    make_assignment(seat, mine)
    kept = make_assignment(seat, other)
    declare(seat, by=seat.expert.account, recused={mine: "我的学生"})
    assert list(Assignment.objects.all()) == [kept]


def test_who_declines_gives_cases_back_and_may_be_asked_again(city: City) -> None:
    (case,) = qualified(city, 1)
    seat = make_seat(city.call, state="invited")
    make_assignment(seat, case)
    decline(seat, by=seat.expert.account)
    assert not Assignment.objects.exists()
    assert Message.objects.filter(account=city.city_clerk).exists()
    again = invite_expert(city.call, seat.expert, by=city.city_clerk)
    assert (again.pk, again.number, again.state) == (seat.pk, seat.number, SeatState.INVITED)


def test_leaving_voids_sheets_and_keeps_them(city: City) -> None:
    scored, empty = qualified(city, 2)
    seat = make_seat(city.call)
    assignment = make_assignment(seat, scored)
    make_assignment(seat, empty)
    sheet = ScoreSheet.objects.create(
        assignment=assignment,
        seen_version=scored.versions.first(),
        state=SheetState.SUBMITTED,
        total=80,
        submitted_at=clock.now(),
    )
    leave_panel(seat, by=city.city_clerk, reason="因病")
    sheet.refresh_from_db()
    seat.refresh_from_db()
    assert (sheet.state, sheet.total) == (SheetState.VOID, 80)
    assert (seat.state, seat.left_reason) == (SeatState.LEFT, "因病")
    assert list(Assignment.objects.all()) == [assignment]
    assert not Assignment.objects.live().exists()
    assert AuditEvent.objects.filter(verb="score.voided").count() == 1
    with pytest.raises(Refusal):
        leave_panel(seat, by=city.city_clerk, reason="再")
    with pytest.raises(Refusal):
        invite_expert(city.call, seat.expert, by=city.city_clerk)


def test_leaving_needs_a_reason(city: City) -> None:
    with pytest.raises(Refusal) as refused:
        leave_panel(make_seat(city.call), by=city.city_clerk, reason=" ")
    assert refused.value.field == "reason"


def test_an_expert_may_leave_by_oneself_and_the_union_is_told(city: City) -> None:
    seat = make_seat(city.call)
    leave_panel(seat, by=seat.expert.account, reason="出差")
    assert Message.objects.filter(account=city.city_chair).count() == 1


def test_a_reminder_is_dated(city: City) -> None:
    seat = make_seat(city.call, state="invited")
    remind_seat(seat, by=city.city_clerk)
    seat.refresh_from_db()
    assert seat.reminded_at is not None
    assert Message.objects.filter(account=seat.expert.account).count() == 1
    seat.state = SeatState.DECLINED
    seat.save()
    with pytest.raises(Refusal):
        remind_seat(seat, by=city.city_clerk)


def test_an_expert_without_account_is_invited_in_silence(city: City) -> None:
    seat = invite_expert(city.call, make_expert(city.city, signs_in=False), by=city.city_clerk)
    assert seat.number == 1
    assert not Message.objects.exclude(account__in=[city.unit_clerk, city.unit_chair]).exists()


def test_strangers_hold_no_seat(city: City) -> None:
    stranger = make_account()
    make_union()
    with pytest.raises(Forbidden):
        declare(make_seat(city.call, state="invited"), by=stranger)
