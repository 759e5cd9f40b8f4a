"""Who scores what: by hand, many at once, and what stays."""

import pytest

from studios.actions.assignments import Pick, apply_picks, assign, set_cases, set_experts, unassign
from studios.choices.calls import Stage
from studios.choices.reviews import RecusalGround, SeatState, SheetState
from studios.models import Assignment, Recusal, ScoreSheet
from tests.city import City
from tests.panel import make_assignment, make_expert, make_seat
from tests.review import make_review_city, qualified
from unions import clock
from unions.errors import Forbidden, Refusal


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel")


def pairs() -> set[tuple[int, int]]:
    return set(Assignment.objects.values_list("seat__number", "application_id"))


def handed_in(assignment: Assignment) -> ScoreSheet:
    return ScoreSheet.objects.create(
        assignment=assignment,
        seen_version=assignment.application.versions.first(),
        state=SheetState.SUBMITTED,
        submitted_at=clock.now(),
    )


def test_a_case_goes_to_an_expert_once(city: City) -> None:
    (case,) = qualified(city)
    seat = make_seat(city.call)
    first = assign(case, seat, by=city.city_clerk)
    second = assign(case, seat, by=city.city_clerk, is_fixed=True)
    assert first == second
    assert Assignment.objects.get().is_fixed


def test_a_recused_pair_is_refused_whether_declared_or_found_now(city: City) -> None:
    one, two = qualified(city, 2)
    seat = make_seat(city.call)
    Recusal.objects.create(seat=seat, application=one, ground=RecusalGround.DECLARED, at=clock.now())
    colleague = make_seat(city.call, make_expert(city.city, home=two.union))
    for case, held in ((one, seat), (two, colleague)):
        with pytest.raises(Refusal) as refused:
            assign(case, held, by=city.city_clerk)
        assert refused.value.code == "recused"
    assert not Assignment.objects.exists()


def test_a_full_seat_takes_no_more(city: City) -> None:
    one, two = qualified(city, 2)
    seat = make_seat(city.call, capacity=1)
    assign(one, seat, by=city.city_clerk)
    with pytest.raises(Refusal) as refused:
        assign(two, seat, by=city.city_clerk)
    assert refused.value.code == "full"


def test_only_seats_and_cases_of_this_panel(city: City) -> None:
    (case,) = qualified(city)
    left = make_seat(city.call, state=SeatState.LEFT)
    foreign = make_seat(make_review_city("panel").call)
    for seat in (left, foreign):
        with pytest.raises((Refusal, Forbidden)):
            assign(case, seat, by=city.city_clerk)
    case.state = Stage.MEETING
    case.save()
    with pytest.raises(Refusal):
        assign(case, make_seat(city.call), by=city.city_clerk)


def test_only_the_naming_union_assigns(city: City) -> None:
    (case,) = qualified(city)
    seat = make_seat(city.call)
    with pytest.raises(Forbidden):
        assign(case, seat, by=city.county_clerk)
    assignment = make_assignment(seat, case)
    with pytest.raises(Forbidden):
        unassign(assignment, by=city.county_clerk)
    with pytest.raises(Forbidden):
        apply_picks(city.call, [], by=city.county_clerk)


def test_a_sheet_handed_in_keeps_its_assignment(city: City) -> None:
    (case,) = qualified(city)
    assignment = make_assignment(make_seat(city.call), case)
    handed_in(assignment)
    with pytest.raises(Refusal):
        unassign(assignment, by=city.city_clerk)
    with pytest.raises(Refusal):
        set_experts(case, [], by=city.city_clerk)
    assert Assignment.objects.count() == 1


def test_an_assignment_without_sheet_is_taken_back(city: City) -> None:
    (case,) = qualified(city)
    unassign(make_assignment(make_seat(city.call), case), by=city.city_clerk)
    assert not Assignment.objects.exists()


def test_the_experts_of_a_case_and_the_cases_of_an_expert(city: City) -> None:
    one, two = qualified(city, 2)
    a, b, c = (make_seat(city.call) for _ in range(3))
    set_experts(one, [a, b], by=city.city_clerk)
    assert pairs() == {(1, one.pk), (2, one.pk)}
    set_experts(one, [b, c], by=city.city_clerk)
    assert pairs() == {(2, one.pk), (3, one.pk)}
    set_cases(b, [two], by=city.city_clerk)
    assert pairs() == {(3, one.pk), (2, two.pk)}
    assert all(Assignment.objects.values_list("is_fixed", flat=True))


def test_many_at_once_are_all_or_none(city: City) -> None:
    one, two = qualified(city, 2)
    seat = make_seat(city.call)
    Recusal.objects.create(seat=seat, application=two, ground=RecusalGround.DECLARED, at=clock.now())
    with pytest.raises(Refusal):
        apply_picks(city.call, [Pick(one, seat), Pick(two, seat)], by=city.city_clerk)
    assert not Assignment.objects.exists()


def test_dealing_anew_keeps_fixed_and_handed_in(city: City) -> None:
    one, two, three = qualified(city, 3)
    a, b = make_seat(city.call), make_seat(city.call)
    make_assignment(a, one, is_fixed=True)
    handed_in(make_assignment(a, two))
    make_assignment(a, three)
    apply_picks(city.call, [Pick(three, b)], by=city.city_clerk, renew=True)
    assert pairs() == {(1, one.pk), (1, two.pk), (2, three.pk)}
