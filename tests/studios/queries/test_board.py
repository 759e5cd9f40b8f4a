"""The board's figures against tables reckoned by hand, its ranks, and how many queries it takes."""

from decimal import Decimal
from typing import Any

import pytest

from studios.choices.calls import Stage
from studios.choices.reviews import PanelMethod, SheetState, VisitState
from studios.models import Application, ReviewPlan, SiteVisit
from studios.queries.board import (
    board_cases,
    board_rows,
    is_panel_closed,
    seats_that_owe,
    short_cases,
    standings_of,
    with_figures,
)
from studios.queries.plans import plan_of
from studios.values.points import final_points, mean, median, panel_points, spread
from tests.board import make_cases, make_seats, score, vote
from tests.city import City
from tests.review import make_review_city
from unions import clock

NAMES = ("scored", "mean", "panel", "median", "spread", "final")
# Totals; then n, mean, trimmed mean, median, spread and final points without visit and bonus, by hand.
BY_HAND = [
    (("80",), (1, "80.00", "80.00", "80.00", "0.00", "80.00")),
    (("80", "90"), (2, "85.00", "85.00", "85.00", "10.00", "85.00")),
    (("70", "80", "100"), (3, "83.33", "83.33", "80.00", "30.00", "83.33")),
    (("60", "70", "80", "100"), (4, "77.50", "77.50", "75.00", "40.00", "77.50")),
    (("60", "70", "80", "90", "100"), (5, "80.00", "80.00", "80.00", "40.00", "80.00")),
    (("0", "80", "81", "82", "100"), (5, "68.60", "81.00", "81.00", "100.00", "81.00")),
    (("50", "70", "70.01", "90", "90", "99"), (6, "78.17", "80.00", "80.01", "49.00", "80.00")),
    (("80.12", "80.13"), (2, "80.13", "80.13", "80.13", "0.01", "80.13")),
]


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel", "visit", "meeting")


def figures(case: Application, plan: ReviewPlan) -> Any:
    return with_figures(Application.objects.filter(pk=case.pk), plan).get()


@pytest.mark.parametrize(("totals", "expected"), BY_HAND)
def test_the_database_reckons_as_the_hand_does(city: City, totals: tuple[str, ...], expected: tuple[Any, ...]) -> None:
    case = make_cases(city.call, city, 1)[0]
    score(case, make_seats(city.call, len(totals)), *totals)
    found = figures(case, plan_of(city.call))
    assert tuple(getattr(found, name) for name in NAMES) == (expected[0], *map(Decimal, expected[1:]))
    numbers = [Decimal(total) for total in totals]
    assert (found.mean, found.panel, found.median, found.spread) == (
        mean(numbers),
        panel_points(numbers),
        median(numbers),
        spread(numbers),
    )


@pytest.mark.parametrize(
    ("totals", "bonuses", "visit", "weight", "expected"),
    [
        (("80", "90"), ("0", "0"), "70", 30, "80.50"),
        (("80", "90"), ("1", "2"), "70", 30, "82.00"),
        (("99", "99"), ("5", "5"), None, 30, "100.00"),
        (("80.01", "80.02"), ("0", "0"), "90.05", 50, "85.04"),
        (("80", "90"), ("0.5", "0.25"), None, 30, "85.38"),
    ],
)
def test_visit_and_bonus_make_the_final_points(  # noqa: PLR0917 - one argument a column of the table
    city: City, totals: tuple[str, ...], bonuses: tuple[str, ...], visit: str | None, weight: int, expected: str
) -> None:
    case = make_cases(city.call, city, 1)[0]
    plan = ReviewPlan(call=city.call, visit_weight=weight)
    for sheet, bonus in zip(score(case, make_seats(city.call, 2), *totals), bonuses, strict=True):
        sheet.bonus = Decimal(bonus)
        sheet.save()
    if visit:
        reported(case, visit)
    found = figures(case, plan)
    assert found.final == Decimal(expected)
    assert found.final == final_points(found.panel, found.visit, visit_weight=weight, bonus=found.bonus)


def reported(case: Application, points: str) -> SiteVisit:
    return SiteVisit.objects.create(
        application=case, state=VisitState.REPORTED, points=Decimal(points), planned_at=clock.now()
    )


