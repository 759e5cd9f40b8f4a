"""Workbooks: cells typed, texts that look like formulas escaped, heads fixed, choices offered, keys and stamp hidden."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from unions.choices.tree import UnionState
from unions.ui.sheets import plain, unescaped
from unions.ui.workbooks import CHOICES, STAMP, Head, stamp_of, write_workbook

HEADS = (
    Head(text="Key", kind="number", is_hidden=True),
    Head(text="名称"),
    Head(text="数", kind="number"),
    Head(text="日", kind="date"),
    Head(text="月", kind="month"),
    Head(text="时", kind="moment"),
    Head(text="元", kind="money"),
    Head(text="状态", kind="state"),
)
ROW = [7, "=1+1", 12, date(2024, 5, 1), date(2024, 5, 1), datetime(2024, 5, 1, 1, tzinfo=UTC), Decimal("1234.5"), None]


def opened(rows, heads=HEADS, **more):
    with write_workbook(
        "表[1]", [Head(**{f: getattr(h, f) for f in ("text", "kind", "is_hidden")}) for h in heads], rows, **more
    ) as file:
        return load_workbook(BytesIO(file.read()))


def test_cells_are_what_their_column_holds():
    sheet = opened([ROW]).worksheets[0]
    found = [cell.value for cell in sheet[2]]
    assert found[:4] == [7, "'=1+1", 12, datetime(2024, 5, 1)]  # noqa: DTZ001 - a sheet knows no zones
    assert found[5] == datetime(2024, 5, 1, 9)  # noqa: DTZ001 - nine o'clock at the office
    assert found[6] == 1234.5
    assert [sheet.cell(2, n).number_format for n in (4, 5, 6, 7)] == [
        "yyyy-mm-dd", "yyyy-mm", "yyyy-mm-dd hh:mm", "#,##0.00",
    ]  # fmt: skip
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]


def test_the_head_is_fixed_and_filters_and_the_key_is_hidden():
    sheet = opened([ROW, ROW]).worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("表 1", "C2", "A1:H3")
    assert sheet.column_dimensions["A"].hidden
    assert not sheet.column_dimensions["B"].hidden


def test_a_column_of_states_offers_its_vocabulary():
    book = opened([[*ROW[:7], UnionState.ACTIVE]])
    (rule,) = book.worksheets[0].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("H2:H202", f"{CHOICES}!$A$1:$C$1")
    assert [cell.value for cell in book[CHOICES][1]] == [str(label) for label in UnionState.labels]
    assert book[CHOICES].sheet_state == book[STAMP].sheet_state == "veryHidden"


def test_the_stamp_says_which_list_and_by_whom():
    book = opened([ROW], stamp=stamp_of("studios", by="wang"))
    assert {row[0].value: row[1].value for row in book[STAMP]}.items() >= {
        "list": "studios",
        "by": "wang",
        "rows": "1",
    }.items()


def test_an_empty_list_is_a_workbook_too():
    sheet = opened([]).worksheets[0]
    assert [cell.value for cell in sheet[1]][1:3] == ["名称", "数"]


@pytest.mark.parametrize("text", ["=1+1", "+86 571", "-x", "@a", "\tb", "plain", "-5", "'plain", "'=x", ""])
def test_what_is_escaped_comes_back_as_it_was(text):
    assert unescaped(plain(text)) == (text if not text.startswith("'=") else "=x")
