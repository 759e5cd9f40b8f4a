"""Sets the answers of a page for reading: single answers as facts, like groups as one table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

NUMBER = re.compile(r"\s*\d+$")
FEW = 2


@dataclass(frozen=True, slots=True)
class Block:
    """Facts under a heading, or a table of like groups; exactly one of `facts` and `lines` is filled."""

    title: str
    facts: tuple[Any, ...] = ()
    heads: tuple[str, ...] = ()
    lines: tuple[tuple[Any, ...], ...] = ()


def blocks(rows: Iterable[Any]) -> list[Block]:
    """Rows (label, value, group, is_wide) as blocks, in their order."""
    groups = [(name, tuple(found)) for name, found in groupby(rows, key=lambda row: row.group)]
    made: list[Block] = []
    for base, found in groupby(groups, key=lambda pair: NUMBER.sub("", pair[0])):
        made += _of_kind(base, [rows for _name, rows in found if rows], groups)
    return made


def _of_kind(base: str, found: list[tuple[Any, ...]], groups: list[tuple[str, tuple[Any, ...]]]) -> list[Block]:
    heads = tuple(row.label for row in found[0]) if found else ()
    if base and len(found) >= FEW and all(_fits(rows, heads) for rows in found):
        return [Block(base, heads=heads, lines=tuple(found))]
    names = {id(rows): name for name, rows in groups}
    return [Block(names.get(id(rows), base), facts=rows) for rows in found]


def _fits(rows: tuple[Any, ...], heads: tuple[str, ...]) -> bool:
    """Whether a group is a line of the table: the same answers, none of them long or a file."""
    return tuple(row.label for row in rows) == heads and not any(row.is_wide for row in rows)
