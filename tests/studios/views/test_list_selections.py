"""Bulk acts: what is selected survives paging, is shown exactly, and is done whole or not at all."""

import re
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from studios.choices.register import ResultState
from studios.models import Result
from tests.factories import make_county, make_named_studio, make_officer, make_result, make_union
from unions.choices.people import Role
from unions.models import AuditEvent, Mailing, Message, Union

pytestmark = pytest.mark.django_db
LIST = "/desk/selected/results/"


@pytest.fixture(autouse=True)
def plain_sign_in(settings):
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def unit() -> Union:
    return make_union("甲厂工会", parent=make_county(make_union("测试市总工会")))


@pytest.fixture
def results(unit) -> list[Result]:
    studio = make_named_studio(unit, "甲工作室")
    return [make_result(studio, f"成果{number:02d}") for number in range(30)]


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def keys(rows) -> list[str]:
    return [str(row.pk) for row in rows]


def ask(client: Client, act: str, rows=(), query: str = "", **more):
    return client.post(f"{LIST}?view=0&{query}", {"act": act, "row": keys(rows), "next": "/desk/results/", **more})


def agree(client: Client, preview, key: str = "results", **more):
    sent = {"act": preview.context["act"].key, "rows": preview.context["kept"], "next": f"/desk/{key}/", **more}
    return client.post(f"/desk/selected/{key}/confirm/?view=0", sent)


def states() -> set[str]:
    return set(Result.objects.values_list("state", flat=True))


def test_the_list_offers_boxes_and_acts_without_script(unit, results):
    page = signed_in(make_officer(unit)).get("/desk/results/").content.decode()
    assert len(re.findall(r'<input type="checkbox" name="row"', page)) == 25
    assert re.findall(r'<button[^>]* name="act"[^>]* value="(\w+)"', page) == [
        "check",
        "confirm",
        "write",
        "export",
        "keep",
    ]
    assert 'name="everything"' in page


def test_a_selection_survives_paging_and_an_emptied_box_leaves_it(unit, results):
    client = signed_in(make_officer(unit))
    assert ask(client, "keep", results[:2], shown=keys(results[:25]), next="/desk/results/?page=2").url.endswith(
        "page=2"
    )
    ask(client, "keep", results[25:26], shown=keys(results[25:]))
    listing = client.get("/desk/results/").context["listing"]
    assert listing.picked == {row.pk for row in (*results[:2], results[25])}
    ask(client, "keep", results[1:2], shown=keys(results[:25]))
    assert client.get("/desk/results/").context["listing"].picked == {results[1].pk, results[25].pk}
    ask(client, "clear", results[:3])
    assert client.get("/desk/results/").context["listing"].picked == set()


def test_the_preview_shows_exactly_what_is_selected_and_nothing_is_done_yet(unit, results):
    client = signed_in(make_officer(unit))
    results[2].state = ResultState.CHECKED
    results[2].save()
    answer = ask(client, "check", results[:3])
    assert [row.pk for row, _cells in answer.context["rows"]] == [
        row.pk for row in sorted(results[:2], key=lambda r: -r.pk)
    ]
    assert [(name, bool(note)) for name, note in answer.context["left_out"]] == [("成果02", True)]
    assert Result.objects.filter(state=ResultState.CHECKED).count() == 1


def test_rows_are_checked_by_the_single_action_and_recorded_each(unit, results):
    clerk = make_officer(unit)
    client = signed_in(clerk)
    assert agree(client, ask(client, "check", results[:3])).url == "/desk/results/"
    assert set(Result.objects.filter(state=ResultState.CHECKED)) == set(results[:3])
    assert AuditEvent.objects.filter(verb="result.checked", account=clerk).count() == 3
    assert client.get("/desk/results/").context["listing"].picked == set()


def test_everything_that_the_filter_leaves_can_be_selected(unit, results):
    client = signed_in(make_officer(unit))
    other = make_result(results[0].studio, "别的")
    answer = ask(client, "check", query="q=成果", everything="1")
    assert len(answer.context["rows"]) == 30
    agree(client, answer)
    other.refresh_from_db()
    assert (Result.objects.filter(state=ResultState.CHECKED).count(), other.state) == (30, ResultState.REPORTED)


def test_the_union_above_confirms_and_the_unit_is_told(unit, results):
    reader = make_officer(unit)
    Result.objects.filter(pk__in=[r.pk for r in results[:2]]).update(state=ResultState.CHECKED)
    client = signed_in(make_officer(unit.parent, Role.CHAIR))
    agree(client, ask(client, "confirm", results[:2]))
    assert Result.objects.filter(state=ResultState.CONFIRMED).count() == 2
    assert Message.objects.filter(account=reader).count() == 2


