"""Ledgers as other unions keep them: each messy in its own way, each with what has to come of it."""

from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.sheets import read_workbook
from studios.queries.ledger_register import Register
from tests.studios.imports.books import saved


def read(register: Register, content: bytes) -> Reading:
    return read_ledger(read_workbook(content), register)


def faults(reading: Reading) -> list[tuple[str, str, str]]:
    return [(fault.sheet, fault.cell, fault.code) for fault in reading.faults]


def filled(sheet: Worksheet, *rows: list[object]) -> None:
    for row in rows:
        sheet.append(row)


def grouped() -> bytes:
    """Headers in two rows under merged groups, two sheets, a section heading between the rows, signatures below."""
    made = Workbook()
    for sheet, level in ((made.active, "市级"), (made.create_sheet("区县级"), "")):
        filled(
            sheet,
            [f"二〇二五年度劳模创新工作室一览表{level}"],
            ["编制：劳动和经济工作部", None, None, None, "单位：万元、人"],
            [
                "项次",
                "劳模创新工作室",
                "创建单位",
                "归口工会",
                "领衔人",
                None,
                None,
                None,
                "命名情况",
                None,
                "规模",
                None,
            ],
            [
                None,
                None,
                None,
                None,
                "姓名",
                "性别",
                "出生年月",
                "荣誉称号",
                "命名年月",
                "文件号",
                "团队人数",
                "工作室面积",
            ],
        )
        for area in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:H3", "I3:J3", "K3:L3", "A1:L1"):
            sheet.merge_cells(area)
    first = made.active
    first.title = "市级"
    filled(
        first,
        ["一", "市级（钢铁行业）"],
        [1, "严守拙劳模创新工作室", "澜北钢铁", "市机械冶金建材", "严　守拙", "男", "1975.3", "省劳模",
         "二〇一九年五月", "东澜工[2019]12号", "12人", "６０平方米"],
        [2, "时青禾劳模创新工作室", "澜北钢铁有限公司", "机械冶金建材系统", "时青禾", "女", 27454, "2015年省劳动模范",
         43586, "东澜工〔2019〕12号", "１３", "80㎡"],
        ["小计", None, None, None, None, None, None, None, None, None, "=SUM(K6:K7)", 140],
    )  # fmt: skip
    second = made["区县级"]
    filled(
        second,
        [1, "雷见微创新工作室", "澜北钢铁有限公司", "机械冶金建材工会", "柳长风和范知秋", "男、女", "1970.3、1975.8",
         "省劳动模范、市劳动模范", "2019年", "机冶建工〔2019〕3号", 9, "约50"],
        ["合  计", 1],
        ["填表人：甲", None, None, None, "审核人：乙", None, None, None, "日期：2026.11.2"],
    )  # fmt: skip
    return saved(made)


def test_two_header_rows_sections_and_levels_from_the_sheets(register: Register):
    reading = read(register, grouped())
    assert (reading.rows, faults(reading)) == (3, [("区县级", "I5", "bad_date"), ("区县级", "L5", "bad_number")])
    one, two = reading.good
    assert (one.name, one.leads[0].name, one.leads[0].born_on) == ("严守拙劳模创新工作室", "严守拙", date(1975, 3, 1))
    assert (one.naming.level, one.naming.decided_on, one.naming.number) == (
        "city",
        date(2019, 5, 1),
        "东澜工〔2019〕12号",
    )
    assert (one.figures.members, one.figures.area, two.figures.members) == (12, Decimal("60.00"), 13)
    assert (two.leads[0].born_on, two.naming.decided_on) == (date(1975, 3, 1), date(2019, 5, 1))
    assert one.unit == two.unit
    assert one.recommender == two.recommender


def test_two_leads_get_their_own_facts(register: Register):
    made = Workbook()
    filled(
        made.active,
        ["工作室", "单位", "推荐工会", "行业", "带头人", "性别", "出生年月", "劳模称号", "授予年份"],
        ["雷见微创新工作室", "澜北钢铁有限公司", "机械冶金建材工会", "C31黑色金属冶炼及压延加工业", "柳长风\n范知秋",
         "男\n女", "1970.3\n1975.8", "省劳模、市劳模", "2015、2018"],
    )  # fmt: skip
    reading = read(register, saved(made))
    assert faults(reading) == []
    one, other = reading.good[0].leads
    assert (one.name, one.sex, one.born_on, one.honour_year) == ("柳长风", "male", date(1970, 3, 1), 2015)
    assert (other.name, other.sex, other.born_on, other.honour_year) == ("范知秋", "female", date(1975, 8, 1), 2018)
    assert one.honour != other.honour


LED_BY = ["工作室", "单位", "推荐工会", "行业", "带头人", "性别", "出生年月", "劳模称号", "授予年份", "成员人数"]
OURS = ["澜北钢铁有限公司", "机械冶金建材工会", "黑色金属冶炼压延加工业"]


