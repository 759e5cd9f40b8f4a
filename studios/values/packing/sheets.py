"""Sheets that go with a package: text alone, ready to be printed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from xlsxwriter import Workbook

# Widths in digits: the columns of a sheet share what A4 across holds.
NARROWEST, WIDEST, PAGE_WIDTH, NARROWEST_LONG = 8, 100, 125, 16
LINE_POINTS, MOST_POINTS = 17, 409
A4 = 9
TITLE_LENGTH = 31
FORBIDDEN_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
TEXT_ONLY = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its head; a number stays one, everything else is text."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]] = field(default_factory=list)


def moment_text(moment: datetime | None) -> str:
    """A moment as sheets write it, in local time; nothing for none."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def day_text(day: date | None) -> str:
    """A day as sheets write it; nothing for none."""
    return f"{day:%Y-%m-%d}" if day else ""


def write_book(sheets: Sequence[Sheet], *, title: str, foot: str) -> IO[bytes]:
    """The sheets as a workbook in a file without a name, which the caller closes; `foot` holds &P and &N."""
    target = TemporaryFile()  # noqa: SIM115 - it is read after this function is over
    with Workbook(target, TEXT_ONLY) as book:
        bold = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1, "text_wrap": True})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(_tab(sheet.title))
            _write(page, sheet, bold, cell)
            _prepare_for_print(page, head=f"{title}　{sheet.title}", foot=foot)
    target.seek(0)
    return target


def _tab(title: str) -> str:
    return title.translate(FORBIDDEN_IN_TITLE).strip()[:TITLE_LENGTH]


def _write(page: Any, sheet: Sheet, bold: Any, cell: Any) -> None:
    widths = _widths(sheet)
    for place, label in enumerate(sheet.head):
        page.write_string(0, place, label, bold)
        page.set_column(place, place, widths[place])
    for number, row in enumerate(sheet.rows, start=1):
        page.set_row(number, _height(row, widths))
        for place, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, place, value, cell)
            else:
                page.write_string(number, place, "" if value is None else str(value), cell)
    page.freeze_panes(1, 0)


def _prepare_for_print(page: Any, *, head: str, foot: str) -> None:
    """A4 across, the head again on each page, as wide as the page."""
    page.repeat_rows(0)
    page.set_paper(A4)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_header(f"&C{head.replace('&', '&&')}")
    page.set_footer(f"&C{foot}")


def _height(row: Sequence[Any], widths: Sequence[int]) -> int:
    """High enough for the wrapped lines: not every program finds the height itself."""
    texts = ["" if value is None else str(value) for value in row]
    counts = [
        sum(max(1, math.ceil(_length(line) / (width - 1))) for line in text.splitlines() or [""])
        for text, width in zip(texts, widths, strict=True)
    ]
    return min(MOST_POINTS, LINE_POINTS * max(counts))


def _widths(sheet: Sheet) -> list[int]:
    """Wide enough for most texts, longer ones are wrapped; long columns share what the page has."""
    wanted = [_width(sheet, place) for place in range(len(sheet.head))]
    limits = range(WIDEST, NARROWEST_LONG, -2)
    widest = next((limit for limit in limits if sum(min(w, limit) for w in wanted) <= PAGE_WIDTH), NARROWEST_LONG)
    return [min(width, widest) for width in wanted]


def _width(sheet: Sheet, place: int) -> int:
    texts = [sheet.head[place], *(str(row[place] or "") for row in sheet.rows)]
    lines = (line for text in texts for line in text.splitlines())
    return max(NARROWEST, max(map(_length, lines)) + 2)


def _length(line: str) -> int:
    return sum(2 if ord(c) > 0xFF else 1 for c in line)
