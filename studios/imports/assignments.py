"""Reads a sheet of assignments, pasted or CSV: case number, then the expert's seat number or name; every fault by row."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.models import Application, Assignment, Call, PanelSeat
from studios.queries.recusals import barred_pairs, panel_cases
from unions.errors import Sentence
from unions.imports.faults import LineFault
from unions.values.text import clean_line

HEADS = ("编号", "专家")
MOST_ROWS = 10_000
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(slots=True)
class ReadSheet:
    """The pairs that were read, and all faults."""

    pairs: list[tuple[Application, PanelSeat]] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)

    def blame(self, line: int, column: str, value: str, message: Sentence) -> None:
        """Add a fault."""
        self.faults.append(LineFault(line, column, value, message))


def text_of_file(content: bytes) -> str:
    """The text of a CSV file, as Excel writes it in either of its two ways; damaged signs become marks."""
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def read_assignments(text: str, *, call: Call) -> ReadSheet:
    """Check each row alone, then against the others, recusals and what the experts take at most."""
    found = ReadSheet()
    lines = _lines(text)
    if not lines:
        found.blame(1, "", "", _("There are no rows. Copy them in Excel and paste them here."))
    if len(lines) > MOST_ROWS:
        found.blame(MOST_ROWS + 1, "", "", _("Paste at most 10,000 rows at once."))
        return found
    book = _Book(call)
    seen: dict[tuple[int, int], int] = {}
    for line, cells in lines:
        pair = book.read(found, line, cells)
        if pair is None:
            continue
        key = (pair[0].pk, pair[1].pk)
        if key in seen:
            found.blame(line, HEADS[0], cells[0], _("Row %(line)s has the same.") % {"line": seen[key]})
            continue
        seen[key] = line
        found.pairs.append(pair)
    book.blame_full(found, seen)
    found.faults.sort(key=lambda fault: fault.line)
    return found


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Row numbers with their cells; the line of heads and blank lines fall away."""
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")
    cells = [(number, [_cell(c) for c in _split(row)]) for number, row in enumerate(rows, start=1)]
    return [(number, row) for number, row in cells if any(row) and row[0] not in (HEADS[0], "申报编号", "number")]


def _split(row: str) -> list[str]:
    if "\t" in row:
        return row.split("\t")
    try:
        return next(csv.reader([row.replace("，", ",")]), [])
    except csv.Error:
        return [row]


def _cell(text: str) -> str:
    try:
        return clean_line(text.strip().strip('"'))
    except ValidationError:
        return "�"


class _Book:
    """What a sheet is checked against, read once."""

    def __init__(self, call: Call) -> None:
        seats = PanelSeat.objects.seated().filter(call=call).select_related("expert__person")
        self.cases = {case.number.upper(): case for case in panel_cases(call)}
        self.seats = list(seats.order_by("number"))
        self.barred = barred_pairs(call)
        live = Assignment.objects.live().filter(seat__call=call)
        self.held = set(live.values_list("application", "seat"))

    def read(self, found: ReadSheet, line: int, cells: list[str]) -> tuple[Application, PanelSeat] | None:
        """The pair of a row; None with its faults said."""
        number, wanted = [*cells, "", ""][:2]
        case, seat = self._case(found, line, number), self._seat(found, line, wanted)
        if any(cells[2:]):
            found.blame(line, "", cells[2], _("This row has more cells than the two columns."))
            return None
        if case is None or seat is None:
            return None
        ground = self.barred.get((case.pk, seat.pk))
        if ground:
            facts = {"ground": ground.label}
            found.blame(line, HEADS[1], wanted, _("Recused from this case: %(ground)s.") % facts)
            return None
        return case, seat

    def _case(self, found: ReadSheet, line: int, number: str) -> Application | None:
        case = self.cases.get(number.upper())
        if case is None:
            message = _("No case of this panel has this number.") if number else _("This column must be filled in.")
            found.blame(line, HEADS[0], number, message)
        return case

    def _seat(self, found: ReadSheet, line: int, wanted: str) -> PanelSeat | None:
        rows = [s for s in self.seats if wanted in (str(s.number), s.expert.person.name)]
        if len(rows) == 1:
            return rows[0]
        message: Sentence = _("No expert of this panel has this seat number or name.")
        if rows:
            message = _("Several experts have this name. Write the seat number.")
        elif not wanted:
            message = _("This column must be filled in.")
        found.blame(line, HEADS[1], wanted, message)
        return None

    def blame_full(self, found: ReadSheet, seen: Mapping[tuple[int, int], int]) -> None:
        """Rows beyond what an expert takes at most."""
        load = Counter(seat for _case, seat in self.held)
        most = {s.pk: s.capacity for s in self.seats if s.capacity is not None}
        for (case, seat), line in seen.items():
            load[seat] += (case, seat) not in self.held
            if seat in most and load[seat] > most[seat]:
                message = _("This expert takes at most %(most)s cases.") % {"most": most[seat]}
                found.blame(line, HEADS[1], "", message)
