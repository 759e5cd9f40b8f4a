"""Export = import: a sheet taken out, edited and handed in shows old → new, writes by the actions, and loses nothing."""

import csv
from collections.abc import Callable
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from studios.choices.register import ResultState
from studios.forms.sheets.registers import REGISTERS
from studios.models import Activity, Apprenticeship, Member, Person, Project, Result, Studio
from tests.factories import (
    make_appointment,
    make_county,
    make_grade,
    make_industry,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_studio,
    make_union,
    make_worker,
)
from unions.choices.people import Role
from unions.models import AuditEvent, Union

pytestmark = pytest.mark.django_db
NAMES = "一二三四五六七八九十甲乙丙丁"
NASTY = "=HYPERLINK(1)", "+86 571", "'quoted", "-x", "两行\n文字", "𬭊𠮷"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def unit() -> Union:
    return make_union("甲厂工会", parent=make_county(make_union("测试市总工会")), employer="甲厂")


@pytest.fixture
def clerk(unit):
    return make_officer(unit)


@pytest.fixture
def client(clerk) -> Client:
    return signed_in(clerk)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def furnish(unit: Union, number: int = 1) -> Studio:
    """A studio in preparation with one row of everything and texts that tempt a sheet."""
    lead = make_worker(f"领衔{number}", home=unit)
    studio = make_studio(
        unit, f"工作室{number}", lead=lead, industry=make_industry(), area="86.50", field_of_work=NASTY[0],
        address=NASTY[1], contact_name=NASTY[2], equipment=NASTY[3], introduction=NASTY[4], summary=NASTY[5],
        contact_phone="0571-88001234", funds=[{"year": 2024, "amount": "50000", "source": "行政"}],
    )  # fmt: skip
    member = make_person(f"李{NAMES[number]}", home=unit, birth_month=date(1990, 3, 1), mobile="13912345678")
    Member.objects.create(studio=studio, person=member, skill_grade=make_grade(), joined_on=date(2020, 5, 1))
    Project.objects.create(studio=studio, title=f"课题{number}", area="process", starts_on=date(2023, 1, 1))
    make_result(studio, f"成果{number}", finished_on=date(2024, 5, 17), area="safety", novelty="@新")
    Apprenticeship.objects.create(
        studio=studio, master=lead.person, apprentice=member, starts_on=date(2023, 1, 1), grade_before=make_grade()
    )
    Activity.objects.create(studio=studio, kind="training", happened_on=date(2024, 3, 1), topic=f"培训{number}")
    return studio


def taken_out(client: Client, key: str, query: str = "") -> bytes:
    answer = client.get(f"/desk/edit/{key}/sheet/?view=0&{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def edited(content: bytes, **cells: object) -> bytes:
    """The sheet with cells changed in its first row, by the head of their column."""
    return touched(content, lambda _sheet, place: [place(head, 2, value) for head, value in cells.items()])


def touched(content: bytes, edit: Callable) -> bytes:
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}

    def place(head: str, row: int, value: object) -> None:
        sheet.cell(row, heads[head]).value = value

    edit(sheet, place)
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue()


