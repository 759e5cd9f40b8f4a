"""Finds in a workbook what is ledger: the tables of each sheet, and which rows below a header are entries."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studios.imports.ledger.columns import Form, Placed
from studios.imports.ledger.entry_columns import ENTRIES
from studios.imports.ledger.headers import Header, HeaderFinder, Unknown, is_notes, texts_of
from studios.imports.ledger.studio_columns import LEAD_FACTS, STUDIOS
from studios.imports.sheets import Cell, Row, Sheet
from studios.values.ledger_words import LEVELS
from studios.values.wording import cleaned
from unions.errors import Refusal
from unions.models import Union

FORMS = (STUDIOS, *ENTRIES)
LEAD = {"lead", *LEAD_FACTS}
HEADER_WITHIN = 40
FEWEST_FILLED = 3
TOTAL = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|合\s*共|共\s*\d|total|sum\b)", re.IGNORECASE)
FOOTER = re.compile(
    r"(填\s*表|制\s*表|审\s*核|审\s*批|复\s*核|核\s*对|负责人签|单位负责|经办|联系人|填\s*报|报送|备\s*注|说\s*明|"
    r"注\s*[：:1１、]|\*|※|附\s*[：:件注]|第.{1,4}页|日\s*期|盖\s*章|分管领导|主管领导|单位[(（]盖章)"
)
STEMS = frozenset("甲乙丙丁戊己庚辛壬癸")
SECTION_NUMBER = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.]?$")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was passed over, so that nobody wonders where it went."""

    sheet: str
    row: int
    text: str


@dataclass(slots=True)
class Line:
    """One row of a table: its cells by the keys of their columns, and the level that a heading above it names.

    `others` are cells below headers that nobody knows, by the number of their column; `more` are rows below it that
    name further leads of the same studio.
    """

    number: int
    cells: dict[str, Cell]
    others: dict[int, Cell]
    is_hidden: bool = False
    level: str = ""
    more: list["Line"] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """One table of a sheet; a sheet may hold several below each other."""

    sheet: str
    header_row: int
    form: Form
    columns: dict[str, Placed]
    unknown: list[Unknown] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    is_hidden: bool = False

    @property
    def guessed(self) -> list[Placed]:
        """Columns whose header nobody knows for certain."""
        return [placed for placed in self.columns.values() if placed.is_guessed]


def find_tables(sheets: list[Sheet], answers: Mapping[str, str] | None = None) -> list[Table]:
    """Return every table of a workbook; `answers` say what headers meant that were asked about before."""
    finder = HeaderFinder(FORMS, answers or {})
    return [table for sheet in sheets for table in _Sorter(sheet, finder).tables()]


def require_ledger(tables: Sequence[Table], union: Union | None = None) -> None:
    """Refuse a workbook without a ledger, and a unit's ledger of studios: those are kept above units."""
    if not tables:
        raise Refusal(_("No row with the headers 工作室名称, 所在单位 and 领衔人 was found."))
    if union and union.is_grassroots and any(table.form is STUDIOS for table in tables):
        raise Refusal(_("A ledger is imported by a clerk of the federation or industrial union that keeps it."))


