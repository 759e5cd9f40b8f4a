"""Open data: what the documentation promises, nothing of a person, nothing that is not public."""

import csv
import io
import json
import re
from datetime import date

import pytest
from django.test import override_settings

from studios.choices.register import DecisionKind, DesignationState
from studios.choices.reviews import NoticeState
from studios.exports.open_data import TABLES
from studios.models import ReportedFigures, Studio
from studios.queries import open_data
from tests.factories import make_call, make_decision, make_notice, make_studio, make_union
from tests.studios.views.public.rows import make_city, make_shown
from unions import clock

pytestmark = pytest.mark.django_db
# What a lead, a member, an apprentice and a desk must not leave behind in any table.
CANARIES = (
    "李同意", "王未同意", "赵徒弟", "涉密成果", "自报成果", "联系人甲", "13800005678", "筹建中工作室", "草稿公示", "草稿批次", "1975",
    "异议人", "明德路9号", "总结全文", "码金丝雀",
)  # fmt: skip


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def studio(city):
    union = make_union("一厂工会", parent=city, county="明德区", office_phone="0000-87654321")
    made = make_shown(
        union,
        county="明德区",
        contact_name="联系人甲",
        contact_phone="13800005678",
        address="明德路9号",
        summary="总结全文",
    )
    made.designations.update(code="CANARY2345")
    make_studio(union, "筹建中工作室", number="LX-T-99999")
    call = make_call(city)
    make_notice(call, title="关于拟命名的公示")
    make_notice(call, title="草稿公示", state=NoticeState.DRAFT)
    ReportedFigures.objects.create(studio=made, results=987_654, reported_at=clock.now())
    return made


