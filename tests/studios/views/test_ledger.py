import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from studios.actions import ledger_imports
from studios.actions.attachments import keep_file
from studios.actions.ledger import import_ledger
from studios.actions.ledger_imports import run_import
from studios.imports.ledger.reading import read_ledger
from studios.imports.sheets import read_workbook
from studios.models import Attachment, LedgerAnswer, LedgerImport, Studio
from studios.queries.ledger_register import load_register
from tests import files
from tests.factories import make_officer
from tests.studios.imports.books import HEADERS, book, saved
from tests.studios.imports.city import SAMPLE, make_city
from unions.choices.people import Role
from unions.models import Union


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def city(db) -> Union:
    return make_city()


def signed_in(union: Union, *roles: str) -> Client:
    client = Client()
    client.force_login(make_officer(union, *roles))
    return client


def upload(client: Client, union: Union, content: bytes):
    file = SimpleUploadedFile("台账.xlsx", content)
    return client.post(reverse("ledger_upload"), {"union": union.pk, "file": file})


def confirm(client: Client, answer) -> dict[str, int]:
    """The hidden fields of the page's own button."""
    counts = answer.context["ledger"].counts
    return {"created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged}


def test_a_ledger_goes_from_upload_over_the_check_to_the_register(city: Union):
    client = signed_in(city)
    answer = upload(client, city, SAMPLE.read_bytes())
    kept = Attachment.objects.get()
    check = reverse("ledger_check", args=[kept.pk])
    assert (answer.status_code, answer["Location"]) == (302, check)
    page = client.get(check)
    assert page.status_code == 200
    assert [(fault.cell, fault.code) for fault in page.context["page"]][:2] == [
        ("D6", "unknown_union"),
        ("M8", "bad_date"),
    ]
    assert confirm(client, page) == {"created": 49, "updated": 0, "unchanged": 0}
    assert Studio.objects.count() == 0
    done = client.post(reverse("ledger_apply", args=[kept.pk]), confirm(client, page), follow=True)
    assert Studio.objects.count() == 49
    assert confirm(client, done) == {"created": 0, "updated": 0, "unchanged": 49}


def test_the_faults_can_be_downloaded_as_a_sheet(city: Union):
    client = signed_in(city)
    upload(client, city, book({"年经济效益（万元）": "-12", "联系电话": "138"}))
    answer = client.get(reverse("ledger_faults", args=[Attachment.objects.get().pk]))
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[2:5] for row in rows[1:]] == [["T2", "年经济效益（万元）", "'-12"], ["V2", "联系电话", "138"]]


def test_a_register_that_changed_since_the_check_is_409_and_nothing_is_written(city: Union):
    client = signed_in(city)
    upload(client, city, book({}))
    pk = Attachment.objects.get().pk
    shown = confirm(client, client.get(reverse("ledger_check", args=[pk])))
    client.post(reverse("ledger_apply", args=[pk]), shown)
    again = client.post(reverse("ledger_apply", args=[pk]), shown)
    assert again.status_code == 409
    assert Studio.objects.count() == 1


def test_what_is_no_ledger_is_refused_at_the_field_and_kept_nowhere(city: Union):
    client = signed_in(city)
    for content in (b"a,b", files.make_ole(), files.make_pdf(), book(headers=["甲", "乙"])):
        answer = upload(client, city, content)
        assert answer.status_code == 200
        assert list(answer.context["form"].errors) == ["file"]
    assert Attachment.objects.count() == 0


def test_only_clerks_of_unions_that_keep_a_ledger_import_it(city: Union):
    county = city.children.get(code="DL-D01")
    unit = Union.objects.get(code="DL-U001")
    upload(signed_in(city), city, book({}))
    check = reverse("ledger_check", args=[Attachment.objects.get().pk])
    assert signed_in(city).get(check).status_code == 200
    assert signed_in(county).get(check).status_code == 404
    assert signed_in(unit).get(check).status_code == 404
    assert signed_in(city, Role.CHAIR).get(check).status_code == 403
    assert signed_in(city, Role.AUDITOR).get(reverse("ledger_upload")).status_code == 403
    assert Client().get(check).status_code == 302
    refused = upload(signed_in(county), city, book({}))
    assert list(refused.context["form"].errors) == ["union"]


def test_a_units_clerk_brings_no_ledger_of_studios(city: Union):
    unit = Union.objects.get(code="DL-U001")
    answer = upload(signed_in(unit), unit, book({}))
    assert list(answer.context["form"].errors) == ["file"]
    assert Attachment.objects.count() == 0


