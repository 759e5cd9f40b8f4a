"""Gives a ledger back with every fault red and said in a comment; what is only worth a look is amber."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import Workbook

from studios.imports import sheet_marker
from studios.imports.ledger.report import escaped, list_of_faults
from studios.imports.sheets import Sheet
from studios.values.ledger import Fault
from unions.errors import Refusal

COLOURS = {"fault": "FFFFC7CE", "look": "FFFFEB9C"}
AUTHOR = "领衔"
MOST_MARKS = 20_000
MEGABYTES, SECONDS = 512, 30


def marked_workbook(file: Path, sheets: list[Sheet], faults: list[Fault], warnings: list[Fault]) -> bytes:
    """Return the workbook with its marks; a CSV comes back as a workbook."""
    content = file.read_bytes()
    if not content.startswith(b"PK"):
        content = _as_workbook(sheets)
    marks = [
        [fault.sheet, fault.cell, tone, said_of(fault)]
        for tone, found in (("fault", faults), ("look", warnings))
        for fault in found
        if fault.cell
    ]
    asked = {
        "author": AUTHOR,
        "colours": COLOURS,
        "list": _("Check of the ledger"),
        "marks": marks[:MOST_MARKS],
        "rows": list_of_faults(faults, warnings),
    }
    return _mark_in_child(json.dumps(asked).encode(), content)


def said_of(fault: Fault) -> str:
    """What a comment says: what is wrong, and what would be accepted."""
    offers = "、".join(fault.candidates)
    return f"{fault.message}\n{_('What would be accepted')}：{offers}" if offers else fault.message


def _as_workbook(sheets: list[Sheet]) -> bytes:
    """Return the rows of a CSV at the same places of a workbook, every cell as text."""
    book = Workbook()
    page = book.active
    page.title = sheets[0].name if sheets else "CSV"
    for row in sheets[0].rows if sheets else ():
        for found in row.cells:
            cell = page.cell(row.number, found.column)
            cell.value = sheet_marker.storable(escaped(str(found.value)))
            cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _mark_in_child(asked: bytes, content: bytes) -> bytes:
    megabytes = getattr(settings, "SHEET_MARKER_MEGABYTES", MEGABYTES)
    seconds = getattr(settings, "SHEET_MARKER_SECONDS", SECONDS)
    command = [sys.executable, "-I", sheet_marker.__file__, str(megabytes), str(seconds)]
    given = len(asked).to_bytes(sheet_marker.LENGTH_BYTES, "big") + asked + content
    with TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command, input=given, capture_output=True, timeout=seconds * 2, check=False, env={"TMPDIR": folder}
            )
        except subprocess.TimeoutExpired as problem:
            raise _not_marked() from problem
    if done.returncode != 0:
        raise _not_marked()
    return done.stdout


def _not_marked() -> Refusal:
    return Refusal(_("The workbook is too big to be marked. Download the list of faults instead."))
