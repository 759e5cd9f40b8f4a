"""The rows of the public list follow the register in the same transaction, whoever writes it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from studios.actions.showcase import reconcile_showcase
from studios.choices.register import DesignationState, ResultState
from studios.choices.showcase import AdoptionState, BlockState, ServiceKind
from studios.models import (
    Adoption,
    FacetBits,
    FormerStudioName,
    ProfileBlock,
    PublicChange,
    Result,
    ResultEntry,
    ServiceOffer,
    ShowcaseEntry,
    Studio,
)
from studios.queries.facets import Choice, count_facets
from studios.queries.showcase import chosen_keys
from tests.factories import make_studio, make_union
from tests.studios.views.public.rows import make_city, make_shown, make_verified
from tests.transactions import new_transaction
from unions import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def studio() -> Studio:
    city = make_city()
    unit = make_union("东澜机车厂工会", parent=city, employer="东澜机车厂")
    make_studio(unit, "李四未命名工作室")
    return make_shown(unit, county="明德区")


def found(*words: str, **facets: str) -> list[int]:
    choice = Choice(words, {facet: (value,) for facet, value in facets.items()})
    ids = list(chosen_keys(choice, "changed")[:100])
    assert count_facets(choice).total == len(ids)
    return ids


def adopt(studio: Studio, **fields: Any) -> Adoption:
    result = studio.results.filter(state=ResultState.CONFIRMED, is_secret=False).first()
    facts = {"receipt": f"R{Adoption.objects.count()}", "received_at": clock.now(), "settled_at": clock.now()}
    return Adoption.objects.create(studio=studio, result=result, organisation="某厂", **facts | fields)


def offer(studio: Studio) -> None:
    made = ServiceOffer.objects.create(studio=studio, kind=ServiceKind.LESSON, title="焊接课")
    facts = {"edited_at": clock.now(), "published": {"offers": [{"id": made.pk}]}, "published_at": clock.now()}
    ProfileBlock.objects.create(studio=studio, key="services", state=BlockState.PUBLISHED, **facts)


CHANGES: dict[str, Callable[[Studio], Any]] = {
    "renamed": lambda s: Studio.objects.filter(pk=s.pk).update(name="张伟焊接工作室"),
    "moved": lambda s: Studio.objects.filter(pk=s.pk).update(county="海晏区"),
    "lead renamed": lambda s: s.leaderships.get().worker.person.__class__.objects.update(name="章伟"),
    "lead left": lambda s: s.leaderships.update(ends_on=date(2026, 1, 1), starts_on=date(2020, 1, 1)),
    "honour lost": lambda s: s.leaderships.get().worker.awards.all().delete(),
    "result withdrawn": lambda s: s.results.update(state=ResultState.REPORTED),
    "result made secret": lambda s: s.results.update(is_secret=True),
    "result added": lambda s: make_verified(s, "又一项", area="safety"),
    "apprentice left": lambda s: s.apprenticeships.all().delete(),
    "former name": lambda s: FormerStudioName.objects.create(studio=s, name="老名字", until_on=date(2020, 1, 1)),
    "benefit no longer certified": lambda s: s.results.get(title="焊接变形控制法").benefits.update(is_certified=False),
    "benefit added": lambda s: s.results.first().benefits.create(
        year=2024, method="profit", amount=5, is_certified=True
    ),
    "adopted": lambda s: adopt(s, state=AdoptionState.CONFIRMED),
    "offered": offer,
    "revoked": lambda s: s.designations.update(state=DesignationState.CANCELLED),
    "unit renamed": lambda s: s.union.__class__.objects.filter(pk=s.union_id).update(employer="新厂"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_of_the_register_reaches_the_list_at_once(studio: Studio, change: str) -> None:
    before = ShowcaseEntry.objects.filter(pk=studio.pk).values("stamp").get()
    new_transaction()
    CHANGES[change](studio)
    assert ShowcaseEntry.objects.filter(pk=studio.pk).values("stamp").first() != before
    assert reconcile_showcase() == 0


def test_the_benefit_of_a_studio_is_what_was_certified_of_confirmed_results(studio: Studio) -> None:
    for title, certified in (("涉密成果", True), ("自报成果", True), ("焊接变形控制法", False)):
        result = studio.results.get(title=title)
        result.benefits.create(year=2023, method="profit", amount=7, is_certified=certified)
    assert ShowcaseEntry.objects.get().benefit == 558000


def test_a_row_that_was_tampered_with_is_found_and_mended(studio: Studio) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE studios_showcaseentry SET results_count = 99")
        cursor.execute("UPDATE studios_facetbits SET size = 7, bits = ~bits WHERE facet = 'level'")
    assert reconcile_showcase() == 2
    assert reconcile_showcase() == 0
    assert ShowcaseEntry.objects.get().results_count == 1


def test_the_rows_of_public_results_follow_too(studio: Studio) -> None:
    result = ResultEntry.objects.get().result
    Result.objects.filter(pk=result.pk).update(finished_on="2024-05-01", area="safety")
    adopt(studio, state=AdoptionState.CONFIRMED)
    tags = ["kind:innovation", "area:safety", "group:equipment", "county:明德区", "year:2024", "used"]
    assert ResultEntry.objects.values("tags", "users_count").get() == {"tags": tags, "users_count": 1}
    make_verified(studio, "第二项")
    Studio.objects.update(county="")
    assert [tag for row in ResultEntry.objects.all() for tag in row.tags if "county" in tag] == []
    ResultEntry.objects.filter(result=result).update(users_count=7)
    ResultEntry.objects.exclude(result=result).delete()
    assert [reconcile_showcase(), reconcile_showcase()] == [1, 0]
    assert sorted(ResultEntry.objects.values_list("users_count", flat=True)) == [0, 1]
    result.delete()
    studio.designations.update(state=DesignationState.CANCELLED)
    assert not ResultEntry.objects.exists()


def test_a_transaction_is_noted_once(studio: Studio) -> None:
    noted = PublicChange.objects.count()
    studio.save()
    studio.results.update(title="新题目")
    assert PublicChange.objects.count() == noted
    new_transaction()
    studio.save()
    studio.results.update(title="再新题目")
    assert PublicChange.objects.count() == noted + 1
    assert PublicChange.objects.latest("pk").is_wide is False


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("焊接", True),
        ("焊", False),
        ("伟", True),
        ("张伟劳模", True),
        ("劳模张伟", False),
        ("zhangwei", True),
        ("zhangw", True),
        ("zw", True),
        ("wz", False),
        ("机车厂", True),
        ("老名字", True),
        ("LX-DL-00001", True),
        ("ｌｘ－ｄｌ－00001", True),
        ("lxdl00001", True),
        ("未命名", False),
        ("自报", False),
        ("涉密", False),
        ("。", False),
        ("'&|!:*\\", False),
    ],
)
def test_words_find_the_studio(studio: Studio, words: str, is_found: bool) -> None:
    FormerStudioName.objects.create(studio=studio, name="老名字", until_on=date(2020, 1, 1))
    Studio.objects.filter(pk=studio.pk).update(number="LX-DL-00001")
    assert found(words) == ([studio.pk] if is_found else [])


def test_facets_count_with_the_others_applied(studio: Studio) -> None:
    other = make_shown(studio.union, "王五", county="海晏区")
    assert found(county="明德区") == [studio.pk]
    assert found("王五", county="明德区") == []
    counts = count_facets(Choice(("王五",), {"county": ("明德区",)}))
    assert counts.total == 0
    assert counts.values["county"] == {"明德区": 0, "海晏区": 1}
    assert sorted(found(county="海晏区", honour="city")) == [other.pk]


def test_an_exact_number_or_name_comes_first(studio: Studio) -> None:
    make_shown(studio.union, "张伟强")
    newest = make_shown(studio.union, "大张伟")
    ids = list(chosen_keys(Choice(("张伟劳模创新工作室",)), "changed")[:100])
    assert ids == [studio.pk, newest.pk]


def test_bits_are_kept_when_a_studio_leaves(studio: Studio) -> None:
    assert FacetBits.objects.get(facet="all").size == 1
    studio.designations.update(state=DesignationState.CANCELLED)
    assert FacetBits.objects.get(facet="all").size == 0
    assert count_facets(Choice()).values["county"] == {}


def test_nothing_of_a_result_that_is_not_public_is_searched(studio: Studio) -> None:
    public = Result.objects.public().filter(words__vector__finds="焊接变形")
    assert [r.title for r in public] == ["焊接变形控制法"]
    assert list(Result.objects.public().filter(words__vector__finds="涉密")) == []


@pytest.mark.parametrize("table", ["studios_studio", "studios_result", "studios_story"])
def test_maintenance_under_an_empty_search_path_works(studio: Studio, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
        cursor.execute(f"REINDEX TABLE {table}")
