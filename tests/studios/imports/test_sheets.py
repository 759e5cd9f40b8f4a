import time
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.utils import translation
from openpyxl import Workbook

from studios.imports import sheets
from studios.imports.sheets import read_workbook
from tests import files
from tests.studios.imports.books import saved
from unions.errors import Refusal

BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{text}">]><worksheet>&a;</worksheet>"""


def cells(content: bytes) -> list[tuple[str, object, str]]:
    return [
        (cell.ref, cell.value, cell.kind)
        for sheet in read_workbook(content)
        for row in sheet.rows
        for cell in row.cells
    ]


def workbook(*rows: list[object]) -> Workbook:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    return made


def with_part(content: bytes, name: str, text: str) -> bytes:
    """The workbook with one part replaced."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, text if member == name else old.read(member))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_csv_is_read_in_every_way_that_offices_save_it(encoding: str, mark: str):
    text = mark.join(["工作室", "人数", '"甲\r\n乙"', '="13800138000"']) + "\r\n\r\n" + mark.join(["", "12"]) + "\r\n"
    assert cells(text.encode(encoding)) == [
        ("A1", "工作室", "text"),
        ("B1", "人数", "text"),
        ("C1", "甲\r\n乙", "text"),
        ("D1", "13800138000", "text"),
        ("B3", "12", "text"),
    ]


def test_a_csv_with_too_many_cells_is_refused():
    with pytest.raises(Refusal):
        read_workbook(b"1,2,3,4,5,6,7,8,9,0\n" * 250_000)


def test_each_kind_of_cell_keeps_its_place_and_kind():
    content = saved(workbook(["甲", 2019.1, date(2019, 5, 3), True, "=1+1", None, "𠮷"]))
    assert cells(content) == [
        ("A1", "甲", "text"),
        ("B1", 2019.1, "number"),
        ("C1", "2019-05-03", "date"),
        ("D1", "TRUE", "bool"),
        ("E1", "=1+1", "formula"),
        ("G1", "𠮷", "text"),
    ]


def test_a_range_merged_downwards_gives_each_row_its_value_and_a_title_stays_single():
    made = workbook(["标题", None], ["县总工会", 1], [None, 2], [None, 3])
    made.active.merge_cells("A1:B1")
    made.active.merge_cells("A2:A4")
    assert [value for _ref, value, _kind in cells(saved(made))] == ["标题", "县总工会", 1, "县总工会", 2, "县总工会", 3]


def test_hidden_sheets_and_rows_are_noted():
    made = workbook(["甲"], ["乙"])
    made.active.row_dimensions[2].hidden = True
    made.create_sheet("藏").sheet_state = "hidden"
    found = read_workbook(saved(made))
    assert [(sheet.name, sheet.is_hidden) for sheet in found] == [("Sheet", False), ("藏", True)]
    assert [row.is_hidden for row in found[0].rows] == [False, True]


def test_what_wps_adds_to_a_workbook_does_no_harm():
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="KSOProductBuildVer">'
        "<vt:lpwstr>2052-12.1.0.18276</vt:lpwstr></property></Properties>"
    )
    pictures = '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'
    made = workbook(["甲", '=DISPIMG("ID_1",1)'], ["乙", 2])
    out = BytesIO(saved(made))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr("docProps/custom.xml", properties)
        archive.writestr("xl/cellimages.xml", pictures)
    assert cells(out.getvalue()) == [
        ("A1", "甲", "text"),
        ("B1", '=DISPIMG("ID_1",1)', "formula"),
        ("A2", "乙", "text"),
        ("B2", 2, "number"),
    ]


def test_rows_as_libreoffice_writes_them_are_read():
    sheet = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr filterMode="false"/>'
        '<dimension ref="A1:C1048576"/><sheetData><row r="1" customFormat="false" ht="12.8" hidden="false">'
        '<c r="A1" s="0" t="inlineStr"><is><t xml:space="preserve"> 甲 </t></is></c><c r="B1" s="0" t="n"><v>2019.1</v>'
        '</c><c r="C1" s="0" t="b"><v>1</v></c></row><row r="2" hidden="true"><c r="A2" t="str"><f>1+1</f><v>2</v></c>'
        '</row><row r="1048576" customFormat="false" ht="12.8"/></sheetData></worksheet>'
    )
    content = with_part(saved(workbook(["甲"])), "xl/worksheets/sheet1.xml", sheet)
    found = read_workbook(content)[0]
    assert [row.is_hidden for row in found.rows] == [False, True]
    assert cells(content) == [
        ("A1", " 甲 ", "text"),
        ("B1", 2019.1, "number"),
        ("C1", "TRUE", "bool"),
        ("A2", "=1+1", "formula"),
    ]


def test_a_cell_far_outside_costs_nothing():
    made = workbook(["甲"])
    made.active["XFD1048576"] = "远"
    assert cells(saved(made)) == [("A1", "甲", "text"), ("XFD1048576", "远", "text")]


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02", "not a workbook"),
        (files.make_ole(), ".xls"),
        (files.make_ole(sheets.ENCRYPTED_PACKAGE), "password"),
        (b"PK\x03\x04rubbish", "damaged"),
        (files.make_pdf(), "PDF"),
        (files.make_picture(), "picture"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "web page"),
        (b"#!/bin/sh\nrm -rf /\n", "not a workbook"),
        (b"MZ" + b"\0" * 600, "not a workbook"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (files.make_archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), ".ods"),
        (files.make_archive({"xl/workbook.bin": "x"}), ".xlsb"),
        (files.make_archive({"xl/vbaProject.bin": "x"}), "macros"),
        (files.make_archive({"a.txt": "x"}), "not a workbook"),
        (b"a,b\n" * 2_000 + b"\xff\xff", "cannot be read"),
        (b"PK" + b"\0" * (sheets.MAX_BYTES + 1), "20 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(content: bytes, word: str):
    with translation.override("en"):
        with pytest.raises(Refusal) as refusal:
            read_workbook(content)
        assert word in str(refusal.value.message)


def test_another_archive_is_refused():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(Refusal):
        read_workbook(out.getvalue())


def test_an_archive_that_swells_is_refused_by_its_directory(monkeypatch):
    monkeypatch.setattr(sheets, "_read_in_child", lambda _content: pytest.fail("it must not be opened"))
    with pytest.raises(Refusal):
        read_workbook(with_part(saved(workbook(["甲"])), "xl/worksheets/sheet1.xml", " " * 30_000_000))


def test_a_document_type_is_refused():
    with pytest.raises(Refusal):
        read_workbook(with_part(saved(workbook(["甲"])), "xl/worksheets/sheet1.xml", BOMB.format(text="x" * 10)))


def test_broken_xml_is_refused():
    with pytest.raises(Refusal):
        read_workbook(with_part(saved(workbook(["甲"])), "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"))


def test_too_little_memory_ends_in_a_sentence(settings):
    settings.SHEET_READER_MEGABYTES = 40
    with pytest.raises(Refusal):
        read_workbook(saved(workbook(["甲"])))


def test_too_little_time_ends_in_a_sentence(settings):
    settings.SHEET_READER_SECONDS = 1
    content = saved(workbook(*([list(range(30))] * 12_000)))
    started = time.monotonic()
    with pytest.raises(Refusal):
        read_workbook(content)
    assert time.monotonic() - started < 8
