"""Hostile pictures, and derivatives without metadata."""

import io

import pytest
from PIL import Image

from studios.values.uploads.pictures import clean_image, derive, upright_size
from studios.values.uploads.refusals import UploadRefused
from tests import files
from tests.studios.values.test_uploads import inspect, refusal_of

JPEG = files.make_picture("JPEG", (300, 200))
PNG = files.make_picture("PNG", (300, 200))


def opened(content):
    return Image.open(io.BytesIO(content))


def test_png_of_169_megapixels_is_refused_without_decoding(monkeypatch):
    decoded = []
    monkeypatch.setattr(Image.Image, "load", decoded.append)
    assert refusal_of(files.make_giant_png(), "a.png") == "image_too_large"
    assert decoded == []


@pytest.mark.parametrize(("height", "code"), [(5001, "image_too_large"), (5000, None)])
def test_forty_megapixels_are_the_border(height, code):
    content = files.make_giant_png(8000, height)
    if code:
        assert refusal_of(content) == code
    else:
        assert inspect(content).height == height


def test_derivative_of_a_giant_is_refused_too():
    with pytest.raises(UploadRefused) as caught:
        clean_image(io.BytesIO(files.make_giant_png()))
    assert caught.value.code == "image_too_large"


@pytest.mark.parametrize("content", [JPEG, PNG, files.make_picture("WEBP", (300, 200))])
def test_truncated_picture_is_refused(content):
    assert refusal_of(content[: len(content) // 2]) == "image_broken"


@pytest.mark.parametrize("content", [JPEG[:12], PNG[:20], b"RIFF\x00\x00\x00\x00WEBP", b"\xff\xd8\xff"])
def test_mere_beginning_of_a_picture_is_refused(content):
    assert refusal_of(content) == "image_broken"


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_moving_picture_is_refused(kind):
    assert refusal_of(files.make_moving(kind)) == "image_moving"


@pytest.mark.parametrize("picture", [JPEG, PNG])
@pytest.mark.parametrize(
    "tail",
    [
        files.make_archive({"a.html": "x"}),
        files.make_docx(),
        files.make_pdf(),
        b"<html><body>",
        b"<SCRIPT >alert(1)</SCRIPT>",
        b"<?php system($_GET[0]);",
        b"Rar!\x1a\x07\x01\x00",
    ],
)
def test_picture_that_is_also_something_else_is_refused(picture, tail):
    assert refusal_of(picture + tail) == "hidden_content"


def test_script_in_the_comment_of_a_photo_is_refused():
    content = files.make_picture("JPEG", comment=b"<script>alert(1)</script>")
    assert refusal_of(content) == "hidden_content"


def test_mark_across_the_border_of_two_chunks_is_found():
    gap = 1024 * 1024 - len(JPEG) - 3
    assert refusal_of(JPEG + bytes(gap) + b"<script>") == "hidden_content"


def test_what_phones_append_to_photos_is_taken():
    assert inspect(JPEG + b"SEFT" + bytes(500)).width == 300


def test_derivative_of_a_gps_photo_holds_no_metadata_and_stands_upright():
    photo = files.make_gps_photo((80, 60), orientation=6)
    assert opened(photo).getexif().get_ifd(0x8825)
    for content in clean_image(io.BytesIO(photo)).values():
        derivative = opened(content)
        assert derivative.format == "WEBP"
        assert derivative.size == (60, 80)
        assert dict(derivative.getexif()) == {}
        assert {"exif", "xmp", "icc_profile"} & set(derivative.info) == set()
        assert b"Canary" not in content
        assert derivative.convert("L").getpixel((30, 5)) < 50
        assert derivative.convert("L").getpixel((30, 75)) > 200


def test_derivatives_have_two_widths_and_are_never_enlarged():
    large = clean_image(io.BytesIO(files.make_picture("PNG", (2000, 1000))))
    small = clean_image(io.BytesIO(files.make_picture("PNG", (300, 200))))
    assert {width: opened(content).size for width, content in large.items()} == {
        640: (640, 320),
        1280: (1280, 640),
    }
    assert {width: opened(content).size for width, content in small.items()} == {
        640: (300, 200),
        1280: (300, 200),
    }


def test_very_long_picture_still_has_a_derivative():
    derivatives = clean_image(io.BytesIO(files.make_picture("PNG", (10, 40_000))))
    assert {opened(content).height for content in derivatives.values()} == {2560, 5120}


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "CMYK"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "1"), ("PNG", "P"), ("PNG", "I;16")],
)
def test_every_colour_mode_has_a_derivative(kind, mode):
    picture = Image.new(mode, (50, 40))
    target = io.BytesIO()
    picture.save(target, kind)
    derivatives = clean_image(target)
    assert opened(derivatives[640]).mode == ("RGBA" if mode == "RGBA" else "RGB")


def test_what_the_public_sees_of_a_photo_is_pixels_alone():
    photo = files.make_telling_photo((1500, 1000), orientation=6)
    assert {"exif", "xmp", "icc_profile", "comment"} <= set(opened(photo).info)
    made = derive(io.BytesIO(photo), (0, 0, 1000, 1000))
    assert sorted(made) == [320, 640, 1000]
    for width, content in made.items():
        derivative = opened(content)
        assert (derivative.format, derivative.size) == ("WEBP", (width, width * 3 // 2))
        assert set(derivative.info) <= {"loop", "background", "timestamp", "duration"}
        assert content.find(b"Canary") == content.find(b"EXIF") == content.find(b"ICCP") == content.find(b"XMP ") == -1


def test_a_derivative_shows_the_frame_and_is_no_wider():
    # The left half is black, the right one white.
    picture = files.make_picture("PNG", (1000, 600))
    black, white = (derive(io.BytesIO(picture), box) for box in ((0, 0, 400, 500), (600, 500, 400, 500)))
    assert sorted(black) == sorted(white) == [320, 400]
    assert opened(black[400]).size == (400, 300)
    assert opened(black[400]).convert("L").getpixel((390, 290)) < 10
    assert opened(white[400]).convert("L").getpixel((10, 10)) > 245


def test_the_size_is_that_of_the_upright_picture():
    assert upright_size(io.BytesIO(files.make_gps_photo((80, 60), orientation=6))) == (60, 80)
    assert upright_size(io.BytesIO(files.make_gps_photo((80, 60), orientation=3))) == (80, 60)
