"""Reads a workbook or CSV that somebody uploaded: limits first, then a child process, then plain rows."""

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from subprocess import DEVNULL, PIPE
from threading import Timer
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from studios.choices.files import FileKind
from studios.imports import sheet_reader
from studios.values.uploads.sniffing import HEAD_BYTES, sniff
from unions.errors import Refusal

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
NO_SHEET = gettext_lazy("This file is not a workbook. Save the ledger as .xlsx and upload that.")
KINDS_REFUSED = {
    "old_office": gettext_lazy("This is an old .xls or .et file. Open it and save it as .xlsx, then upload that."),
    "web_page": gettext_lazy(
        "This is a web page under the name of a sheet. Open it in Excel or WPS and save it as .xlsx."
    ),
    "archive": gettext_lazy("This is a packed archive. Unpack it and upload the workbook that is in it."),
    FileKind.PDF: gettext_lazy("This is a PDF. Upload the sheet that it was printed from, saved as .xlsx."),
    FileKind.JPEG: gettext_lazy("This is a picture. Upload the sheet itself, saved as .xlsx."),
    FileKind.PNG: gettext_lazy("This is a picture. Upload the sheet itself, saved as .xlsx."),
}
OTHER_SHEETS = {
    "mimetype": gettext_lazy("This is an .ods file. Open it and save it as .xlsx, then upload that."),
    "xl/workbook.bin": gettext_lazy("This is an .xlsb file. Open it and save it as .xlsx, then upload that."),
    "xl/vbaProject.bin": gettext_lazy("The workbook holds macros. Save it as .xlsx without macros and upload that."),
}
MAX_BYTES = 20 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10 * 1024 * 1024
MAX_MERGED_CELLS = 20_000
# Some 1,500 rows of a ledger: more take longer than two seconds to read and to check.
LONG_SHEETS, LONG_TEXT = 2_000_000, 700_000


class Cell(NamedTuple):
    """One cell as it was found; `kind` is text, number, date, formula, bool, error or time."""

    value: str | int | float
    row: int
    column: int
    kind: str

    @property
    def ref(self) -> str:
        """The name the sheet itself gives the cell."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(slots=True)
class Row:
    """One row that holds something, with the sheet's own number."""

    number: int
    cells: list[Cell]
    is_hidden: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet of a workbook; `repeated` are the cells, by row and column, that a merged range above gave a value."""

    name: str
    is_hidden: bool = False
    rows: list[Row] = field(default_factory=list)
    repeated: set[tuple[int, int]] = field(default_factory=set)


KINDS = {"f": "formula", "e": "error", "b": "bool", "d": "date", "t": "time"}


def read_workbook(source: str | Path | bytes) -> list[Sheet]:
    """Read a workbook or a CSV, or refuse it with one sentence that says what to do."""
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    _check_kind(content)
    if content.startswith(b"PK"):
        _check_directory(content)
    with _uncollected():
        return list(_sheets(_read_in_child(content)))


def is_long(content: bytes) -> bool:
    """Whether a sheet is too long to be read while somebody waits: by what its archive says, or a text's own size."""
    if not content.startswith(b"PK"):
        return len(content) > LONG_TEXT
    _check_directory(content)
    with ZipFile(BytesIO(content)) as archive:
        return sum(m.file_size for m in archive.infolist() if m.filename.startswith("xl/worksheets/")) > LONG_SHEETS


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hundreds of thousands of cells that make no cycles: looking through them again and again is half the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _check_kind(content: bytes) -> None:
    if not content:
        raise Refusal(_("The file is empty. Choose the workbook again."))
    if len(content) > MAX_BYTES:
        raise Refusal(_("The file is larger than 20 MB. Remove pictures and unused sheets."))
    kind = sniff(content[:HEAD_BYTES])
    if kind == "old_office" and ENCRYPTED_PACKAGE in content:
        raise _protected()
    if kind not in ("zip", "text"):
        raise Refusal(KINDS_REFUSED.get(kind, NO_SHEET))


def _check_directory(content: bytes) -> None:
    """Judge the archive by its directory, before anything is unpacked."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise Refusal(_("The file is damaged. Save the workbook again.")) from problem
    if any(member.flag_bits & 1 for member in members):
        raise _protected()
    names = {member.filename for member in members}
    if found := next((name for name in OTHER_SHEETS if name in names), ""):
        raise Refusal(OTHER_SHEETS[found])
    if not any(name.startswith("xl/") for name in names):
        raise Refusal(NO_SHEET)
    unpacked = sum(member.file_size for member in members)
    swollen = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * len(content)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or swollen:
        raise _too_big()


def _protected() -> Refusal:
    return Refusal(_("The workbook has a password. Remove the password and save it again."))


def _too_big() -> Refusal:
    return Refusal(_("The workbook is too big to be read. Remove unused sheets and rows, or split it."))


def _read_in_child(content: bytes) -> Iterator[bytes]:
    """Yield the child's lines while it still reads; a child that ends badly ends in a refusal."""
    megabytes = getattr(settings, "SHEET_READER_MEGABYTES", 512)
    seconds = getattr(settings, "SHEET_READER_SECONDS", 10)
    command = [sys.executable, "-I", sheet_reader.__file__, str(megabytes), str(seconds)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={}) as child:
        # The processor limit does not count a child that only waits.
        watch = Timer(seconds * 4, child.kill)
        watch.start()
        try:
            _feed(child, content)
            yield from child.stdout or ()
            child.wait()
        finally:
            watch.cancel()
            child.kill()
    if child.returncode == sheet_reader.NOT_A_WORKBOOK:
        raise Refusal(_("The workbook cannot be read. Open it, save it as .xlsx and try again."))
    if child.returncode == sheet_reader.NOT_A_TEXT:
        raise Refusal(_("The text of this file cannot be read. Save the ledger as .xlsx and upload that."))
    if child.returncode != 0:
        raise _too_big()


def _feed(child: "subprocess.Popen[bytes]", content: bytes) -> None:
    """Give the child its file; it takes all of it before it writes, and may die of it."""
    with suppress(BrokenPipeError):
        if child.stdin:
            child.stdin.write(content)
            child.stdin.close()


def _sheets(lines: Iterator[bytes]) -> Iterator[Sheet]:
    sheet = Sheet("")
    for line in lines:
        item = json.loads(line)
        if isinstance(item, list):
            number, cells, hidden = item
            sheet.rows.append(Row(number, [_cell(value, number, column) for column, value in cells], bool(hidden)))
        elif "sheet" in item:
            sheet = Sheet(item["sheet"], item["hidden"])
        else:
            _fill_merged(sheet, item["merged"])
            yield sheet


def _cell(value: object, row: int, column: int) -> Cell:
    if isinstance(value, list):
        return Cell(value[1], row, column, KINDS[value[0]])
    return Cell(value, row, column, "text" if isinstance(value, str) else "number")


def _fill_merged(sheet: Sheet, ranges: list[str]) -> None:
    """Give every row of a range merged downwards its value; a title across columns stays."""
    rows = {row.number: row for row in sheet.rows}
    filled = 0
    for name in ranges:
        left, top, _right, bottom = range_boundaries(name)
        origin = rows.get(top)
        cell = next((c for c in origin.cells if c.column == left), None) if origin else None
        if cell is None or bottom == top:
            continue
        for number in range(top + 1, bottom + 1):
            filled += 1
            if filled > MAX_MERGED_CELLS:
                return
            if row := rows.get(number):
                row.cells = sorted([*row.cells, cell._replace(row=number)], key=_column)
                sheet.repeated.add((number, left))


def _column(cell: Cell) -> int:
    return cell.column
