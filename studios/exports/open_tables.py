"""What a table of the open data is made of, and how it is written: as CSV and as JSON, row by row."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext_lazy

from studios.queries.open_data import in_chunks
from unions.errors import Sentence
from unions.ui.sheets import csv_lines

Row = dict[str, Any]
Source = Callable[[Row], Any]
TEXT, CODE = pgettext_lazy("kind of value", "text"), pgettext_lazy("kind of value", "code")
NUMBER, YUAN = pgettext_lazy("kind of value", "whole number"), pgettext_lazy("kind of value", "amount in yuan")
DATE, MONTH = pgettext_lazy("kind of value", "date"), pgettext_lazy("kind of value", "month")
MOMENT, LIST = pgettext_lazy("kind of value", "instant"), pgettext_lazy("kind of value", "list")
YES_OR_NO = pgettext_lazy("kind of value", "true or false")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name for machines, what it means, and where its value comes from."""

    name: str
    kind: Sentence
    meaning: Sentence
    value: Source


def column(name: str, kind: Sentence, meaning: Sentence, source: str | Source = "") -> Column:
    """A column whose value stands in the row under its own name, another one, or is made of it."""
    return Column(name, kind, meaning, source if callable(source) else _of(source or name))


def _of(key: str) -> Source:
    return lambda row: row[key]


def month(key: str) -> Source:
    """A month of a first day: 2018-05."""
    return lambda row: f"{row[key]:%Y-%m}" if row[key] else None


def page(route: str, key: str = "pk") -> Source:
    """The path of a row's page."""
    return lambda row: f"{_head(route)}{row[key]}/"


@cache
def _head(route: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return reverse(route, args=["0"]).removesuffix("0/")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the open data."""

    key: str
    title: Sentence
    meaning: Sentence
    columns: tuple[Column, ...]
    rows: Callable[[], QuerySet[Any]]

    def records(self) -> Iterator[list[Any]]:
        """Yield the values of each row in the order of the columns."""
        return ([c.value(row) for c in self.columns] for row in in_chunks(self.rows()))

    def csv(self) -> Iterator[str]:
        """Yield the table as CSV: UTF-8 with mark, lists joined by 、, true and false in words."""
        values = (list(map(_in_sheet, record)) for record in self.records())
        return csv_lines((c.name for c in self.columns), values, settings.LANGUAGE_CODE)

    def json(self) -> Iterator[str]:
        """Yield the table as a JSON array of objects, one a line."""
        names = [c.name for c in self.columns]
        yield "["
        for place, record in enumerate(self.records()):
            said = dict(zip(names, map(_in_json, record), strict=True))
            yield f"{',' if place else ''}\n{json.dumps(said, ensure_ascii=False)}"
        yield "\n]\n"


def _in_sheet(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _stamp(value) if isinstance(value, datetime) else value


def _in_json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return _stamp(value)
    return value.isoformat() if isinstance(value, date) else value


def _stamp(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


FORMATS: dict[str, tuple[str, Callable[[Table], Iterable[str]]]] = {
    "csv": ("text/csv; charset=utf-8", Table.csv),
    "json": ("application/json; charset=utf-8", Table.json),
}
