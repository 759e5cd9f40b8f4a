"""A ledger that LibreOffice saved reads like the one that it opened. The file is the head of the sample ledger."""

from pathlib import Path

from studios.imports.sheets import Sheet, read_workbook
from tests.studios.imports.city import SAMPLE

SAVED = Path(SAMPLE).with_name("ledger-libreoffice.xlsx")
ROWS_KEPT = 9


def facts(sheets: list[Sheet]) -> dict[str, list[tuple[object, str, str]]]:
    return {
        sheet.name: [
            (cell.value, cell.ref, cell.kind) for row in sheet.rows for cell in row.cells if row.number <= ROWS_KEPT
        ]
        for sheet in sheets
    }


def test_a_ledger_saved_by_libreoffice_holds_the_same_cells():
    saved, opened = facts(read_workbook(SAVED)), facts(read_workbook(SAMPLE))
    assert saved == opened
    assert sum(map(len, saved.values())) > 200