def test_rows_below_a_studios_merged_name_are_its_further_leads(register: Register):
    made = Workbook()
    filled(
        made.active,
        LED_BY,
        ["雷见微创新工作室", *OURS, "柳长风", "男", "1970.3", "省劳模", 2015, 12],
        [None, None, None, None, "范知秋", "女", "1975.18", "市劳模", "2018", None],
        ["时青禾创新工作室", *OURS, "时青禾", "女", "1975.3", "省劳模", 2015, 8],
    )
    for column in "ABCDJ":
        made.active.merge_cells(f"{column}2:{column}3")
    assert faults(read(register, saved(made))) == [("Sheet", "G3", "bad_date")]
    made.active["G3"] = "1975.8"
    made.active.row_dimensions[3].hidden = True
    reading = read(register, saved(made))
    assert (reading.rows, faults(reading)) == (2, [])
    assert [row.figures.members for row in reading.good] == [12, 8]
    one, other = reading.good[0].leads
    assert (one.name, one.born_on, one.honour_year) == ("柳长风", date(1970, 3, 1), 2015)
    assert (other.name, other.sex, other.born_on, other.honour_year) == ("范知秋", "female", date(1975, 8, 1), 2018)
    assert [(w.cell, w.code) for w in reading.good[0].warnings if w.row == 3] == [
        ("E3", "hidden"),
        ("E3", "normalised"),
    ]


def test_a_row_that_names_a_lead_alone_belongs_to_the_studio_above(register: Register):
    made = Workbook()
    filled(
        made.active,
        LED_BY,
        ["雷见微创新工作室", *OURS, "柳长风", "男", "1970.3", "省劳模", 2015, 12],
        [None, None, None, None, "范知秋", "女"],
        [None, None, None, None, "严守拙"],
        ["时青禾创新工作室", *OURS, "时青禾"],
        [],
        [None, None, None, None, "柳长风", "男"],
        [None, *OURS, "范知秋"],
    )
    reading = read(register, saved(made))
    assert [len(row.leads) for row in reading.good] == [1]
    assert faults(reading) == [
        ("Sheet", "E4", "out_of_range"),  # a third lead
        ("Sheet", "A7", "required"),  # below a blank row it belongs to nobody
        ("Sheet", "B7", "required"),
        ("Sheet", "C7", "required"),
        ("Sheet", "D7", "required"),
        ("Sheet", "A8", "required"),  # a unit besides: a studio whose name was forgotten
    ]


def test_two_namings_below_one_merged_name_stay_two_rows(register: Register):
    made = Workbook()
    filled(
        made.active,
        ["工作室", "单位", "推荐工会", "行业", "带头人", "级别", "命名时间", "文号"],
        ["时青禾创新工作室", *OURS, "时青禾", "市级", "2019.5", "东澜工〔2019〕12号"],
        [None, None, None, None, None, "省级", "2021.6", "浙工〔2021〕3号"],
    )
    for column in "ABCDE":
        made.active.merge_cells(f"{column}2:{column}3")
    reading = read(register, saved(made))
    assert faults(reading) == []
    assert [row.naming.level for row in reading.good] == ["city", "province"]


def test_rows_of_units_and_of_column_numbers_below_the_header_are_no_entries(register: Register):
    made = Workbook()
    filled(
        made.active,
        ["序号", "工作室", "单位", "推荐工会", "行业", "带头人", "出生", "投入经费", "年创效", "级别", "命名时间", "文号", "成员人数"],
        [None, None, None, None, None, None, "（年月）", "（元）", "（亿元）", None, "（年月）", None, "（人）"],
        ["甲", "乙", "丙", "丁", 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, "严守拙工作室", *OURS, "严守拙*", "1975年3月生", 165000, 0.5, "市级（示范）", "2019年5月命名",
         "东澜工〔2019〕12号", "共9人"],
    )  # fmt: skip
    reading = read(register, saved(made))
    assert (reading.rows, faults(reading), [row.row for row in reading.skipped]) == (1, [], [3])
    (row,) = reading.good
    assert (row.leads[0].name, row.leads[0].born_on) == ("严守拙", date(1975, 3, 1))
    assert (row.figures.funds, row.figures.benefit, row.figures.members) == (165_000, 50_000_000, 9)
    assert (row.naming.level, row.naming.decided_on) == ("city", date(2019, 5, 1))