def sheet(client, key):
    text = client.get(f"/open-data/v1/{key}.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def objects(client, key):
    return json.loads(client.get(f"/open-data/v1/{key}.json").getvalue())


def documented(client):
    """Names of columns by table, as the page says."""
    text = client.get("/en/open-data/").content.decode()
    parts = re.split(r'<h2 class="panel__title" id="(\w+)">', text)[1:]
    return {key: re.findall(r"<code>(\w+)</code>", part) for key, part in zip(parts[::2], parts[1::2], strict=True)}


def test_every_table_has_the_columns_that_the_page_and_the_index_promise(client, studio):
    page = documented(client)
    index = client.get("/open-data/v1/index.json").json()
    assert {t["key"]: [c["name"] for c in t["columns"]] for t in index["tables"]} == page
    assert list(page) == list(TABLES)
    for key, names in page.items():
        head = client.get(f"/open-data/v1/{key}.csv").getvalue().decode("utf-8-sig").splitlines()[0]
        assert head.split(",") == names
        for record in objects(client, key):
            assert list(record) == names


# Whoever reads version 1 rests on these: take none away and rename none.
PROMISED = {
    "studios": "number name kind is_in_force is_closed level named_on unit union union_telephone county industry industry_name"
    " industry_group field_of_work founded lead_honour services results patents methods apprentices adopters benefit changed_at path",
    "designations": "id studio plaque_number level wording decision issuer document_number decided_on valid_until state revoked_on"
    " revoked_by",
    "results": "id studio title kind group area number finished_on problem method confirmed_by confirmed_at adopters benefit path",
    "benefits": "id result year kind amount",
    "decisions": "id issuer number title kind verb decided_on revokes named revoked path",
    "notices": "id union title version corrects note published_on ends_on state path",
}


def test_version_one_keeps_its_columns(client):
    kept = {key: [c.name for c in TABLES[key].columns] for key in PROMISED}
    assert {key: names[: len(PROMISED[key].split())] for key, names in kept.items()} == {
        key: names.split() for key, names in PROMISED.items()
    }


def test_nothing_of_a_person_and_nothing_that_is_not_public_is_in_any_table(client, studio):
    texts = {
        key: client.get(f"/open-data/v1/{key}.{form}").getvalue().decode() for key in TABLES for form in ("csv", "json")
    }
    assert [
        (key, c) for key, text in texts.items() for c in (*CANARIES, "CANARY2345", "987654", "987_654") if c in text
    ] == []
    # What may be read is there, or the search proves nothing.
    assert "0000-87654321" in texts["studios"]
    assert "焊接变形控制法" in texts["results"]
    # The lead's name stands in the name of the studio alone.
    assert texts["studios"].replace("张伟劳模创新工作室", "").count("张伟") == 0
    assert [key for key in ("designations", "results", "decisions", "notices") if "张伟" in texts[key]] == []


def test_a_studio_is_said_with_its_figures(client, studio):
    row = sheet(client, "studios")[0]
    assert (row["number"], row["is_in_force"], row["level"], row["unit"]) == (studio.number, "true", "city", "一厂工会")
    assert (row["results"], row["apprentices"], row["benefit"], row["founded"]) == ("1", "1", "558000.00", "2018-05")
    record = objects(client, "studios")[0]
    assert (record["benefit"], record["is_in_force"], record["services"]) == (558000.0, True, [])
    assert client.get(record["path"]).status_code == 200


def test_revoked_studios_stay_and_say_so_cancelled_ones_are_gone(client, city, studio):
    revoked, cancelled = make_shown(studio.union, "李四"), make_shown(studio.union, "王五")
    paper = make_decision(
        city, kind=DecisionKind.REVOCATION, revokes=revoked.designations.get().decision, number="测工〔2026〕3号"
    )
    revoked.designations.update(state=DesignationState.REVOKED, revoked_by=paper, revoked_on=date(2026, 3, 1))
    cancelled.designations.update(state=DesignationState.CANCELLED)
    rows = {row["number"]: row for row in objects(client, "studios")}
    assert set(rows) == {studio.number, revoked.number}
    assert (rows[revoked.number]["is_in_force"], rows[revoked.number]["results"]) == (False, 0)
    namings = {row["studio"]: row for row in objects(client, "designations")}
    assert set(namings) == {studio.number, revoked.number}
    assert (namings[revoked.number]["state"], namings[revoked.number]["revoked_by"]) == ("revoked", "测工〔2026〕3号")
    assert [r["studio"] for r in objects(client, "results")] == [studio.number]


def test_rows_come_in_the_order_of_their_key_over_many_chunks(client, studio, monkeypatch):
    monkeypatch.setattr(open_data, "CHUNK", 2)
    made = [studio, *(make_shown(studio.union, f"李{c}") for c in "一二三四")]
    assert [row["number"] for row in sheet(client, "studios")] == [s.number for s in made]
    assert len(objects(client, "studios")) == 5


@pytest.mark.parametrize("key", list(TABLES))
def test_a_table_takes_two_queries_a_chunk_and_no_more_for_more_rows(client, studio, key, django_assert_num_queries):
    for c in "一二三":
        make_shown(studio.union, f"李{c}")
    with django_assert_num_queries(3):
        # The mark of the last change, one chunk, and that there is no further one.
        client.get(f"/open-data/v1/{key}.csv").getvalue()


def test_cells_that_look_like_formulas_are_text_in_sheets_only(client, studio):
    Studio.objects.filter(pk=studio.pk).update(field_of_work="=HYPERLINK(1)")
    assert sheet(client, "studios")[0]["field_of_work"] == "'=HYPERLINK(1)"
    assert objects(client, "studios")[0]["field_of_work"] == "=HYPERLINK(1)"


def test_an_unchanged_table_is_answered_with_304_and_a_changed_one_anew(client, studio):
    first = client.get("/open-data/v1/studios.csv")
    first.getvalue()
    again = {"if-none-match": first.headers["ETag"]}
    assert client.get("/open-data/v1/studios.csv", headers=again).status_code == 304
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies


def test_an_empty_table_is_an_empty_array(client):
    assert objects(client, "notices") == []
    assert sheet(client, "notices") == []
    assert client.get("/open-data/v1/members.csv").status_code == 404


def test_the_licence_is_the_setting(client):
    with override_settings(OPEN_DATA_LICENCE="许可甲", OPEN_DATA_LICENCE_URL="https://example.org/"):
        assert re.search(r'<a\s+href="https://example.org/"\s*>许可甲</a', client.get("/open-data/").content.decode())
    with override_settings(OPEN_DATA_LICENCE="", OPEN_DATA_LICENCE_URL=""):
        assert "No licence has been stated." in client.get("/en/open-data/").content.decode()
