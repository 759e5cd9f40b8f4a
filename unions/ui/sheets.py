"""Rows as CSV for Excel: UTF-8 with mark, line by line, and no cell that a sheet would take for a formula.

A workbook (`unions.ui.workbooks`) writes its texts the same way.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.utils import translation

FORMULA_STARTS = frozenset("=+-@\t\r")
BOM = "\ufeff"
LINES_AT_A_TIME = 200


class _Echo:
    """A file whose `write` hands the line back, so that rows are streamed."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def plain(value: Any) -> str:
    """A value for a sheet: choices by their label, lists joined, formulas made text."""
    if value is None:
        return ""
    # Most cells are texts, and there are hundreds of thousands of them.
    if type(value) is not str:
        if isinstance(value, (list, tuple)):
            return "、".join(plain(v) for v in value)
        value = str(getattr(value, "label", value))
    return f"'{value}" if value[:1] in FORMULA_STARTS and not _is_number(value) else value


def unescaped(text: str) -> str:
    """A text as it was before `plain` escaped it."""
    return text[1:] if text.startswith("'") and text[1:2] in FORMULA_STARTS else text


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def csv_lines(heads: Iterable[Any], rows: Iterable[Sequence[Any]], language: str | None = None) -> Iterator[str]:
    """Yield the lines of a sheet, some hundreds at a time, while the rows are read.

    When they are written the page's language is no longer the thread's: `language` is it.
    """
    writer, rest = csv.writer(_Echo()), iter(rows)
    with translation.override(language):
        head = writer.writerow([str(head) for head in heads])
    yield BOM + head
    while True:
        with translation.override(language):
            part = [writer.writerow([plain(value) for value in row]) for row in islice(rest, LINES_AT_A_TIME)]
        if not part:
            return
        yield "".join(part)
