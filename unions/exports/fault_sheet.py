"""The faults that a job found as a sheet: one row a fault, text only, so that no cell becomes a formula."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

WIDEST = 60
TEXT_ONLY = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def fault_sheet(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with a frozen head and columns as wide as their words."""
    file = BytesIO()
    book = Workbook(file, TEXT_ONLY)
    sheet, bold, wrapped = book.add_worksheet(), book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.write_row(0, 0, head, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            sheet.write_string(number, place, "" if value is None else str(value), wrapped)
    sheet.freeze_panes(1, 0)
    for place, label in enumerate(head):
        longest = max([len(str(label)), *(len(str(row[place])) for row in rows if place < len(row))])
        sheet.set_column(place, place, min(WIDEST, 2 * longest + 2))
    book.close()
    return file.getvalue()