@pytest.mark.parametrize("act", ["check", "confirm", "export"])
def test_an_empty_selection_is_nobody(unit, results, act):
    client = signed_in(make_officer(unit))
    answer = client.post(f"{LIST}?view=0", {"act": act, "next": "/desk/results/"}, follow=True)
    assert (states(), "尚未选择" in answer.content.decode()) == ({"reported"}, True)
    empty = client.post(f"{LIST}confirm/", {"act": "check", "rows": "", "next": "/"})
    assert (empty.status_code, states()) == (200, {"reported"})


def test_what_changed_since_the_preview_is_named_and_nothing_is_done(unit, results):
    client = signed_in(make_officer(unit))
    preview = ask(client, "check", results[:3])
    Result.objects.filter(pk=results[1].pk).update(title="改了名")
    answer = agree(client, preview)
    assert (answer.status_code, list(answer.context["changed"]), states()) == (409, ["改了名"], {"reported"})
    assert agree(client, answer).status_code == 302
    assert Result.objects.filter(state=ResultState.CHECKED).count() == 3


def test_a_second_click_changes_nothing(unit, results):
    client = signed_in(make_officer(unit))
    preview = ask(client, "check", results[:2])
    assert (agree(client, preview).status_code, agree(client, preview).status_code) == (302, 409)
    assert AuditEvent.objects.filter(verb="result.checked").count() == 2


def test_rows_that_are_gone_or_foreign_are_counted_never_named(unit, results):
    client = signed_in(make_officer(unit))
    foreign = make_result(make_named_studio(make_union("乙厂工会", parent=unit.parent)), "别家机密")
    preview = ask(client, "check", [results[0], foreign])
    assert [row.pk for row, _cells in preview.context["rows"]] == [results[0].pk]
    sent = {"act": "check", "rows": f"{preview.context['kept']},{foreign.pk}:0000000000000000", "next": "/"}
    answer = client.post(f"{LIST}confirm/", sent)
    assert (answer.status_code, "别家机密" in answer.content.decode(), states()) == (409, False, {"reported"})


def test_more_than_may_be_done_at_once_is_refused_with_the_number(unit, results, monkeypatch):
    monkeypatch.setattr("studios.views.desk.list_selections.MOST_AT_ONCE", 5)
    client = signed_in(make_officer(unit))
    answer = client.post(f"{LIST}?view=0", {"act": "check", "everything": "1", "next": "/desk/results/"}, follow=True)
    assert ("最多5行" in answer.content.decode(), states()) == (True, {"reported"})


def test_the_selection_is_exported_alone(unit, results):
    answer = ask(signed_in(make_officer(unit, Role.AUDITOR)), "export", results[:2])
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {row.pk for row in results[:2]}


@pytest.mark.parametrize("act", ["check", "nonsense", ""])
def test_an_auditor_acts_on_nothing(unit, results, act):
    assert ask(signed_in(make_officer(unit, Role.AUDITOR)), act, results[:1]).status_code == 404


def test_units_of_selected_studios_are_written_to_by_a_draft(unit):
    studio, other = make_named_studio(unit), make_named_studio(make_union("乙厂工会", parent=unit.parent))
    reader, stranger = make_officer(unit), make_officer(other.union)
    client = signed_in(make_officer(unit.parent))
    preview = client.post(
        "/desk/selected/studios/?view=0", {"act": "write", "row": [str(studio.pk)], "next": "/desk/studios/"}
    )
    assert agree(client, preview, "studios", about="", text="").status_code == 200
    answer = agree(client, preview, "studios", about="材料", text="请补交材料。")
    draft = Mailing.objects.get()
    assert answer.url == f"/desk/mailings/{draft.pk}/"
    assert (list(draft.recipients.all()), draft.sent_at) == ([reader], None)
    assert stranger not in draft.recipients.all()


def test_unknown_lists_are_not_found(unit):
    assert signed_in(make_officer(unit)).post("/desk/selected/nothing/", {"act": "keep"}).status_code == 404


@pytest.mark.parametrize("row", ["x", "-1", "9" * 30, "\x00", "１"])
def test_odd_rows_select_nothing(unit, results, row):
    client = signed_in(make_officer(unit))
    client.post(f"{LIST}?view=0", {"act": "keep", "row": row, "shown": row, "next": "/desk/results/"})
    assert client.get("/desk/results/").context["listing"].picked == set()