def test_the_check_asks_the_same_number_of_queries_for_one_row_and_for_many(city: Union):
    client = signed_in(city)
    upload(client, city, book({}))
    upload(client, city, SAMPLE.read_bytes())
    one, many = (reverse("ledger_check", args=[kept.pk]) for kept in Attachment.objects.order_by("pk"))
    for check in (one, many):
        client.post(f"{check}apply/", confirm(client, client.get(check)))
    assert queries_of(client, one) == queries_of(client, many)


def queries_of(client: Client, url: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


STRANGE = {"法人名称": "澜北钢铁有限公司", "甲乙丙": "随便"}


def strange_book(**change: object) -> bytes:
    """A ledger whose headers nobody knows."""
    headers = [{"所在单位": "法人名称", "备用": "甲乙丙"}.get(name, name) for name in [*HEADERS, "备用"]]
    return book(STRANGE | change, headers=headers)


def test_unsure_columns_are_asked_about_once_and_remembered(city: Union):
    client = signed_in(city)
    answer = upload(client, city, strange_book())
    kept = Attachment.objects.get()
    columns = reverse("ledger_columns", args=[kept.pk])
    assert answer["Location"] == columns
    form = client.get(columns).context["form"]
    assert [(field.label, field.initial) for field in form.fields.values()] == [
        ("法人名称", "employer"),
        ("甲乙丙", ""),
    ]
    asked = client.post(columns, {"h0": "employer", "h1": ""})
    check = reverse("ledger_check", args=[kept.pk])
    assert asked["Location"] == check
    assert client.get(check).context["ledger"].counts.created == 1
    again = upload(client, city, strange_book(工作室名称="甲创新工作室"))
    assert again["Location"].endswith(f"/{Attachment.objects.last().pk}/")
    assert LedgerAnswer.objects.filter(question="header").count() == 2


def test_two_headers_cannot_be_the_same_column(city: Union):
    client = signed_in(city)
    upload(client, city, strange_book())
    columns = reverse("ledger_columns", args=[Attachment.objects.get().pk])
    answer = client.post(columns, {"h0": "employer", "h1": "employer"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, ["h1"])
    assert not LedgerAnswer.objects.exists()


def test_questions_are_answered_without_the_workbook_and_names_are_remembered(city: Union):
    client = signed_in(city)
    upload(client, city, book({"推荐单位": "东澜市冶金工会", "命名时间": 2019.1}))
    kept = Attachment.objects.get()
    questions, check = (reverse(name, args=[kept.pk]) for name in ("ledger_questions", "ledger_check"))
    form = client.get(questions).context["form"]
    assert [question.written for question in form.questions.values()] == ["东澜市冶金工会", "2019.1"]
    client.post(questions, {"q0": "东澜市机械冶金建材工会", "q1": "2019年10月"})
    ledger = client.get(check).context["ledger"]
    assert (ledger.reading.faults, ledger.counts.created) == ([], 1)
    assert ledger.reading.good[0].naming.decided_on == date(2019, 10, 1)
    upload(client, city, book({"推荐单位": "东澜市冶金工会", "命名时间": 2019.1}))
    later = client.get(reverse("ledger_check", args=[Attachment.objects.last().pk])).context["ledger"]
    assert [fault.code for fault in later.reading.faults] == ["ambiguous_date"]


def test_an_answer_that_was_not_offered_is_refused(city: Union):
    client = signed_in(city)
    upload(client, city, book({"推荐单位": "东澜市冶金工会"}))
    questions = reverse("ledger_questions", args=[Attachment.objects.get().pk])
    answer = client.post(questions, {"q0": "乙市总工会"})
    assert list(answer.context["form"].errors) == ["q0"]
    assert not LedgerAnswer.objects.exists()


def test_a_new_name_beside_the_same_lead_of_a_unit_is_asked_about(city: Union):
    client = signed_in(city)
    upload(client, city, book({}))
    first = reverse("ledger_check", args=[Attachment.objects.get().pk])
    client.post(f"{first}apply/", confirm(client, client.get(first)))
    upload(client, city, book({"工作室名称": "严守拙创新工作室"}))
    kept = Attachment.objects.last()
    check, questions = (reverse(name, args=[kept.pk]) for name in ("ledger_check", "ledger_questions"))
    asked = client.get(check).context["ledger"]
    assert [(fault.cell, fault.code, fault.candidates) for fault in asked.reading.faults] == [
        ("B2", "duplicate", ("严守拙劳模创新工作室", "严守拙创新工作室"))
    ]
    client.post(questions, {"q0": "严守拙劳模创新工作室"})
    assert confirm(client, client.get(check)) == {"created": 0, "updated": 0, "unchanged": 1}
    client.post(questions, {"q0": "严守拙创新工作室"})
    assert Studio.objects.count() == 1


def test_the_same_workbook_comes_back_with_red_cells_and_comments(city: Union):
    client = signed_in(city)
    content = book(
        {"年经济效益（万元）": "-12", "联系电话": "138"}, {"工作室名称": "甲创新工作室", "领衔人": "时 青禾"}
    )
    upload(client, city, content)
    marked = reverse("ledger_marked", args=[Attachment.objects.get().pk])
    answer = client.get(marked)
    made = load_workbook(BytesIO(answer.getvalue()))
    sheet = made.worksheets[0]
    red = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "FFFFC7CE"}
    assert red == {"T2", "V2"}
    assert sheet["T2"].value == "-12"
    assert sheet["F3"].comment.text
    assert sheet["F3"].fill.fgColor.rgb == "FFFFEB9C"
    assert [row[2] for row in made.worksheets[1].iter_rows(min_row=2, values_only=True)][:2] == ["T2", "V2"]
    sheet["T2"], sheet["V2"] = 12, "13800138000"
    upload(client, city, saved(made))
    again = client.get(reverse("ledger_marked", args=[Attachment.objects.last().pk]))
    clean = load_workbook(BytesIO(again.getvalue()))
    assert [sheet.title for sheet in clean.worksheets] == [sheet.title for sheet in made.worksheets]
    assert (clean.worksheets[0]["T2"].comment, clean.worksheets[0]["T2"].fill.fill_type) == (None, None)


def test_a_csv_comes_back_as_a_marked_workbook(city: Union):
    client = signed_in(city)
    text = "工作室名称,所在单位,推荐单位,行业,领衔人,成员人数\r\n甲创新工作室,澜北钢铁有限公司,冶金,31,时青禾,=1+1\r\n"
    file = SimpleUploadedFile("台账.csv", text.encode("gbk"))
    client.post(reverse("ledger_upload"), {"union": city.pk, "file": file})
    kept = Attachment.objects.get()
    assert kept.kind == "csv"
    answer = client.get(reverse("ledger_marked", args=[kept.pk]))
    sheet = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    assert (sheet["F2"].value, sheet["F2"].data_type, sheet["F2"].fill.fgColor.rgb) == ("'=1+1", "s", "FFFFC7CE")


def test_a_csv_of_a_place_that_takes_none_is_still_refused(city: Union):
    with pytest.raises(ValidationError):
        keep_file(BytesIO(b"a,b\r\n"), name="a.csv", by=None, union=city)


def test_nothing_is_imported_by_choice(city: Union):
    client = signed_in(city)
    upload(client, city, book({}))
    kept = Attachment.objects.get()
    client.post(reverse("ledger_drop", args=[kept.pk]))
    assert client.get(reverse("ledger_check", args=[kept.pk])).status_code == 404
    assert Studio.objects.count() == 0


def test_many_rows_are_written_by_the_worker_and_the_page_says_so(city: Union, monkeypatch):
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 0)
    client = signed_in(city)
    upload(client, city, SAMPLE.read_bytes())
    check = reverse("ledger_check", args=[Attachment.objects.get().pk])
    answer = client.post(f"{check}apply/", confirm(client, client.get(check)))
    made = LedgerImport.objects.get()
    assert answer["Location"] == reverse("job", args=[made.job])
    assert (Studio.objects.count(), made.state, client.get(check).status_code) == (0, "running", 200)
    assert client.post(f"{check}apply/", confirm(client, client.get(check))).status_code == 409
    assert run_import(made.pk).state == "done"
    assert run_import(made.pk).state == "done"
    assert Studio.objects.count() == 49
    assert client.get(check).context["ledger"].last.state == "done"


def test_a_register_that_changed_before_the_worker_came_ends_the_import_with_its_reason(city: Union, monkeypatch):
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 0)
    client = signed_in(city)
    upload(client, city, SAMPLE.read_bytes())
    check = reverse("ledger_check", args=[Attachment.objects.get().pk])
    client.post(f"{check}apply/", confirm(client, client.get(check)))
    import_ledger(read_ledger(read_workbook(SAMPLE), load_register(city)).good[:1], by=None, union=city)
    made = run_import(LedgerImport.objects.get().pk)
    assert (made.state, Studio.objects.count(), bool(made.reason)) == ("failed", 1, True)
    assert made.reason in client.get(check).content.decode()
