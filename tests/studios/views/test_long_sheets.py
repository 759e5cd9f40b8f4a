"""Long sheets: handed in at once, read, marked and written by the worker, and shown as they were found."""

from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from studios.actions.sheet_checks import running_check, start_check
from studios.models import Attachment, LedgerAnswer, Studio
from tests.factories import make_county, make_officer, make_union
from tests.studios.imports.books import book
from tests.studios.imports.city import SAMPLE, make_city
from tests.studios.views.test_ledger import confirm, signed_in, strange_book, upload
from tests.studios.views.test_list_edits import edited, furnish, taken_out
from tests.unions.queue import run_sql, work_off
from unions.choices.people import Role
from unions.models import AuditEvent, JobResult

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def short_patience(settings, tmp_path, monkeypatch):
    """Every sheet is long here."""
    settings.MEDIA_ROOT, settings.TOTP_REQUIRED = tmp_path, {}
    monkeypatch.setattr("studios.imports.sheets.LONG_SHEETS", 10)
    monkeypatch.setattr("studios.imports.sheets.LONG_TEXT", 10)


@pytest.fixture
def unit():
    return make_union("甲厂工会", parent=make_county(make_union("测试市总工会")), employer="甲厂")


def outcome(client: Client, answer) -> JobResult:
    """What stands with the job that the answer leads to, once the worker was there."""
    job = int(answer["Location"].rstrip("/").rpartition("/")[2])
    work_off()
    assert client.get(answer["Location"]).status_code == 200
    return JobResult.objects.get(pk=job)


def hand_in(client: Client, key: str, content: bytes):
    file = BytesIO(content)
    file.name = "a.xlsx"
    return client.post(f"/desk/edit/{key}/", {"file": file})


def test_a_long_ledger_is_checked_by_the_worker_and_then_imported():
    city = make_city()
    client = signed_in(city)
    answer = upload(client, city, SAMPLE.read_bytes())
    check = reverse("ledger_check", args=[Attachment.objects.get().pk])
    waiting = client.get(check)
    assert ("ledger" in waiting.context, answer["Location"] in waiting.content.decode()) == (True, True)
    assert client.post(check)["Location"] == answer["Location"]
    found = outcome(client, answer)
    assert (found.text, found.url) == ("读取60行：合格49行，发现11处问题。", check)
    page = client.get(check)
    assert [(fault.cell, fault.code) for fault in page.context["page"]][:1] == [("D6", "unknown_union")]
    assert "登记册情况截至" in page.content.decode()
    done = client.post(f"{check}apply/", confirm(client, page))
    assert (done.status_code, Studio.objects.count()) == (302, 49)
    # What was found told of the register as it was before.
    assert "check" not in client.get(check).context
    again = client.post(check)
    outcome(client, again)
    assert client.get(check).context["ledger"].counts.unchanged == 49


def test_faults_are_kept_in_the_language_of_whoever_checked():
    city = make_city()
    client, reader = signed_in(city), Client()
    outcome(client, upload(client, city, book({"年经济效益（万元）": "-12"})))
    check = reverse("ledger_check", args=[Attachment.objects.get().pk])
    officer = make_officer(city, Role.CLERK)
    officer.language = "en"
    officer.save(update_fields=["language"])
    reader.force_login(officer)
    assert "check" not in reader.get(check).context
    assert outcome(reader, reader.post(check)).text.startswith("1 rows were read")
    fault = reader.get(check).context["page"][0]
    assert fault.message.isascii()
    # One check at a time is kept: the register may have changed since the other.
    assert "check" not in client.get(check).context


def test_of_a_ledger_that_is_dropped_nothing_is_kept():
    city = make_city()
    client = signed_in(city)
    outcome(client, upload(client, city, book({"联系电话": "13800138999"})))
    kept = Attachment.objects.get()
    with connection.cursor() as cursor:
        for left in (2, 0):
            cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE %s", [f"%sheet-%-{kept.pk}"])
            assert cursor.fetchone() == (left,)
            client.post(reverse("ledger_drop", args=[kept.pk]))


def test_a_long_ledger_is_checked_anew_after_an_answer():
    city = make_city()
    client = signed_in(city)
    columns = outcome(client, upload(client, city, strange_book())).url
    assert columns == reverse("ledger_columns", args=[Attachment.objects.get().pk])
    found = outcome(client, client.post(columns, {"h0": "employer", "h1": ""}))
    assert found.url == reverse("ledger_check", args=[Attachment.objects.get().pk])
    assert client.get(found.url).context["ledger"].counts.created == 1
    assert LedgerAnswer.objects.filter(question="header").count() == 2


def test_what_is_sent_about_a_ledger_that_is_not_read_is_refused_with_a_sentence():
    city = make_city()
    client = signed_in(city)
    upload(client, city, SAMPLE.read_bytes())
    for name in ("ledger_questions", "ledger_columns", "ledger_apply"):
        answer = client.post(reverse(name, args=[Attachment.objects.get().pk]), {})
        assert (answer.status_code, "重新读取" in answer.content.decode()) == (409, True)


def test_an_answer_given_while_a_check_runs_is_followed_by_another_check():
    city = make_city()
    upload(signed_in(city), city, SAMPLE.read_bytes())
    sheet, clerk = Attachment.objects.get(), make_officer(city, Role.CLERK)
    page = reverse("ledger_check", args=[sheet.pk])
    runs = running_check(sheet)
    assert start_check(sheet, page, by=clerk, anew=True) == runs  # it has not begun
    run_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    assert start_check(sheet, page, by=clerk) == runs
    follows = start_check(sheet, page, by=clerk, anew=True)
    assert follows != runs
    assert [start_check(sheet, page, by=clerk, anew=True), running_check(sheet)] == [follows, follows]


