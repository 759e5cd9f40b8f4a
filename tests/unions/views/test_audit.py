"""The page of the audit record."""

from datetime import date

import pytest

from tests.factories import make_account, make_county, make_officer, make_union, moment
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
QUERIES = 8


@pytest.fixture
def city():
    return make_union("东澜市总工会")


def rows(client, query=""):
    return [row.subject for row, _cells in client.get(f"/desk/audit/{query}").context["listing"].rows]


def test_an_auditor_reads_what_happened_below_and_nothing_beside(client, city):
    mine, beside = make_county(city, "明德区总工会"), make_county(city, "清河区总工会")
    for union in (mine, beside):
        record(Verb.UNION_RENAMED, by=None, subject=union, union=union)
    client.force_login(make_officer(mine, Role.AUDITOR))

    assert rows(client) == ["明德区总工会"]


def test_an_administrator_reads_about_people_and_not_about_cases(client, city):
    record(Verb.STUDIO_EDITED, by=None, subject=city, union=city)
    record(Verb.ACCOUNT_EDITED, by=None, subject=make_account("wang"), union=city)
    client.force_login(make_officer(city, Role.ADMINISTRATOR))

    assert rows(client) == ["wang"]


def test_filters_narrow_by_verb_account_subject_and_period(client, city):
    wang, chen = make_account("wang"), make_account("chen")
    with clock.at(moment(2026, 3, 1, 23, 59)):
        record(Verb.UNION_RENAMED, by=wang, subject=city, union=city)
    with clock.at(moment(2026, 3, 2, 0, 0)):
        record(Verb.STUDIO_EDITED, by=chen, subject=make_county(city, "明德区总工会"), union=city)
    client.force_login(make_officer(city, Role.CHAIR))

    assert rows(client, "?verb=union.renamed") == ["东澜市总工会"]
    assert rows(client, "?account=chen") == ["明德区总工会"]
    assert rows(client, "?subject=明德") == ["明德区总工会"]
    assert rows(client, "?since=2026-03-02") == ["明德区总工会"]
    assert rows(client, "?until=2026-03-01") == ["东澜市总工会"]
    assert rows(client, f"?since={date(2026, 3, 1)}&until={date(2026, 3, 2)}") == ["明德区总工会", "东澜市总工会"]


@pytest.mark.parametrize(
    "query", ["?verb=x", "?since=2026-02-31", "?until=9999-12-31", "?account=%00", "?page=-1", "?sort=x"]
)
def test_odd_filters_fall_back(client, city, query):
    record(Verb.UNION_RENAMED, by=None, subject=city, union=city)
    client.force_login(make_officer(city, Role.CHAIR))

    assert client.get(f"/desk/audit/{query}").status_code == 200


def test_the_csv_holds_every_row_within_scope(client, city):
    mine, beside = make_county(city, "明德区总工会"), make_county(city, "清河区总工会")
    for union in (mine, beside):
        record(Verb.UNION_RENAMED, by=None, subject=union, union=union, details={"from": "=1+1"})
    client.force_login(make_officer(mine, Role.AUDITOR))

    text = b"".join(client.get("/desk/audit/?export=csv").streaming_content).decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert "明德区总工会" in text
    assert "清河区总工会" not in text


def test_an_expert_without_appointment_is_told_why_not(client, city):
    client.force_login(make_account())

    assert client.get("/desk/audit/").status_code == 403


@pytest.mark.parametrize("count", [1, 25])
def test_the_list_costs_the_same_for_one_row_and_many(client, city, count, django_assert_num_queries):
    chair = make_officer(city, Role.CHAIR)
    for _ in range(count):
        record(Verb.UNION_RENAMED, by=chair, subject=city, union=city)
    client.force_login(chair)
    with django_assert_num_queries(QUERIES):
        client.get("/desk/audit/")
