"""Reads an edited sheet: what would change cell by cell, what somebody else changed meanwhile, what cannot be.

A cell is compared with the mark that its row carried out: equal to it, nobody touched the cell, whatever the register
says by now. Touched, and the register still as marked, it is a change; the register different too, it is a conflict.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studios.actions.list_edits import RowEdit
from studios.forms.sheets.columns import MARK_LENGTH, FactColumn, SheetColumn, in_each_language, words_in
from studios.forms.sheets.comparing import CellChange, Comparison, Line
from studios.forms.sheets.registers import Register
from studios.forms.sheets.writing import VERSION
from studios.imports.sheets import Cell, Row, Sheet, read_workbook
from unions.errors import Refusal, Sentence
from unions.models import Account

HEAD = re.compile(r"([a-z]+)/(\d+) ([a-z_=,]+)")
KEY = re.compile(rf"(\d{{1,18}}):((?:[0-9a-f]{{{MARK_LENGTH}}})+)")
HEAD_ROWS = 20
AT_A_TIME = 500
MOST_ROWS = 20_000
MOST_CHANGED = 500

Columns = Sequence[FactColumn | SheetColumn]


@dataclass(slots=True)
class Edited:
    """Everything that was found in a sheet."""

    rows: int = 0
    unchanged: int = 0
    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    faults: list[CellChange] = field(default_factory=list)
    edits: list[RowEdit] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """A mark of everything that would be written: what is applied is what was shown."""
        parts = [(edit.key, cell.ref, cell.old, cell.new) for edit in self.edits for cell in edit.cells]
        return hashlib.sha256(repr(sorted(parts)).encode("utf-8", "replace")).hexdigest()[:24]

    @property
    def left_out_count(self) -> int:
        """How many cells or rows are not written."""
        return len(self.conflicts) + len(self.faults)

    def blame(self, cell: Cell, note: Sentence) -> None:
        """Say what is wrong with a row as a whole, at the place of its key."""
        self.faults.append(CellChange(row=cell.row, ref=cell.ref, note=note))


@dataclass(slots=True)
class _Head:
    """Where the columns stand in this sheet, and in which order they were taken out."""

    number: int
    key: int
    order: list[str]
    places: dict[str, int]


def read_edited(
    register: Register, columns: Columns, content: bytes, *, by: Account, is_locked: bool = False
) -> Edited:
    """Compare a sheet with the register; nothing is written. `is_locked` holds the rows for whoever writes next."""
    found = Edited()
    sheet, head = _find_head(register, columns, read_workbook(content), found)
    lines = list(_lines(sheet, head, found))
    if len(lines) > MOST_ROWS:
        raise Refusal(_("The sheet has more than 20,000 rows. Filter the list and take out fewer."))
    comparison = Comparison(register, {column.name: column for column in columns}, head.places, by, is_locked)
    for start in range(0, len(lines), AT_A_TIME):
        _compare(found, comparison, head, lines[start : start + AT_A_TIME])
    if len(found.edits) > MOST_CHANGED:
        raise Refusal(_("The sheet changes more than 500 rows. Change them in several sheets."))
    return found


def _compare(found: Edited, comparison: Comparison, head: _Head, lines: Sequence[Line]) -> None:
    """Compare some hundreds of rows; those that somebody touched are fetched at once, the others not at all."""
    touched = [line for line in lines if any(comparison.touched(line))]
    held = comparison.rows([line.pk for line in touched]) if touched else {}
    found.unchanged += len(lines) - len(touched)
    for line in touched:
        if line.pk not in held:
            place = Cell("", line.number, head.key, "text")
            found.blame(place, _("This row is gone, or it is not yours to change."))
            continue
        outcome = comparison.compare(held[line.pk], line)
        found.changes += outcome.changes
        found.conflicts += outcome.conflicts
        found.faults += outcome.faults
        found.edits += [outcome.edit] if outcome.edit else []
        found.unchanged += not (outcome.changes or outcome.conflicts or outcome.faults)


def _find_head(register: Register, columns: Columns, sheets: Iterable[Sheet], found: Edited) -> tuple[Sheet, _Head]:
    """The sheet and row whose head carries the key of a list."""
    for sheet in sheets:
        for row in sheet.rows[:HEAD_ROWS]:
            for cell in row.cells:
                if match := HEAD.fullmatch(str(cell.value).strip()):
                    _require_same(register, match)
                    return sheet, _head(columns, row, cell, match[3].split(","), found)
    raise Refusal(
        _("This sheet was not taken out of this list: its hidden first column is missing. Take the list out again.")
    )


def _require_same(register: Register, match: re.Match[str]) -> None:
    if match[1] != register.key:
        raise Refusal(_("This sheet was taken out of another list. Hand it in there."))
    if int(match[2]) != VERSION:
        raise Refusal(_("This sheet was taken out by another version of the program. Take the list out again."))


def _head(columns: Columns, row: Row, key: Cell, order: list[str], found: Edited) -> _Head:
    """Columns may be moved or left out; they are known by their heads, in either language."""
    labels = {words: column.name for column in columns for words in in_each_language(column.label)}
    places: dict[str, int] = {}
    for cell in row.cells:
        name = labels.get(words_in(cell), "")
        if name in order and name not in places:
            places[name] = cell.column
        elif cell.column != key.column:
            found.left_out.append(words_in(cell))
    return _Head(row.number, key.column, order, places)


def _lines(sheet: Sheet, head: _Head, found: Edited) -> Iterator[Line]:
    """Every row below the head; one without its key is new, and nothing is made from sheets."""
    seen: dict[int, int] = {}
    for row in sheet.rows:
        if row.number <= head.number:
            continue
        cells = {cell.column: cell for cell in row.cells}
        named = {name: cells[place] for name, place in head.places.items() if place in cells}
        pk, marks = _key(cells.get(head.key), head)
        if not marks:
            if named:
                place = Cell("", row.number, head.key, "text")
                found.blame(place, _("A row without its hidden key. New entries are made on their page."))
        elif pk in seen:
            words = _("Row %(line)s is the same entry.") % {"line": seen[pk]}
            found.blame(Cell("", row.number, head.key, "text"), words)
        else:
            seen[pk] = row.number
            found.rows += 1
            yield Line(row.number, pk, marks, named)


def _key(cell: Cell | None, head: _Head) -> tuple[int, Mapping[str, str]]:
    match = KEY.fullmatch(str(cell.value).strip()) if cell else None
    if match is None or len(match[2]) != MARK_LENGTH * len(head.order):
        return 0, {}
    starts = range(0, len(match[2]), MARK_LENGTH)
    return int(match[1]), {n: match[2][at : at + MARK_LENGTH] for n, at in zip(head.order, starts, strict=True)}
