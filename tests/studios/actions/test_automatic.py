"""Automatic points: computed when a case enters the panel, from its newest version, again without harm."""

from decimal import Decimal

import pytest

from studios.actions.automatic import compute_call, compute_points
from studios.actions.rubrics import make_default_rubric
from studios.models import AutomaticPoints
from studios.queries.automatic import automatic_lines
from tests.city import ready
from tests.contents import complete_contents
from tests.review import another_unit, make_review_city, qualified

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(reference):
    return make_review_city("panel")


def stored(case):
    rows = AutomaticPoints.objects.filter(version__application=case).select_related("criterion")
    return {row.criterion.name: row.points for row in rows}


def refill(case, **pages):
    version = case.versions.first()
    version.content |= complete_contents() | pages
    version.save()


def test_a_case_that_passes_gets_its_points(city):
    make_default_rubric(city.call, by=city.city_clerk)
    case = qualified(city)[0]
    assert len(stored(case)) == 12
    assert stored(case)["按时报告"] == 3


def test_without_a_rubric_nothing_is_computed(city):
    assert compute_points(qualified(city)[0]) == []


def test_points_follow_the_newest_version_and_stay_the_same_when_asked_twice(city):
    case = qualified(city)[0]
    make_default_rubric(city.call, by=city.city_clerk)
    refill(case)
    first = [(p.criterion_id, p.points) for p in compute_points(case)]
    found = stored(case)
    assert [(p.criterion_id, p.points) for p in compute_points(case)] == first
    assert stored(case) == found
    expected = {
        "经费": "2.13",
        "领衔人荣誉": "4.00",
        "立项": "3.33",
        "完成": "5.00",
        "经济效益": "0.00",
        "培训": "0.17",
    }
    assert {name: found[name] for name in expected} == {name: Decimal(n) for name, n in expected.items()}


def test_a_rubric_made_later_serves_the_cases_in_the_panel(city):
    one, other = qualified(city, 2)
    make_default_rubric(city.call, by=city.city_clerk)
    assert (len(stored(one)), len(stored(other))) == (12, 12)


def test_computing_a_call_costs_a_fixed_number_of_queries(city, django_assert_num_queries):
    qualified(city)
    make_default_rubric(city.call, by=city.city_clerk)
    with django_assert_num_queries(12):
        assert compute_call(city.call) == 12
    for _case in range(4):
        ready(another_unit(city))
    with django_assert_num_queries(12):
        assert compute_call(city.call) == 60


def test_service_industries_have_their_own_points(city):
    make_default_rubric(city.call, by=city.city_clerk)
    case = qualified(city)[0]
    pages = complete_contents()
    pages["basics"]["industry"] = "65"
    pages["benefits"]["benefits"][0]["amount"] = "90000000"
    refill(case, **pages, files=[{"id": 1, "slot": "finance-benefit1", "name": "a.pdf", "sha256": "0"}])
    compute_points(case)
    assert stored(case)["经济效益"] == 4
    line = next(row for row in automatic_lines(case) if row.criterion.name == "经济效益")
    assert (line.most, line.given.points, line.nothing_due) == (4, 4, False)


def test_lines_show_every_automatic_criterion(city):
    case = qualified(city)[0]
    assert automatic_lines(case) == []
    make_default_rubric(city.call, by=city.city_clerk)
    lines = automatic_lines(case)
    assert len(lines) == 12
    assert [row.criterion.name for row in lines if row.nothing_due] == ["按时报告", "完成"]
