"""The arithmetic of review."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studios.values import points

TOTALS = st.decimals(min_value=0, max_value=100, places=2)


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.005", "0.01"), ("2.675", "2.68"), ("2.665", "2.67"), ("2.6749", "2.67"), ("88", "88.00")],
)
def test_halves_go_up(value, rounded):
    assert points.half_up(Decimal(value)) == Decimal(rounded)
    assert str(points.half_up(Decimal(value))) == rounded


@pytest.mark.parametrize(
    ("typed", "step"), [("3.24", "3"), ("3.25", "3.5"), ("3.74", "3.5"), ("3.75", "4"), ("0", "0")]
)
def test_half_steps(typed, step):
    assert points.half_steps(Decimal(typed)) == Decimal(step)


@pytest.mark.parametrize(
    ("given_points", "most", "of_100"),
    [("46", "92", "50.00"), ("61.5", "92", "66.85"), ("0", "8", "0.00"), ("0", "0", "100.00")],
)
def test_a_share_of_100(given_points, most, of_100):
    assert points.share(Decimal(given_points), Decimal(most)) == Decimal(of_100)


@pytest.mark.parametrize(
    ("totals", "panel"),
    [
        ([], None),
        (["80"], "80.00"),
        (["70", "80", "90"], "80.00"),
        (["10", "80", "80", "81"], "62.75"),
        (["10", "80", "81", "82", "100"], "81.00"),
        (["0", "70.01", "70.02", "70.02", "99", "100"], "77.26"),
    ],
)
def test_highest_and_lowest_are_dropped_from_five_on(totals, panel):
    assert points.panel_points([Decimal(t) for t in totals]) == (None if panel is None else Decimal(panel))


def test_median_and_spread():
    assert points.median([Decimal(70), Decimal(90), Decimal(81)]) == Decimal(81)
    assert points.median([Decimal("70.01"), Decimal("90.02"), Decimal("81.01"), Decimal("82.02")]) == Decimal("81.52")
    assert points.median([]) is None
    assert points.spread([Decimal(70), Decimal(90), Decimal(81)]) == Decimal(20)
    assert points.spread([]) is None


@pytest.mark.parametrize(
    ("panel", "visit", "bonus", "final"),
    [
        ("80", "90", "0", "83.00"),
        ("80", None, "0", "80.00"),
        ("80", None, "4.5", "84.50"),
        ("95.55", "99.99", "10", "100.00"),
        ("77.77", "88.88", "2", "83.10"),
        ("0", "0", "10", "10.00"),
    ],
)
def test_bonus_comes_after_the_weights_and_100_is_the_cap(panel, visit, bonus, final):
    seen = points.final_points(Decimal(panel), None if visit is None else Decimal(visit), bonus=Decimal(bonus))
    assert seen == Decimal(final)


def test_the_weights_are_a_setting():
    assert points.final_points(Decimal(80), Decimal(90), visit_weight=0) == Decimal(80)
    assert points.final_points(Decimal(80), Decimal(90), visit_weight=100) == Decimal(90)
    assert points.final_points(Decimal(80), Decimal(90), visit_weight=50) == Decimal(85)


def test_ranks_share_a_place_and_skip_the_next():
    assert points.ranks([Decimal(90), Decimal(88), Decimal(88), Decimal(70)]) == [1, 2, 2, 4]
    assert points.ranks([Decimal(70), None, Decimal(88), Decimal(88), Decimal(90)]) == [4, None, 2, 2, 1]
    assert points.ranks([]) == []
    assert points.ranks([None]) == [None]


@given(st.lists(TOTALS, min_size=1))
def test_a_rank_is_one_more_than_those_in_front(totals):
    assert points.ranks(totals) == [1 + sum(other > total for other in totals) for total in totals]


@given(TOTALS, TOTALS, st.integers(0, 100), st.decimals(0, 10, places=1))
def test_final_points_lie_between_the_parts_and_100(panel, visit, weight, bonus):
    final = points.final_points(panel, visit, visit_weight=weight, bonus=bonus)
    assert min(Decimal(100), min(panel, visit) + bonus) <= final <= Decimal(100)
    assert final <= max(panel, visit) + bonus


@given(st.lists(TOTALS, min_size=1, max_size=12))
def test_the_mean_lies_between_lowest_and_highest(totals):
    kept = points.panel_points(totals)
    assert kept is not None
    assert min(totals) <= kept <= max(totals)


PROPORTIONS = [
    ("4", "50000", "50000", None, None, "4.00"),
    ("4", "25000", "50000", None, None, "2.00"),
    ("4", "16666.67", "50000", None, None, "1.33"),
    ("4", "900000", "50000", None, None, "4.00"),
    ("4", "9999", "50000", "10000", None, "0.00"),
    ("4", "10000", "50000", "10000", None, "0.80"),
    ("5", "5", "5", None, "3", "3.00"),
    ("5", "5", "5", None, "9", "5.00"),
    ("5", "-3", "5", None, None, "0.00"),
    ("5", "1", "0", None, None, "5.00"),
]


@pytest.mark.parametrize("row", PROPORTIONS)
def test_points_in_proportion(row):
    most, figure, target, floor, cap, earned = row
    limits = {"floor": floor and Decimal(floor), "cap": cap and Decimal(cap)}
    assert points.proportional(Decimal(most), Decimal(figure), Decimal(target), **limits) == Decimal(earned)


@given(TOTALS, st.decimals(0, 10**9, places=2), st.decimals(1, 10**9, places=2))
def test_a_proportion_never_leaves_its_limits(most, figure, target):
    assert 0 <= points.proportional(most, figure, target) <= points.half_up(most)


@given(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2))
def test_more_never_earns_less(less, more):
    less, more = sorted((less, more))
    assert points.proportional(Decimal(8), less, Decimal(30)) <= points.proportional(Decimal(8), more, Decimal(30))


BENEFIT = [
    (Decimal(500000), Decimal(2)),
    (Decimal(1000000), Decimal(4)),
    (Decimal(3000000), Decimal(6)),
    (Decimal(6000000), Decimal(8)),
]


@pytest.mark.parametrize(
    ("figure", "earned", "in_services"),
    [
        ("0", "0", "0"),
        ("499999.99", "0", "0"),
        ("500000", "2", "1"),
        ("2999999.99", "4", "2"),
        ("3000000", "6", "3"),
        ("6000000", "8", "4"),
        ("99000000", "8", "4"),
    ],
)
def test_points_by_a_table_grow_with_the_criterion(figure, earned, in_services):
    assert points.by_table(BENEFIT, Decimal(figure), points=Decimal(8), listed=Decimal(8)) == Decimal(earned)
    assert points.by_table(BENEFIT, Decimal(figure), points=Decimal(4), listed=Decimal(8)) == Decimal(in_services)


def test_a_table_gives_no_more_than_the_criterion_has():
    assert points.by_table([(Decimal(1), Decimal(9))], Decimal(5), points=Decimal(8), listed=Decimal(8)) == Decimal(8)
    assert points.by_table([], Decimal(5), points=Decimal(8), listed=Decimal(8)) == Decimal(0)
