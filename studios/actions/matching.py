"""Matches the rows of a form with those of the register, so that nothing stands there twice."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from django.db import models

from studios.values.answers import Row, number_of

T = TypeVar("T", bound=models.Model)


def match_rows(
    rows: Iterable[Row],
    existing: Iterable[T],
    *,
    asked: Callable[[Row], Hashable],
    held: Callable[[T], Hashable],
    make: Callable[[], T],
) -> list[tuple[Row, T]]:
    """Each row with the one it was filled from (`record`), else with an equal one, else with a new one."""
    by_key = {row.pk: row for row in existing}
    by_value = {held(row): row for row in reversed(list(by_key.values()))}
    taken: set[int] = set()
    found: list[tuple[Row, T]] = []
    for row in sorted(rows, key=lambda one: number_of(one, "record") not in by_key):
        match = by_key.get(number_of(row, "record") or 0) or by_value.get(asked(row))
        if match is None or id(match) in taken:
            match = make()
        by_value.setdefault(asked(row), match)
        taken.add(id(match))
        found.append((row, match))
    return found
