"""Writes a ZIP file by file: no more than a piece of one file is in memory, and names are UTF-8."""

import hashlib
import zipfile
from datetime import datetime
from typing import IO, Self

from django.utils import timezone

PIECE = 256 * 1024
# The earliest moment that a ZIP can say.
EARLIEST = (1980, 1, 1, 0, 0, 0)
OWNER_ONLY = 0o600 << 16


class Packer:
    """An open package; `target` must be seekable."""

    def __init__(self, target: IO[bytes]) -> None:
        """Begin an empty one."""
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True)

    def add(self, name: str, source: IO[bytes], *, at: datetime) -> tuple[int, str]:
        """Copy a file under this name; answers its bytes and SHA-256. Files are compressed in themselves already."""
        entry = zipfile.ZipInfo(name, max(_moment(at), EARLIEST))
        entry.external_attr = OWNER_ONLY
        digest, size = hashlib.sha256(), 0
        with self._zip.open(entry, "w", force_zip64=True) as copy:
            while piece := source.read(PIECE):
                copy.write(piece)
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(self, *fault: object) -> None:
        """Write the directory of the ZIP, also of one that is given up: its target is still open."""
        self._zip.close()


def _moment(at: datetime) -> tuple[int, int, int, int, int, int]:
    """The office's time, as a ZIP knows no zones."""
    here = timezone.localtime(at)
    return here.year, here.month, here.day, here.hour, here.minute, here.second