def hand_in(client: Client, key: str, content: bytes, name: str = "a.xlsx"):
    """The page that shows what would change."""
    answer = client.post(f"/desk/edit/{key}/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert answer.status_code == 200
    return answer


def found_in(answer):
    assert "found" in answer.context, answer.context["form"].errors
    return answer.context["found"]


def apply(client: Client, answer, seal: str | None = None):
    key, pk = answer.context["register"].key, answer.context["upload"].pk
    return client.post(f"/desk/edit/{key}/{pk}/apply/", {"seal": found_in(answer).seal if seal is None else seal})


def pairs(cells) -> list[tuple[str, str, str]]:
    return [(str(cell.column), cell.old, cell.new) for cell in cells]


@pytest.mark.parametrize("key", [key for key in REGISTERS if key != "unions"])
@pytest.mark.parametrize("resaved", [False, True])
def test_a_round_trip_changes_nothing(unit, client, key, resaved):
    for number in (1, 2):
        furnish(unit, number)
    sheet = taken_out(client, key)
    found = found_in(hand_in(client, key, touched(sheet, lambda *_: None) if resaved else sheet))
    assert (found.changes, found.conflicts, found.faults, found.left_out) == ([], [], [], [])
    assert found.rows == found.unchanged >= 2


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("key", [key for key in REGISTERS if key != "unions"])
def test_a_round_trip_as_csv_changes_nothing(unit, client, key, encoding):
    furnish(unit)
    text = taken_out(client, key, "as=csv").decode("utf-8-sig")
    found = found_in(hand_in(client, key, text.encode(encoding), "a.csv"))
    assert (found.changes, found.conflicts, found.faults, found.rows) == ([], [], [], found.unchanged)
    assert found.rows >= 1


def test_a_cell_changed_in_csv_is_written(unit, client):
    furnish(unit)
    text = taken_out(client, "projects", "as=csv").decode("utf-8-sig").replace("课题1", "改名")
    answer = hand_in(client, "projects", text.encode(), "a.csv")
    apply(client, answer)
    assert Project.objects.get().title == "改名"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_round_trip_of_unions_changes_nothing_in_either_language(unit, language):
    client = signed_in(make_officer(unit.parent.parent, Role.ADMINISTRATOR, language=language))
    found = found_in(hand_in(client, "unions", taken_out(client, "unions")))
    assert (found.rows, found.unchanged, found.faults) == (3, 3, [])


def test_a_sheet_taken_out_in_english_is_read_in_chinese(unit, clerk):
    furnish(unit)
    clerk.language = "en"
    clerk.save()
    sheet = taken_out(signed_in(clerk), "members")
    clerk.language = "zh-hans"
    clerk.save()
    assert found_in(hand_in(signed_in(clerk), "members", sheet)).unchanged == 1


def test_old_and_new_are_shown_and_written_by_the_action(unit, clerk, client):
    studio = furnish(unit)
    sheet = edited(taken_out(client, "studios"), 主攻方向="焊接", 面积=90, 成立时间="2019年5月", 有标牌="是")
    answer = hand_in(client, "studios", sheet)
    assert sorted(pairs(found_in(answer).changes)) == sorted([
        ("主攻方向", NASTY[0], "焊接"), ("面积", "86.5", "90"), ("成立时间", "2018-05", "2019-05"), ("有标牌", "否", "是"),
    ])  # fmt: skip
    assert Studio.objects.get().field_of_work == NASTY[0]
    assert apply(client, answer).status_code == 302
    studio.refresh_from_db()
    assert (studio.field_of_work, studio.area, studio.founded_on, studio.has_sign) == (
        "焊接",
        90,
        date(2019, 5, 1),
        True,
    )
    assert (studio.address, studio.funds) == (NASTY[1], [{"year": 2024, "amount": "50000", "source": "行政"}])
    saved, listed = AuditEvent.objects.get(verb="studio.edited"), AuditEvent.objects.get(verb="list.edited")
    assert saved.details == {"fields": ["area", "field_of_work", "founded_on", "has_sign"]}
    assert listed.details == {"sheet": "studios", "source": "a.xlsx", "rows": 1, "count": 4}
    assert (listed.account, listed.union) == (clerk, unit)
    assert found_in(hand_in(client, "studios", sheet)).changes == []


def test_what_somebody_else_changed_is_a_conflict_with_both_values_and_stays(unit, client):
    studio = furnish(unit)
    sheet = edited(taken_out(client, "studios"), 主攻方向="焊接", 地址="新路1号")
    Studio.objects.filter(pk=studio.pk).update(field_of_work="铸造", equipment="新设备")
    answer = hand_in(client, "studios", sheet)
    assert pairs(found_in(answer).conflicts) == [("主攻方向", "铸造", "焊接")]
    assert pairs(found_in(answer).changes) == [("地址", NASTY[1], "新路1号")]
    apply(client, answer)
    studio.refresh_from_db()
    assert (studio.field_of_work, studio.address, studio.equipment) == ("铸造", "新路1号", "新设备")


def test_what_changes_between_preview_and_confirm_is_refused_and_shown_again(unit, client):
    studio = furnish(unit)
    answer = hand_in(client, "studios", edited(taken_out(client, "studios"), 主攻方向="焊接"))
    Studio.objects.filter(pk=studio.pk).update(field_of_work="铸造")
    refused = apply(client, answer)
    assert (refused.status_code, len(refused.context["found"].conflicts)) == (409, 1)
    assert Studio.objects.get(pk=studio.pk).field_of_work == "铸造"
    assert apply(client, answer, seal="").status_code == 409


def test_faults_are_named_by_cell_and_their_row_is_left_out(unit, client):
    for number in (1, 2, 3):
        furnish(unit, number)

    def edit(_sheet, place):
        place("类型", 2, "没有的类型")
        place("完成时间", 2, date(2023, 1, 1))
        place("完成时间", 3, "去年")
        place("推广单位数", 4, "=1+1")

    found = found_in(hand_in(client, "results", touched(taken_out(client, "results", "sort=title"), edit)))
    assert len(found.faults) == 3
    assert found.changes == [] or pairs(found.changes) == [("完成时间", "2024-05-17", "2023-01-01")]
    assert all(cell.note and cell.ref for cell in found.faults)


def test_a_locked_field_and_a_column_for_reading_are_not_taken(unit, client):
    make_named_studio(unit, "旧名")
    found = found_in(hand_in(client, "studios", edited(taken_out(client, "studios"), 工作室名称="新名", 单位="别的厂")))
    assert (found.changes, len(found.faults)) == ([], 2)


def test_a_checked_result_that_changes_is_reported_again(unit, client):
    studio = furnish(unit)
    studio.results.update(state=ResultState.CHECKED)
    answer = hand_in(client, "results", edited(taken_out(client, "results"), 推广单位数=3))
    assert "重新" in answer.content.decode()
    apply(client, answer)
    result = Result.objects.get()
    assert (result.state, result.adopters_count, result.novelty) == (ResultState.REPORTED, 3, "@新")


def test_a_refusal_of_the_action_undoes_the_whole_sheet(unit, client):
    for number in (1, 2):
        furnish(unit, number)
    names = {2: "同名工作室", 3: "同名工作室"}
    sheet = touched(
        taken_out(client, "studios"), lambda _s, place: [place("工作室名称", row, name) for row, name in names.items()]
    )
    answer = hand_in(client, "studios", sheet)
    refused = apply(client, answer)
    assert (refused.status_code, bool(refused.context["refusal"])) == (200, True)
    assert set(Studio.objects.values_list("name", flat=True)) == {"工作室1", "工作室2"}


def test_rows_without_key_twice_or_of_others_are_named(unit, client):
    furnish(unit)
    other = furnish(make_union("乙厂工会", parent=unit.parent), 2)

    def edit(sheet, place):
        place("标题", 3, "新课题")
        sheet.cell(4, 1).value = sheet.cell(2, 1).value
        sheet.cell(5, 1).value = str(sheet.cell(2, 1).value).replace(
            f"{Project.objects.get(title='课题1').pk}:", f"{other.projects.get().pk}:"
        )

    found = found_in(hand_in(client, "projects", touched(taken_out(client, "projects"), edit)))
    assert (found.rows, found.changes, [cell.row for cell in found.faults]) == (2, [], [3, 4, 5])


def test_columns_may_be_moved_left_out_and_added(unit, client):
    furnish(unit)

    def edit(sheet, place):
        place("标题", 2, "改名")
        sheet.cell(1, 30).value = "我的备注"
        sheet.delete_cols([cell.value for cell in sheet[1]].index("立项单位") + 1)

    found = found_in(hand_in(client, "projects", touched(taken_out(client, "projects"), edit)))
    assert (pairs(found.changes), found.left_out) == ([("标题", "课题1", "改名")], ["我的备注"])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a,b\n1,2\n"])
def test_what_is_no_sheet_of_this_list_is_refused_at_the_field(client, content):
    answer = client.post("/desk/edit/studios/", {"file": SimpleUploadedFile("a.xlsx", content)})
    assert answer.context["form"].errors["file"]


def test_another_lists_sheet_and_a_foreign_workbook_are_refused(unit, client):
    furnish(unit)
    book, saved = Workbook(), BytesIO()
    book.active.append(["名称"])
    book.save(saved)
    for content in (taken_out(client, "projects"), saved.getvalue()):
        answer = client.post("/desk/edit/results/", {"file": SimpleUploadedFile("a.xlsx", content)})
        assert answer.context["form"].errors["file"]


def test_a_sheet_holds_only_rows_that_one_keeps_and_is_ones_own(unit, client):
    furnish(unit)
    away = make_union("丙厂工会", parent=unit.parent, logs_in=False)
    furnish(away, 3)
    above = signed_in(make_officer(unit.parent))
    sheet = load_workbook(BytesIO(taken_out(above, "studios"))).worksheets[0]
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == ["丙厂工会"]
    mine = hand_in(client, "studios", taken_out(client, "studios"))
    assert above.get(f"/desk/edit/studios/{mine.context['upload'].pk}/").status_code == 404


def test_the_csv_of_a_register_carries_the_key_and_escapes_formulas(unit, client):
    furnish(unit)
    text = taken_out(client, "studios", "as=csv").decode("utf-8-sig")
    head, row = csv.reader(StringIO(text))
    assert head[0].startswith("studios/1 =unit,=leads")
    assert "'" + NASTY[0] in row


def test_personal_columns_leave_with_a_reason_on_record_only(unit, clerk, client):
    furnish(unit)
    assert b"13912345678" not in _texts(taken_out(client, "persons"))
    refused = client.post("/desk/edit/persons/sheet/?view=0", {"reason": ""})
    assert (refused.status_code, AuditEvent.objects.filter(verb="list.exported").count()) == (200, 0)
    answer = client.post("/desk/edit/persons/sheet/?view=0", {"reason": "编制通讯录"})
    sheet = b"".join(answer.streaming_content)
    assert b"13912345678" in _texts(sheet)
    event = AuditEvent.objects.get(verb="list.exported")
    assert (event.account, event.details) == (
        clerk,
        {"sheet": "persons", "reason": "编制通讯录", "fields": ["mobile", "birth_month"], "query": ""},
    )
    assert found_in(hand_in(client, "persons", sheet)).unchanged == 2


def _texts(content: bytes) -> bytes:
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet for cell in row).encode()


