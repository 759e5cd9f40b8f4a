"""Reads one workbook or CSV from standard input in a process of its own and writes it as JSON lines.

It is run as a script with its limits as arguments, so that a hostile file can only end this process.
It imports nothing of the product. Exit codes: 0 read, 3 not a workbook, 4 too big, 5 not a text.
"""

import csv
import gc
import json
import re
import resource
import sys
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet._reader import WorkSheetParser

NOT_A_WORKBOOK, TOO_BIG, NOT_A_TEXT = 3, 4, 5
MAX_CELLS = 2_000_000
MAX_OUTPUT = 128 * 1024 * 1024
PROLOG = 2048
ENCODINGS = ("utf-8-sig", "gb18030")
WIDE = (b"\xff\xfe", b"\xfe\xff")
HEAD_LINES = 20
# Programs write ="13800138000" so that Excel keeps the digits as text.
AS_TEXT = re.compile(r'="([^"]*)"')


class TooBigError(Exception):
    """The workbook holds more than this process may hand over."""


def limit(megabytes: int, seconds: int) -> None:
    """Bind this process to so much memory and processor time."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def declares_entities(archive: ZipFile) -> bool:
    """A document type has no place in a workbook; it is how XML bombs begin."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(PROLOG):
                    return True
    return False


def encoded(value: object, data_type: str) -> object:
    """A cell as JSON: plain text and numbers as they are, the rest as [kind, text]."""
    if data_type in ("s", "n") and isinstance(value, (str, int, float)):
        return value
    if data_type == "f":
        return ["f", str(getattr(value, "text", value))]
    if data_type == "e":
        return ["e", str(value)]
    if isinstance(value, bool):
        return ["b", "TRUE" if value else "FALSE"]
    if isinstance(value, datetime):
        return ["d", value.date().isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, (time, timedelta)):
        return ["t", str(value)]
    return value if isinstance(value, (int, float)) else str(value)


def text_of(content: bytes) -> str:
    """Return the text of a CSV in whichever encoding an office saved it: UTF-8, UTF-16 with a mark, or GB18030."""
    if content.startswith(WIDE):
        return content.decode("utf-16")
    for encoding in ENCODINGS[:-1]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(ENCODINGS[-1])


def delimiter_of(text: str) -> str:
    """Return what parts the cells: comma, tab or semicolon, whichever the first lines hold most of."""
    head = text[:65_536].split("\n")[:HEAD_LINES]
    return max(",\t;", key=lambda mark: sum(line.count(mark) for line in head))


def csv_lines(content: bytes) -> Iterator[object]:
    """Yield a CSV as the lines of one sheet; every cell is text, as it was written."""
    text = text_of(content)
    cells = 0
    yield {"sheet": "CSV", "hidden": False}
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter_of(text))
    for number, row in enumerate(rows, 1):
        filled = [(column, AS_TEXT.sub(r"\1", cell)) for column, cell in enumerate(row, 1) if cell.strip()]
        cells += len(filled)
        if cells > MAX_CELLS:
            raise TooBigError
        if filled:
            yield [number, filled, 0]
    yield {"merged": []}


def lines(content: bytes) -> Iterator[object]:
    """Yield a head for each sheet, its rows that hold something, and its merged ranges."""
    # The sheet parser of openpyxl's read-only mode is used as it stands: it alone gives
    # cells, hidden rows and merged ranges in one pass and never pads to a claimed size.
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    cells = 0
    for sheet in book.worksheets:
        yield {"sheet": sheet.title, "hidden": sheet.sheet_state != "visible"}
        with sheet._get_source() as source:  # noqa: SLF001
            parser = WorkSheetParser(
                source,
                sheet._shared_strings,  # noqa: SLF001
                epoch=book.epoch,
                date_formats=book._date_formats,  # noqa: SLF001
                timedelta_formats=book._timedelta_formats,  # noqa: SLF001
            )
            for number, row in parser.parse():
                filled = [
                    (cell["column"], encoded(cell["value"], cell["data_type"]))
                    for cell in row
                    if cell["value"] is not None and cell["value"] != ""
                ]
                cells += len(filled)
                if cells > MAX_CELLS:
                    raise TooBigError
                if filled:
                    shape = parser.row_dimensions.get(str(number), {})
                    yield [number, filled, int(shape.get("hidden") in ("1", "true"))]
            merged = parser.merged_cells
        yield {"merged": [cells_of.coord for cells_of in merged.mergeCell] if merged else []}


def write(content: bytes) -> None:
    """Write every line, and stop when they become too many."""
    written = 0
    dump = json.JSONEncoder(separators=(",", ":")).encode
    for line in lines(content) if content.startswith(b"PK") else csv_lines(content):
        text = dump(line)
        written += len(text)
        if written > MAX_OUTPUT:
            raise TooBigError
        sys.stdout.write(text + "\n")


def main() -> int:
    """Read, and answer with an exit code; a reader that trips over the file has not read it."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    # The rows pass through and make no cycles; a process that ends soon need not look for any.
    gc.disable()
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    try:
        if content.startswith(b"PK"):
            with ZipFile(BytesIO(content)) as archive:
                if declares_entities(archive):
                    return NOT_A_WORKBOOK
        write(content)
    except (MemoryError, TooBigError, RecursionError):
        return TOO_BIG
    except BadZipFile:
        return NOT_A_WORKBOOK
    except (UnicodeError, csv.Error):
        return NOT_A_TEXT
    except Exception:  # noqa: BLE001 (openpyxl lets a dozen kinds of exception through)
        return NOT_A_WORKBOOK
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
