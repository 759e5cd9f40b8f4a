import pytest
from openpyxl.worksheet.worksheet import Worksheet

from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.sheets import read_workbook
from studios.queries.ledger_register import Register, load_register
from tests.studios.imports.books import GOOD, HEADERS, book
from unions.errors import Refusal
from unions.models import Union


def read(register: Register, content: bytes) -> Reading:
    return read_ledger(read_workbook(content), register)


def faults(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for fault in reading.faults]


CASES = [
    ({"工作室名称": None}, "工作室名称", "required"),
    ({"工作室名称": "严" * 41}, "工作室名称", "too_long"),
    ({"工作室名称": "<script>alert(1)</script>"}, "工作室名称", "markup"),
    ({"工作室名称": "=1+1"}, "工作室名称", "formula"),
    ({"所在单位": None}, "所在单位", "required"),
    ({"所在单位": "澜北钢铁股份公司"}, "所在单位", "unknown_employer"),
    ({"推荐单位": None}, "推荐单位", "required"),
    ({"推荐单位": "东澜市冶金工会"}, "推荐单位", "unknown_union"),
    ({"行业": "炼钢"}, "行业", "unknown_industry"),
    ({"领衔人": "甲一、乙二、丙三"}, "领衔人", "out_of_range"),
    ({"领衔人": "严守拙123"}, "领衔人", "out_of_range"),
    ({"性别": "其他"}, "性别", "out_of_range"),
    ({"出生年月": "1975.1"}, "出生年月", "ambiguous_date"),
    ({"出生年月": "2024年3月"}, "出生年月", "out_of_range"),
    ({"出生年月": "2060年3月"}, "出生年月", "future"),
    ({"领衔人最高荣誉": "宇宙劳模"}, "领衔人最高荣誉", "unknown_honour"),
    ({"荣誉授予时间": "早年"}, "荣誉授予时间", "bad_date"),
    ({"荣誉授予时间": "2051年"}, "荣誉授予时间", "future"),
    ({"命名级别": "宇宙级"}, "命名级别", "out_of_range"),
    ({"命名时间": 2019.1}, "命名时间", "ambiguous_date"),
    ({"命名时间": "2019年"}, "命名时间", "bad_date"),
    ({"命名时间": None}, "命名时间", "required"),
    ({"命名文号": "东澜工〔2019〕第012号"}, "命名文号", "bad_number_format"),
    ({"命名文号": "〔2019〕12号"}, "命名文号", "bad_number_format"),
    ({"命名文号": None}, "命名文号", "required"),
    ({"成员人数": "约50"}, "成员人数", "bad_number"),
    ({"成员人数": 12.5}, "成员人数", "bad_number"),
    ({"成员人数": -1}, "成员人数", "negative"),
    ({"成员人数": 10**9}, "成员人数", "out_of_range"),
    ({"场地面积（㎡）": "六十"}, "场地面积（㎡）", "bad_number"),
    ({"近三年经费投入（万元）": "=SUM(A1:A3)"}, "近三年经费投入（万元）", "formula"),
    ({"其中专利数": 21}, "其中专利数", "mismatch"),
    ({"年经济效益（万元）": "-0.5"}, "年经济效益（万元）", "negative"),
    ({"联系电话": "1380013800"}, "联系电话", "bad_phone"),
    ({"职称或技能等级": "高" * 41}, "职称或技能等级", "too_long"),
]


@pytest.mark.parametrize(("change", "column", "code"), CASES, ids=lambda value: str(value)[:30])
def test_a_fault_is_named_at_its_cell(register: Register, change: dict[str, object], column: str, code: str):
    reading = read(register, book(change, {"工作室名称": "时青禾劳模创新工作室", "领衔人": "时青禾"}))
    assert faults(reading) == [(column, code)]
    assert reading.faults[0].cell == f"{chr(ord('A') + HEADERS.index(column))}2"
    assert [row.name for row in reading.good] == ["时青禾劳模创新工作室"]


GOOD_WAYS = [
    ({"推荐单位": "机械冶金建材工会"}, "recommender"),
    ({"推荐单位": "市机械冶金建材工会"}, "recommender"),
    ({"所在单位": "澜北钢铁有限公司工会委员会"}, "unit"),
    ({"所在单位": "澜北 钢铁 有限公司"}, "unit"),
    ({"领衔人最高荣誉": "省级劳模"}, "leads"),
    ({"命名级别": "地市级"}, "naming"),
    ({"命名时间": "二〇一九年五月"}, "naming"),
    ({"命名文号": "东澜工[２０１９]12号"}, "naming"),
    ({"成员人数": "12人"}, "figures"),
    ({"年经济效益（万元）": "579000元"}, "figures"),
    ({"年经济效益（万元）": "57.9万元"}, "figures"),
    ({"联系电话": "+86 138-0013-8000"}, "leads"),
    ({"联系电话": 13800138000}, "leads"),
    ({"性别": "男性"}, "leads"),
    ({"领衔人": "严 守 拙"}, "leads"),
]


@pytest.mark.parametrize(("change", "part"), GOOD_WAYS, ids=lambda value: str(value)[:30])
def test_other_ways_of_writing_mean_the_same(register: Register, change: dict[str, object], part: str):
    plain, other = read(register, book({})), read(register, book(change))
    assert faults(other) == []
    assert getattr(other.good[0], part) == getattr(plain.good[0], part)


