"""Hostile Word and Excel files."""

import io
import zipfile

import pytest

from studios.choices.files import FileKind
from tests import files
from tests.studios.values.test_uploads import inspect, refusal_of

MEGABYTE = 1024 * 1024


def with_link(kind, target, mode="External"):
    return files.make_docx({"word/_rels/document.xml.rels": files.make_rels((kind, target, mode))})


@pytest.mark.parametrize(
    "content",
    [
        files.make_docx({"word/vbaProject.bin": b"x"}),
        files.make_docx({"word/VBAPROJECT.BIN": b"x"}),
        files.make_docx({"word/activeX/activeX1.bin": b"x"}),
        files.make_docx({"xl/macrosheets/sheet1.xml": b"<x/>"}),
        files.make_docx(main=files.DOCM_MAIN),
    ],
)
def test_macros_are_refused(content):
    assert refusal_of(content, "a.docx") == "office_macro"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.org/a.dotm"),
        ("oleObject", "file:///C:/a.xlsx"),
        ("image", "https://example.org/seen.png"),
        ("externalLinkPath", "https://example.org/a.xlsx"),
        ("externalLinkPath", "\\\\server\\share\\a.xlsx"),
        ("externalLinkPath", "file://server/share/a.xlsx"),
        ("externalLinkPath", "file:////server/share/a.xlsx"),
        ("aFChunk", "part.html"),
    ],
)
def test_what_is_loaded_from_elsewhere_is_refused(kind, target):
    assert refusal_of(with_link(kind, target)) == "office_external"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://example.org"),
        ("externalLinkPath", "台账2025.xlsx"),
        ("externalLinkPath", "file:///C:/工会/台账.xlsx"),
    ],
)
def test_links_that_a_reader_follows_by_choice_are_fine(kind, target):
    assert inspect(with_link(kind, target)).kind is FileKind.DOCX


def test_live_link_to_a_program_is_refused():
    link = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    assert refusal_of(files.make_docx({"xl/externalLinks/externalLink1.xml": link})) == "office_external"


@pytest.mark.parametrize("name", ["oleObject1.bin", "a.exe", "a.xlsm", "a.pdf"])
def test_embedded_objects_are_refused(name):
    assert refusal_of(files.make_docx({f"word/embeddings/{name}": b"x"})) == "office_embedded"


def test_sheet_behind_a_chart_is_inspected_as_deeply():
    def around(inner):
        return files.make_docx({"word/embeddings/Sheet1.xlsx": inner})

    assert inspect(around(files.make_xlsx())).kind is FileKind.DOCX
    assert refusal_of(around(b"no sheet")) == "office_embedded"
    assert refusal_of(around(files.make_docx({"xl/vbaProject.bin": b"x"}))) == "office_macro"
    assert refusal_of(around(around(files.make_xlsx()))) == "office_embedded"


@pytest.mark.parametrize(
    "parts",
    [
        {"word/a.xml": bytes(20 * MEGABYTE)},
        {f"word/{number}.xml": b"" for number in range(5001)},
    ],
    ids=["ratio", "count"],
)
def test_bombs_are_refused_by_their_directory(parts, monkeypatch):
    unpacked = []
    content = files.make_docx(parts)
    monkeypatch.setattr("studios.values.uploads.office.check_content", unpacked.append)
    assert refusal_of(content) == "office_bomb"
    assert unpacked == []


def test_total_size_is_bounded(monkeypatch):
    content = files.make_docx({f"word/{n}.xml": bytes(1000) for n in range(10)})
    assert inspect(content).kind is FileKind.DOCX
    monkeypatch.setattr("studios.values.uploads.limits.OFFICE_UNPACKED_BYTES", 9000)
    assert refusal_of(content) == "office_bomb"


def test_directory_is_measured_before_it_is_read(monkeypatch):
    content = files.make_docx({f"word/{'a' * 400}{number}": b"" for number in range(3000)})
    assert refusal_of(content) == "office_bomb"
    monkeypatch.setattr("studios.values.uploads.limits.OFFICE_DIRECTORY_BYTES", 2 * MEGABYTE)
    assert inspect(content).kind is FileKind.DOCX


def test_parts_that_share_bytes_are_refused():
    content = bytearray(files.make_docx({"word/a.xml": b"aaaa", "word/b.xml": b"aaaa"}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        first = archive.getinfo("word/a.xml").header_offset
        second = archive.getinfo("word/b.xml").header_offset
    entry = content.rfind(b"PK\x01\x02")
    assert int.from_bytes(content[entry + 42 : entry + 46], "little") == second
    content[entry + 42 : entry + 46] = first.to_bytes(4, "little")
    assert refusal_of(bytes(content)) == "office_bomb"


def test_part_that_is_not_what_the_directory_says_is_refused():
    content = bytearray(files.make_docx({"word/a.xml": b"true"}))
    content[content.find(b"word/a.xml") + len(b"word/a.xml") + 1] ^= 0xFF
    assert refusal_of(bytes(content)) == "office_broken"


@pytest.mark.parametrize("name", ["../a.xml", "word/../../a.xml", "/etc/a.xml", "..\\a.xml"])
def test_parts_outside_the_archive_are_refused(name):
    assert refusal_of(files.make_docx({name: b"x"})) == "office_broken"


def test_entity_bomb_in_a_part_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><Relationships>&b;</Relationships>'
    for content in (bomb, bomb.encode("utf-16")):
        assert refusal_of(files.make_docx({"word/_rels/a.rels": content})) == "office_broken"


def test_broken_archives_are_refused():
    content = files.make_docx()
    for broken in (content[:-30], content + b"<html>", content[: len(content) // 2]):
        assert refusal_of(broken) == "office_broken"


def test_archive_with_something_in_front_is_refused():
    assert refusal_of(b"PK\x03\x04 in front" + files.make_docx()) == "office_broken"


def test_encrypted_part_is_refused():
    content = bytearray(files.make_docx({"word/a.xml": b"a"}))
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert refusal_of(bytes(content)) == "office_password"


def test_archive_behind_a_picture_is_no_office_file():
    assert refusal_of(files.make_picture("PNG") + files.make_docx()) == "hidden_content"
