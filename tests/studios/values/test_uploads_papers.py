"""Hostile PDFs, and pictures of pages."""

import io
import time

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from studios.values.uploads import papers
from studios.values.uploads.papers import pdf_page_image
from studios.values.uploads.refusals import UploadRefused
from tests import files
from tests.studios.values.test_uploads import inspect, refusal_of


def with_root(**entries):
    def change(pdf):
        for key, value in entries.items():
            pdf.Root[f"/{key}"] = value

    return files.make_pdf(change=change)


def with_annotation(**entries):
    def change(pdf):
        annotation = Dictionary(Type=Name.Annot, Rect=[0, 0, 9, 9], **entries)
        pdf.pages[0].Annots = Array([annotation])

    return files.make_pdf(change=change)


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def test_script_on_opening_is_refused():
    assert refusal_of(files.make_pdf_with_script()) == "pdf_script"


def test_script_in_an_object_stream_is_refused():
    content = files.make_pdf_with_script_in_object_stream()
    assert b"JavaScript" not in content
    assert refusal_of(content) == "pdf_script"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_root(Names=Dictionary(JavaScript=Dictionary(Names=[]))), "pdf_script"),
        (with_root(AA=Dictionary(WC=SCRIPT)), "pdf_script"),
        (with_root(Deep=Array([Array([Dictionary(A=Array([SCRIPT]))])])), "pdf_script"),
        (with_annotation(Subtype=Name.Link, A=SCRIPT), "pdf_script"),
        (with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.Launch, F="x.exe")), "pdf_launch"),
        (with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.GoToR, F="x.pdf")), "pdf_launch"),
        (with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm)), "pdf_form"),
        (with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.ImportData)), "pdf_form"),
        (with_root(AcroForm=Dictionary(XFA=Array([]))), "pdf_form"),
        (with_annotation(Subtype=Name.RichMedia), "pdf_media"),
        (with_annotation(Subtype=Name.FileAttachment), "pdf_attachment"),
        (with_root(Collection=Dictionary()), "pdf_attachment"),
        (files.make_pdf_with_attachment(), "pdf_attachment"),
    ],
)
def test_what_acts_or_hides_is_refused(content, code):
    assert refusal_of(content) == code


def test_name_written_with_hexadecimal_escapes_is_seen():
    content = files.make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /J#61vaScript /J#53 (x) >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ],
    )
    assert refusal_of(content) == "pdf_script"


def test_script_that_an_earlier_revision_left_behind_is_refused():
    content = files.make_pdf()
    assert inspect(content).pages == 1
    orphan = b"\n9 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n"
    head, mark, end = content.rpartition(b"\nxref")
    moved = len(head) + len(orphan) + 1
    tail = (mark + end).rpartition(b"startxref")[0] + b"startxref\n%d\n%%%%EOF\n" % moved
    assert refusal_of(head + orphan + tail) == "pdf_script"


def test_opening_at_a_page_and_links_to_the_web_are_fine():
    goto = files.make_pdf_with_open_action({"/S": Name.GoTo, "/D": Array([0, Name.Fit])})
    link = with_annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI="https://example.org"))
    form = with_root(AcroForm=Dictionary(Fields=Array([])))
    assert [inspect(content).pages for content in (goto, link, form)] == [1, 1, 1]


def test_object_streams_as_such_are_fine():
    content = files.make_pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert inspect(content).pages == 2


def test_password_is_refused_and_a_mere_restriction_is_not():
    assert refusal_of(files.make_encrypted_pdf()) == "pdf_password"
    assert inspect(files.make_encrypted_pdf(user="")).pages == 1


def test_300_pages_are_the_border():
    assert inspect(files.make_pdf(300)).pages == 300
    assert refusal_of(files.make_pdf(301)) == "pdf_too_many_pages"


def test_pdf_without_pages_is_refused():
    assert refusal_of(files.make_pdf(0)) == "pdf_broken"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_truncated_pdf_is_refused(share):
    content = files.make_pdf(5)
    assert refusal_of(content[: int(len(content) * share)]) == "pdf_broken"


def test_pdf_that_is_also_an_archive_is_refused():
    assert refusal_of(files.make_pdf() + files.make_archive({"a": "b"})) == "hidden_content"


def test_pages_that_are_their_own_children_are_refused():
    content = files.make_raw_pdf(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"],
    )
    assert refusal_of(content) == "pdf_broken"


@pytest.mark.parametrize("depth", [400, 100_000])
def test_hostile_depth_ends_soon(depth):
    nest = b"[" * depth + b"]" * depth
    content = files.make_raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Deep " + nest + b" >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        ],
    )
    begun = time.monotonic()
    if depth < 499:
        assert inspect(content).pages == 1
    else:
        assert refusal_of(content) in {"pdf_broken", "pdf_too_complex"}
    assert time.monotonic() - begun < 15


def test_page_is_a_webp_picture_of_the_asked_width():
    content = pdf_page_image(io.BytesIO(files.make_pdf(2)), 2, 640)
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.width) == ("WEBP", 640)
    assert picture.height == pytest.approx(640 * 842 / 595, abs=2)


def test_page_that_does_not_exist_or_no_pdf_is_refused():
    for content, page in ((files.make_pdf(), 2), (b"%PDF-1.7 nothing", 1)):
        with pytest.raises(UploadRefused):
            pdf_page_image(io.BytesIO(content), page, 640)


def test_very_high_page_has_a_bounded_picture():
    def change(pdf):
        pdf.pages[0].MediaBox = Array([0, 0, 1, 14400])

    picture = Image.open(io.BytesIO(pdf_page_image(io.BytesIO(files.make_pdf(change=change)), 1, 640)))
    assert picture.height <= 2560


def test_child_that_takes_too_long_is_a_refusal(monkeypatch):
    monkeypatch.setattr("studios.values.uploads.confined.CHILD_WALL_SECONDS", 0.01)
    with pytest.raises(UploadRefused) as caught:
        papers.inspect_pdf(io.BytesIO(files.make_pdf()))
    assert caught.value.code == "pdf_too_complex"


def test_object_stream_that_swells_beyond_bounds_is_refused():
    assert inspect(files.make_pdf_with_swollen_object_stream(1)).pages == 1
    content = files.make_pdf_with_swollen_object_stream(70)
    assert len(content) < 100_000
    assert refusal_of(content) in {"pdf_broken", "pdf_too_complex"}


def test_child_that_needs_too_much_memory_is_a_refusal(monkeypatch):
    content = files.make_pdf_with_swollen_object_stream(50)
    assert inspect(content).pages == 1
    monkeypatch.setattr("studios.values.uploads.confined.CHILD_MEMORY_BYTES", 60 * 1024 * 1024)
    assert refusal_of(content) in {"pdf_broken", "pdf_too_complex"}
