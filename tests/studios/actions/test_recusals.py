"""Automatic recusal: each ground, and what is only a warning."""

from datetime import date
from typing import Any

import pytest

from studios.actions.recusals import find_recusals, find_recusals_of_call
from studios.choices.reviews import RecusalGround, SheetState
from studios.models import Application, Apprenticeship, Member, PersonMatch, ScoreSheet
from studios.queries.recusals import open_warnings, panel_cases
from tests.city import City
from tests.factories import make_account, make_person, make_result, make_studio, make_union, make_worker
from tests.panel import make_assignment, make_expert, make_seat
from tests.review import another_unit, make_review_city, qualified
from unions import clock


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel")


@pytest.fixture
def cases(city: City) -> list[Application]:
    return qualified(city, 2)


def grounds(city: City, **expert: Any) -> list[tuple[str, str]]:
    seat = make_seat(city.call, make_expert(city.city, **expert))
    return [(r.application.number, r.ground) for r in find_recusals(seat)]


def lead_of(case: Application) -> Any:
    return case.studio.leaderships.get().worker.person


def freeze(case: Application, key: str, name: str, rows: list[dict[str, Any]]) -> None:
    version = case.versions.first()
    version.content[key] = {**version.content.get(key, {}), name: rows}
    version.save()


def test_a_stranger_is_recused_from_nothing(city: City, cases: list[Application]) -> None:
    assert grounds(city, home=make_union("外厂工会", parent=city.county), unit="外厂") == []


def test_same_unit_by_the_persons_home(city: City, cases: list[Application]) -> None:
    assert grounds(city, home=cases[0].union) == [(cases[0].number, RecusalGround.SAME_UNIT)]


def test_same_unit_by_the_accounts_home(city: City, cases: list[Application]) -> None:
    found = grounds(city, account=make_account(home=cases[1].union))
    assert found == [(cases[1].number, RecusalGround.SAME_UNIT)]


def test_same_unit_by_its_subtree_in_both_directions(city: City, cases: list[Application]) -> None:
    below = make_union("分厂工会", parent=cases[0].union)
    assert grounds(city, home=below) == [(cases[0].number, RecusalGround.SAME_UNIT)]
    cases[1].union.path = f"{cases[0].union.path}{cases[1].union_id}."
    cases[1].union.save()
    assert {n for n, _g in grounds(city, home=cases[0].union)} == {cases[0].number, cases[1].number}


def test_a_home_at_the_federation_recuses_from_nobody_below(city: City, cases: list[Application]) -> None:
    assert grounds(city, home=city.county) == []


def test_same_unit_by_its_written_name(city: City, cases: list[Application]) -> None:
    assert grounds(city, unit="测试厂") == [(cases[0].number, RecusalGround.SAME_UNIT)]


def test_the_lead_by_the_register(city: City, cases: list[Application]) -> None:
    person = lead_of(cases[0])
    person.home = None
    person.save()
    assert grounds(city, person=person) == [(cases[0].number, RecusalGround.MEMBER)]


def test_a_member_by_the_register(city: City, cases: list[Application]) -> None:
    person = make_person()
    Member.objects.create(studio=cases[1].studio, person=person)
    assert grounds(city, person=person) == [(cases[1].number, RecusalGround.MEMBER)]


def test_a_member_by_the_frozen_version(city: City, cases: list[Application]) -> None:
    person = make_person("版本成员")
    freeze(cases[0], "team", "members", [{"person": person.pk, "name": person.name}])
    assert grounds(city, person=person) == [(cases[0].number, RecusalGround.MEMBER)]


def test_a_member_through_the_accounts_person(city: City, cases: list[Application]) -> None:
    account = make_account()
    Member.objects.create(studio=cases[0].studio, person=make_person(account=account))
    assert grounds(city, account=account) == [(cases[0].number, RecusalGround.MEMBER)]


