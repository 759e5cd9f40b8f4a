"""Sheets of members, projects, results and apprentices, each row with its studio."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from studios.actions.ledger import Counts, counts_of, import_ledger
from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.sheets import read_workbook
from studios.models import Apprenticeship, Member, Person, Project, Result, ResultKind, SkillGrade, Studio
from studios.queries.ledger_plan import Plan, plan_import
from studios.queries.ledger_register import load_register
from tests.factories import make_officer
from tests.studios.imports.books import GOOD, HEADERS, saved
from unions.errors import Stale
from unions.models import Account, Union

STUDIO = "严守拙劳模创新工作室"


@pytest.fixture
def unit(city: Union, db) -> Union:
    """A unit that keeps the register of its studio itself."""
    SkillGrade.objects.get_or_create(name="高级技师", defaults={"is_skilled": True})
    SkillGrade.objects.get_or_create(name="技师", defaults={"is_skilled": True})
    ResultKind.objects.get_or_create(name="发明专利", defaults={"group": "patent"})
    ResultKind.objects.get_or_create(name="小革新", defaults={"group": "innovation"})
    made = Workbook()
    made.active.append(list(HEADERS))
    made.active.append([GOOD[header] for header in HEADERS])
    import_ledger(read_ledger(read_workbook(saved(made)), load_register(city)).good, by=None, union=city)
    unit = Studio.objects.get().union
    unit.logs_in = True
    unit.save()
    return unit


@pytest.fixture
def clerk(unit: Union) -> Account:
    return make_officer(unit)


SHEETS = {
    "成员名册": [
        ["工作室名称", "姓名", "性别", "出生年月", "角色", "职称", "技能等级", "加入时间"],
        [STUDIO, "时 青禾", "女", "1988.5", "核心成员", "工程师", "技师", "2019年6月"],
        [STUDIO, "陆云开", "男", None, None, None, None, None],
    ],
    "攻关课题": [
        ["工作室", "课题名称", "攻关领域", "状态", "立项单位", "开始时间", "结束时间"],
        [STUDIO, "转炉煤气回收", "工艺改造", "已结题", "澜北钢铁", "2020.3", "2021年12月"],
    ],
    "成果": [
        ["工作室名称", "成果名称", "成果类别", "专利号", "完成时间", "推广单位数"],
        [STUDIO, "一种转炉煤气回收装置", "发明", "201710601862.3", "2021年5月6日", "3个"],
        [STUDIO, "连铸机夹辊改进", "小革新", None, 44000, None],
    ],
    "师带徒": [
        ["工作室名称", "师傅姓名", "徒弟姓名", "签约日期", "开始时间", "带徒前等级", "带徒后等级"],
        [STUDIO, "严守拙", "伍砚青", "2021-03-08", "2021年3月", "技师", "高级技师"],
        [STUDIO, "时青禾", "陆云开", None, "2022.4", None, None],
    ],
}


def workbook(**changed: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for name, rows in (SHEETS | changed).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(made)


def read(unit: Union, content: bytes) -> Reading:
    return read_ledger(read_workbook(content), load_register(unit))


def apply(reading: Reading, unit: Union, by: Account) -> Plan:
    return import_ledger(reading.good, by=by, union=unit, entries=reading.entries)


def test_every_sheet_is_written_through_the_register_and_a_second_time_changes_nothing(unit: Union, clerk: Account):
    reading = read(unit, workbook())
    assert ([fault.as_error() for fault in reading.faults], len(reading.entries), reading.rows) == ([], 7, 7)
    assert counts_of(apply(reading, unit, clerk)) == Counts(7, 0, 0)
    team = {member.person.name: member for member in Member.objects.select_related("person", "skill_grade")}
    assert (team["时青禾"].role, team["时青禾"].skill_grade.name, team["时青禾"].joined_on) == (
        "core",
        "技师",
        date(2019, 6, 1),
    )
    assert (team["时青禾"].person.birth_month, team["陆云开"].role) == (date(1988, 5, 1), "member")
    project = Project.objects.get()
    assert (project.area, project.state, project.ends_on) == ("process", "finished", date(2021, 12, 1))
    results = {result.title: result for result in Result.objects.all()}
    patent = results["一种转炉煤气回收装置"]
    assert (patent.number, patent.finished_on, patent.adopters_count, patent.state) == (
        "ZL201710601862.3",
        date(2021, 5, 6),
        3,
        "reported",
    )
    pairs = {pair.apprentice.name: pair for pair in Apprenticeship.objects.all()}
    assert (pairs["伍砚青"].master.name, pairs["伍砚青"].grade_after.name) == ("严守拙", "高级技师")
    people = Person.objects.count()
    again = read(unit, workbook())
    assert counts_of(apply(again, unit, clerk)) == Counts(0, 0, 7)
    assert (Person.objects.count(), Member.objects.count(), Result.objects.count()) == (people, 2, 2)


def test_a_changed_cell_changes_one_field_and_an_empty_one_nothing(unit: Union, clerk: Account):
    apply(read(unit, workbook()), unit, clerk)
    changed = [SHEETS["成员名册"][0], [STUDIO, "时青禾", None, None, "顾问", None, None, None]]
    plan = apply(read(unit, workbook(成员名册=changed)), unit, clerk)
    assert [planned.changes for planned in plan.entries if planned.changes] == [["role"]]
    member = Member.objects.get(person__name="时青禾")
    assert (member.role, member.title, member.skill_grade.name) == ("adviser", "工程师", "技师")


def test_every_fault_of_an_entry_is_named_at_its_cell(unit: Union):
    faulty = {
        "成员名册": [
            SHEETS["成员名册"][0],
            ["无名工作室", None, "其他", "2060.3", "厨师", None, "神级", "2019.1"],
            [STUDIO, "陆云开", None, None, None, None, None, None],
            [STUDIO, "陆云开", None, None, None, None, None, None],
        ],
        "攻关课题": [SHEETS["攻关课题"][0], [STUDIO, "课题", "魔法", None, None, "2021.3", "2020.3"]],
        "成果": [SHEETS["成果"][0], [STUDIO, "成果", "发明专利", "201710601862.4", "2099年5月", "-1"]],
        "师带徒": [SHEETS["师带徒"][0], [STUDIO, "不认识", "伍砚青", None, None, None, None]],
    }
    reading = read(unit, workbook(**faulty))
    assert {(fault.sheet, fault.cell, fault.code) for fault in reading.faults} == {
        ("成员名册", "A2", "unknown_studio"),
        ("成员名册", "B2", "required"),
        ("成员名册", "C2", "out_of_range"),
        ("成员名册", "D2", "future"),
        ("成员名册", "E2", "out_of_range"),
        ("成员名册", "G2", "out_of_range"),
        ("成员名册", "H2", "ambiguous_date"),
        ("成员名册", "B4", "duplicate"),
        ("攻关课题", "C2", "out_of_range"),
        ("攻关课题", "G2", "mismatch"),
        ("成果", "D2", "bad_number_format"),
        ("成果", "E2", "future"),
        ("成果", "F2", "negative"),
        ("师带徒", "E2", "required"),
    }


def test_who_does_not_keep_the_register_is_told_at_the_studio(unit: Union, city: Union):
    reading = read(city, workbook())
    above = make_officer(city)
    plan = plan_import([], reading.entries, by=above)
    assert plan.entries == []
    assert {(fault.column, fault.code) for fault in plan.faults} == {
        ("工作室名称", "forbidden"),
        ("工作室", "forbidden"),
    }


def test_a_master_is_a_lead_or_member_of_the_studio(unit: Union, clerk: Account):
    rows = [SHEETS["师带徒"][0], [STUDIO, "外来人", "伍砚青", None, "2021年3月", None, None]]
    plan = plan_import([], read(unit, workbook(师带徒=rows)).entries, by=clerk)
    assert [(fault.cell, fault.code) for fault in plan.faults] == [("B2", "mismatch")]


def test_what_changed_since_the_check_is_stale_and_writes_nothing(unit: Union, clerk: Account):
    reading = read(unit, workbook())
    with pytest.raises(Stale):
        import_ledger([], by=clerk, union=unit, entries=reading.entries, expected=Counts(6, 1, 0))
    assert not Member.objects.exists()


def test_a_file_of_its_own_may_be_a_csv(unit: Union, clerk: Account, tmp_path: Path):
    text = f"工作室名称,姓名,性别\r\n{STUDIO},华若水,女\r\n"
    reading = read(unit, text.encode("gbk"))
    assert [entry.noun for entry in reading.entries] == ["members"]