def test_a_visit_that_was_called_off_does_not_count_nor_double_the_sheets(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    score(case, make_seats(city.call, 3), "80", "81", "82")
    SiteVisit.objects.create(application=case, state=VisitState.CANCELLED, planned_at=clock.now())
    reported(case, "90")
    found = figures(case, plan_of(city.call))
    assert (found.assigned, found.valid, found.scored, found.visit) == (3, 3, 3, Decimal("90.00"))


def test_without_a_panel_the_visit_is_all(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    reported(case, "88.5")
    assert figures(case, plan_of(city.call)).final == Decimal("88.50")


def test_drafts_typed_and_void_sheets_do_not_count(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    seats = make_seats(city.call, 4)
    sheets = score(case, seats, "80", "10", "10", "10")
    for sheet, state in zip(sheets[1:], (SheetState.DRAFT, SheetState.TYPED, SheetState.VOID), strict=True):
        sheet.state = state
        sheet.save()
    found = figures(case, plan_of(city.call))
    assert (found.assigned, found.valid, found.mean, found.spread) == (3, 1, Decimal("80.00"), Decimal("0.00"))


def test_ranks_are_1_2_2_4_and_none_without_points(city: City) -> None:
    cases = make_cases(city.call, city, 5)
    seats = make_seats(city.call, 1)
    for case, total in zip(cases, ("90", "80", "80", "70"), strict=False):
        score(case, seats, total)
    ranks = standings_of(board_rows(city.call, plan_of(city.call)), plan_of(city.call)).ranks
    assert [ranks.get(case.pk) for case in cases] == [1, 2, 2, 4, None]


def test_a_case_that_left_gives_its_rank_away(city: City) -> None:
    cases = make_cases(city.call, city, 2)
    seats = make_seats(city.call, 1)
    for case, total in zip(cases, ("90", "80"), strict=True):
        score(case, seats, total)
    Application.objects.filter(pk=cases[0].pk).update(state=Stage.WITHDRAWN, desk=None)
    assert standings_of(board_rows(city.call, plan_of(city.call)), plan_of(city.call)).ranks == {cases[1].pk: 1}


@pytest.mark.parametrize(
    ("votes", "passed"),
    [
        (("for", "for", "against"), True),
        (("for", "against", "abstain"), False),
        (("for", "for", "for", "against", "abstain"), False),
        (("for", "for", "for", "for", "against", "abstain"), True),
        ((), None),
    ],
)
def test_two_thirds_of_the_votes_pass(city: City, votes: tuple[str, ...], passed: bool | None) -> None:
    case = make_cases(city.call, city, 1)[0]
    vote(case, make_seats(city.call, len(votes)), *votes)
    found = figures(case, ReviewPlan(call=city.call, method=PanelMethod.VOTE))
    assert found.passed is passed
    counted = (found.votes_for, found.votes_against, found.votes_abstain)
    assert counted == (votes.count("for"), votes.count("against"), votes.count("abstain"))


def test_the_passing_line_and_the_widest_spread_are_the_plans(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    score(case, make_seats(city.call, 2), "67.50", "82.50")
    found = figures(case, ReviewPlan(call=city.call, pass_points=75, spread_limit=15))
    assert (found.passed, found.is_wide) == (True, False)
    found = figures(case, ReviewPlan(call=city.call, pass_points=Decimal("75.01"), spread_limit=Decimal("14.99")))
    assert (found.passed, found.is_wide) == (False, True)


def test_progress_counts_sheets_and_short_cases(city: City) -> None:
    one, two = make_cases(city.call, city, 2)
    seats = make_seats(city.call, 4)
    score(one, seats, "80", "81", "99")
    sheets = score(two, seats, "80", "81", "82", "83")
    for sheet in sheets[1:]:
        sheet.state = SheetState.DRAFT
        sheet.save()
    plan = plan_of(city.call)
    found = standings_of(board_rows(city.call, plan), plan)
    assert (found.cases, found.assigned, found.valid, found.missing, found.short, found.wide) == (2, 7, 4, 3, 1, 1)
    assert [case.pk for case in short_cases(city.call, plan)] == [two.pk]
    assert [(seat.number, seat.todo, seat.begun) for seat in seats_that_owe(city.call)] == [
        (2, 1, 1),
        (3, 1, 1),
        (4, 1, 1),
    ]


def test_a_panel_is_open_until_it_is_closed(city: City) -> None:
    make_cases(city.call, city, 1)
    assert not is_panel_closed(city.call)
    Application.objects.update(state=Stage.MEETING)
    assert not is_panel_closed(city.call)


def test_the_figures_of_any_number_of_cases_are_one_query(city: City, django_assert_num_queries) -> None:
    seats = make_seats(city.call, 3)
    for case in make_cases(city.call, city, 6):
        score(case, seats, "80", "81", "82")
    plan = plan_of(city.call)
    with django_assert_num_queries(1):
        assert len(with_figures(board_cases(city.call), plan)) == 6
    with django_assert_num_queries(1):
        assert len(standings_of(board_rows(city.call, plan), plan).ranks) == 6