@pytest.mark.parametrize(("is_same", "count"), [(True, 1), (False, 0), (None, 0)])
def test_only_a_confirmed_match_recuses(city: City, cases: list[Application], is_same: bool | None, count: int) -> None:
    member, person = make_person("同名"), make_person("同名")
    Member.objects.create(studio=cases[0].studio, person=member)
    PersonMatch.objects.create(one=member, other=person, is_same=is_same)
    seat = make_seat(city.call, make_expert(city.city, person=person))
    assert len(find_recusals(seat)) == count
    warned = [w.application.number for w in open_warnings(seat, panel_cases(city.call))]
    assert warned == ([cases[0].number] if is_same is None else [])


def test_a_namesake_who_is_not_in_the_register_is_a_warning(city: City, cases: list[Application]) -> None:
    freeze(cases[1], "team", "members", [{"name": "同名", "birth_month": "1980-03"}])
    person = make_person("同名", birth_month=date(1980, 3, 1))
    seat = make_seat(city.call, make_expert(city.city, person=person))
    assert find_recusals(seat) == []
    assert [w.application for w in open_warnings(seat, panel_cases(city.call))] == [cases[1]]


def test_co_author_of_a_listed_result(city: City, cases: list[Application]) -> None:
    worker = make_worker("同题")
    own = make_studio(make_union("第三厂工会", parent=city.county), lead=worker)
    make_result(own, "同一专利", number="201710601862.3")
    freeze(cases[0], "results", "results", [{"title": "同一专利", "number": "201710601862.3"}])
    freeze(cases[1], "results", "results", [{"title": "别的", "number": ""}])
    assert grounds(city, person=worker.person) == [(cases[0].number, RecusalGround.CO_AUTHOR)]


def test_own_apprentice_or_master(city: City, cases: list[Application]) -> None:
    for master in (True, False):
        person, other = make_person(), lead_of(cases[0])
        pair = {"master": person, "apprentice": other} if master else {"master": other, "apprentice": person}
        home = make_studio(make_union(parent=city.county))
        Apprenticeship.objects.create(studio=home, starts_on=clock.today(), **pair)
        assert grounds(city, person=person) == [(cases[0].number, RecusalGround.APPRENTICE)]


def test_an_apprentice_whom_the_version_lists(city: City, cases: list[Application]) -> None:
    person = make_person()
    freeze(cases[0], "training", "apprenticeships", [{"person": person.pk, "name": person.name}])
    assert grounds(city, person=person) == [(cases[0].number, RecusalGround.APPRENTICE)]


def test_a_sheet_of_a_case_that_is_found_later_does_not_count(city: City) -> None:
    (case,) = qualified(city, 1)
    seat = make_seat(city.call, make_expert(city.city, home=city.unit))
    assignment = make_assignment(seat, case)
    sheet = ScoreSheet.objects.create(assignment=assignment, seen_version=case.versions.first())
    assert find_recusals_of_call(city.call) == 1
    sheet.refresh_from_db()
    assert sheet.state == SheetState.VOID
    assert find_recusals_of_call(city.call) == 0


def test_a_case_that_passes_is_kept_from_those_who_sit_already(city: City) -> None:
    seat, stranger = (make_seat(city.call, make_expert(city.city, home=home)) for home in (city.unit, None))
    (case,) = qualified(city, 1)
    assert list(seat.recusals.values_list("application", "ground")) == [(case.pk, RecusalGround.SAME_UNIT)]
    assert not stranger.recusals.exists()


def test_a_case_that_passes_past_the_panel_recuses_nobody(db) -> None:
    city = make_review_city("meeting")
    seat = make_seat(city.call, make_expert(city.city, home=city.unit))
    qualified(city, 1)
    assert not seat.recusals.exists()


def test_the_number_of_queries_does_not_grow_with_the_cases(city: City, django_assert_max_num_queries) -> None:
    seat = make_seat(city.call, make_expert(city.city))
    qualified(city, 1)
    with django_assert_max_num_queries(14):
        find_recusals(seat)
    for _n in range(3):
        qualified(another_unit(city), 1)
    with django_assert_max_num_queries(14):
        find_recusals(seat)
