"""Sheets that go with a package: text alone, ready to be printed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

NARROWEST, WIDEST = 8, 50
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
    for place, label in enumerate(sheet.head):
        page.write_string(0, place, label, bold)
        page.set_column(place, place, _width(sheet, place))
    for number, row in enumerate(sheet.rows, start=1):
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


def _width(sheet: Sheet, place: int) -> int:
    """Wide enough for most of its texts; longer ones are wrapped."""
    texts = [sheet.head[place], *(str(row[place] or "") for row in sheet.rows)]
    return min(WIDEST, max(NARROWEST, max(sum(2 if ord(c) > 0xFF else 1 for c in text) for text in texts) + 2))
