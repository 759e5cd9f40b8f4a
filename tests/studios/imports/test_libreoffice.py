"""What LibreOffice 7.4 saved: the head of the sample ledger reads like the original; a workbook with a password is named."""

from pathlib import Path

import pytest

from studios.imports.sheets import Sheet, read_workbook
from tests.studios.imports.city import SAMPLE
from unions.errors import Refusal

SAVED = Path(SAMPLE).with_name("ledger-libreoffice.xlsx")
PROTECTED = Path(SAMPLE).with_name("password-libreoffice.xlsx")
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


def test_a_workbook_with_a_password_is_refused_with_what_to_do():
    with pytest.raises(Refusal, match="密码"):
        read_workbook(PROTECTED)
