"""What may be uploaded, and what is refused with which reason."""

import hashlib
import io

import pytest
from django.utils import translation

from studios.choices.files import FileKind
from studios.values.uploads.inspection import inspect_upload
from studios.values.uploads.limits import FILE_BYTES
from studios.values.uploads.names import clean_name
from studios.values.uploads.refusals import REASONS, UploadRefused
from tests import files


def inspect(content, name="file", **options):
    return inspect_upload(io.BytesIO(content), name=name, **options)


def refusal_of(content, name="file", **options):
    with pytest.raises(UploadRefused) as caught:
        inspect(content, name, **options)
    return caught.value.code


GOOD = [
    ("合影.jpg", files.make_picture("JPEG"), FileKind.JPEG),
    ("合影.JPEG", files.make_picture("JPEG"), FileKind.JPEG),
    ("证书.png", files.make_picture("PNG"), FileKind.PNG),
    ("证书.webp", files.make_picture("WEBP"), FileKind.WEBP),
    ("总结.pdf", files.make_pdf(), FileKind.PDF),
    ("总结.docx", files.make_docx(), FileKind.DOCX),
    ("台账.xlsx", files.make_xlsx(), FileKind.XLSX),
]


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
def test_good_file_of_each_kind_is_taken(name, content, kind):
    stream = io.BytesIO(content)
    found = inspect_upload(stream, name=name)
    assert (found.kind, found.size) == (kind, len(content))
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert stream.tell() == 0


def test_facts_depend_on_the_kind():
    paper, photo = inspect(files.make_pdf(3)), inspect(files.make_picture("PNG", (80, 60)))
    assert (paper.pages, paper.width, paper.height) == (3, None, None)
    assert (photo.pages, photo.width, photo.height) == (None, 80, 60)


def test_name_without_ending_gets_the_one_of_its_content():
    assert inspect(files.make_pdf(), "盖章扫描件").display_name == "盖章扫描件.pdf"


def test_empty_file_is_refused():
    assert refusal_of(b"") == "empty"


def test_file_of_21_megabytes_is_refused_and_of_20_is_not_too_big():
    assert refusal_of(b"%PDF-1.7\n" + bytes(21 * 1024 * 1024), "a.pdf") == "too_big"
    photo = files.make_picture("JPEG")
    assert inspect(photo + bytes(FILE_BYTES - len(photo)), "a.jpg").size == FILE_BYTES


def test_reading_stops_at_the_limit():
    class Endless(io.RawIOBase):
        def __init__(self):
            self.served = 0

        def seek(self, *_):
            return 0

        def read(self, count=-1):
            self.served += count
            return bytes(count)

    stream = Endless()
    with pytest.raises(UploadRefused):
        inspect_upload(stream, name="a.pdf")
    assert stream.served <= FILE_BYTES + 1024 * 1024


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", files.make_svg_with_script(), "vector"),
        ("a.svg", b'<?xml version="1.0"?>\n' + files.make_svg_with_script(), "vector"),
        ("a.jpg", files.make_eps(), "vector"),
        ("a.gif", files.make_picture("GIF"), "gif"),
        ("a.bmp", files.make_picture("BMP"), "gif"),
        ("a.tif", files.make_picture("TIFF"), "gif"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic" + bytes(20), "heic"),
        ("a.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(20), "video"),
        ("a.avi", b"RIFF\x00\x00\x00\x00AVI " + bytes(20), "video"),
        ("a.zip", files.make_archive({"a.txt": "a"}), "archive"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(20), "archive"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "archive"),
        ("a.ofd", files.make_archive({"OFD.xml": "<o/>"}), "ofd"),
        ("a.wps", files.make_ole(), "old_office"),
        ("a.doc", files.make_ole(), "old_office"),
        ("a.xls", files.make_ole(), "old_office"),
        ("a.wps", files.make_docx(), "old_office"),
        ("a.docx", files.make_ole("EncryptedPackage".encode("utf-16-le")), "office_password"),
        ("a.pptx", files.make_docx(main=files.PPTX_MAIN), "slides"),
        ("a.html", b"<!DOCTYPE html><script>alert(1)</script>", "web_page"),
        ("a.pdf", b"  <html><body>%PDF-1.7</body>", "web_page"),
        ("a.exe", b"MZ\x90\x00" + bytes(20), "program"),
        ("a.txt", "说明".encode(), "text"),
        ("a.txt", "说明".encode("gb18030"), "text"),
        ("a.pdf", b"\x00\x01\x02\x03" * 9, "unknown_kind"),
    ],
)
def test_other_kinds_are_refused_by_content(name, content, code):
    assert refusal_of(content, name) == code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", files.make_picture("JPEG")),
        ("a.pdf", files.make_picture("PNG")),
        ("a.jpg", files.make_pdf()),
        ("a.xlsx", files.make_docx()),
        ("a.html", files.make_picture("JPEG")),
    ],
)
def test_name_that_contradicts_the_content_is_refused(name, content):
    assert refusal_of(content, name) == "name_mismatch"


def test_kind_that_this_place_does_not_take_is_refused():
    only_pdf = frozenset({FileKind.PDF})
    assert refusal_of(files.make_picture("PNG"), "a.png", allowed=only_pdf) == "kind_not_allowed"
    assert inspect(files.make_pdf(), "a.pdf", allowed=only_pdf).kind is FileKind.PDF


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("C:\\工作\\总结.pdf", "总结.pdf"),
        ("../../etc/总结.pdf", "总结.pdf"),
        ("总\x00结\r\n.pdf", "总结.pdf"),
        ("总结\u202efdp.pdf", "总结fdp.pdf"),
        ("总结\u200f\u2066.pdf", "总结.pdf"),
        ("𠮷工\ud800.pdf", "𠮷工.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("  年度  总结 .pdf", "年度 总结.pdf"),
        ("....pdf", "pdf.pdf"),
        ("", "file.pdf"),
        ("2026.9.28", "2026.9.28.pdf"),
        ("工" * 400 + ".pdf", "工" * 116 + ".pdf"),
        ("工" * 100_000, "工" * 116 + ".pdf"),
    ],
)
def test_display_name_is_safe_and_keeps_chinese(raw, expected):
    assert inspect(files.make_pdf(), raw).display_name == expected


def test_clean_name_of_an_ordinary_name_is_itself():
    assert clean_name("李明-2026年总结(1).pdf") == "李明-2026年总结(1).pdf"


def test_every_reason_is_one_or_two_sentences():
    with translation.override("en"):
        sentences = [str(sentence) for sentence in REASONS.values()]
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "!" not in sentence
