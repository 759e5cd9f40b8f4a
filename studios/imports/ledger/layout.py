"""Finds in a workbook what is ledger: the header row of each sheet, and which rows below it are studios."""

import re
from dataclasses import dataclass, field

from studios.imports.ledger.columns import IDENTITY, Placed, recognise
from studios.imports.sheets import Cell, Row, Sheet
from studios.values.wording import cleaned

HEADER_WITHIN = 40
FEWEST_HEADERS = 3
FEWEST_FILLED = 3
TOTAL = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总\s*数|total)", re.IGNORECASE)
FOOTER = re.compile(
    r"(填\s*表|制\s*表|审\s*核|审\s*批|复\s*核|负责人签|单位负责|经办|联系人|填\s*报|报送|备\s*注|说\s*明|注\s*[：:1１、]|"
    r"\*|※|附\s*[：:件注]|第.{1,4}页)"
)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that was passed over, so that nobody wonders where it went."""

    sheet: str
    row: int
    text: str


@dataclass(slots=True)
class Table:
    """The ledger part of one sheet."""

    sheet: str
    header_row: int
    columns: dict[str, Placed]
    rows: list[tuple[int, dict[str, Cell]]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    is_hidden: bool = False


def find_tables(sheets: list[Sheet]) -> list[Table]:
    """Return the ledger of every sheet that has one."""
    return [table for sheet in sheets if (table := _table(sheet))]


def _table(sheet: Sheet) -> Table | None:
    for position, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns = _header(row)
        if columns:
            table = Table(sheet.name, row.number, columns, is_hidden=sheet.is_hidden)
            _sort_rows(table, sheet.rows[position + 1 :])
            return table
    return None


def _header(row: Row) -> dict[str, Placed]:
    """Return the columns of a row when it is a header, else nothing; a repeated header counts once."""
    placed: dict[str, Placed] = {}
    for cell in row.cells:
        if cell.kind == "text" and len(cell.value) < 60 and (found := recognise(cell.value)):
            column, unit = found
            placed.setdefault(column.key, Placed(column, cell.column, cleaned(cell.value), unit))
    names = sum(key in placed for key in IDENTITY)
    return placed if len(placed) >= FEWEST_HEADERS and names >= FEWEST_HEADERS - 1 else {}


def _sort_rows(table: Table, rows: list[Row]) -> None:
    keys = {placed.index: key for key, placed in table.columns.items()}
    for row in rows:
        cells = {key: cell for cell in row.cells if (key := keys.get(cell.column)) and not _is_blank(cell)}
        if _is_studio(cells, row):
            table.rows.append((row.number, cells))
        elif text := _first_text(row):
            table.skipped.append(Skipped(table.sheet, row.number, text))


def _is_blank(cell: Cell) -> bool:
    return cell.kind == "text" and not cell.value.strip()


def _first_text(row: Row) -> str:
    return next((cleaned(str(cell.value))[:60] for cell in row.cells if not _is_blank(cell)), "")


def _is_studio(cells: dict[str, Cell], row: Row) -> bool:
    """Tell a studio from a blank, total, footer, note or repeated header row."""
    filled = len(cells) - ("serial" in cells)
    if filled == 0:
        return False
    first = _first_text(row)
    if TOTAL.match(first):
        return False
    named = sum(key in cells for key in IDENTITY)
    if filled < FEWEST_FILLED and FOOTER.match(first):
        return False
    if filled == 1 and len(row.cells) == 1:
        return False
    return (named > 0 or filled >= FEWEST_FILLED) and not _repeats_header(cells, row)


def _repeats_header(cells: dict[str, Cell], row: Row) -> bool:
    name = cells.get("name")
    return name is not None and name.kind == "text" and recognise(name.value) is not None and bool(_header(row))
