"""Sheets as answers to a request."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import get_language

from unions import clock
from unions.ui.sheets import csv_lines
from unions.ui.workbooks import MIME, Head, stamp_of, write_workbook


def apart(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows with what they point to fetched once for many: units and kinds repeat in thousands of rows."""
    joined = rows.query.select_related
    if not isinstance(joined, dict):
        return rows
    return rows.select_related(None).prefetch_related(*_paths(joined))


def _paths(joined: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, below in joined.items():
        yield f"{before}{name}"
        yield from _paths(below, f"{before}{name}__")


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
