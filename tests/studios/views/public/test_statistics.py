"""The statistics: what they add up, what they leave out, and the same figures as sheets."""

import re
from datetime import date
from decimal import Decimal

import pytest

from studios.choices.register import DesignationState
from studios.choices.showcase import AdoptionState
from studios.models import Adoption, PublicChange, ReportedFigures, ShowcaseEntry, Studio
from studios.queries.statistics import Sums, statistics
from tests.factories import make_decision, make_union
from tests.studios.views.public.rows import make_city, make_shown, make_verified
from unions import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def studios(city):
    """Three in force, of two counties and levels; one revoked; one with figures that only a ledger reported."""
    made = []
    for name, county, level in (("张伟", "明德区", "city"), ("李四", "明德区", "province"), ("王五", "海晏区", "city")):
        studio = make_shown(make_union(parent=city, county=county), name, level=level)
        Studio.objects.filter(pk=studio.pk).update(county=county)
        made.append(studio)
    gone = make_shown(make_union(parent=city), "赵六")
    gone.designations.update(
        state=DesignationState.REVOKED, revoked_by=make_decision(city), revoked_on=date(2026, 1, 1)
    )
    ReportedFigures.objects.create(
        studio=made[0], results=900, apprentices=800, benefit=7_000_000, reported_at=clock.now()
    )
    return made


def adopt(studio, organisation, state):
    result = studio.results.get(title="焊接变形控制法")
    settled = {"settled_at": clock.now()} if state != AdoptionState.REPORTED else {}
    Adoption.objects.create(
        studio=studio, result=result, organisation=organisation, contact_name="甲", contact_phone="1", state=state,
        receipt=f"R{organisation}"[:12], received_at=clock.now(), **settled,
    )  # fmt: skip


def rows(client, address):
    text = client.get(address).getvalue().decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def test_only_what_is_in_force_and_confirmed_is_added_up(studios):
    adopt(studios[0], "甲厂", AdoptionState.CONFIRMED)
    adopt(studios[0], "乙厂", AdoptionState.REPORTED)
    make_verified(studios[0], "又一项")
    found = statistics()
    benefit = Decimal(3 * 558_000)
    assert found.total == Sums(studios=3, results=4, patents=0, apprentices=3, adopters=1, benefit=benefit)
    assert {c: s.studios for c, s in found.by_county.items()} == {"明德区": 2, "海晏区": 1}
    assert {level: s.studios for level, s in found.by_level.items()} == {"city": 2, "province": 1}
    assert (found.by_year[2024].studios, found.by_honour["city"].studios) == (3, 3)


def test_the_page_shows_the_sums_with_sources_and_the_day(client, studios):
    text = re.sub(r"\s+", " ", client.get("/en/statistics/").content.decode())
    assert '<div class="stat__n">3</div>' in text or ">3<" in text
    assert "167.40" in text
    assert clock.today().isoformat() in text
    for hidden in ("900", "800", "700.00"):
        assert f">{hidden}<" not in text
    assert text.count("<svg viewBox") == 5
    assert " style=" not in text


def test_each_table_is_a_sheet_with_all_rows_and_full_amounts(client, studios):
    counties = rows(client, "/statistics/counties.csv")
    assert [line[:2] for line in counties[1:]] == [["明德区", "2"], ["海晏区", "1"], ["合计", "3"]]
    assert counties[1][-1] == "1116000.00"
    assert rows(client, "/en/statistics/industries.csv") == [
        ["Industry", "Provincial", "City level", "Total"], ["Equipment", "1", "2", "3"], ["Total", "1", "2", "3"],
    ]  # fmt: skip
    for key in ("levels", "years", "honours"):
        assert len(rows(client, f"/statistics/{key}.csv")) >= 3
    assert client.get("/statistics/none.csv").status_code == 404


def test_a_county_that_looks_like_a_formula_is_text_in_the_sheet(client, studios):
    Studio.objects.filter(pk=studios[2].pk).update(county="=1+1")
    assert ["'=1+1", "1"] in [line[:2] for line in rows(client, "/statistics/counties.csv")]


def test_a_change_shows_at_once(client, studios):
    before = client.get("/statistics/")
    assert client.get("/statistics/", headers={"if-none-match": before.headers["ETag"]}).status_code == 304
    studios[0].designations.update(state=DesignationState.CANCELLED)
    # The test is one transaction, which is noted once; the next one is noted again.
    PublicChange.objects.create(at=clock.now())
    after = client.get("/statistics/", headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert statistics().total.studios == 2


def test_the_longest_tables_are_cut_on_the_page_and_whole_in_the_sheet(client, city):
    for n in range(33):
        studio = make_shown(make_union(parent=city), f"张{chr(0x4E00 + n)}")
        Studio.objects.filter(pk=studio.pk).update(county=f"第{n:02d}县")
    assert "3 further rows stand in the CSV." in client.get("/en/statistics/").content.decode()
    assert len(rows(client, "/statistics/counties.csv")) == 35


@pytest.mark.parametrize("many", [False, True])
def test_the_page_takes_eleven_queries_at_any_size_and_five_when_nothing_changed(
    client, studios, many, django_assert_num_queries
):
    if many:
        for n in range(5):
            make_shown(studios[0].union, f"李{n}")
    with django_assert_num_queries(11):
        client.get("/statistics/")
    with django_assert_num_queries(5):
        client.get("/statistics/")


def test_an_empty_register_has_statistics_too(client):
    ShowcaseEntry.objects.all().delete()
    assert client.get("/statistics/").status_code == 200
    assert client.get("/statistics/industries.csv").status_code == 200
