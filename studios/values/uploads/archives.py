"""ZIP directories: read within limits, before anything is unpacked."""

import struct
import zlib
from itertools import pairwise
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from studios.values.uploads import limits
from studios.values.uploads.refusals import refused

_END = struct.Struct("<4s4H2LH")
_LOCAL_HEADER_BYTES = 30
_CHUNK = 1024 * 1024


def open_archive(stream: BinaryIO) -> ZipFile:
    """The archive, once its end record and its directory are within limits."""
    _check_end(stream)
    try:
        archive = ZipFile(stream)
    except (BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise refused(code="office_broken") from error
    check_directory(archive.infolist())
    return archive


def _check_end(stream: BinaryIO) -> None:
    """The end record stands at the very end and describes all that is before it; no ZIP64."""
    size = stream.seek(0, 2)
    if size < _END.size:
        raise refused(code="office_broken")
    stream.seek(size - _END.size)
    mark, _, _, here, total, length, offset, comment = _END.unpack(stream.read(_END.size))
    stream.seek(max(0, size - _END.size - 20))
    if mark != b"PK\x05\x06" or comment or here != total or stream.read(4) == b"PK\x06\x07":
        raise refused(code="office_broken")
    if offset + length + _END.size != size:
        raise refused(code="office_broken")
    if length > limits.OFFICE_DIRECTORY_BYTES:
        raise refused(code="office_bomb")


def check_directory(parts: list[ZipInfo]) -> None:
    """Number, sizes, ratios, names and places of the parts."""
    if len(parts) > limits.OFFICE_PARTS:
        raise refused(code="office_bomb")
    if sum(part.file_size for part in parts) > limits.OFFICE_UNPACKED_BYTES:
        raise refused(code="office_bomb")
    if any(_is_bloated(part) for part in parts) or _overlap(parts):
        raise refused(code="office_bomb")
    if any(part.flag_bits & 0x1 for part in parts):
        raise refused(code="office_password")
    if any(_is_odd(part) for part in parts) or len({p.filename for p in parts}) != len(parts):
        raise refused(code="office_broken")


def _is_bloated(part: ZipInfo) -> bool:
    if part.file_size <= limits.OFFICE_RATIO_FREE_BYTES:
        return False
    return part.file_size > part.compress_size * limits.OFFICE_PART_RATIO


def _overlap(parts: list[ZipInfo]) -> bool:
    """Whether two parts share bytes, as bombs of one kernel do."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    return any(
        first.header_offset + _LOCAL_HEADER_BYTES + first.compress_size > second.header_offset
        for first, second in pairwise(ordered)
    )


def _is_odd(part: ZipInfo) -> bool:
    steps = part.filename.replace("\\", "/").split("/")
    known = part.compress_type in {ZIP_STORED, ZIP_DEFLATED}
    return not known or part.filename.startswith(("/", "\\")) or ".." in steps


def check_content(archive: ZipFile) -> None:
    """Unpack every part once, in chunks: its size and checksum must be what the directory says."""
    for part in archive.infolist():
        try:
            with archive.open(part) as source:
                while source.read(_CHUNK):
                    pass
        except (BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
            raise refused(code="office_broken") from error


def read_part(archive: ZipFile, name: str, most: int = limits.OFFICE_XML_BYTES) -> bytes:
    """The content of one part, if it isn't larger than `most`."""
    if archive.getinfo(name).file_size > most:
        raise refused(code="office_bomb")
    try:
        return archive.read(name)
    except (BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as error:
        raise refused(code="office_broken") from error