def yuan_and_strange_headers() -> bytes:
    """Amounts in yuan and thousands, headers nobody uses, columns in another order, a photo column, hidden rows."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Sheet1"
    filled(
        sheet,
        ["手机号码", "照片", "法人名称", "领衔劳模姓名及职务", "创新工作室名称（全称）", "认定文号", "何时认定", "认定级别",
         "近三年经费投入（元）", "年经济效益（亿元）", "归属"],
        ["138-0013-8000", None, "澜北钢铁有限公司", "严守拙", "严守拙劳模创新工作室", "东澜工（2019）12号",
         date(2019, 5, 3), "市级示范", "165,000", 0.5, "东澜市机械冶金建材工会"],
        [13800138001, None, "澜北钢铁有限公司", "时青禾", "时青禾劳模创新工作室", "东澜工〔2019〕12号", "2019/5/3", "市",
         "￥165000元", "5000万", "市机械冶金建材工会"],
        [None, None, "临港石化有限公司", "廉见微", "廉见微劳模创新工作室", "东澜工〔2025〕28号", "2025-09", "地市级",
         "/", "—", "能源化学工会"],
    )  # fmt: skip
    sheet.row_dimensions[3].hidden = True
    return saved(made)


def test_columns_are_found_by_what_stands_below_them(register: Register):
    reading = read(register, yuan_and_strange_headers())
    assert (reading.rows, faults(reading)) == (3, [])
    guessed = {placed.column.key: placed.header for placed in reading.tables[0].guessed}
    assert guessed == {
        "employer": "法人名称",
        "lead": "领衔劳模姓名及职务",
        "named": "何时认定",
        "recommender": "归属",
    }
    one, two, three = reading.good
    assert (one.figures.funds, two.figures.funds, three.figures.funds) == (165_000, 165_000, None)
    assert (one.figures.benefit, two.figures.benefit) == (50_000_000, 50_000_000)
    assert [row.naming.decided_on for row in reading.good] == [date(2019, 5, 3), date(2019, 5, 3), date(2025, 9, 1)]
    assert "hidden" in {warning.code for warning in two.warnings}


def below_each_other() -> bytes:
    """Two tables of different columns in one sheet, a page's header repeated, employers in merged cells."""
    made = Workbook()
    sheet = made.active
    sheet.title = "汇总"
    filled(
        sheet,
        ["附件1"],
        [None, "东澜市劳模创新工作室名单"],
        ["序号", "工作室名称", "所在单位", "推荐单位", "行业", "领衔人", "级别", "命名时间", "文号"],
        [1, "严守拙劳模创新工作室", "澜北钢铁有限公司", "东澜市机械冶金建材工会", "31", "严守拙", "市级", "2019.05", "东澜工〔2019〕12号"],
        [2, "时青禾劳模创新工作室", None, None, None, "时青禾", "市级", "2019.12", "东澜工〔2019〕12号"],
        ["序号", "工作室名称", "所在单位", "推荐单位", "行业", "领衔人", "级别", "命名时间", "文号"],
        [3, "陆云开创新工作室", None, None, None, "陆云开", "市级", 2019.1, "东澜工〔2019〕12号"],
        ["总计", "3个"],
        [],
        ["", "职工创新工作室"],
        ["编号", "领衔人", "工作室名称", "单位名称", "推荐工会", "行业", "成员数"],
        [1, "廉见微", "廉见微职工创新工作室", "临港石化公司", "能源化学工会", "石油、煤炭及其他燃料加工业", "三十人"],
        [2, "伍砚青", "伍砚青职工创新工作室", "临港石化有限公司", "能源化学工会", "石油、煤炭和其他燃料加工业", "30"],
        ["注：成员数为在册人数。"],
    )  # fmt: skip
    for column in "CDE":
        sheet.merge_cells(f"{column}4:{column}5")
    sheet["C7"], sheet["D7"], sheet["E7"] = "澜北钢铁有限公司", "机械冶金建材工会", "31"
    return saved(made)


def test_two_tables_below_each_other(register: Register):
    reading = read(register, below_each_other())
    assert reading.rows == 5
    assert faults(reading) == [
        ("汇总", "H7", "ambiguous_date"),
        ("汇总", "D12", "unknown_employer"),
        ("汇总", "G12", "bad_number"),
    ]
    assert reading.faults[1].candidates[:1] == ("临港石化有限公司",)
    assert [row.name for row in reading.good] == [
        "严守拙劳模创新工作室",
        "时青禾劳模创新工作室",
        "伍砚青职工创新工作室",
    ]
    assert len({row.unit for row in reading.good[:2]}) == 1
    assert reading.good[1].naming.decided_on == date(2019, 12, 1)


def test_a_csv_of_a_gbk_office_is_the_same_ledger(register: Register):
    text = (
        "东澜市台账,,,,,,\r\n序号,工作室名称,所在单位,推荐单位,行业,领衔人,成员人数\r\n"
        '1,严守拙劳模创新工作室,澜北钢铁有限公司,机械冶金建材工会,31,"严守拙","1,200人"\r\n'
        "2,时青禾劳模创新工作室,澜北钢铁有限公司,冶金,31,时青禾,12\r\n合计,,,,,,1212\r\n"
    )
    for encoding in ("gbk", "utf-8-sig"):
        reading = read(register, text.encode(encoding))
        assert (reading.rows, faults(reading)) == (2, [("CSV", "D4", "unknown_union")])
        assert reading.good[0].figures.members == 1200


def test_the_better_name_of_a_column_wins_wherever_it_stands(register: Register):
    made = Workbook()
    filled(
        made.active,
        ["序号", "区县", "工作室名称", "负责人", "所在单位", "推荐单位", "行业", "领衔人"],
        [1, "明德区", "严守拙劳模创新工作室", "别人", "澜北钢铁有限公司", "机械冶金建材工会", "31", "严守拙"],
    )
    reading = read(register, saved(made))
    assert faults(reading) == []
    columns = reading.tables[0].columns
    assert (columns["recommender"].header, columns["lead"].header) == ("推荐单位", "领衔人")
