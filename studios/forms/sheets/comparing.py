"""Compares one row of an edited sheet with the register, and lets the row's form judge what would change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from studios.actions.list_edits import RowEdit
from studios.forms.sheets.columns import FactColumn, SheetColumn, mark_of
from studios.forms.sheets.registers import Register
from studios.imports.sheets import Cell
from unions.errors import Sentence
from unions.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell that differs: what stands in the register, what the sheet says, and why it is not written, if so."""

    row: int
    ref: str
    subject: str = ""
    column: Sentence = ""
    old: str = ""
    new: str = ""
    note: Sentence = ""


def row_fault(row: int, key: int, note: Sentence) -> CellChange:
    """What is wrong with a row as a whole, at the place of its key."""
    return CellChange(row=row, ref=Cell("", row, key, "text").ref, note=note)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet: its number, key, marks and cells by the names of their columns."""

    number: int
    pk: int
    marks: Mapping[str, str]
    cells: Mapping[str, Cell]


def touched_cells(
    line: Line, columns: Mapping[str, FactColumn | SheetColumn], places: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The columns whose cells are not what was taken out, with what they say now."""
    for name in places:
        text = columns[name].of_cell(line.cells.get(name))
        if mark_of(text) != line.marks[name]:
            yield name, text


def is_touched(line: Line, columns: Mapping[str, FactColumn | SheetColumn], places: Iterable[str]) -> bool:
    """Whether anybody changed a cell of the row."""
    return any(True for _cell in touched_cells(line, columns, places))


@dataclass(slots=True)
class Outcome:
    """What became of one row."""

    changes: list[CellChange]
    conflicts: list[CellChange]
    faults: list[CellChange]
    edit: RowEdit | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What every row of a sheet is compared with; `places` says in which column of the sheet a name stands."""

    register: Register
    columns: Mapping[str, FactColumn | SheetColumn]
    places: Mapping[str, int]
    by: Account
    is_locked: bool = False

    def rows(self, keys: list[int]) -> dict[int, Any]:
        """Rows that the account edits, by their keys."""
        rows = self.register.kept(self.by).filter(pk__in=keys).select_related(*self.register.parts).order_by("pk")
        if self.is_locked and self.register.is_locked:
            rows = rows.select_for_update(of=("self",))
        return {row.pk: row for row in rows}

    def compare(self, row: Any, line: Line) -> Outcome:
        """Sort every touched cell: changed, in conflict, or at fault."""
        found = Outcome([], [], [])
        wanted: dict[str, CellChange] = {}
        sent: dict[str, str] = {}
        for name, text in touched_cells(line, self.columns, self.places):
            column = self.columns[name]
            now = column.of_row(row) if self._is_field(name) else ""
            if self._is_field(name) and text == now:
                continue
            change = self._change(row, line, name, now, text)
            if self._is_field(name) and mark_of(now) != line.marks[name]:
                words = _("Somebody changed this since the sheet was taken out.")
                found.conflicts.append(replace(change, note=words))
            elif note := self._fault(line.cells.get(name), name, text):
                found.faults.append(replace(change, note=note))
            else:
                wanted[name], sent[name] = change, text
        if wanted:
            self._judge(found, row, wanted, sent)
        return found

    def _is_field(self, name: str) -> bool:
        return isinstance(self.columns[name], SheetColumn)

    def _change(self, row: Any, line: Line, name: str, now: str, text: str) -> CellChange:
        column = self.columns[name]
        ref = Cell("", line.number, self.places[name], "text").ref
        old, new = column.read(now), column.read(text)
        return CellChange(row=line.number, ref=ref, subject=str(row), column=column.label, old=old, new=new)

    def _fault(self, cell: Cell | None, name: str, text: str) -> Sentence:
        if cell is not None and cell.kind in ("formula", "error"):
            return _("The cell holds a formula. Copy it and paste its value.")
        return self.columns[name].fault(text)

    def _judge(self, found: Outcome, row: Any, wanted: dict[str, CellChange], sent: dict[str, str]) -> None:
        """A row is written whole or not at all."""
        form = self.register.bind(row, self.by)
        notes = {name: _locked(form, name) for name in wanted}
        if not any(notes.values()):
            form.data, form.is_bound = self._posted(form, sent), True
            if form.is_valid():
                found.changes += wanted.values()
                save, names = self.register.save, set(wanted)
                found.edit = RowEdit(row.pk, str(row), tuple(wanted.values()), lambda: save(form, names, self.by))
                return
            errors = {name: " ".join(faults) for name, faults in form.errors.items()}
            rest = " ".join(words for name, words in errors.items() if name not in wanted)
            notes = {name: errors.get(name, rest) for name in wanted}
        held_back = _("Left out with the row: another cell of it is at fault.")
        found.faults += [replace(change, note=notes[name] or held_back) for name, change in wanted.items()]

    def _posted(self, form: forms.Form, sent: Mapping[str, str]) -> dict[str, str]:
        found = posted_of(form)
        for name, text in sent.items():
            for part in (name, f"{name}_0", f"{name}_1"):
                found.pop(part, None)
            found |= self.columns[name].sent(text)
        return found


def _locked(form: forms.Form, name: str) -> Sentence:
    source = form.fields.get(name)
    if source is None:
        return _("This is not kept for this entry.")
    return source.help_text or _("This cannot be changed.") if source.disabled else ""


def posted_of(form: forms.Form) -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    found: dict[str, str] = {}
    for bound in form:
        value = bound.field.prepare_value(bound.initial)
        widget = bound.field.widget
        if isinstance(widget, forms.MultiWidget):
            parts = widget.decompress(value)
            found |= {f"{bound.name}_{n}": "" if part is None else str(part) for n, part in enumerate(parts)}
        elif isinstance(widget, forms.CheckboxInput):
            found |= {bound.name: "on"} if value else {}
        else:
            found[bound.name] = "" if value is None else str(value)
    return found