class _Sorter:
    """Goes through one sheet from above and sorts its rows."""

    def __init__(self, sheet: Sheet, finder: HeaderFinder) -> None:
        self.sheet = sheet
        self.finder = finder
        self.found: list[Table] = []
        self.titles = [sheet.name]
        self.level = ""
        self.keys: dict[int, str] = {}
        self.strange: frozenset[int] = frozenset()

    def tables(self) -> list[Table]:
        position = 0
        while position < len(self.sheet.rows):
            row = self.sheet.rows[position]
            header = self._header(position)
            if header:
                position += header.depth
                self._begin(row, header)
                continue
            position += 1
            if self.found:
                self._sort(self.found[-1], row)
            elif position > HEADER_WITHIN:
                break
            else:
                self.titles.append(_first_text(row))
        return self.found

    def _header(self, position: int) -> Header | None:
        rows = self.sheet.rows
        if self.found and not self.finder.may_begin(rows[position]):
            return None
        below = rows[position + 1] if position + 1 < len(rows) else None
        header = self.finder.find(rows[position], below, " ".join(self.titles[:5]))
        if header and (end := position + header.depth) < len(rows) and is_notes(rows[end]):
            header.take_notes(rows[end])
        return header

    def _begin(self, row: Row, header: Header) -> None:
        """Begin a table; the header of the same one, printed on each page, is passed over."""
        before = self.found[-1] if self.found else None
        if before and before.form is header.form and _places(before.columns) == _places(header.columns):
            before.skipped.append(Skipped(self.sheet.name, row.number, _first_text(row)))
            return
        self.level = self.level or _level_in(" ".join(self.titles))
        table = Table(self.sheet.name, row.number, header.form, header.columns, header.unknown)
        table.is_hidden = self.sheet.is_hidden
        self.keys = {placed.index: key for key, placed in table.columns.items()}
        self.strange = frozenset(unknown.index for unknown in table.unknown)
        self.found.append(table)

    def _sort(self, table: Table, row: Row) -> None:
        keys = self.keys
        cells = {key: cell for cell in row.cells if (key := keys.get(cell.column)) and not _is_blank(cell)}
        is_hidden = row.is_hidden or table.is_hidden
        if self._names_another_lead(table, cells, row.number):
            own = {key: cells[key] for key in self._own(cells)}
            table.rows[-1].more.append(Line(row.number, own, {}, is_hidden))
        elif _is_entry(table.form, cells, row):
            others = {cell.column: cell for cell in row.cells if cell.column in self.strange and not _is_blank(cell)}
            table.rows.append(Line(row.number, cells, others, is_hidden, self.level))
        elif text := _first_text(row):
            table.skipped.append(Skipped(table.sheet, row.number, text))
            self.level = _level_in(" ".join(texts_of(row).values())) or self.level

    def _own(self, cells: dict[str, Cell]) -> set[str]:
        """The columns in which the row itself says something, not a merged range that began above."""
        return {key for key, cell in cells.items() if (cell.row, cell.column) not in self.sheet.repeated}

    def _names_another_lead(self, table: Table, cells: dict[str, Cell], number: int) -> bool:
        """Whether the row says of a lead alone, below the studio's merged name or where nothing else stands."""
        if table.form is not STUDIOS or not table.rows or "lead" not in cells:
            return False
        own, last = self._own(cells), [table.rows[-1], *table.rows[-1].more][-1]
        if "lead" not in own or not own <= LEAD or last.number != number - 1:
            return False
        return "name" in cells or len(own) == len(cells)


def _places(columns: Mapping[str, Placed]) -> dict[str, int]:
    return {key: placed.index for key, placed in columns.items()}


def _level_in(text: str) -> str:
    """Return the one level that a title names: of “区县（产业）级” the whole, of two different ones neither."""
    folded = "".join(c for c in unicodedata.normalize("NFKC", text) if c not in "()（）、/ ")
    found = sorted((word for word in LEVELS if len(word) > 1 and word.endswith("级") and word in folded), key=len)
    whole = [word for word in found if not any(word != other and word in other for other in found)]
    return whole[0] if len({LEVELS[word] for word in whole}) == 1 else ""


def _is_blank(cell: Cell) -> bool:
    return cell.kind == "text" and not cell.value.strip()


def _first_text(row: Row) -> str:
    return next((cleaned(str(cell.value))[:60] for cell in row.cells if not _is_blank(cell)), "")


def _is_entry(form: Form, cells: dict[str, Cell], row: Row) -> bool:
    """Tell an entry from a blank, total, footer, note or heading row."""
    filled = len(cells) - ("serial" in cells)
    if filled == 0:
        return False
    if _numbers_columns(row):
        return False
    first = _first_text(row)
    if TOTAL.match(first) or _totals(cells):
        return False
    if FOOTER.match(first) and (filled < FEWEST_FILLED or ":" in first.replace("：", ":")):
        return False
    if filled == 1 and (len(row.cells) == 1 or SECTION_NUMBER.match(first)):
        return False
    return any(key in cells for key in form.identity) or filled >= FEWEST_FILLED


def _numbers_columns(row: Row) -> bool:
    """Whether the row numbers the columns, as statistical tables do: 甲 乙 1 2 3."""
    marks = [str(cell.value).strip("()（） ") for cell in row.cells]
    numbers = [mark for mark in marks if mark not in STEMS]
    return len(marks) >= FEWEST_FILLED and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _totals(cells: dict[str, Cell]) -> bool:
    """Whether a word for a total stands where the entry's name belongs."""
    named = (cells.get(key) for key in ("name", "studio", "employer"))
    texts = [cell.value for cell in named if cell and cell.kind == "text" and len(cell.value) < FEWEST_FILLED * 4]
    return any(TOTAL.match(text.strip()) for text in texts) and "lead" not in cells
