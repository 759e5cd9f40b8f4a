"""Reads the lines of a sheet of unions, each cell alone; the faults name line, column and value."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unions.actions.union_rows import UnionRow
from unions.choices.tree import Level, Ownership, UnionKind
from unions.errors import Sentence
from unions.imports.faults import LineFault
from unions.models import Industry
from unions.values.codes import normalise_code, normalise_root_code
from unions.values.credit_codes import normalise_union_credit_code
from unions.values.text import clean_line

COLUMNS = ("code", "name", "parent", "kind", "level", "employer", "industry", "county", "ownership")
COLUMNS += ("credit_code", "members")
OPTIONAL = ("joint", "short_name", "office_phone", "address")
LONGEST = {"name": 80, "employer": 80, "county": 40, "short_name": 40, "office_phone": 30, "address": 120}
LARGEST = 8_000_000
LONGEST_COUNT = 9
YES = ("1", "yes", "true", "是", "y")
NO = ("", "0", "no", "false", "否", "n")


class UnreadableSheet(Exception):
    """Nothing could be read; the message says what to do."""

    def __init__(self, message: Sentence) -> None:
        """Keep the sentence for the page."""
        super().__init__(message)
        self.message = message


@dataclass(slots=True)
class UnionSheet:
    """What was read: rows without faults of their own, and all faults in the file's order."""

    rows: list[tuple[int, UnionRow]] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)
    lines: int = 0

    def blame(self, line: int, column: str, value: str, message: Sentence) -> None:
        """Add a fault."""
        self.faults.append(LineFault(line, column, value, message))


def text_of(content: bytes) -> str:
    """UTF-8 with or without mark, else GB18030, which Chinese Excel writes."""
    if len(content) > LARGEST:
        raise UnreadableSheet(_("The file is larger than 8 MB. Split it."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableSheet(_("This is no CSV file. Save the sheet in Excel as “CSV UTF-8” and choose that file."))


def lines_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        _refuse_head(head)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _named(head, cells)
    except csv.Error as error:
        raise UnreadableSheet(_("Line %(line)s can't be read as CSV.") % {"line": reader.line_num}) from error


def _named(head: list[str], cells: list[str]) -> dict[str, str]:
    """Cells by their column; what stands beyond the last column under "+"."""
    named = dict.fromkeys(head, "") | dict(zip(head, (c.strip() for c in cells), strict=False))
    return named | {"+": "".join(cells[len(head) :]).strip()}


def _refuse_head(head: list[str]) -> None:
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise UnreadableSheet(_("The first line lacks these columns: %(names)s.") % {"names": ", ".join(missing)})
    twice = [name for name, count in Counter(head).items() if count > 1 and name]
    unknown = [name for name in head if name and name not in COLUMNS + OPTIONAL]
    if twice or unknown:
        raise UnreadableSheet(
            _("The first line has columns that are not understood: %(names)s.") % {"names": ", ".join(twice + unknown)}
        )


def row_of(sheet: UnionSheet, line: int, cells: dict[str, str], industries: dict[str, Industry]) -> UnionRow | None:
    before = len(sheet.faults)
    read = _Cells(sheet, line, cells)
    kind = read.choice("kind", UnionKind)
    code = read.value("code", normalise_code if cells["parent"] else normalise_root_code, needed=True)
    parent = read.value("parent", normalise_code)
    name = read.line("name", needed=True)
    facts = {
        "kind": kind,
        "level": read.choice("level", Level),
        "employer": read.line("employer"),
        "industry": read.industry(industries),
        "county": read.line("county"),
        "ownership": read.choice("ownership", Ownership, needed=False),
        "credit_code": read.value("credit_code", _credit_check(kind)),
        "members_count": read.count("members"),
    }
    facts |= read.optional()
    read.employer_and_extra(kind, facts)
    return None if len(sheet.faults) > before else UnionRow(code, name, parent, facts)


def _credit_check(kind: str) -> Callable[[str], str]:
    return lambda text: normalise_union_credit_code(text, is_grassroots=kind == UnionKind.GRASSROOTS)


@dataclass(slots=True)
class _Cells:
    """The cells of one line; each reading blames its own column."""

    sheet: UnionSheet
    line_number: int
    cells: dict[str, str]

    def blame(self, column: str, message: Sentence) -> None:
        self.sheet.blame(self.line_number, column, self.cells.get(column, ""), message)

    def value(self, column: str, check: Callable[[str], str], *, needed: bool = False) -> str:
        text = self.cells.get(column, "")
        if not text:
            if needed:
                self.blame(column, _("This column must be filled in."))
            return ""
        try:
            return check(text)
        except ValidationError as error:
            self.blame(column, error.messages[0])
            return ""

    def line(self, column: str, *, needed: bool = False) -> str:
        text = self.value(column, clean_line, needed=needed)
        if len(text) > LONGEST[column]:
            self.blame(column, _("At most %(count)s characters.") % {"count": LONGEST[column]})
        return text

    def choice(self, column: str, choices: Any, *, needed: bool = True) -> str:
        text = self.cells.get(column, "")
        if not text and not needed:
            return ""
        if text in choices.values:
            return text
        self.blame(column, _("Write one of these words: %(words)s.") % {"words": ", ".join(choices.values)})
        return ""

    def industry(self, industries: dict[str, Industry]) -> Industry | None:
        code = self.cells.get("industry", "").upper()
        code = code.zfill(2) if code.isdigit() else code
        if code and code not in industries:
            self.blame("industry", _("No industry has this code (GB/T 4754-2017, two digits)."))
        return industries.get(code)

    def count(self, column: str) -> int | None:
        text = self.cells.get(column, "").replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_COUNT):
            self.blame(column, _("Write a whole number."))
            return None
        return int(text)

    def optional(self) -> dict[str, Any]:
        found: dict[str, Any] = {name: self.line(name) for name in OPTIONAL[1:] if name in self.cells}
        if "joint" in self.cells:
            word = self.cells["joint"].lower()
            if word not in YES + NO:
                self.blame("joint", _("Write 1 for a joint union, otherwise nothing."))
            found["is_joint"] = word in YES
        return found

    def employer_and_extra(self, kind: str, facts: dict[str, Any]) -> None:
        if kind == UnionKind.GRASSROOTS and not facts["employer"] and not facts.get("is_joint"):
            self.blame("employer", _("A grassroots union has an employer, unless it is joint."))
        if self.cells["+"]:
            self.blame("+", _("This line has more cells than the first line. Put texts with commas in quotes."))
