"""A panel closes whole or not at all; reconsiderations and reminders reach those concerned."""

from decimal import Decimal

import pytest

from studios.actions.panel_closing import close_panel
from studios.actions.reconsiderations import ask_reconsideration, settle_reconsideration
from studios.actions.seat_reminders import remind_experts
from studios.choices.calls import Stage
from studios.choices.reviews import PanelMethod, SheetState
from studios.models import Reconsideration
from studios.queries.board import is_panel_closed, open_reconsiderations
from tests.board import assign, make_cases, make_seats, score, vote
from tests.city import City, again
from tests.review import make_review_city
from unions.errors import Forbidden, Refusal
from unions.models import AuditEvent, Message


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel", "meeting")


def test_every_case_moves_on_together(city: City) -> None:
    cases = make_cases(city.call, city, 2)
    seats = make_seats(city.call, 3)
    for case in cases:
        score(case, seats, "80", "81", "82")
    moved = close_panel(city.call, by=city.city_chair)
    assert [again(case).state for case in cases] == [Stage.MEETING, Stage.MEETING]
    assert [case.pk for case in moved] == [case.pk for case in cases]
    assert is_panel_closed(city.call)
    assert AuditEvent.objects.filter(verb="panel.closed").count() == 1
    assert AuditEvent.objects.filter(verb="application.panel_closed").count() == 2
    assert Message.objects.filter(account=city.unit_clerk).count() == 2


def test_one_case_without_its_minimum_stops_the_closing_and_is_named(city: City) -> None:
    one, two = make_cases(city.call, city, 2)
    seats = make_seats(city.call, 3)
    score(one, seats, "80", "81", "82")
    sheets = score(two, seats, "80", "81", "82")
    sheets[0].state = SheetState.VOID
    sheets[0].save()
    with pytest.raises(Refusal) as refused:
        close_panel(city.call, by=city.city_chair)
    assert two.number in str(refused.value)
    assert one.number not in str(refused.value)
    assert [again(case).state for case in (one, two)] == [Stage.PANEL, Stage.PANEL]
    assert not is_panel_closed(city.call)


def test_only_the_naming_chair_closes(city: City) -> None:
    score(make_cases(city.call, city, 1)[0], make_seats(city.call, 3), "80", "81", "82")
    for by in (city.city_clerk, city.county_chair, city.unit_chair):
        with pytest.raises(Forbidden):
            close_panel(city.call, by=by)


def test_a_closed_panel_is_not_closed_again(city: City) -> None:
    score(make_cases(city.call, city, 1)[0], make_seats(city.call, 3), "80", "81", "82")
    close_panel(city.call, by=city.city_chair)
    with pytest.raises(Refusal):
        close_panel(city.call, by=city.city_chair)


def test_a_failed_vote_goes_to_the_meeting_all_the_same(city: City) -> None:
    city.call.plan.method = PanelMethod.VOTE
    city.call.plan.save()
    case = make_cases(city.call, city, 1)[0]
    vote(case, make_seats(city.call, 3), "for", "against", "abstain")
    close_panel(city.call, by=city.city_chair)
    assert again(case).state == Stage.MEETING


def test_a_wide_case_is_put_to_reconsideration_and_settled_once(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    seats = make_seats(city.call, 2)
    score(case, seats, "60", "90")
    asked = ask_reconsideration(case, by=city.city_clerk, note="分差过大")
    assert (asked.spread, asked.note, asked.asked_by) == (Decimal("30.00"), "分差过大", city.city_clerk)
    assert list(open_reconsiderations(city.call)) == [asked]
    told = Message.objects.filter(account__in=[seat.expert.account for seat in seats])
    assert (told.count(), "30" in told.first().text) == (2, False)
    settled = settle_reconsideration(asked, by=city.city_chair, outcome="维持原评分")
    assert settled.settled_at
    assert not open_reconsiderations(city.call)
    with pytest.raises(Refusal):
        settle_reconsideration(asked, by=city.city_chair, outcome="再议")
    verbs = AuditEvent.objects.filter(verb__in=["panel.reconsidered", "panel.settled"])
    assert sorted(verbs.values_list("verb", flat=True)) == ["panel.reconsidered", "panel.settled"]


def test_reconsideration_refuses_no_words_twice_and_strangers(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    with pytest.raises(Refusal) as refused:
        ask_reconsideration(case, by=city.city_clerk, note=" ")
    assert refused.value.field == "note"
    with pytest.raises(Refusal):
        ask_reconsideration(case, by=city.city_clerk, note="字" * 301)
    with pytest.raises(Forbidden):
        ask_reconsideration(case, by=city.county_chair, note="分差过大")
    asked = ask_reconsideration(case, by=city.city_clerk, note="分差过大")
    with pytest.raises(Refusal):
        ask_reconsideration(case, by=city.city_clerk, note="分差过大")
    with pytest.raises(Forbidden):
        settle_reconsideration(asked, by=city.county_chair, outcome="维持")
    with pytest.raises(Refusal):
        settle_reconsideration(asked, by=city.city_clerk, outcome="")
    assert Reconsideration.objects.count() == 1


def test_only_cases_under_review_are_reconsidered(city: City) -> None:
    case = make_cases(city.call, city, 1, state=Stage.DECISION)[0]
    with pytest.raises(Refusal):
        ask_reconsideration(case, by=city.city_clerk, note="分差过大")


def test_experts_who_owe_sheets_are_reminded_the_others_are_not(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    owing, done = make_seats(city.call, 2)
    assign([owing], [case])
    score(case, [done], "80")
    assert remind_experts(city.call, [owing, done], by=city.city_clerk) == [owing]
    owing.refresh_from_db()
    assert owing.reminded_at
    assert [m.account for m in Message.objects.filter(account__expertises__seats__call=city.call)] == [
        owing.expert.account
    ]
    event = AuditEvent.objects.get(verb="seat.reminded")
    assert event.details == {"seat": owing.number, "owed": 1}


def test_an_empty_choice_reminds_nobody(city: City) -> None:
    assign(make_seats(city.call, 1), make_cases(city.call, city, 1))
    with pytest.raises(Refusal) as refused:
        remind_experts(city.call, [], by=city.city_clerk)
    assert refused.value.field == "seats"
    with pytest.raises(Forbidden):
        remind_experts(city.call, list(city.call.seats.all()), by=city.county_clerk)
    assert not Message.objects.filter(account__expertises__seats__call=city.call).exists()
