"""What a file is, told by its content and never by its name."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import is_zipfile

from studios.choices.files import FileKind

HEAD_BYTES = 4096
_CHUNK = 1024 * 1024
_OVERLAP = 64

_KINDS = (
    (b"%PDF-", FileKind.PDF),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
)
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_office"),
    (b"{\\rtf", "old_office"),
    (b"GIF8", "gif"),
    (b"BM", "gif"),
    (b"II*\x00", "gif"),
    (b"MM\x00*", "gif"),
    (b"%!PS", "vector"),
    (b"\xc5\xd0\xd3\xc6", "vector"),
    (b"Rar!\x1a\x07", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"FLV\x01", "video"),
    (b"\x00\x00\x01\xba", "video"),
    (b"\x00\x00\x01\xb3", "video"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"),
    (b"ID3", "video"),
    (b"OggS", "video"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xff\xfe", "text"),
    (b"\xfe\xff", "text"),
)
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"})
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|script|iframe|meta|a|p|div|\?xml)\b|<\?", re.IGNORECASE)

# What no picture holds by chance, wherever it stands: long enough not to occur in pixel data.
_FOREIGN = re.compile(
    rb"<(?:html|script|iframe|!doctype)[\s>/]|<\?php\s|%PDF-|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c",
    re.IGNORECASE,
)


def sniff(head: bytes) -> FileKind | str:
    """The kind of a file by its first bytes; "zip", or the code of a refusal, for others."""
    for magic, kind in _KINDS:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF":
        return FileKind.WEBP if head[8:12] == b"WEBP" else "video"
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIC_BRANDS else "video"
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return "zip"
    return next((code for magic, code in _OTHERS if head.startswith(magic)), _sniff_text(head))


def _sniff_text(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _SVG.search(text):
        return "vector"
    if _MARKUP.match(text):
        return "web_page"
    return "unknown_kind" if b"\x00" in head or not _is_text(text) else "text"


def _is_text(text: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            # The head may end within a character.
            getincrementaldecoder(encoding)().decode(text)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _windows(stream: BinaryIO) -> Iterator[bytes]:
    """The stream in chunks that overlap, so that a mark across a border is seen."""
    stream.seek(0)
    tail = b""
    while chunk := stream.read(_CHUNK):
        yield tail + chunk
        tail = chunk[-_OVERLAP:]


def holds(stream: BinaryIO, pattern: re.Pattern[bytes]) -> bool:
    """Whether a short pattern occurs anywhere in the stream, in constant memory."""
    return any(pattern.search(window) for window in _windows(stream))


def is_zip_besides(stream: BinaryIO) -> bool:
    """Whether an archive reader would also open this file."""
    stream.seek(0)
    return is_zipfile(stream)


def hides_another_document(stream: BinaryIO) -> bool:
    """Whether a picture is at the same time an archive, a PDF or a web page."""
    return is_zip_besides(stream) or holds(stream, _FOREIGN)
