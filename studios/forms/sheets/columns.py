"""Columns of an editable sheet, made from the fields of the form that changes the row: the form is the only schema.

Each value has one canonical text, whether it comes from the row or from a cell; what is compared is that.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from studios.imports.sheets import Cell
from studios.values.months import MonthError, parse_month
from unions.errors import Sentence
from unions.ui.forms import MonthField
from unions.ui.listing import Column
from unions.ui.sheets import plain, unescaped
from unions.ui.workbooks import Head

YES, NO = "yes", "no"
TICKS = {"yes": YES, "是": YES, "√": YES, "true": YES, "1": YES, "no": NO, "否": NO, "false": NO, "0": NO, "": NO}
EXACT = 6
MARK_LENGTH = 6


def mark_of(text: str) -> str:
    """A short mark of a value: a sheet carries one for each cell, so that two people notice each other."""
    return hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=3).hexdigest()


def in_each_language(sentence: Sentence) -> list[str]:
    """A sentence as the sheets of both languages write it."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(sentence))
    return found


def words_in(cell: Cell | None) -> str:
    """A cell as people see it; whole numbers without a point, escaped texts as they were."""
    if cell is None:
        return ""
    if isinstance(cell.value, str):
        return unescaped(cell.value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return _number(cell.value)


def _number(value: Any) -> str:
    """A number without what its storage adds: 57.9 for 57.899999999999999."""
    try:
        return f"{round(Decimal(str(value)), EXACT).normalize():f}"
    except InvalidOperation:
        return str(value).strip()


@dataclass(frozen=True)
class SheetColumn:
    """One field of the form as a column."""

    name: str
    label: Sentence
    kind: str  # text, number, date, month, flag, choice
    options: Mapping[str, Sentence] = field(default_factory=dict)

    @cached_property
    def _keys(self) -> dict[str, str]:
        """What a cell may say, in either language, and the key that it means."""
        labels = {words: key for key, label in self.options.items() for words in in_each_language(label)}
        return labels | {key: key for key in self.options if key not in labels}

    @property
    def head(self) -> Head:
        """The head of the column, with its list of choices."""
        options = [str(label) for label in self.options.values()]
        if self.kind == "flag":
            options = [_("Yes"), _("No")]
        return Head(text=str(self.label), kind=self.kind, options=options)

    def of_row(self, row: Any) -> str:
        """The canonical text of what the row holds."""
        value = getattr(row, row._meta.get_field(self.name).attname)
        if self.kind == "flag":
            return YES if value else NO
        if value is None or value == "":
            return ""
        if self.kind == "month":
            return f"{value:%Y-%m}"
        if self.kind == "number":
            return _number(value)
        return str(value).replace("\r\n", "\n").strip()

    def of_cell(self, cell: Cell | None) -> str:
        """The canonical text of what the cell says; what cannot be read stays as it was written."""
        words = words_in(cell)
        if self.kind == "flag":
            return TICKS.get(words.casefold(), words)
        if self.kind == "choice":
            return self._keys.get(words, words)
        if cell is None or words == "":
            return ""
        if self.kind in ("month", "date"):
            return self._day(cell, words)
        return _number(words) if self.kind == "number" else words

    def _day(self, cell: Cell, words: str) -> str:
        if cell.kind == "date":
            return words[:7] if self.kind == "month" else words
        try:
            found = parse_month(cell.value if cell.kind == "number" else words)
        except MonthError:
            return words
        if found.month is None or (self.kind == "date" and found.day is None):
            return words
        return f"{found.as_date():%Y-%m}" if self.kind == "month" else found.as_date().isoformat()

    def shown(self, text: str) -> Any:
        """A canonical text as a sheet's cell holds it."""
        if self.kind == "flag":
            return _("Yes") if text == YES else _("No")
        if self.kind == "choice":
            return str(self.options.get(text, text))
        if self.kind == "number" and text:
            return Decimal(text)
        if self.kind in ("month", "date") and text:
            return date.fromisoformat(f"{text}-01" if self.kind == "month" else text)
        return text

    def read(self, text: str) -> str:
        """A canonical text as people read it."""
        return str(self.shown(text)) if self.kind in ("flag", "choice") else text

    def sent(self, text: str) -> dict[str, str]:
        """What a browser would send for it."""
        if self.kind == "flag":
            return {self.name: "on"} if text == YES else {}
        if self.kind == "month":
            year, _dash, month = text.partition("-")
            return (
                {f"{self.name}_0": year, f"{self.name}_1": month.lstrip("0")} if month or not year else {self.name: ""}
            )
        return {self.name: text}

    def fault(self, text: str) -> Sentence:
        """Why a text is nothing that the field could be asked about; empty where the form itself may judge."""
        if self.kind == "flag" and text not in (YES, NO):
            return _("Write Yes or No.")
        if self.kind == "month" and text and self.sent(text) == {self.name: ""}:
            return _("No month can be read from this. Write it as in 2026-09.")
        return (
            _("Choose one of the listed entries.") if self.kind == "choice" and text not in {"", *self.options} else ""
        )


@dataclass(frozen=True, slots=True)
class FactColumn:
    """A column of the list that a sheet shows beside the fields; it is for reading only."""

    column: Column

    @property
    def name(self) -> str:
        """Under which the sheet knows it."""
        return f"={self.column.key}"

    @property
    def label(self) -> Sentence:
        """What stands in its head."""
        return self.column.label

    @property
    def head(self) -> Head:
        """Grey, because nothing is changed here."""
        return Head(text=str(self.label), is_open=False)

    def of_row(self, row: Any) -> str:
        """What the list shows."""
        return unescaped(plain(self.column.value(row))).strip()

    def of_cell(self, cell: Cell | None) -> str:
        """What the cell says."""
        return words_in(cell)

    def shown(self, text: str) -> str:
        """The text itself."""
        return text

    read = shown

    def fault(self, _text: str) -> Sentence:
        """Whatever it says, it is not taken."""
        return _("This column is for reading only.")


def column_of(name: str, source: forms.Field) -> SheetColumn:
    """The column of a form's field."""
    return SheetColumn(name, source.label or name, _kind(source), _options(source))


def _kind(source: forms.Field) -> str:
    kinds: tuple[tuple[Any, str], ...] = (
        (MonthField, "month"),
        (forms.DateField, "date"),
        ((forms.IntegerField, forms.DecimalField), "number"),
        (forms.BooleanField, "flag"),
        ((forms.ModelChoiceField, forms.ChoiceField), "choice"),
    )
    return next((kind for types, kind in kinds if isinstance(source, types)), "text")


def _options(source: forms.Field) -> dict[str, Sentence]:
    if isinstance(source, forms.ModelChoiceField):
        # A queryset of its own: the form's lives as long as the process, and would keep what it read once.
        return _told_apart(list(source.queryset.all()))
    if isinstance(source, forms.ChoiceField):
        return {str(key): label for key, label in source.choices if key not in ("", None)}
    return {}


def _told_apart(entries: Sequence[Any]) -> dict[str, Sentence]:
    """Entries by their names; of those that share one (a section and a division of industry) each with its code."""
    often = Counter(str(entry) for entry in entries)
    return {
        str(entry.pk): f"{entry}（{getattr(entry, 'code', entry.pk)}）" if often[str(entry)] > 1 else str(entry)
        for entry in entries
    }
