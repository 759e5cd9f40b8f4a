"""The columns of a ledger: what each is called, what it holds, and how a header is recognised."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a ledger may have; `headers` are compared without spaces and brackets."""

    key: str
    headers: tuple[str, ...]
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A column found in a sheet: where, its header as written, and the unit that the header names."""

    column: Column
    index: int
    header: str
    unit: str = ""


def _column(key: str, headers: str, *, is_required: bool = False) -> Column:
    return Column(key, tuple(headers.split()), is_required)


COLUMNS = (
    _column("serial", "序号 编号 No no 顺序号"),
    _column(
        "name",
        "工作室名称 创新工作室名称 劳模创新工作室名称 名称 创新工作室 劳模创新工作室 工作室 工作室全称",
        is_required=True,
    ),
    _column(
        "employer",
        "所在单位 单位 单位名称 所属单位 工作单位 所在企业 企业名称 申报单位 所在单位名称 创建单位",
        is_required=True,
    ),
    _column(
        "recommender",
        "推荐单位 推荐工会 主管工会 上级工会 所属工会 推荐单位名称 报送单位 所属区县产业工会 所属区县产业",
        is_required=True,
    ),
    _column("industry", "行业 所属行业 行业类别 行业名称 行业门类 国民经济行业", is_required=True),
    _column("kind", "工作室类型 工作室类别 类型 工作室性质"),
    _column(
        "lead",
        "领衔人 领衔人姓名 领衔劳模 劳模姓名 带头人 负责人 工作室负责人 领办人 牵头人 领军人 领军人物 领衔人员",
        is_required=True,
    ),
    _column("sex", "性别 领衔人性别"),
    _column("born", "出生年月 出生日期 出生时间 生日 出生年月日 领衔人出生年月"),
    _column(
        "honour",
        "领衔人最高荣誉 最高荣誉 荣誉称号 劳模称号 劳模荣誉 领衔人荣誉 荣誉 获得荣誉 劳模级别 领衔人最高荣誉称号",
    ),
    _column(
        "honoured",
        "荣誉授予时间 授予时间 获得时间 荣誉获得时间 荣誉时间 授予年份 荣誉授予年份 获得荣誉时间 授予年度 获评时间",
    ),
    _column(
        "title",
        "职称或技能等级 职称 技能等级 技术职称 职称技能等级 职称/技能等级 专业技术职称 职称或技术等级",
    ),
    _column("level", "命名级别 级别 工作室级别 认定级别 命名层级 工作室等级"),
    _column("named", "命名时间 命名年月 命名日期 认定时间 认定日期 命名年份 授牌时间 批准时间 认定年月"),
    _column("document", "命名文号 文号 认定文号 命名文件 命名文件号 文件号 命名决定文号 发文字号"),
    _column("members", "成员人数 团队人数 人数 成员数 团队成员数 工作室人数 成员数量 团队规模"),
    _column("area", "场地面积 面积 工作室面积 活动场地面积 固定场地面积 建筑面积"),
    _column(
        "funds",
        "近三年经费投入 经费投入 三年经费投入 近三年投入经费 经费 投入经费 近三年经费 三年经费",
    ),
    _column("results", "创新成果数 成果数 成果数量 创新成果 创新成果数量 成果 创新成果总数"),
    _column("patents", "其中专利数 专利数 专利 专利数量 其中专利 授权专利数 专利授权数"),
    _column("benefit", "年经济效益 经济效益 年创经济效益 创造经济效益 年均经济效益 年效益 创效"),
    _column("apprentices", "带徒人数 带徒数 徒弟人数 培养徒弟数 带徒 徒弟数 传帮带人数"),
    _column("mobile", "联系电话 电话 手机 联系方式 手机号 手机号码 联系人电话 领衔人电话 移动电话"),
)

BY_HEADER = {header.casefold(): column for column in COLUMNS for header in column.headers}
BY_KEY = {column.key: column for column in COLUMNS}
IDENTITY = ("name", "employer", "lead")
REQUIRED = tuple(column.key for column in COLUMNS if column.is_required)

BRACKETED = re.compile(r"[(\[【〔](.*?)[)\]】〕]")
NOISE = re.compile(r"[\s*:：、,，/\\_\-]+")
UNITS = ("亿元", "万元", "千元", "元", "平方米", "人", "项", "件", "个")


@lru_cache(maxsize=1024)
def recognise(header: str) -> tuple[Column, str] | None:
    """Return the column that a header names and the unit it gives, or None."""
    folded = unicodedata.normalize("NFKC", header.replace("㎡", "平方米")).casefold()
    outside = NOISE.sub("", BRACKETED.sub("", folded))
    inside = "".join(BRACKETED.findall(folded))
    unit = next((unit for unit in UNITS if unit in inside), "") or next(
        (unit for unit in UNITS[:4] if outside.endswith(unit) and outside not in BY_HEADER), ""
    )
    column = BY_HEADER.get(outside) or BY_HEADER.get(NOISE.sub("", folded)) or BY_HEADER.get(outside.removesuffix(unit))
    return (column, unit) if column else None
