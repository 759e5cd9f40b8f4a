"""Finds the header of a table: one row or two, under merged groups or not, by names, aliases and earlier answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from studios.imports.ledger.cells import IN_BRACKETS
from studios.imports.ledger.columns import LONGEST, UNITS, Column, Form, Placed, folded, recognise, unit_in
from studios.imports.sheets import Row
from studios.values.wording import cleaned

FEWEST_HEADERS = 3
# So many known headers make a header row even where the names of its first columns are strange.
WELL_KNOWN = 6
SPOKEN_FOR, LACKING = 2, 2
LEFT_OUT, ANSWERED = "", -1
# （年月）, （万元）: what a row of its own below the headers says of them.
NOTE = re.compile(IN_BRACKETS)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A header that no column bears."""

    index: int
    header: str


@dataclass(slots=True)
class Header:
    """What a header says: columns by key, the headers nobody knows, and the last row it takes."""

    form: Form
    columns: dict[str, Placed] = field(default_factory=dict)
    unknown: list[Unknown] = field(default_factory=list)
    depth: int = 1

    @property
    def is_one(self) -> bool:
        """Whether this is the header of a table and no row that shares some of its words."""
        named = sum(key in self.columns for key in self.form.identity)
        return named >= (1 if len(self.columns) >= WELL_KNOWN else self.form.least) and (
            len(self.columns) >= FEWEST_HEADERS
        )

    def take_notes(self, row: Row) -> None:
        """Let columns that name no unit have the one that stands in the row of notes below, which the header takes too."""
        texts = texts_of(row)
        for key, placed in self.columns.items():
            self.columns[key] = replace(placed, unit=placed.unit or unit_in(texts.get(placed.index, "")))
        self.depth += 1


Heading = tuple[int, tuple[str, ...], str]


class HeaderFinder:
    """Knows the forms and what was answered about headers before: the folded header to the column's key."""

    def __init__(self, forms: tuple[Form, ...], answers: Mapping[str, str]) -> None:
        """Keep both, and every name of a column for a quick look at a row."""
        self.forms = forms
        self.answers = answers
        self.words = {header for form in forms for column in form.columns for header in column.headers} | set(answers)

    def may_begin(self, row: Row) -> bool:
        """Tell quickly whether a row below a header could be another one."""
        texts = (cell.value for cell in row.cells[:3] if cell.kind == "text" and len(cell.value) < LONGEST)
        return any("".join(text.split()) in self.words for text in texts)

    def find(self, row: Row, below: Row | None, spoken: str) -> Header | None:
        """Return the header that this row, perhaps with the one below it, makes; `spoken` are name and title."""
        found = [header for form in self.forms for header in self._headers(form, row, below) if header.is_one]
        return max(found, key=lambda header: self._weight(header, spoken), default=None)

    def _headers(self, form: Form, row: Row, below: Row | None) -> list[Header]:
        single = self._placed(form, [(i, (text,), text) for i, text in texts_of(row).items()])
        if below is None or not single.columns or any(cell.kind != "text" for cell in below.cells):
            return [single]
        double = self._placed(form, _joined(row, below))
        double.depth = 2
        return [double if len(double.columns) > len(single.columns) else single]

    def _weight(self, header: Header, spoken: str) -> int:
        says_so = any(word in spoken for word in header.form.words)
        missing = sum(key not in header.columns for key in header.form.needed)
        return len(header.columns) + (SPOKEN_FOR if says_so else 0) - missing * LACKING

    def _placed(self, form: Form, headings: list[Heading]) -> Header:
        header = Header(form)
        ranks: dict[str, int] = {}
        for index, names, written in headings:
            found = next((found for name in names if (found := self._column(form, name))), None)
            if found is None:
                if LEFT_OUT not in {self.answers.get(folded(name)) for name in names}:
                    header.unknown.append(Unknown(index, written))
                continue
            column, unit, rank = found
            # 区县 may name the recommender, but not where 推荐单位 stands in the same row.
            if rank < ranks.get(column.key, len(column.headers)):
                ranks[column.key] = rank
                header.columns[column.key] = Placed(column, index, written, unit)
        return header

    def _column(self, form: Form, header: str) -> tuple[Column, str, int] | None:
        recognised = recognise(header, form)
        answer = self.answers.get(folded(header))
        if answer is None:
            return recognised
        chosen = next((column for column in form.columns if column.key == answer), None)
        return (chosen, recognised[1] if recognised else "", ANSWERED) if chosen else None


def texts_of(row: Row) -> dict[int, str]:
    """Return the short texts of a row by column."""
    return {
        cell.column: cleaned(cell.value)
        for cell in row.cells
        if cell.kind == "text" and len(cell.value) < LONGEST and cell.value.strip()
    }


def is_notes(row: Row) -> bool:
    """Whether a row holds nothing but words in brackets and units."""
    texts = texts_of(row).values()
    return len(texts) == len(row.cells) and all(NOTE.fullmatch(text) or text in UNITS for text in texts)


def _joined(row: Row, below: Row) -> list[Heading]:
    """Return each column with the names it may have when the upper row groups the lower one."""
    upper, lower = texts_of(row), texts_of(below)
    headings: list[Heading] = []
    group = ""
    for index in sorted(upper | lower):
        group = upper.get(index, group)
        own, sub = upper.get(index, ""), lower.get(index, "")
        if sub and sub != own:
            headings.append((index, (group + sub, sub, *([own] if own else [])), sub))
        elif own:
            headings.append((index, (own,), own))
    return headings
