"""Sheets as answers to a request."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import get_language

from unions import clock
from unions.ui.sheets import csv_lines
from unions.ui.workbooks import MIME, Head, stamp_of, write_workbook


def sheet_name(key: str, ending: str) -> str:
    """What a downloaded sheet is called."""
    return f"{key}-{clock.today():%Y%m%d}.{ending}"


def csv_file(key: str, heads: Iterable[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Rows as CSV for Excel (UTF-8 with mark), read while they are sent; cells that begin like a formula are text."""
    response = StreamingHttpResponse(csv_lines(heads, rows, get_language()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{sheet_name(key, "csv")}"'
    return response


def workbook_file(
    key: str, title: str, heads: Sequence[Head], rows: Iterable[Sequence[Any]], *, by: str
) -> FileResponse:
    """Rows as a workbook, put together on disk before it is sent."""
    book = write_workbook(title, heads, rows, stamp=stamp_of(key, by=by))
    return FileResponse(book, as_attachment=True, filename=sheet_name(key, "xlsx"), content_type=MIME)
