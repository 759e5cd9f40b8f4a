"""Reads a whole ledger: every table, every row, every fault, and the doubles among the good."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studios.imports.ledger.columns import BY_KEY, REQUIRED
from studios.imports.ledger.layout import Skipped, Table, find_tables
from studios.imports.ledger.rows import Found, RowReader
from studios.imports.sheets import Sheet
from studios.queries.ledger_register import Register
from studios.values.ledger import Fault, LedgerRow
from studios.values.wording import comparable
from unions import clock
from unions.errors import Refusal


@dataclass(slots=True)
class Reading:
    """What a ledger says: how many rows, the good ones, every fault, and what was passed over."""

    rows: int = 0
    good: list[LedgerRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)


def read_ledger(sheets: list[Sheet], register: Register) -> Reading:
    """Read every sheet that holds a ledger; refuse a workbook that holds none."""
    if not register.kinds:
        raise Refusal(_("The dictionary of studio kinds is empty. It has to be filled first."))
    tables = find_tables(sheets)
    if not tables:
        raise Refusal(_("No ledger was found: a row with the headers 工作室名称, 所在单位 and 领衔人 is needed."))
    reading = Reading(sheets=[table.sheet for table in tables])
    seen: dict[tuple[str, str, str], tuple[str, int]] = {}
    for table in tables:
        reading.skipped.extend(table.skipped)
        missing = list(_missing_columns(table))
        reading.faults.extend(missing)
        for row, found in _rows(table, register):
            reading.rows += 1
            _check_double(found, row, seen)
            reading.faults.extend(found.faults)
            if row and not found.faults and not missing:
                reading.good.append(row)
    return reading


def _rows(table: Table, register: Register) -> Iterator[tuple[LedgerRow | None, Found]]:
    reader = RowReader(table, register, clock.today())
    for number, cells in table.rows:
        yield reader.read(number, cells)


def _missing_columns(table: Table) -> Iterator[Fault]:
    """Name a needed column that the sheet lacks once, at its header row."""
    for key in REQUIRED:
        if key not in table.columns:
            label = BY_KEY[key].headers[0]
            yield Fault(
                sheet=table.sheet,
                row=table.header_row,
                cell=f"A{table.header_row}",
                column=label,
                value="",
                code="required",
                message=_("The sheet has no column %(column)s.") % {"column": label},
                candidates=BY_KEY[key].headers,
            )


def _check_double(found: Found, row: LedgerRow | None, seen: dict[tuple[str, str, str], tuple[str, int]]) -> None:
    """The same studio at the same unit and level twice: the later row is the fault."""
    parts = [found.cells.get(key) for key in ("employer", "name", "level")]
    if parts[0] is None or parts[1] is None:
        return
    key = tuple(comparable(str(cell.value)) if cell else "" for cell in parts)
    first = seen.setdefault(key, (found.table.sheet, found.row))
    if first != (found.table.sheet, found.row):
        message = _("The same studio of the same unit stands in row %(row)d of sheet %(sheet)s already.")
        found.fault("name", "duplicate", message % {"row": first[1], "sheet": first[0]})
