"""Builders of good and of hostile files, in memory."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pikepdf
from PIL import Image, ImageCms, ImageDraw

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
)
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
DOCM_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"
PPTX_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


# Pictures


def make_picture(kind="JPEG", size=(80, 60), mode="RGB", **options):
    """A picture with a light and a dark half, so that turning it can be seen."""
    picture = Image.new(mode, size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 2, size[1]), fill="black")
    target = io.BytesIO()
    picture.save(target, kind, **options)
    return target.getvalue()


def make_gps_photo(size=(80, 60), orientation=6):
    """A photo as a phone takes it: place, camera and orientation in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "Huawei Canary"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 12.0), 3: "E", 4: (120.0, 9.0, 8.0)})
    return make_picture("JPEG", size, exif=exif.tobytes())


def make_telling_photo(size=(1500, 1000), orientation=6, **options):
    """A photo that carries all that a photo can: place and camera, colour profile, XMP and a comment."""
    exif = Image.Exif()
    exif[0x010F] = "Huawei Canary"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 12.0), 3: "E", 4: (120.0, 9.0, 8.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Canary XMP</x:xmpmeta>"
    telling = {"exif": exif.tobytes(), "icc_profile": profile, "xmp": xmp, "comment": b"Canary comment"}
    return make_picture("JPEG", size, **telling | options)


def make_moving(kind):
    """Two frames of an animation."""
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def make_giant_png(width=13_000, height=13_000):
    """A PNG that says it has 169 megapixels, in a few kilobytes."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width // 8 + 1) * height), 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def make_svg_with_script():
    """A drawing that runs a script where a browser shows it."""
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def make_eps():
    """A drawing that is a program."""
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"


# PDF


def make_pdf(pages=1, change=None, **save_options):
    """A PDF of blank pages; `change` may alter it before it is saved."""
    target = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        if change:
            change(pdf)
        pdf.save(target, **save_options)
    return target.getvalue()


def make_pdf_with_open_action(action, **save_options):
    """A PDF whose catalogue does something when it is opened."""

    def change(pdf):
        pdf.Root.OpenAction = pdf.make_indirect(pikepdf.Dictionary(action))

    return make_pdf(change=change, **save_options)


def make_pdf_with_script(**save_options):
    """A PDF that runs a script when it is opened."""
    action = {"/S": pikepdf.Name.JavaScript, "/JS": pikepdf.String("app.alert(1)")}
    return make_pdf_with_open_action(action, **save_options)


def make_pdf_with_script_in_object_stream():
    """The same, with the script's object packed into a compressed object stream."""
    return make_pdf_with_script(object_stream_mode=pikepdf.ObjectStreamMode.generate)


def make_pdf_with_attachment():
    """A PDF that carries another file."""

    def change(pdf):
        pdf.attachments["notes.txt"] = pikepdf.AttachedFileSpec(pdf, b"hello")

    return make_pdf(change=change)


def make_encrypted_pdf(user="secret", owner="owner"):
    """A PDF with passwords."""
    return make_pdf(encryption=pikepdf.Encryption(user=user, owner=owner))


def make_raw_pdf(objects, trailer=b"/Root 1 0 R"):
    """A PDF of literally these numbered objects, with a true cross-reference table."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, rows)
    end = b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(body))
    return body + table + end


def make_pdf_with_swollen_object_stream(megabytes):
    """A small PDF; reading its one packed object takes this much memory."""
    packer = zlib.compressobj(9)
    packed = packer.compress(b"6 0 << /Title (x) >>")
    packed += b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(megabytes))
    packed += packer.flush()
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(
        (
            b"<< /Type /Catalog /Pages 2 0 R /Info 6 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
            % (len(packed), packed),
        ),
        1,
    ):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows = [(0, 0, 65535), *((1, place, 0) for place in (*places, len(body))), (2, 4, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    head = b"<< /Type /XRef /Size 7 /W [1 4 2] /Root 1 0 R /Length %d >>" % len(table)
    body_end = b"5 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (head, table)
    return body + body_end + b"startxref\n%d\n%%%%EOF\n" % len(body)


# Office


def make_archive(parts, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def make_docx(parts=None, main=DOCX_MAIN):
    """A Word file with one paragraph, and further parts."""
    return make_archive(
        {
            "[Content_Types].xml": _TYPES.format(main=main),
            "_rels/.rels": make_rels(("officeDocument", "word/document.xml", "")),
            "word/document.xml": '<w:document xmlns:w="w"><w:body/></w:document>',
        }
        | (parts or {}),
    )


def make_rels(*links):
    """A relationships part of (type, target, mode)."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_RELS}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(links)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def make_xlsx():
    """A workbook with one cell."""
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "焊接"
    book.save(target)
    return target.getvalue()


def make_ole(inner=b""):
    """The container of old Word and Excel, and of new ones with a password."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + inner
