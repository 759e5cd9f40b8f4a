"""Reads the stored JSON of an application's answers into values of the register."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

Row = Mapping[str, Any]


def rows_of(page: Row, name: str) -> list[Row]:
    """The rows of a group; what is no row is left out."""
    found = page.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def text_of(row: Row, name: str) -> str:
    """Text, empty where nothing was answered."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def number_of(row: Row, name: str) -> int | None:
    """A whole number or a key of the register."""
    value = row.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def month_of(row: Row, name: str) -> date | None:
    """The first day of a month written as 2026-09."""
    value = text_of(row, name)
    return _date(f"{value}-01") if value else None


def day_of(row: Row, name: str) -> date | None:
    """A day written as 2026-09-28."""
    return _date(text_of(row, name))


def amount_of(row: Row, name: str) -> Decimal | None:
    """An amount or area that stands as text."""
    value = row.get(name)
    if not isinstance(value, str) or not value:
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def slots_with_files(files: Iterable[Row]) -> frozenset[str]:
    """The slots in which a frozen version lists a file."""
    return frozenset(text_of(f, "slot") for f in files)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
