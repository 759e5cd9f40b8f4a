"""Rows as a workbook: typed cells, fixed head, filter, lists of choices, a hidden key and a stamp.

One row is in memory at a time; the file is put together on disk and then sent.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from unions import clock
from unions.ui.sheets import plain

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STAMP, CHOICES = "stamp", "choices"
FIRST_YEAR = 1900
NARROWEST, WIDEST = 8, 40
# Rows below the last one that take the lists of choices too.
SPARE_ROWS = 200
FORMATS = {"date": "yyyy-mm-dd", "month": "yyyy-mm", "moment": "yyyy-mm-dd hh:mm", "money": "#,##0.00"}
FORBIDDEN_IN_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Put = Callable[[int, int, Any], object]


@dataclass(slots=True, kw_only=True)
class Head:
    """One column of a workbook: what stands in its head, how its cells are typed, what may be chosen there."""

    text: str
    kind: str = "text"  # as of a list's column
    options: Sequence[str] = ()
    is_hidden: bool = False
    is_open: bool = True  # a closed column is for reading only
    enum: Any = field(default=None, repr=False)

    @property
    def width(self) -> int:
        """Wide enough for the head, twice as wide for Chinese; long texts are cut by the sheet."""
        wide = sum(2 if ord(sign) > 0xFF else 1 for sign in self.text) + 4
        return min(WIDEST, max(NARROWEST, wide, 12 if self.kind in FORMATS else 0, 24 if self.kind == "text" else 0))


def write_workbook(
    title: str, heads: Sequence[Head], rows: Iterable[Sequence[Any]], *, stamp: Sequence[tuple[str, Any]] = ()
) -> IO[bytes]:
    """Write the rows into a file without a name; the caller closes it."""
    target = TemporaryFile()  # noqa: SIM115 - it is sent after this function is over
    with Workbook(target, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(title.translate(FORBIDDEN_IN_TITLE).strip()[:31] or _("List"))
        lists, about = book.add_worksheet(CHOICES), book.add_worksheet(STAMP)
        lists.very_hidden()
        about.very_hidden()
        _write_heads(book, sheet, heads)
        last = _write_rows(book, sheet, heads, rows)
        sheet.autofilter(0, 0, last, max(0, len(heads) - 1))
        _offer_choices(sheet, lists, heads, last + SPARE_ROWS)
        for number, (name, value) in enumerate((*stamp, ("rows", last))):
            about.write_string(number, 0, name)
            about.write_string(number, 1, str(value))
    target.seek(0)
    return target


def _write_heads(book: Workbook, sheet: Any, heads: Sequence[Head]) -> None:
    opened = book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True})
    closed = book.add_format({"bold": True, "bg_color": "#E7E6E6", "font_color": "#595959", "bottom": 1})
    for number, head in enumerate(heads):
        sheet.set_column(number, number, head.width, None, {"hidden": 1} if head.is_hidden else {})
        sheet.write_string(0, number, plain(head.text), opened if head.is_open else closed)
    first = next((n for n, head in enumerate(heads) if not head.is_hidden), 0)
    sheet.freeze_panes(1, first + 1)


def _write_rows(book: Workbook, sheet: Any, heads: Sequence[Head], rows: Iterable[Sequence[Any]]) -> int:
    """Write all rows and answer the number of the last one."""
    puts = [_put(book, sheet, head) for head in heads]
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, (put, value) in enumerate(zip(puts, row, strict=True)):
            if value is not None and value != "":
                put(number, column, value)
    return number


def _put(book: Workbook, sheet: Any, head: Head) -> Put:
    """How a value of this column is written: as what it is where it is one, else as text."""
    if head.kind == "number":
        return _number(sheet, None)
    if head.kind == "money":
        return _number(sheet, book.add_format({"num_format": FORMATS["money"]}))
    if head.kind in FORMATS:
        return _moment(sheet, book.add_format({"num_format": FORMATS[head.kind]}))
    if head.kind == "state":
        return _choice(sheet, head)
    return _text(sheet)


def _text(sheet: Any) -> Put:
    write = sheet.write_string
    return lambda row, column, value: write(row, column, plain(value))


def _number(sheet: Any, shape: Any) -> Put:
    text = _text(sheet)

    def put(row: int, column: int, value: Any) -> None:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            sheet.write_number(row, column, value, shape)
        else:
            text(row, column, value)

    return put


def _moment(sheet: Any, shape: Any) -> Put:
    text = _text(sheet)

    def put(row: int, column: int, value: Any) -> None:
        if isinstance(value, date) and value.year >= FIRST_YEAR:
            # A sheet knows no zones: the office's own time is written.
            local = timezone.make_naive(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
            sheet.write_datetime(row, column, local, shape)
        else:
            text(row, column, value)

    return put


def _choice(sheet: Any, head: Head) -> Put:
    """The label; the vocabulary of the first value that has one is offered in the whole column."""
    text = _text(sheet)

    def put(row: int, column: int, value: Any) -> None:
        if head.enum is None and hasattr(type(value), "choices"):
            head.enum = type(value)
            head.options = [str(label) for label in head.enum.labels]
        text(row, column, value)

    return put


def _offer_choices(sheet: Any, lists: Any, heads: Sequence[Head], last: int) -> None:
    """Keep the vocabularies on a hidden sheet, a row each, and let their columns be chosen from them."""
    row = 0
    for number, head in enumerate(heads):
        if not head.options:
            continue
        for place, option in enumerate(head.options):
            lists.write_string(row, place, plain(option))
        source = f"={CHOICES}!{xl_range_abs(row, 0, row, len(head.options) - 1)}"
        sheet.data_validation(1, number, last, number, {"validate": "list", "source": source, "error_type": "warning"})
        row += 1


def stamp_of(key: str, *, by: str) -> list[tuple[str, Any]]:
    """What the hidden sheet says of every export: which list, when, by whom."""
    return [("list", key), ("exported", clock.now().isoformat(timespec="seconds")), ("by", by)]