def test_the_desk_above_takes_personal_columns_out_with_a_reason_an_auditor_never(unit):
    furnish(unit)
    root = unit.parent.parent
    chair, auditor = signed_in(make_officer(root, Role.CHAIR)), signed_in(make_officer(root, Role.AUDITOR))
    assert b"13912345678" not in _texts(b"".join(chair.get("/desk/persons/?export=xlsx").streaming_content))
    answer = chair.post("/desk/persons/export/", {"reason": "核对"})
    assert b"13912345678" in _texts(b"".join(answer.streaming_content))
    assert AuditEvent.objects.get(verb="list.exported").details["reason"] == "核对"
    assert auditor.post("/desk/persons/export/", {"reason": "核对"}).status_code == 403


def test_an_auditor_beside_a_clerk_elsewhere_reads_no_masked_value_of_the_audited(unit):
    furnish(unit)
    other = make_union("乙厂工会", parent=unit.parent)
    account = make_officer(other)
    make_appointment(account, unit, Role.AUDITOR)
    answer = signed_in(account).post("/desk/persons/export/", {"reason": "核对"})
    assert b"13912345678" not in _texts(b"".join(answer.streaming_content))


def test_persons_change_by_the_sheet_that_holds_them(unit, client):
    furnish(unit)
    sheet = b"".join(client.post("/desk/edit/persons/sheet/?view=0&q=李", {"reason": "更正"}).streaming_content)
    answer = hand_in(client, "persons", edited(sheet, 手机号="13800000000"))
    assert pairs(found_in(answer).changes) == [("手机号", "13912345678", "13800000000")]
    apply(client, answer)
    assert Person.objects.get(name="李二").mobile == "13800000000"


