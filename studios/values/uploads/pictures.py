"""Pictures: whole, still, of bearable size; and their derivatives without metadata."""

from io import BytesIO
from typing import BinaryIO

from PIL import ExifTags, Image, ImageCms, ImageOps

from studios.choices.files import FileKind
from studios.values.uploads.limits import IMAGE_PIXELS
from studios.values.uploads.refusals import UploadRefused, refused
from studios.values.uploads.sniffing import hides_another_document

WIDTHS = (640, 1280)
SHOWN_WIDTHS = (320, 640, 1280)
# A derivative is at most this many times as high as wide: WebP ends at 16,383 pixels.
_HIGHEST = 4
_QUALITY = 80
# Larger pictures are made this small before they are turned and converted, which would copy them.
_WORKING_SIZE = (_HIGHEST * 1280, _HIGHEST * 1280)
# Orientations of EXIF that turn a picture by a quarter.
_ON_ITS_SIDE = (5, 6, 7, 8)
_FORMATS = ("JPEG", "PNG", "WEBP")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def inspect_picture(stream: BinaryIO, kind: FileKind) -> tuple[int, int]:
    """Width and height as stored of a whole, still, single-natured picture."""
    if hides_another_document(stream):
        raise refused(code="hidden_content")
    picture = _open(stream, (kind.value.upper(),))
    size = picture.size
    _decode(picture, draft=(64, 64))
    return size


def clean_image(stream: BinaryIO) -> dict[int, bytes]:
    """WebP derivatives by width: upright, sRGB, made of pixels alone; never enlarged."""
    picture = _open(stream, _FORMATS)
    _decode(picture, draft=(2 * max(WIDTHS), 2 * max(WIDTHS)))
    try:
        upright = _pixels(picture)
    except Exception as error:
        raise refused(code="image_broken") from error
    return {width: encode_webp(upright, width) for width in WIDTHS}


def upright_size(stream: BinaryIO) -> tuple[int, int]:
    """Width and height of an inspected picture as people see it; a phone stores it lying on its side."""
    picture = _open(stream, _FORMATS)
    turned = picture.getexif().get(ExifTags.Base.Orientation, 1) in _ON_ITS_SIDE
    return (picture.height, picture.width) if turned else picture.size


def derive(stream: BinaryIO, box: tuple[int, int, int, int]) -> dict[int, bytes]:
    """WebP derivatives of a part of the upright picture, by their width; no wider than that part.

    The part is left, top, width and height in thousandths.
    """
    picture = _open(stream, _FORMATS)
    needed = 2 * max(SHOWN_WIDTHS) * 1000 // box[2]
    _decode(picture, draft=(needed, needed))
    try:
        part = _cut(_pixels(picture), box)
    except Exception as error:
        raise refused(code="image_broken") from error
    return {width: encode_webp(part, width) for width in sorted({min(w, part.width) for w in SHOWN_WIDTHS})}


def _cut(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    left, top, width, height = box
    across, down = picture.width / 1000, picture.height / 1000
    corners = (left * across, top * down, (left + width) * across, (top + height) * down)
    return picture.crop(tuple(round(corner) for corner in corners))  # type: ignore[arg-type]


def encode_webp(picture: Image.Image, width: int) -> bytes:
    """The picture at most `width` wide, as WebP without metadata."""
    smaller = picture.copy()
    smaller.thumbnail((width, width * _HIGHEST), Image.Resampling.LANCZOS)
    smaller.info.clear()
    target = BytesIO()
    smaller.save(target, "WEBP", quality=_QUALITY, method=4, exif=b"", xmp=b"", icc_profile=b"")
    return target.getvalue()


def _open(stream: BinaryIO, formats: tuple[str, ...]) -> Image.Image:
    """A picture whose header alone was read; size and stillness are checked before any decoding."""
    stream.seek(0)
    try:
        picture = Image.open(stream, formats=formats)
        moving = getattr(picture, "is_animated", False) and picture.format != "MPO"
    except _BOMBS as error:
        raise refused(code="image_too_large") from error
    except Exception as error:
        raise refused(code="image_broken") from error
    _check(picture, moving=moving)
    return picture


def _check(picture: Image.Image, *, moving: bool) -> None:
    width, height = picture.size
    if width * height > IMAGE_PIXELS:
        raise refused(code="image_too_large")
    if moving:
        raise refused(code="image_moving")


def _decode(picture: Image.Image, *, draft: tuple[int, int]) -> None:
    """Decode all of it; a JPEG at a fraction of its size, which saves memory. Decoders raise anything."""
    try:
        picture.draft(None, draft)
        picture.load()
    except UploadRefused:
        raise
    except Exception as error:
        raise refused(code="image_broken") from error


def _pixels(picture: Image.Image) -> Image.Image:
    """The pixels turned upright, in sRGB, with transparency kept and all else dropped."""
    picture.thumbnail(_WORKING_SIZE, Image.Resampling.BOX)
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    coloured = _to_srgb(upright, profile) if profile and upright.mode == "RGB" else upright
    return coloured.convert(mode)


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture
