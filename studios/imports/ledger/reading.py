"""Reads a whole ledger: every table, every row, every fault, and the doubles among the good."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studios.imports.ledger.entry_rows import EntryReader
from studios.imports.ledger.guessing import settle
from studios.imports.ledger.layout import Skipped, Table, find_tables, require_ledger
from studios.imports.ledger.rows import Found, RowReader
from studios.imports.ledger.studio_columns import STUDIOS
from studios.imports.sheets import Sheet
from studios.queries.ledger_entries import EntryRegister, load_entry_register
from studios.queries.ledger_register import Register
from studios.values.ledger import Fault, LedgerRow
from studios.values.ledger_answers import NONE, Answers
from studios.values.ledger_entries import LedgerEntry
from studios.values.wording import comparable
from unions import clock
from unions.actions.job_results import Follow
from unions.errors import Refusal


@dataclass(slots=True)
class Reading:
    """What a ledger says: how many rows, the good ones, every fault, and what was passed over."""

    rows: int = 0
    good: list[LedgerRow] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def read_ledger(
    sheets: list[Sheet], register: Register, answers: Answers = NONE, *, follow: Follow | None = None
) -> Reading:
    """Read every sheet that holds a ledger; refuse a workbook that holds none. `follow` hears how many rows are read."""
    if not register.kinds:
        raise Refusal(_("The dictionary of studio kinds is empty. It has to be filled first."))
    tables = find_tables(sheets, answers.headers)
    require_ledger(tables)
    settle(tables, register)
    has_entries = any(table.form is not STUDIOS for table in tables)
    entries = load_entry_register(register.union.path) if has_entries else None
    reading = Reading(sheets=list(dict.fromkeys(table.sheet for table in tables)), tables=tables)
    seen: dict[tuple[object, ...], tuple[str, int]] = {}
    total = sum(len(table.rows) for table in tables)
    for table in tables:
        reading.skipped.extend(table.skipped)
        missing = list(_missing_columns(table))
        reading.faults.extend(missing)
        reader = _reader(table, register, answers, entries)
        for line in table.rows:
            row, found = reader.read(line)
            reading.rows += 1
            if follow is not None:
                follow(reading.rows, total)
            _check_double(found, row, seen)
            reading.faults.extend(found.faults)
            if isinstance(row, LedgerEntry) and not found.faults and not missing:
                reading.entries.append(row)
            elif row and not found.faults and not missing:
                reading.good.append(row)
    return reading


def _reader(
    table: Table, register: Register, answers: Answers, entries: EntryRegister | None
) -> RowReader | EntryReader:
    if entries is None or table.form is STUDIOS:
        return RowReader(table, register, clock.today(), answers)
    return EntryReader(table, register, clock.today(), answers, entries)


def _missing_columns(table: Table) -> Iterator[Fault]:
    """Name a needed column that the sheet lacks once, at its header row."""
    for key in table.form.needed:
        if key not in table.columns:
            column = table.form[key]
            yield Fault(
                sheet=table.sheet,
                row=table.header_row,
                cell=f"A{table.header_row}",
                column=column.label,
                value="",
                code="required",
                message=_("The sheet has no column %(column)s.") % {"column": column.label},
                candidates=column.headers[:8],
            )


def _check_double(
    found: Found, row: LedgerRow | LedgerEntry | None, seen: dict[tuple[object, ...], tuple[str, int]]
) -> None:
    """The same studio at the same unit and level twice, or the same entry: the later row is the fault."""
    here = (found.table.sheet, found.row)
    firsts = [seen.setdefault(key, here) for key in _marks(found, row)]
    first = next((first for first in firsts if first != here), None)
    if first:
        message = _("The same studio of the same unit stands in row %(row)d of sheet %(sheet)s already.")
        if found.table.form is not STUDIOS:
            message = _("The same stands in row %(row)d of sheet %(sheet)s already.")
        own = next((key for key in ("name", "title") if key in found.table.columns), "studio")
        found.fault(own, "duplicate", message % {"row": first[1], "sheet": first[0]})


def _marks(found: Found, row: LedgerRow | LedgerEntry | None) -> Iterator[tuple[object, ...]]:
    """What two rows of one studio share: as it was written, and as it was understood."""
    if found.table.form is not STUDIOS:
        if isinstance(row, LedgerEntry):
            born = row.person["birth_month"] if row.person else None
            yield row.noun, row.studio, row.marks, born
        return
    unit, name, level = (found.cells.get(key) for key in ("employer", "name", "level"))
    if unit and name:
        yield tuple(comparable(str(cell.value)) if cell else "" for cell in (unit, name, level))
    if isinstance(row, LedgerRow):
        yield row.unit, comparable(row.name), (row.naming.level, row.naming.wording) if row.naming else None
