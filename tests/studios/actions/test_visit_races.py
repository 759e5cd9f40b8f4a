"""Two of a team, or two clerks, in the same moment: exactly one is written, the other is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from studios.actions.rubrics import make_default_rubric
from studios.actions.visit_reports import report_visit, save_visit
from studios.actions.visits import Route, plan_visits
from studios.choices.reviews import VisitState
from studios.models import SiteVisit
from tests.city import City
from tests.review import make_review_city, qualified
from tests.rigor.crowd import all_at_once
from tests.studios.actions.test_visits import head_of, planned, seen, team_of
from unions import clock
from unions.errors import Stale

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    city = make_review_city("visit")
    make_default_rubric(city.call, by=city.city_clerk)
    return city


def outcomes(answers: list) -> list[type]:
    """What became of each: the row, or the refusal's class."""
    return sorted((type(a) for a in answers), key=lambda kind: kind.__name__)


def test_two_visitors_save_at_once_and_one_is_told(city: City) -> None:
    visit = planned(city)
    people = (head_of(visit), city.city_clerk)
    texts = [replace(seen(visit), findings=text) for text in ("甲", "乙")]
    answers = all_at_once(
        [lambda a=a, t=t: save_visit(visit, t, by=a, version=0) for a, t in zip(people, texts, strict=True)]
    )
    assert outcomes(answers) == [SiteVisit, Stale]
    visit.refresh_from_db()
    assert (visit.version, visit.findings in ("甲", "乙")) == (1, True)


def test_ten_reports_at_once_are_one(city: City) -> None:
    visit = planned(city)
    head = head_of(visit)
    answers = all_at_once([lambda: report_visit(visit, seen(visit), by=head, version=0) for _ in range(10)])
    assert outcomes(answers) == [SiteVisit, *[Stale] * 9]
    visit.refresh_from_db()
    assert (visit.state, visit.version) == (VisitState.REPORTED, 1)


def test_two_clerks_plan_the_same_case_and_one_wins(city: City) -> None:
    (application,) = qualified(city)
    team, route = team_of(city), Route(clock.now() + timedelta(days=1))
    answers = all_at_once(
        [
            lambda by=by: plan_visits(city.call, [application], team=team, route=route, by=by)
            for by in (city.city_clerk, city.city_chair)
        ]
    )
    assert outcomes(answers) == [Stale, list]
    assert SiteVisit.objects.count() == 1