@pytest.mark.parametrize(("written", "looks"), [(100_000, 1), ("100000元", 0), ("10亿", 0), (99_999, 0)])
def test_a_great_sum_that_names_no_unit_is_looked_at(register: Register, written: object, looks: int):
    (row,) = read(register, book({"年经济效益（万元）": written})).good
    assert [warning.message for warning in row.warnings] == ["按100,000万元读取，核对单位。"] * looks


def test_all_faults_of_a_row_are_found_at_once(register: Register):
    change = {"推荐单位": "冶金", "行业": "电力", "命名时间": "2019.13", "其中专利数": 99, "联系电话": "138"}
    assert {code for _column, code in faults(read(register, book(change)))} == {
        "unknown_union",
        "unknown_industry",
        "bad_date",
        "mismatch",
        "bad_phone",
    }


def test_headers_are_found_by_alias_below_titles_and_notes(register: Register):
    aliases = {
        "所在单位": "单位名称",
        "推荐单位": "推荐工会",
        "领衔人": "领衔人姓名",
        "命名文号": "文 号",
        "成员人数": "团队人数（人）",
    }
    headers = [aliases.get(header, header) for header in HEADERS]
    content = book(
        {aliases.get(header, header): value for header, value in GOOD.items()},
        headers=headers,
        above=[["某市台账"], [], ["填报单位：某单位"]],
        below=[
            [],
            ["合计", None, None, None, None, None, None, None, None, None, None, None, None, None, 12],
            ["注：以上为市级。"],
        ],
    )
    reading = read(register, content)
    assert (reading.rows, faults(reading), reading.good[0].row) == (1, [], 5)


def test_a_total_row_with_formulas_is_no_studio(register: Register):
    below = [["合计", *[None] * 13, "=SUM(O2:O2)", "=SUM(P2:P2)", "=SUM(Q2:Q2)", "=SUM(R2:R2)"]]
    assert read(register, book({}, below=below)).rows == 1


def test_money_without_a_unit_in_the_header_is_ten_thousands_and_yuan_are_yuan(register: Register):
    old = "年经济效益（万元）"
    for header, yuan in (("年经济效益", 579000), ("年经济效益（元）", 58)):
        headers = [header if name == old else name for name in HEADERS]
        reading = read(register, book({header: 57.9}, headers=headers))
        assert int(reading.good[0].figures.benefit.to_integral_value()) == yuan


def test_a_missing_column_is_named_once_and_nothing_is_accepted(register: Register):
    headers = [name for name in HEADERS if name != "领衔人"]
    reading = read(register, book({}, {"工作室名称": "乙创新工作室"}, headers=headers))
    assert faults(reading) == [("领衔人", "required")]
    assert reading.good == []


def test_what_the_register_knows_of_a_unit_may_be_missing(register: Register):
    headers = [name for name in HEADERS if name not in ("推荐单位", "行业")]
    reading = read(register, book({}, {"工作室名称": "时青禾劳模创新工作室", "领衔人": "时青禾"}, headers=headers))
    whole = read(register, book({}))
    assert faults(reading) == []
    assert reading.good[0].recommender == whole.good[0].recommender
    assert reading.good[0].industry == whole.good[0].industry
    assert [[warning.column for warning in row.warnings] for row in reading.good] == [["推荐单位", "行业"], []]


def test_merged_cells_inside_the_rows_count_for_each(register: Register):
    def shape(sheet: Worksheet) -> None:
        sheet.merge_cells("D2:D3")

    second = {"工作室名称": "时青禾劳模创新工作室", "领衔人": "时青禾", "推荐单位": None}
    reading = read(register, book({}, second, shape=shape))
    assert faults(reading) == []
    assert {row.recommender for row in reading.good} == {reading.good[0].recommender}


def test_the_same_studio_twice_blames_the_later_row(register: Register):
    reading = read(register, book({}, {"序号": 2}))
    assert [(fault.row, fault.code) for fault in reading.faults] == [(3, "duplicate")]
    assert [row.row for row in reading.good] == [2]


def test_a_name_that_two_units_share_is_asked_about(city: Union, db):
    twin = city.children.model.objects.get(employer="东澜剧院")
    twin.employer = "澜北钢铁有限公司"
    twin.save()
    change = {"推荐单位": "东澜市总工会"}
    reading = read(load_register(city), book(change))
    assert faults(reading) == [("所在单位", "unknown_employer")]
    assert len(reading.faults[0].candidates) == 2
    assert faults(read(load_register(city), book({}))) == []


@pytest.mark.parametrize(
    "nasty",
    [
        "\u202e严守拙",
        "严\u200b守拙",
        "a" * 30_000,
        "𠮷" * 30,
        "_xD800_甲",
        "&#60;script&#62;",
        "'; DROP TABLE x;--",
        "_x0000_",
    ],
)
@pytest.mark.parametrize(
    "column", ["工作室名称", "所在单位", "领衔人", "命名时间", "命名文号", "成员人数", "联系电话", "序号"]
)
def test_nasty_text_ends_in_a_fault_or_is_cleaned(register: Register, column: str, nasty: str):
    reading = read(register, book({column: nasty}))
    assert reading.rows == 1
    for fault in reading.faults:
        str(fault.as_error()).encode()
    for row in reading.good:
        row.name.encode()


def test_a_workbook_without_a_ledger_is_refused(register: Register):
    with pytest.raises(Refusal):
        read(register, book(headers=["甲", "乙", "丙"]))
