"""The one door for uploaded files: what it is, how large, and that nothing hostile is in it."""

import hashlib
import re
from dataclasses import dataclass
from typing import BinaryIO

from studios.choices.files import FileKind
from studios.values.uploads import limits, names
from studios.values.uploads.office import inspect_office, kind_of_archive
from studios.values.uploads.papers import inspect_pdf
from studios.values.uploads.pictures import inspect_picture
from studios.values.uploads.refusals import refused
from studios.values.uploads.sniffing import HEAD_BYTES, holds, sniff

# A CSV is any text: only a place that reads sheets asks for one.
DEFAULT = frozenset(FileKind) - {FileKind.CSV}
_CHUNK = 256 * 1024
# A Word or Excel file with a password is an old-format container around the encrypted new one.
_ENCRYPTED_OFFICE = re.compile("EncryptedPackage".encode("utf-16-le"))
_WPS_ENDINGS = frozenset({".wps", ".wpt", ".et", ".ett", ".dps", ".doc", ".xls"})


@dataclass(frozen=True)
class Inspected:
    """An uploaded file that may be kept, byte for byte."""

    kind: FileKind
    size: int
    sha256: str
    stem: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None

    @property
    def display_name(self) -> str:
        """Name for screens and downloads."""
        return names.display_name(self.stem, self.kind.extension)


def inspect_upload(stream: BinaryIO, *, name: str, allowed: frozenset[FileKind] = DEFAULT) -> Inspected:
    """Inspect a seekable stream and rewind it; raises UploadRefused with one kind sentence."""
    size, digest = _measure(stream)
    kind = _kind(stream, allowed)
    stem, ending = names.split_name(name)
    if ending and ending not in kind.endings:
        raise refused(code="old_office" if ending in _WPS_ENDINGS else "name_mismatch")
    if kind not in allowed:
        raise refused(code="kind_not_allowed")
    pages, width, height = _look_inside(stream, kind)
    stream.seek(0)
    stem = names.display_name(stem, kind.extension).removesuffix(kind.extension)
    return Inspected(kind, size, digest, stem, pages, width, height)


def _measure(stream: BinaryIO) -> tuple[int, str]:
    """Size and SHA-256, read in chunks and no further than the limit."""
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limits.FILE_BYTES:
            raise refused(code="too_big")
        digest.update(chunk)
    if not size:
        raise refused(code="empty")
    return size, digest.hexdigest()


def _kind(stream: BinaryIO, allowed: frozenset[FileKind]) -> FileKind:
    """The kind by content; kinds that aren't taken are refused with what to do instead."""
    stream.seek(0)
    kind = sniff(stream.read(HEAD_BYTES))
    if kind == "zip":
        kind = kind_of_archive(stream)
    if kind == "old_office" and holds(stream, _ENCRYPTED_OFFICE):
        kind = "office_password"
    if kind == "text" and FileKind.CSV in allowed:
        kind = FileKind.CSV
    if not isinstance(kind, FileKind):
        raise refused(kind)
    return kind


def _look_inside(stream: BinaryIO, kind: FileKind) -> tuple[int | None, int | None, int | None]:
    """Pages, width and height, as far as the kind has them."""
    if kind is FileKind.PDF:
        return inspect_pdf(stream), None, None
    if kind.is_picture:
        return None, *inspect_picture(stream, kind)
    if kind is not FileKind.CSV:
        inspect_office(stream)
    return None, None, None
