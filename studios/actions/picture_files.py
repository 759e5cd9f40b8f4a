"""Files of pictures: derivatives on the disk before their row says so, and gone once their row is."""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from studios.actions.attachments import full_path
from studios.models import Attachment, Picture
from studios.values.uploads.pictures import derive
from unions import clock

SLOT = "picture"
FOLDER = "pictures"
# Larger pictures are drawn by a job: the person who sends one would wait too long.
QUICK_PIXELS = 16_000_000
# What is younger may belong to a transaction that has not ended.
SETTLED = timedelta(hours=1)


def write_derivatives(picture: Picture, stream: BinaryIO) -> list[int]:
    """Draw a picture's derivatives and write them; answers their widths. The row is the caller's."""
    made = derive(stream, picture.box)
    for width, content in made.items():
        target = Path(settings.MEDIA_ROOT) / picture.path(width)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("wb") as file:
            os.fchmod(file.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    return list(made)


def drop_files(paths: Iterable[Path]) -> None:
    """Remove files that no row speaks of; one that is gone is no fault."""
    for path in paths:
        path.unlink(missing_ok=True)


def derivative_files(picture: Picture) -> list[Path]:
    """Where a picture's derivatives lie."""
    return [Path(settings.MEDIA_ROOT) / picture.path(width) for width in picture.widths]


def drop_on_commit(paths: list[Path]) -> None:
    """Remove the files once what the rows say is final."""
    transaction.on_commit(lambda: drop_files(paths))


def make_derivatives(picture: Picture) -> int:
    """Draw what was too large to be drawn while somebody waited, or what is missing; answers how many files."""
    with full_path(picture.attachment).open("rb") as stream:
        widths = write_derivatives(picture, stream)
    # Cut anew or removed in the meantime: these files show nothing that is wanted.
    if not Picture.objects.filter(pk=picture.pk, code=picture.code).update(widths=widths):
        picture.widths = widths
        drop_files(derivative_files(picture))
        return 0
    return len(widths)


def sweep_pictures() -> int:
    """Remove files and uploads without a picture, draw what is missing; answers how many were put right."""
    before = clock.now() - SETTLED
    return _drop_lost_uploads(before) + _drop_lost_files(before) + _draw_missing(before)


def _drop_lost_uploads(before: datetime) -> int:
    kept = Picture.objects.filter(attachment=OuterRef("pk"))
    lost = list(Attachment.objects.filter(~Exists(kept), slot=SLOT, uploaded_at__lt=before))
    for attachment in lost:
        attachment.delete()
        drop_files([full_path(attachment)])
    return len(lost)


def _drop_lost_files(before: datetime) -> int:
    files = {file for file in (Path(settings.MEDIA_ROOT) / FOLDER).glob("*/*.webp") if _is_older(file, before)}
    rows = Picture.objects.only("code", "widths").iterator()
    lost = files - {path for picture in rows for path in derivative_files(picture)}
    drop_files(lost)
    return len(lost)


def _is_older(file: Path, before: datetime) -> bool:
    try:
        return file.stat().st_mtime < before.timestamp()
    except FileNotFoundError:
        return False


def _draw_missing(before: datetime) -> int:
    rows = Picture.objects.filter(made_at__lt=before).select_related("attachment")
    missing = [p for p in rows.iterator() if not p.widths or not all(f.is_file() for f in derivative_files(p))]
    present = [p for p in missing if full_path(p.attachment).is_file()]
    return sum(bool(make_derivatives(picture)) for picture in present)
