"""What diagnostics say of experts, against figures reckoned by hand."""

from decimal import Decimal

import pytest

from studios.choices.reviews import SheetState
from studios.models import Criterion, ScoreLine, ScoreSheet
from studios.queries.diagnostics import normalised_cases, seats_with_diagnostics
from tests.board import make_cases, make_seats, score
from tests.city import City
from tests.panel import make_simple_rubric
from tests.review import make_review_city


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel", "meeting")


def test_means_deviations_and_the_distance_from_the_panel(city: City) -> None:
    one, two = make_cases(city.call, city, 2)
    seats = make_seats(city.call, 3)
    score(one, seats, "80", "90", "70")
    score(two, seats, "60", "90", "60")
    found = {
        s.number: (s.sheets, s.mean, s.deviation_of_points, s.deviation) for s in seats_with_diagnostics(city.call)
    }
    # Cases' means 80 and 70; the first lies at 0 and -10, the second at +10 and +20, the third at -10 and -10.
    assert found == {
        1: (2, Decimal("70.00"), Decimal("10.00"), Decimal("-5.00")),
        2: (2, Decimal("90.00"), Decimal("0.00"), Decimal("15.00")),
        3: (2, Decimal("65.00"), Decimal("5.00"), Decimal("-10.00")),
    }


def test_sheets_that_do_not_count_are_left_out(city: City) -> None:
    case = make_cases(city.call, city, 1)[0]
    score(case, make_seats(city.call, 2), "80", "90")
    ScoreSheet.objects.filter(total=90).update(state=SheetState.VOID)
    found = seats_with_diagnostics(city.call)
    assert [(seat.sheets, seat.mean, seat.deviation) for seat in found] == [(1, Decimal("80.00"), Decimal("0.00"))]


def test_straight_lines_are_the_same_share_of_every_criterion(city: City) -> None:
    cases = make_cases(city.call, city, 2)
    seat = make_seats(city.call, 1)
    make_simple_rubric(city.call)
    points = [("30", "20"), ("30", "40")]
    for case, (first, second) in zip(cases, points, strict=True):
        sheet = score(case, seat, "50")[0]
        for criterion, given in zip(Criterion.objects.order_by("position"), (first, second), strict=True):
            ScoreLine.objects.create(sheet=sheet, criterion=criterion, points=Decimal(given))
    assert [s.straight for s in seats_with_diagnostics(city.call)] == [Decimal("50.00")]


def test_normalised_totals_take_the_strict_expert_for_what_he_is(city: City) -> None:
    one, two, three = make_cases(city.call, city, 3)
    strict, mild = make_seats(city.call, 2)
    # The strict one gives 40, 60, the mild one 90, 80: seen from their own means -1, +1 and +1, -1.
    score(one, [strict], "40")
    score(two, [strict], "60")
    score(one, [mild], "90")
    score(three, [mild], "80")
    found = {row.number: (row.mean, row.z, row.rank, row.normalised_rank) for row in normalised_cases(city.call)}
    assert found == {
        one.number: (Decimal("65.00"), Decimal("0.00"), 2, 2),
        two.number: (Decimal("60.00"), Decimal("1.00"), 3, 1),
        three.number: (Decimal("80.00"), Decimal("-1.00"), 1, 3),
    }


def test_diagnostics_take_two_queries_and_one(city: City, django_assert_num_queries) -> None:
    seats = make_seats(city.call, 3)
    for case in make_cases(city.call, city, 5):
        score(case, seats, "80", "81", "82")
    with django_assert_num_queries(2):
        assert len(seats_with_diagnostics(city.call)) == 3
    with django_assert_num_queries(1):
        assert len(normalised_cases(city.call)) == 5
