"""Automatic criteria: worked examples by hand, and properties that hold for any figures."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studios.choices.register import HonourRank
from studios.models import Criterion
from studios.queries.automatic import Figure, Frozen, Lookups, figure_of, points_of

LOOKUPS = Lookups(
    honours={
        1: ("全国劳动模范", HonourRank.NATION),
        2: ("省劳动模范", HonourRank.PROVINCE),
        3: ("市劳动模范", HonourRank.CITY),
        4: ("区县级劳动模范", HonourRank.COUNTY),
        5: ("单位级劳动模范", HonourRank.UNIT),
    },
    pieces={10: Decimal(2), 11: Decimal(1), 12: Decimal("0.5")},
    grades={20: 10, 21: 20, 22: 30},
    skilled=frozenset({22}),
)
BENEFIT = [["500000", "2"], ["1000000", "4"], ["3000000", "6"], ["6000000", "8"]]
HONOURS = [["1", "2"], ["2", "4"], ["3", "5"], ["4", "6"]]
SIZES = [["3", "3"], ["5", "6"]]


def criterion(formula, points, **more):
    numbers = {name: Decimal(str(more.pop(name))) for name in ("target", "floor", "cap") if name in more}
    return Criterion(name="x", method="auto", formula=formula, points=Decimal(points), **numbers, **more)


def frozen(content, *, filed_on=date(2026, 9, 28), founded="2018-05"):
    return Frozen({"basics": {"founded_on": founded}} | deepcopy(content), filed_on, LOOKUPS)


def computed(rule, content, *, most=None, **more):
    figure = figure_of(rule, frozen(content, **more))
    return figure.value, points_of(rule, figure, most=rule.points if most is None else Decimal(most))


def funds(*rows):
    return {"means": {"funds": [{"year": year, "amount": amount} for year, amount in rows]}}


FUNDS = criterion("funds_a_year", 4, target=50000)


@pytest.mark.parametrize(
    ("rows", "figure", "points"),
    [
        ([], "0", "0.00"),
        ([(2023, "50000"), (2024, "50000"), (2025, "50000")], "50000", "4.00"),
        ([(2023, "10000"), (2024, "20000"), (2025, "30000")], "20000", "1.60"),
        ([(2022, "900000"), (2026, "900000")], "0", "0.00"),
        ([(2025, "900000")], "300000", "4.00"),
        ([(2025, None), (2024, "")], "0", "0.00"),
    ],
)
def test_funds_are_the_mean_of_three_full_years(rows, figure, points):
    assert computed(FUNDS, funds(*rows)) == (Decimal(figure), Decimal(points))


@pytest.mark.parametrize(
    ("founded", "years"),
    [
        ("2018-05", [2023, 2024, 2025]),
        ("2023-12", [2023, 2024, 2025]),
        ("2024-01", [2024, 2025, 2026]),
        ("2025-06", [2025, 2026]),
        ("2026-02", [2026]),
        (None, [2023, 2024, 2025]),
    ],
)
def test_a_young_studio_is_measured_by_the_years_it_has(founded, years):
    assert frozen({}, founded=founded).years == years


@pytest.mark.parametrize(
    ("held", "points"),
    [([1, 3], "6"), ([2], "5"), ([3], "4"), ([4, 5], "2"), ([5], "0"), ([], "0"), ([99], "0")],
)
def test_the_highest_honour_of_the_leads_counts(held, points):
    leads = [{"name": "甲", "honours": [{"honour": h}]} for h in held]
    assert computed(criterion("honour_rank", 6, table=HONOURS), {"leads": {"leads": leads}})[1] == Decimal(points)


def test_what_was_found_names_no_person():
    leads = [{"name": "林晓川", "honours": [{"honour": 3, "year": 2019}]}]
    found = figure_of(criterion("honour_rank", 6, table=HONOURS), frozen({"leads": {"leads": leads}})).found
    assert "市劳动模范" in found
    assert "林晓川" not in found


def team(skilled, others):
    rows = [{"name": f"甲{n}", "birth_month": "1985-03", "title": "工程师"} for n in range(skilled)]
    rows += [{"name": f"乙{n}", "birth_month": "1985-03", "title": ""} for n in range(others)]
    return {"team": {"members": rows}}


@pytest.mark.parametrize(
    ("skilled", "others", "points"),
    [
        (5, 0, "6"),
        (3, 2, "6"),
        (2, 3, "4.00"),
        (0, 5, "0"),
        (3, 0, "3"),
        (3, 1, "3"),
        (1, 2, "1.67"),
        (2, 0, "0"),
        (0, 0, "0"),
    ],
)
def test_the_mix_shrinks_the_points_of_the_size(skilled, others, points):
    assert computed(criterion("team_mix", 6, target=60, table=SIZES), team(skilled, others))[1] == Decimal(points)


def test_a_lead_who_is_also_a_member_counts_once():
    content = team(3, 0) | {"leads": {"leads": [{"name": "甲0", "birth_month": "1985-03"}]}}
    assert computed(criterion("team_size", 6, target=6), content) == (Decimal(3), Decimal(3))


def test_a_skilled_grade_counts_like_a_title():
    content = {"team": {"members": [{"name": "甲", "skill_grade": 22}, {"name": "乙", "skill_grade": 20}]}}
    assert "1" in figure_of(criterion("team_mix", 6, target=60), frozen(content)).found


def activities(*rows):
    return {"training": {"activities": [{"kind": kind, "happened_on": day} for kind, day in rows]}}


def test_activities_and_training_are_means_of_the_years():
    rows = [("training", "2023-01-01"), ("exchange", "2024-12-31"), ("training", "2025-06-01")]
    outside = [("training", "2022-12-31"), ("training", "2026-01-01"), ("training", None)]
    content = activities(*rows, *rows, *outside)
    assert computed(criterion("activities_a_year", 4, target=4), content) == (Decimal(2), Decimal(2))
    assert computed(criterion("training", 2, target=4), content)[1] == Decimal("0.67")


def test_no_report_due_gives_full_points():
    assert computed(criterion("reports_on_time", 3, target=1), {}) == (None, Decimal(3))


def projects(*rows):
    names = ("approved_by", "starts_on", "ends_on", "state")
    return {"results": {"projects": [dict(zip(names, row, strict=True)) for row in rows]}}


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        ([], "0"),
        ([("科技部", "2023-01", "2025-12", "running")], "5"),
        ([("科技部", "2025-01", None, "running")], "1.67"),
        ([("科技部", "2025-01", None, "running")] * 3, "1.67"),
        ([("", "2023-01", None, "running")], "0"),
        ([("科技部", "2023-01", "2023-12", "finished"), ("科技部", "2025-01", "2025-12", "running")], "3.33"),
    ],
)
def test_each_year_needs_its_own_project(rows, points):
    assert computed(criterion("projects_a_year", 5, target=1), projects(*rows))[1] == Decimal(points)


@pytest.mark.parametrize(
    ("rows", "points"),
    [
        ([], "5"),
        ([("科技部", "2025-01", "2026-09", "running")], "5"),
        ([("科技部", "2025-01", "2026-08", "running")], "0"),
        ([("科技部", "2025-01", "2027-08", "finished")], "5"),
        ([("科技部", "2024-01", "2025-08", "finished"), ("科技部", "2024-01", "2025-08", "stopped")], "2.5"),
    ],
)
def test_only_projects_that_were_due_count_as_unfinished(rows, points):
    assert computed(criterion("projects_finished", 5, target=1), projects(*rows))[1] == Decimal(points)


@pytest.mark.parametrize(
    ("kinds", "points"), [([], "0"), ([10], "2"), ([10, 11, 12], "3.5"), ([10, 10, 10], "5"), ([13, None], "0")]
)
def test_intellectual_property_by_the_piece(kinds, points):
    content = {"results": {"results": [{"kind": kind} for kind in kinds]}}
    assert computed(criterion("intellectual_property", 5, target=5), content)[1] == Decimal(points)


def benefits(*rows, certified=True):
    kept = [{"key": f"b{i}", "year": y, "amount": a, "method": m} for i, (y, a, m) in enumerate(rows)]
    files = [{"slot": f"finance-{row['key']}"} for row in kept] if certified else []
    return {"benefits": {"benefits": kept}, "files": files}


@pytest.mark.parametrize(
    ("rows", "points", "in_services"),
    [
        ([], "0", "0"),
        ([(2025, "1499999.99", "saving")], "0", "0"),
        ([(2025, "1500000", "saving")], "2", "1"),
        ([(2023, "3000000", "profit"), (2024, "3000000", "profit"), (2025, "3000000", "licence")], "6", "3"),
        ([(2024, "9000000", "profit"), (2025, "9000000", "saving")], "8", "4"),
        ([(2025, "90000000", "social")], "0", "0"),
        ([(2021, "90000000", "profit")], "0", "0"),
    ],
)
def test_certified_benefit_by_the_table(rows, points, in_services):
    rule = criterion("certified_benefit", 8, table=BENEFIT)
    assert computed(rule, benefits(*rows))[1] == Decimal(points)
    assert computed(rule, benefits(*rows), most=4)[1] == Decimal(in_services)


def test_benefit_without_a_certificate_does_not_count():
    rule = criterion("certified_benefit", 8, table=BENEFIT)
    assert computed(rule, benefits((2025, "90000000", "saving"), certified=False)) == (0, 0)


@pytest.mark.parametrize(("pairs", "points"), [(0, "0"), (2, "2"), (5, "5"), (9, "5")])
def test_apprentices_by_the_pair(pairs, points):
    content = {"training": {"apprenticeships": [{"key": str(n)} for n in range(pairs)]}}
    assert computed(criterion("apprentices", 5, target=5), content)[1] == Decimal(points)


def test_only_a_higher_grade_counts_as_raised():
    pairs = [(20, 21), (21, 22), (22, 22), (22, 20), (None, 22), (20, None)]
    content = {"training": {"apprenticeships": [{"grade_before": b, "grade_after": a} for b, a in pairs]}}
    assert computed(criterion("grades_raised", 5, target=3), content) == (Decimal(2) / 3, Decimal("1.11"))


FIGURES = st.decimals(min_value=0, max_value=10**9, places=2)


@given(FIGURES, st.sampled_from([FUNDS, criterion("certified_benefit", 8, table=BENEFIT)]), st.sampled_from([4, 8]))
def test_points_stay_within_the_criterion(figure, rule, most):
    points = points_of(rule, Figure(figure, ""), most=Decimal(most))
    assert 0 <= points <= most
    assert points == points.quantize(Decimal("0.01"))


@given(FIGURES, FIGURES)
def test_a_larger_figure_never_earns_less(one, other):
    less, more = sorted((one, other))
    for rule in (FUNDS, criterion("certified_benefit", 8, table=BENEFIT)):
        earned = [points_of(rule, Figure(f, ""), most=rule.points) for f in (less, more)]
        assert earned == sorted(earned)


@given(st.lists(st.decimals(0, 10**7, places=2), max_size=3), st.decimals(0, 10**7, places=2))
def test_one_more_certified_row_never_lowers_the_figure(amounts, further):
    rule = criterion("certified_benefit", 8, table=BENEFIT)
    rows = [(2023 + i, str(a), "saving") for i, a in enumerate(amounts)]
    before, after = (computed(rule, benefits(*r))[0] for r in (rows, [*rows, (2024, str(further), "profit")]))
    assert after >= before


@pytest.mark.parametrize("formula", ["funds_a_year", "honour_rank", "team_mix", "activities_a_year", "grades_raised"])
@pytest.mark.parametrize(
    "content", [{}, {"means": None}, {"leads": {"leads": ["x", None]}}, {"training": {"activities": 3}}]
)
def test_odd_contents_are_no_failure(formula, content):
    rule = criterion(formula, 5, target=5, table=HONOURS if formula == "honour_rank" else [])
    assert computed(rule, content)[1] == 0