def test_a_unions_contact_is_changed_by_its_administrator(unit):
    client = signed_in(make_officer(unit.parent.parent, Role.ADMINISTRATOR))
    sheet = taken_out(client, "unions", "q=甲厂")
    answer = hand_in(client, "unions", edited(sheet, 办公电话="0571-1234567", 会员数=120))
    assert apply(client, answer).status_code == 302
    unit.refresh_from_db()
    assert (unit.office_phone, unit.members_count) == ("0571-1234567", 120)
    assert AuditEvent.objects.get(verb="union.edited").details == {"fields": ["members_count", "office_phone"]}


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_nobody_but_a_clerk_edits_studios_in_a_sheet(unit, role):
    assert signed_in(make_officer(unit, role)).get("/desk/edit/studios/").status_code == 403


def test_an_unknown_list_is_not_found(client):
    assert client.get("/desk/edit/nothing/").status_code == 404


def with_a_formula(sheet, place):
    for row in range(2, sheet.max_row + 1):
        place("推广单位数", row, "=1+1")


def test_comparing_many_rows_takes_no_more_statements(unit, client, django_assert_max_num_queries):
    furnish(unit)
    one = hand_in(client, "results", touched(taken_out(client, "results"), with_a_formula)).context["upload"].pk
    for number in range(2, 14):
        furnish(unit, number)
    many = hand_in(client, "results", touched(taken_out(client, "results"), with_a_formula)).context["upload"].pk
    counts = []
    for pk in (one, many):
        client.get(f"/desk/edit/results/{pk}/")
        with django_assert_max_num_queries(20) as asked:
            client.get(f"/desk/edit/results/{pk}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_entries_of_one_name_are_told_apart(client, unit):
    section, division = (make_industry(name="教育", code=code) for code in ("P", "83"))
    for number, industry in enumerate((section, division), start=1):
        Studio.objects.filter(pk=furnish(unit, number).pk).update(industry=industry)
    taken = taken_out(client, "studios")
    assert hand_in(client, "studios", taken).context["found"].changes == []
    both = [hand_in(client, "studios", edited(taken, 所属行业=words)) for words in ("教育（P）", "教育（83）")]
    found = {(change.old, change.new) for page in both for change in page.context["found"].changes}
    assert len(found) == 1
    assert {words for pair in found for words in pair} == {"教育（P）", "教育（83）"}
    unclear = hand_in(client, "studios", edited(taken, 所属行业="教育"))
    assert (unclear.context["found"].changes, len(unclear.context["found"].faults)) == ([], 1)
