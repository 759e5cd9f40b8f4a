"""The call editor over its pages: a call is drafted, dated, ruled, opened, extended, copied."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localtime

from studios.choices.calls import CallState, Check, Stage
from studios.models import Call
from tests.factories import make_application, make_call, make_honour, make_officer, make_studio, make_union
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Union


@pytest.fixture
def root(db) -> Union:
    return make_union("测试市总工会")


@pytest.fixture
def chair(root: Union) -> Account:
    return make_officer(root, Role.CHAIR)


@pytest.fixture
def signed_in(client: Client, chair: Account) -> Client:
    client.force_login(chair)
    return client


WORDING = {
    "title": "2026年市级劳模创新工作室",
    "level": "city",
    "year": "2026",
    "verb": "命名",
    "approval_basis": "市总工会办公室批复〔2026〕3号",
    "guide": "",
    "path": ["recommendation"],
    "opens_at_0": "2026-01-05",
    "opens_at_1": "09:00",
    "valid_years": "3",
    "notice_days": "5",
}


def new_call(signed_in: Client) -> Call:
    signed_in.post("/desk/calls/new/", WORDING)
    return Call.objects.get()


def test_a_new_call_begins_with_the_levels_conditions(signed_in: Client) -> None:
    make_honour()
    answer = signed_in.post("/desk/calls/new/", WORDING)
    call = Call.objects.get()
    assert answer["Location"] == f"/desk/calls/{call.pk}/"
    rules = call.rule_sets.get()
    checks = list(rules.conditions.values_list("check_name", flat=True))
    assert Check.HONOUR in checks
    assert [h.name for h in rules.honours.all()] == ["市劳动模范"]
    assert call.opinions.count() == 4


def test_the_same_title_twice_is_refused_at_its_field(signed_in: Client) -> None:
    new_call(signed_in)
    answer = signed_in.post("/desk/calls/new/", WORDING)
    assert answer.status_code == 200
    assert "title" in answer.context["form"].errors


def dates(start, *, step: int = 10) -> dict[str, str]:
    sent = {}
    for i, stage in enumerate(("draft", "unit_review", "recommendation", "qualification", "decision")):
        sent[f"due_{stage}_0"] = f"{timezone.localtime(start + timedelta(days=step * i)):%Y-%m-%d}"
        sent[f"due_{stage}_1"] = ""
    return sent


def test_dates_without_an_hour_end_with_the_office_day(signed_in: Client) -> None:
    call = new_call(signed_in)
    signed_in.post(f"/desk/calls/{call.pk}/dates/", dates(clock.now() + timedelta(days=30)))
    due = timezone.localtime(call.dates.get(stage=Stage.DRAFT).due_at)
    assert (due.hour, due.minute) == (17, 30)


def test_dates_that_fall_along_the_path_are_refused(signed_in: Client) -> None:
    call = new_call(signed_in)
    answer = signed_in.post(f"/desk/calls/{call.pk}/dates/", dates(clock.now() + timedelta(days=90), step=-5))
    assert answer.status_code == 200
    assert call.dates.count() == 0


def test_a_call_opens_only_when_complete(signed_in: Client) -> None:
    call = new_call(signed_in)
    answer = signed_in.post(f"/desk/calls/{call.pk}/open/")
    assert answer.status_code == 422
    signed_in.post(f"/desk/calls/{call.pk}/dates/", dates(clock.now() + timedelta(days=30)))
    signed_in.post(f"/desk/calls/{call.pk}/open/")
    assert Call.objects.get().state == CallState.OPEN


def rules(*texts: str, note: str = "") -> dict[str, str]:
    sent = {"rows-TOTAL_FORMS": str(len(texts)), "rows-INITIAL_FORMS": "0", "note": note}
    for i, text in enumerate(texts):
        sent |= {
            f"rows-{i}-text": text,
            f"rows-{i}-severity": "hard",
            f"rows-{i}-check_name": "team_size",
            f"rows-{i}-threshold": "5",
            f"rows-{i}-ORDER": str(i + 1),
        }
    return sent


def test_rules_are_replaced_while_nobody_has_filed(signed_in: Client, root: Union) -> None:
    call = make_call(root)
    signed_in.post(f"/desk/calls/{call.pk}/rules/", rules("团队不少于5人", "另一条"))
    assert list(call.rule_sets.get().conditions.values_list("text", flat=True)) == ["团队不少于5人", "另一条"]


def test_rules_become_a_new_version_that_says_so_once_somebody_filed(signed_in: Client, root: Union) -> None:
    call = make_call(root)
    application = make_application(call, make_studio(make_union(parent=root)))
    answer = signed_in.post(f"/desk/calls/{call.pk}/rules/", rules("团队不少于5人"))
    assert answer.status_code == 200
    assert call.rule_sets.count() == 1
    signed_in.post(f"/desk/calls/{call.pk}/rules/", rules("团队不少于5人", note="按新办法调整"))
    newest = call.rule_sets.order_by("-number")[0]
    application.refresh_from_db()
    assert (newest.number, newest.note, application.rules) == (2, "按新办法调整", newest)


def test_more_rows_are_added_without_script_and_nothing_is_lost(signed_in: Client, root: Union) -> None:
    call = make_call(root)
    answer = signed_in.post(f"/desk/calls/{call.pk}/rules/", rules("团队不少于5人") | {"add": "1"})
    assert answer.context["rows"].total_form_count() == 5
    assert "团队不少于5人" in answer.content.decode()


@pytest.mark.parametrize("page", ["opinions", "slots", "rules"])
def test_rows_left_blank_are_no_rows(signed_in: Client, root: Union, page: str) -> None:
    call = make_call(root)
    url = f"/desk/calls/{call.pk}/{page}/"
    shown = signed_in.post(url, sent_by(signed_in.get(url)) | {"add": "1"})
    assert signed_in.post(url, sent_by(shown)).status_code == 302
    assert call.opinions.count() == 3


def sent_by(page: Any) -> dict[str, Any]:
    """What a browser sends of a page of rows that nobody touched."""
    rows = page.context["rows"]
    values = {f[name].html_name: f[name].value() for f in rows.forms for name in f.fields}
    kept = {name: value for name, value in values.items() if value not in (None, False)}
    return kept | {"rows-TOTAL_FORMS": str(len(rows.forms)), "rows-INITIAL_FORMS": str(rows.initial_form_count())}


def test_a_count_of_rows_that_is_no_number_is_none(signed_in: Client, root: Union) -> None:
    sent = {"rows-TOTAL_FORMS": "٣x", "rows-INITIAL_FORMS": "0", "add": "1"}
    assert signed_in.post(f"/desk/calls/{make_call(root).pk}/rules/", sent).status_code == 200


def test_looking_at_the_dates_of_a_copy_writes_nothing(signed_in: Client, root: Union) -> None:
    call = make_call(root)
    sent = {"year": call.year + 1, "title": "下一年", "preview": "1"}
    answer = signed_in.post(f"/desk/calls/{call.pk}/copy/", sent)
    assert [d.stage for d in answer.context["pattern"].dates][:2] == ["", Stage.DRAFT]
    assert not Call.objects.filter(title="下一年").exists()
    sent = {"year": "x", "title": "保留的标题", "opens_on": "2027-13-01"}
    page = signed_in.post(f"/desk/calls/{call.pk}/copy/", sent)
    assert page.context["pattern"] is None
    assert "保留的标题" in page.content.decode()


def test_a_copy_is_a_draft_with_the_same_pattern_of_days(signed_in: Client, root: Union) -> None:
    call = make_call(root)
    signed_in.post(f"/desk/calls/{call.pk}/copy/", {"year": call.year + 1, "title": "下一年", "with_quotas": "on"})
    made = Call.objects.get(title="下一年")
    old, new = call.dates.get(stage=Stage.DRAFT).due_at, made.dates.get(stage=Stage.DRAFT).due_at
    assert made.state == CallState.DRAFT
    assert abs((new - old).days - 364) < 20
    assert localtime(new).time() == localtime(old).time()


@pytest.mark.parametrize("page", ["", "wording/", "dates/", "opinions/", "slots/", "rules/", "extend/", "copy/"])
def test_a_stranger_finds_no_draft(client: Client, root: Union, page: str) -> None:
    call = make_call(root, state=CallState.DRAFT)
    client.force_login(make_officer(make_union("别市总工会"), Role.CHAIR))
    assert client.get(f"/desk/calls/{call.pk}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["wording/", "dates/", "opinions/", "slots/", "rules/", "copy/"])
def test_a_unit_may_read_an_open_call_and_not_write_it(client: Client, root: Union, page: str) -> None:
    call = make_call(root)
    client.force_login(make_officer(make_union(parent=root), Role.CLERK))
    assert client.get(f"/desk/calls/{call.pk}/").status_code == 200
    assert client.get(f"/desk/calls/{call.pk}/{page}").status_code == 403


@pytest.mark.parametrize("page", ["", "wording/", "dates/", "opinions/", "slots/", "rules/", "extend/", "copy/"])
def test_each_page_of_the_editor_opens(signed_in: Client, root: Union, page: str) -> None:
    call = make_call(root)
    assert signed_in.get(f"/desk/calls/{call.pk}/{page}").status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_of_calls_takes_the_same_queries_for_any_number(
    signed_in: Client, root: Union, rows: int, django_assert_num_queries
) -> None:
    for _i in range(rows):
        make_call(root)
    signed_in.get("/desk/calls/")
    with django_assert_num_queries(8):
        signed_in.get("/desk/calls/")
