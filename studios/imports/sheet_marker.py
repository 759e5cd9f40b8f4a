"""Marks cells of one workbook in a process of its own: standard input holds the marks and the file, output the file.

It is run as a script with its limits as arguments, so that a hostile file can only end this process. It imports nothing
of the product. The input begins with the length of the marks in eight bytes; the marks are JSON.
Exit codes: 0 marked, 3 not a workbook, 4 too big.
"""

import json
import resource
import sys
import warnings
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

NOT_A_WORKBOOK, TOO_BIG = 3, 4
LENGTH_BYTES = 8
# The library writes each sheet into a temporary file first; the caller gives the folder and clears it.
FILE_BYTES = 256 * 1024 * 1024
WIDEST, LINE_HEIGHT, CHARACTERS_A_LINE = 320, 22, 20
COLUMN_WIDTHS = (10, 16, 10, 20, 24, 48, 40)


def limit(megabytes: int, seconds: int) -> None:
    """Bind this process to so much memory and processor time."""
    memory = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def storable(text: str) -> str:
    """Return a text without what a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text).encode("utf-8", "replace").decode()


def forget(book: Workbook, asked: dict) -> None:
    """Take away what an earlier check left: its list, its comments and its colours."""
    if asked["list"] in book.sheetnames and len(book.sheetnames) > 1:
        del book[asked["list"]]
    ours = {colour[-6:].upper() for colour in asked["colours"].values()}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == asked["author"]:
                    cell.comment = None
                    if cell.fill.fill_type == "solid" and str(cell.fill.fgColor.rgb)[-6:].upper() in ours:
                        cell.fill = PatternFill()


def place(sheet: Worksheet, ref: str) -> Cell:
    """Return the cell itself, or the one that shows where cells are merged."""
    cell = sheet[ref]
    if not isinstance(cell, MergedCell):
        return cell
    around = next(area for area in sheet.merged_cells.ranges if ref in area)
    return sheet.cell(around.min_row, around.min_col)


def mark(book: Workbook, asked: dict) -> None:
    """Colour each cell and say in a comment what is wrong; several remarks about one cell stand in one comment."""
    fills = {tone: PatternFill("solid", fgColor=colour) for tone, colour in asked["colours"].items()}
    for name, ref, tone, text in asked["marks"]:
        if name not in book.sheetnames:
            continue
        cell = place(book[name], ref)
        before = f"{cell.comment.text}\n" if cell.comment is not None else ""
        said = before + storable(text)
        lines = sum(len(line) // CHARACTERS_A_LINE + 1 for line in said.split("\n"))
        cell.comment = Comment(said, asked["author"], width=WIDEST, height=LINE_HEIGHT * (lines + 1))
        if not before or tone == "fault":
            cell.fill = fills[tone]


def add_list(book: Workbook, asked: dict) -> None:
    """Append all remarks as a sheet of their own; every cell of it is text."""
    sheet = book.create_sheet(asked["list"])
    for number, row in enumerate(asked["rows"], 1):
        for index, text in enumerate(row, 1):
            cell = sheet.cell(number, index)
            cell.value = storable(text)
            cell.data_type = "s"
            if number == 1:
                cell.font = Font(bold=True)
    for index, width in enumerate(COLUMN_WIDTHS):
        sheet.column_dimensions["ABCDEFG"[index]].width = width
    sheet.freeze_panes = "A2"


def main() -> int:
    """Mark, and answer with an exit code; a marker that trips over the file has not marked it."""
    limit(int(sys.argv[1]), int(sys.argv[2]))
    warnings.simplefilter("ignore")
    given = sys.stdin.buffer.read()
    start = LENGTH_BYTES + int.from_bytes(given[:LENGTH_BYTES], "big")
    asked = json.loads(given[LENGTH_BYTES:start])
    try:
        book = load_workbook(BytesIO(given[start:]), keep_links=False)
        forget(book, asked)
        mark(book, asked)
        add_list(book, asked)
        out = BytesIO()
        book.save(out)
    except (MemoryError, RecursionError):
        return TOO_BIG
    except Exception:  # noqa: BLE001 (openpyxl lets a dozen kinds of exception through)
        return NOT_A_WORKBOOK
    sys.stdout.buffer.write(out.getvalue())
    sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
