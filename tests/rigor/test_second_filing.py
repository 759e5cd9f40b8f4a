"""A studio applies once in a call, whatever the call's own rules say."""

import pytest

from studios.actions import desks
from studios.actions.filings import open_application
from studios.choices.calls import Stage
from tests.rigor.crowd import build_city
from tests.studios.actions.test_application_steps import City, again, at_county
from unions.errors import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return build_city()


def test_a_second_application_names_the_first(city: City) -> None:
    first = open_application(city.call, city.studio, by=city.unit_clerk)
    with pytest.raises(Refusal) as refused:
        open_application(city.call, city.studio, by=city.unit_clerk)
    assert first.number in str(refused.value.message)
    assert city.studio.applications.count() == 1


def test_a_withdrawn_case_is_not_reopened_beside_its_successor(city: City) -> None:
    case = at_county(city)
    desks.withdraw(case, by=city.unit_chair, note="重新整理材料", revision=case.revision)
    second = open_application(city.call, city.studio, by=city.unit_clerk)
    case = again(case)
    with pytest.raises(Refusal) as refused:
        desks.reopen(case, by=city.city_chair, note="恢复", revision=case.revision)
    assert second.number in str(refused.value.message)
    assert again(case).state == Stage.WITHDRAWN