@pytest.mark.parametrize("content", [book(headers=["甲", "乙"]), b"PK\x03\x04" + b"0" * 40, b"a,b\r\n" * 40])
def test_a_long_file_that_is_no_ledger_is_refused_with_its_sentence(content):
    city = make_city()
    client = signed_in(city)
    answer = upload(client, city, content)
    if answer.status_code == 200:
        assert list(answer.context["form"].errors) == ["file"]
        return
    found = outcome(client, answer)
    assert (found.text[:4], found.url) == ("没有找到", reverse("ledger_upload"))


def test_a_long_ledger_is_marked_by_the_worker():
    city = make_city()
    client = signed_in(city)
    outcome(client, upload(client, city, book({"年经济效益（万元）": "-12"})))
    pk = Attachment.objects.get().pk
    asked = client.get(reverse("ledger_marked", args=[pk]), follow=True)
    assert f'href="{reverse("ledger_check", args=[pk])}"' in asked.content.decode()
    address = {"address": f"/desk/ledger/{pk}/marked.xlsx?export=xlsx"}
    job = outcome(client, client.post("/desk/lists/sheet/", address))
    marked = load_workbook(BytesIO(client.get(job.url).getvalue())).worksheets[0]
    assert marked["T2"].fill.fgColor.rgb == "FFFFC7CE"


def test_a_long_edited_sheet_is_read_by_the_worker_and_compared_at_every_look(unit, monkeypatch):
    furnish(unit)
    client = signed_in(unit)
    sheet = edited(taken_out(client, "projects"), 标题="新题目")
    answer = hand_in(client, "projects", sheet)
    check = reverse("list_edit_check", args=["projects", Attachment.objects.get().pk])
    assert answer["Location"] in client.get(check).content.decode()
    found = outcome(client, answer)
    assert (found.text, found.url) == ("读取1行：将改动1个单元格，略过0个。", check)
    page = client.get(check)
    assert [(cell.old, cell.new) for cell in page.context["found"].changes] == [("课题1", "新题目")]
    monkeypatch.setattr("studios.forms.sheets.checked.MOST_AT_ONCE", 0)
    asked = client.post(f"{check}apply/", {"seal": page.context["found"].seal})
    assert client.post(f"{check}apply/", {"seal": page.context["found"].seal})["Location"] == asked["Location"]
    assert outcome(client, asked).text == "已改动1个单元格。"
    studio = Studio.objects.get()
    assert [row.title for row in studio.projects.all()] == ["新题目"]
    assert AuditEvent.objects.filter(verb="list.edited").count() == 1
    assert client.get(check).context["found"].changes == []


def test_what_changed_before_the_worker_came_is_said_and_nothing_is_written(unit, monkeypatch):
    furnish(unit)
    client = signed_in(unit)
    monkeypatch.setattr("studios.forms.sheets.checked.MOST_AT_ONCE", 0)
    answer = hand_in(client, "projects", edited(taken_out(client, "projects"), 标题="新题目"))
    check = outcome(client, answer).url
    seal = client.get(check).context["found"].seal
    asked = client.post(f"{check}apply/", {"seal": seal})
    Studio.objects.get().projects.update(title="别人的题目")
    found = outcome(client, asked)
    assert (found.text[:8], found.url) == ("核对后登记册又有", check)
    assert [row.title for row in Studio.objects.get().projects.all()] == ["别人的题目"]


def test_a_long_sheet_of_another_list_is_refused_with_its_sentence(unit):
    furnish(unit)
    client = signed_in(unit)
    found = outcome(client, hand_in(client, "projects", taken_out(client, "results")))
    assert (found.text, found.url) == ("这张表是从另一个列表导出的，到那里导入。", "/desk/edit/projects/")


def test_nobody_else_lets_the_worker_read_a_sheet(unit):
    furnish(unit)
    client = signed_in(unit)
    hand_in(client, "projects", taken_out(client, "projects"))
    check = reverse("list_edit_check", args=["projects", Attachment.objects.get().pk])
    other = signed_in(unit)
    assert (other.get(check).status_code, other.post(check).status_code) == (404, 404)
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize("path", ["/desk/persons/export/", "/desk/edit/persons/sheet/?view=0"])
def test_personal_columns_of_many_rows_are_written_by_the_worker_for_the_reason_on_record(unit, path, monkeypatch):
    furnish(unit)
    monkeypatch.setattr("unions.ui.listing.MOST_AT_ONCE", 1)
    clerk = make_officer(unit, Role.CLERK)
    client = Client()
    client.force_login(clerk)
    asked = client.post(path, {"reason": "编制通讯录"})
    event = AuditEvent.objects.get(verb="list.exported")
    address = client.get(asked["Location"]).context["address"]
    assert address.endswith(f"&record={event.pk}")
    assert b"13912345678" in cells_of(client, outcome(client, client.post("/desk/lists/sheet/", {"address": address})))
    # Another filter, another list, another person: the reason was not written for these.
    for asker, other in (
        (client, address.replace("?", "?q=%E6%9D%8E&")),
        (client, address.replace(str(event.pk), str(event.pk + 1))),
        (signed_in(unit), address),
    ):
        answer = asker.post("/desk/lists/sheet/", {"address": other})
        assert b"13912345678" not in cells_of(asker, outcome(asker, answer))


def cells_of(client: Client, job: JobResult) -> bytes:
    """All that the job's workbook says; nothing where it made none."""
    if not job.file:
        return b""
    sheet = load_workbook(BytesIO(client.get(job.url).getvalue())).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet for cell in row).encode()
