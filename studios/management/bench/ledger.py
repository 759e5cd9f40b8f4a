"""Times the check of a large ledger against the time openpyxl alone needs to read the same file."""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook, load_workbook

from studios.imports.ledger.reading import read_ledger
from studios.imports.sheets import read_workbook
from studios.models import Honour
from studios.queries.ledger_plan import plan_import
from studios.queries.ledger_register import load_register
from unions.models import Industry, Union

GOAL = 2.0
FAULT_EVERY = 7
HEADERS = (
    "序号 工作室名称 所在单位 推荐单位 行业 领衔人 性别 出生年月 领衔人最高荣誉 荣誉授予时间 职称或技能等级 命名级别 命名时间 "
    "命名文号 成员人数 场地面积（㎡） 近三年经费投入（万元） 创新成果数 其中专利数 年经济效益（万元） 带徒人数 联系电话"
).split()
# Each fault stands in another column and is found in another way; the last one is a name that nobody has.
FAULTS = (
    (3, "东澜市冶金工会"),
    (12, "2019.13"),
    (5, ""),
    (15, "约50"),
    (21, "1380013800"),
    (12, "2019.1"),
    (4, "电力"),
    (2, "某某有限公司"),
)
SURNAMES, GIVEN = "廉伍陆严时雷范柳华滕沈郎昌罗", "见微砚青云开守拙禾知秋长风晓川致远映月若水"


@dataclass(frozen=True, slots=True)
class Timing:
    """Medians in seconds, the most memory of the children in megabytes, and what was found."""

    rows: int
    faults: int
    alone: float
    check: float
    megabytes: float

    @property
    def ratio(self) -> float:
        """How many times as long as openpyxl alone."""
        return self.check / self.alone


def time_ledger(union: Union, rows: int, runs: int) -> Timing:
    """Make a ledger of `rows` rows with a fault in each seventh, read it both ways by turns, and compare medians."""
    content = ledger(union, rows)
    faults = read_fully(content, union)
    turns = [(_seconds(lambda: read_alone(content)), _seconds(lambda: read_fully(content, union))) for _ in range(runs)]
    alone, check = (statistics.median(side) for side in zip(*turns, strict=True))
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Timing(rows, faults, alone, check, megabytes)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_alone(content: bytes) -> int:
    """Let openpyxl read every cell in its fastest way."""
    book = load_workbook(BytesIO(content), read_only=True)
    return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for _cell in row)


def read_fully(content: bytes, union: Union) -> int:
    """Read, check every cell, compare with the register; return how many faults there are."""
    reading = read_ledger(read_workbook(content), load_register(union))
    return len(reading.faults) + len(plan_import(reading.good).faults)


def ledger(union: Union, rows: int) -> bytes:
    """A ledger of units below `union`."""
    units = list(
        Union.objects.at_or_below(union).active().filter(kind="grassroots").select_related("parent", "industry")
    )
    honours = list(Honour.objects.values_list("name", flat=True)) or ["省劳动模范"]
    industry = Industry.objects.exclude(code__regex="[A-Z]").values_list("name", flat=True).first() or ""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(["劳模创新工作室台账"])
    sheet.append(list(HEADERS))
    for number in range(1, rows + 1):
        row = _row(number, units[number % len(units)], industry, honours)
        if number % FAULT_EVERY == 0:
            place, written = FAULTS[number // FAULT_EVERY % len(FAULTS)]
            row[place] = written
        sheet.append(row)
    sheet.append(["合计", *[None] * 13, rows])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _row(number: int, unit: Union, industry: str, honours: list[str]) -> list[object]:
    lead = SURNAMES[number % len(SURNAMES)] + GIVEN[number % len(GIVEN)] + GIVEN[number // len(GIVEN) % len(GIVEN)]
    return [
        number,
        f"{lead}{number}劳模创新工作室",
        unit.employer or unit.name,
        unit.parent.name if unit.parent else unit.name,
        unit.industry.name if unit.industry else industry,
        lead,
        "男" if number % 3 else "女",
        f"19{60 + number % 35}年{number % 12 + 1}月",
        honours[number % len(honours)],
        f"{2000 + number % 20}年",
        "高级技师",
        "市级",
        f"{2008 + number % 16}.{number % 8 + 2}",
        f"东澜工〔{2008 + number % 16}〕{number % 90 + 1}号",
        number % 40 + 3,
        number % 300 + 10.5,
        number % 500 / 10,
        number % 60 + 20,
        number % 20,
        number % 9000 / 10,
        number % 30,
        f"138{number:08d}",
    ]
