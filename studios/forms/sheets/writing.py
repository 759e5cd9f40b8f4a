"""An editable sheet: facts for reading, fields for editing, and a hidden key that carries a mark of every cell."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import FileResponse, StreamingHttpResponse

from studios.forms.sheets.columns import FactColumn, SheetColumn, mark_of
from studios.forms.sheets.registers import Register
from unions.ui.listing import Listing
from unions.ui.sheet_answers import csv_file, workbook_file
from unions.ui.workbooks import Head

VERSION = 1


def sheet_columns(register: Register, listing: Listing, *, is_private: bool = False) -> list[FactColumn | SheetColumn]:
    """The facts of the list first, then the fields."""
    facts = {column.key: FactColumn(column) for column in listing.columns if column.key in register.facts}
    return [*(facts[key] for key in register.facts if key in facts), *register.columns(is_private=is_private)]


def key_head(register: Register, columns: Sequence[FactColumn | SheetColumn]) -> str:
    """The head of the key column: which list, which version of this way of writing, and the columns in their order."""
    return f"{register.key}/{VERSION} {','.join(column.name for column in columns)}"


def _rows(listing: Listing, columns: Sequence[FactColumn | SheetColumn]) -> Iterator[list[Any]]:
    for row in listing.exported:
        texts = [column.of_row(row) for column in columns]
        shown = [column.shown(text) for column, text in zip(columns, texts, strict=True)]
        yield [f"{row.pk}:{''.join(map(mark_of, texts))}", *shown]


def editable_workbook(register: Register, listing: Listing, *, is_private: bool = False) -> FileResponse:
    """All rows of the list as a workbook that can be edited and handed in again."""
    columns = sheet_columns(register, listing, is_private=is_private)
    heads = [Head(text=key_head(register, columns), is_hidden=True), *(column.head for column in columns)]
    by = listing.request.user.get_username()
    return workbook_file(register.key, str(register.title), heads, _rows(listing, columns), by=by)


def editable_csv(register: Register, listing: Listing, *, is_private: bool = False) -> StreamingHttpResponse:
    """The same as CSV; the key stands in the first column, because CSV hides nothing."""
    columns = sheet_columns(register, listing, is_private=is_private)
    heads = [key_head(register, columns), *(column.label for column in columns)]
    return csv_file(register.key, heads, _rows(listing, columns))
