"""Makes small workbooks for tests."""

from collections.abc import Callable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADERS = (
    "序号 工作室名称 所在单位 推荐单位 行业 领衔人 性别 出生年月 领衔人最高荣誉 荣誉授予时间 职称或技能等级 命名级别 命名时间 "
    "命名文号 成员人数 场地面积（㎡） 近三年经费投入（万元） 创新成果数 其中专利数 年经济效益（万元） 带徒人数 联系电话"
).split()
GOOD = {
    "序号": 1,
    "工作室名称": "严守拙劳模创新工作室",
    "所在单位": "澜北钢铁有限公司",
    "推荐单位": "东澜市机械冶金建材工会",
    "行业": "黑色金属冶炼和压延加工业",
    "领衔人": "严守拙",
    "性别": "男",
    "出生年月": "1975年3月",
    "领衔人最高荣誉": "省劳动模范",
    "荣誉授予时间": "2015年",
    "职称或技能等级": "高级技师",
    "命名级别": "市级",
    "命名时间": "2019年5月",
    "命名文号": "东澜工〔2019〕12号",
    "成员人数": 12,
    "场地面积（㎡）": 60,
    "近三年经费投入（万元）": 16.5,
    "创新成果数": 20,
    "其中专利数": 4,
    "年经济效益（万元）": 57.9,
    "带徒人数": 6,
    "联系电话": "13800138000",
}


def book(
    *changes: dict[str, object],
    headers: Sequence[str] = HEADERS,
    above: Sequence[Sequence[object]] = (),
    below: Sequence[Sequence[object]] = (),
    shape: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """Return a workbook: rows above, the header, one good row per change with that change, rows below."""
    workbook = Workbook()
    sheet = workbook.active
    for row in (*above, headers):
        sheet.append(list(row))
    for change in changes:
        row = GOOD | change
        sheet.append([row.get(header) for header in headers])
    for row in below:
        sheet.append(list(row))
    if shape:
        shape(sheet)
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    """Return the workbook as the bytes of its file."""
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()
