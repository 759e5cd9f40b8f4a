"""Long lists: what rows point to is fetched once for many of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studios.models import Result
from tests.factories import make_county, make_named_studio, make_result, make_union
from unions.queries import linked as module
from unions.queries.linked import linked

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(monkeypatch):
    """Six results of two studios, read two at a time."""
    monkeypatch.setattr(module, "AT_A_TIME", 2)
    unit = make_union("甲厂工会", parent=make_county(make_union("测试市总工会")))
    studios = [make_named_studio(unit, name) for name in ("甲工作室", "乙工作室")]
    for number in range(6):
        make_result(studios[number % 2], f"成果{number}")
    return Result.objects.order_by("pk")


def told(rows):
    return [(row.title, row.studio.name, row.studio.union.name, row.kind.name, row.confirmed_union) for row in rows]


def test_rows_come_with_what_they_point_to_and_units_are_fetched_once(results):
    rows = results.select_related("studio__union", "kind", "confirmed_union")
    with CaptureQueriesContext(connection) as captured:
        found = told(linked(rows))
    assert found == told(results)
    tables = [query["sql"].partition(' FROM "')[2].partition('"')[0] for query in captured]
    # Three parts are read; what they point to was there after the first.
    assert sorted(table for table in tables if table) == [
        "studios_result", "studios_resultkind", "studios_studio", "unions_union",
    ]  # fmt: skip


def test_what_is_remembered_is_bounded(results, monkeypatch):
    monkeypatch.setattr(module, "MOST_HELD", 0)
    with CaptureQueriesContext(connection) as captured:
        found = told(linked(results.select_related("studio__union", "kind", "confirmed_union")))
    assert found == told(results)
    assert sum('FROM "studios_studio"' in query["sql"] for query in captured) == 3


def test_what_was_fetched_before_stays(results):
    rows = results.select_related("studio__union", "kind").prefetch_related("studio__results")
    with CaptureQueriesContext(connection) as captured:
        for row in linked(rows):
            assert len(row.studio._prefetched_objects_cache["results"]) == 3
            assert row.studio.union.name == "甲厂工会"
    assert sum('FROM "unions_union"' in query["sql"] for query in captured) == 1


def test_a_list_that_names_nothing_and_an_empty_one(results):
    assert [row.title for row in linked(results)] == [f"成果{number}" for number in range(6)]
    assert [row.title for row in linked(results.none().select_related("studio"))] == []
