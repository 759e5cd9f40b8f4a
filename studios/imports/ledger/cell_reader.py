"""What the readers of all sheets share: plain cells, one fault for what cannot be read, names looked up."""

from datetime import date

from django.utils.translation import gettext as _

from studios.imports.ledger import cells as read
from studios.imports.ledger.cells import CellError
from studios.imports.ledger.found import Found
from studios.imports.ledger.layout import Line, Table
from studios.imports.sheets import Cell
from studios.queries.ledger_register import Names, Register
from studios.values.ledger_answers import NONE, Answers, place_of

LONGEST = {"name": 40, "title": 40, "kind": 60, "employer": 80, "recommender": 80, "industry": 80, "honour": 60}


class CellReader:
    """Reads single cells of one table; names already looked up are remembered by the register."""

    def __init__(self, table: Table, register: Register, today: date, answers: Answers = NONE) -> None:
        """Keep what every row of the table is read against."""
        self.table = table
        self.register = register
        self.today = today
        self.answers = answers
        self.units = {key: placed.unit for key, placed in table.columns.items()}
        self.required = table.form.required
        self.has_answers = bool(answers.cells or answers.names)

    def _note_hidden(self, found: Found, line: Line, key: str) -> None:
        """Point out a row that nobody sees who opens the workbook."""
        if line.is_hidden:
            found.warn(key, "hidden", _("This row is hidden in the workbook."))

    def _answered(self, found: Found, key: str, cell: Cell) -> Cell:
        """Return the cell with what somebody answered about it in place of what was written."""
        answer = self.answers.of_cell(found.table.sheet, cell.ref, key, str(cell.value))
        return cell if answer is None else cell._replace(value=answer, kind="text")

    def _is_answered(self, found: Found, key: str) -> bool:
        """Whether somebody answered about this very cell."""
        cell = found.cells.get(key)
        return cell is not None and place_of(found.table.sheet, cell.ref) in self.answers.cells

    def _plain(self, found: Found) -> dict[str, Cell]:
        """Return the cells that may be read; formulas and markup are faults in any column."""
        present = {}
        for key, cell in found.cells.items():
            try:
                if key != "serial":
                    read.check_plain(cell)
            except CellError as error:
                found.fault(key, error.code, error.message)
            else:
                if key in self.required or not read.is_nothing(cell):
                    present[key] = self._answered(found, key, cell) if self.has_answers else cell
        return present

    def _try(self, found: Found, present: dict[str, Cell], key: str, reader, *extra, **options):
        """Read one cell; its fault, if any, goes to the list and nothing comes back."""
        cell = present.get(key)
        if cell is None:
            return None
        try:
            return reader(cell, *extra, **options)
        except CellError as error:
            found.fault(key, error.code, error.message, error.candidates)
            return None

    def _lookup(self, found: Found, present: dict[str, Cell], key: str, names: Names, code: str) -> list:
        cell = present.get(key)
        if cell is not None and cell.kind == "text" and (entries := names.find(cell.value)):
            return entries
        text = self._try(found, present, key, read.read_text, LONGEST[key])
        if not text:
            return []
        entries = names.find(text)
        if not entries:
            found.fault(key, code, UNKNOWN[code](), names.offers(text))
        return entries


UNKNOWN = {
    "unknown_union": lambda: _("No union of this name recommends here."),
    "unknown_employer": lambda: _("No unit of this name is in the register."),
    "unknown_industry": lambda: _("This is not a name of the industry standard GB/T 4754."),
    "unknown_honour": lambda: _("This honour is not in the dictionary."),
}
