"""Reads an edited sheet by itself: which rows somebody touched, and what is no row of a register.

A cell is compared with the mark that its row carried out: equal to it, nobody touched the cell, whatever the register
says by now. So the touched rows are found once, without a look at the register.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studios.forms.sheets.columns import MARK_LENGTH, FactColumn, SheetColumn, in_each_language, words_in
from studios.forms.sheets.comparing import CellChange, Line, is_touched, row_fault
from studios.forms.sheets.registers import Register
from studios.forms.sheets.writing import VERSION
from studios.imports.sheets import Cell, Row, Sheet, read_workbook
from unions.actions.job_results import Follow
from unions.errors import Refusal

HEAD = re.compile(r"([a-z]+)/(\d+) ([a-z_=,]+)")
KEY = re.compile(rf"(\d{{1,18}}):((?:[0-9a-f]{{{MARK_LENGTH}}})+)")
HEAD_ROWS = 20
MOST_ROWS = 20_000
MOST_TOUCHED = 500

Columns = Sequence[FactColumn | SheetColumn]


@dataclass(frozen=True, slots=True)
class Handed:
    """What a sheet says by itself: its rows, those that somebody touched, and what is no row of a register.

    `places` are the columns of the sheet by the names of the register's, `key` is the hidden one.
    """

    places: dict[str, int]
    key: int
    rows: int
    touched: list[Line]
    faults: list[CellChange]
    left_out: list[str]


@dataclass(slots=True)
class _Head:
    """Where the columns stand in this sheet, and in which order they were taken out."""

    number: int
    key: int
    order: list[str]
    places: dict[str, int]
    left_out: list[str] = field(default_factory=list)


def read_handed(register: Register, columns: Columns, content: bytes, *, follow: Follow | None = None) -> Handed:
    """Find the rows that somebody touched, without a look at the register; `follow` hears how many rows are through."""
    sheet, head = _find_head(register, columns, read_workbook(content))
    faults: list[CellChange] = []
    lines = list(_lines(sheet, head, faults))
    if len(lines) > MOST_ROWS:
        raise Refusal(_("The sheet has more than 20,000 rows. Filter the list and take out fewer."))
    named = {column.name: column for column in columns}
    touched = []
    for number, line in enumerate(lines, start=1):
        if follow is not None:
            follow(number, len(lines))
        if is_touched(line, named, head.places):
            touched.append(line)
    if len(touched) > MOST_TOUCHED:
        raise Refusal(_("The sheet changes more than 500 rows. Change them in several sheets."))
    return Handed(head.places, head.key, len(lines), touched, faults, head.left_out)


def _find_head(register: Register, columns: Columns, sheets: Iterable[Sheet]) -> tuple[Sheet, _Head]:
    """The sheet and row whose head carries the key of a list."""
    for sheet in sheets:
        for row in sheet.rows[:HEAD_ROWS]:
            for cell in row.cells:
                if match := HEAD.fullmatch(str(cell.value).strip()):
                    _require_same(register, match)
                    return sheet, _head(columns, row, cell, match[3].split(","))
    raise Refusal(
        _("This sheet was not taken out of this list: its hidden first column is missing. Take the list out again.")
    )


def _require_same(register: Register, match: re.Match[str]) -> None:
    if match[1] != register.key:
        raise Refusal(_("This sheet was taken out of another list. Hand it in there."))
    if int(match[2]) != VERSION:
        raise Refusal(_("This sheet was taken out by another version of the program. Take the list out again."))


def _head(columns: Columns, row: Row, key: Cell, order: list[str]) -> _Head:
    """Columns may be moved or left out; they are known by their heads, in either language."""
    labels = {words: column.name for column in columns for words in in_each_language(column.label)}
    found = _Head(row.number, key.column, order, {})
    for cell in row.cells:
        name = labels.get(words_in(cell), "")
        if name in order and name not in found.places:
            found.places[name] = cell.column
        elif cell.column != key.column:
            found.left_out.append(words_in(cell))
    return found


def _lines(sheet: Sheet, head: _Head, faults: list[CellChange]) -> Iterator[Line]:
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
                note = _("A row without its hidden key. New entries are made on their page.")
                faults.append(row_fault(row.number, head.key, note))
        elif pk in seen:
            faults.append(row_fault(row.number, head.key, _("Row %(line)s is the same entry.") % {"line": seen[pk]}))
        else:
            seen[pk] = row.number
            yield Line(row.number, pk, marks, named)


def _key(cell: Cell | None, head: _Head) -> tuple[int, Mapping[str, str]]:
    match = KEY.fullmatch(str(cell.value).strip()) if cell else None
    if match is None or len(match[2]) != MARK_LENGTH * len(head.order):
        return 0, {}
    starts = range(0, len(match[2]), MARK_LENGTH)
    return int(match[1]), {n: match[2][at : at + MARK_LENGTH] for n, at in zip(head.order, starts, strict=True)}
