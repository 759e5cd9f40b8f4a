"""Keeps uploaded files: byte-exact, under generated names, written and synced before their row."""

import os
import secrets
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from studios.choices.files import FileKind
from studios.models import Application, Attachment
from studios.models.attachment import OFFICE_SLOTS
from studios.values.uploads.inspection import DEFAULT, Inspected, inspect_upload
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account, Union

CASE_FILES = 30
CASE_BYTES = 200 * 1024 * 1024
CHUNK = 256 * 1024
PICTURES = frozenset(kind for kind in FileKind if kind.is_picture)


def full_path(attachment: Attachment) -> Path:
    """Where the bytes lie."""
    return Path(settings.MEDIA_ROOT) / attachment.path


def write_file(stream: BinaryIO, inspected: Inspected) -> str:
    """Write and sync the bytes under a generated name and return it; nothing of the given name goes to the disk."""
    now = clock.today()
    name = f"{now:%Y/%m}/{secrets.token_hex(16)}{inspected.kind.extension}"
    target = Path(settings.MEDIA_ROOT) / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    stream.seek(0)
    with target.open("xb") as copy:
        os.fchmod(copy.fileno(), settings.FILE_UPLOAD_PERMISSIONS)
        while chunk := stream.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    _sync_folder(target.parent)
    return name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_file(
    stream: BinaryIO,
    *,
    name: str,
    by: Account | None,
    union: Union,
    slot: str = "",
    application: Application | None = None,
    allowed: frozenset[FileKind] = DEFAULT,
) -> Attachment:
    """Inspect a file, write it, then make its row; a file refused or whose row fails leaves nothing behind."""
    inspected = inspect_upload(stream, name=name, allowed=allowed)
    return keep_inspected(stream, inspected, by=by, union=union, slot=slot, application=application)


def keep_inspected(
    stream: BinaryIO,
    inspected: Inspected,
    *,
    by: Account | None,
    union: Union,
    slot: str,
    application: Application | None = None,
) -> Attachment:
    """Write an inspected file, then make its row; a row that fails leaves no file behind."""
    path = write_file(stream, inspected)
    try:
        with transaction.atomic():
            return _make_row(inspected, path, by=by, union=union, slot=slot, application=application)
    except BaseException:
        (Path(settings.MEDIA_ROOT) / path).unlink(missing_ok=True)
        raise


def _make_row(
    inspected: Inspected,
    path: str,
    *,
    by: Account | None,
    union: Union,
    slot: str,
    application: Application | None,
) -> Attachment:
    kept = Attachment.objects.create(
        union=union,
        studio=application.studio if application else None,
        application=application,
        slot=slot,
        name=inspected.display_name,
        kind=inspected.kind,
        size=inspected.size,
        pages=inspected.pages,
        sha256=inspected.sha256,
        path=path,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    record(Verb.FILE_UPLOADED, by=by, subject=kept, union=union, details={"slot": slot, "sha256": kept.sha256})
    return kept


def attach_file(
    application: Application,
    *,
    by: Account,
    slot: str,
    stream: BinaryIO,
    name: str,
    union: Union | None = None,
    most: int = CASE_FILES,
    allowed: frozenset[FileKind] = DEFAULT,
) -> Attachment:
    """Attach a file to a slot of an application within the limits of a case; who may do so is the caller's check.

    It is the unit's unless another `union` is named. The same file again in the same slot answers with the row that is
    there. The file is inspected before the row lock.
    """
    inspected = inspect_upload(stream, name=name, allowed=allowed)
    with transaction.atomic():
        locked = Application.objects.select_for_update(of=("self",)).select_related("union", "studio")
        owner = locked.get(pk=application.pk)
        same = owner.attachments.filter(slot=slot, sha256=inspected.sha256, removed_at=None).first()
        if same is not None:
            return same
        _require_room(owner, inspected, slot=slot, most=most)
        return keep_inspected(stream, inspected, by=by, union=union or owner.union, slot=slot, application=owner)


def _require_room(application: Application, inspected: Inspected, *, slot: str, most: int) -> None:
    kept = application.attachments.filter(removed_at=None).exclude(slot__in=OFFICE_SLOTS)
    if kept.filter(slot=slot).count() >= most:
        raise Refusal(_("There are %(most)s files here already. Remove one first.") % {"most": most})
    totals = kept.aggregate(files=Count("pk"), size=Sum("size"))
    if totals["files"] >= CASE_FILES:
        raise Refusal(_("An application holds at most 30 files. Join several into one PDF, or remove one."))
    if (totals["size"] or 0) + inspected.size > CASE_BYTES:
        raise Refusal(_("The files of an application may have 200 MB together. Scan at a lower resolution."))


@transaction.atomic
def detach_file(attachment: Attachment, *, by: Account) -> None:
    """Take a file out of its slot; the bytes stay, because a frozen version may show them."""
    attachment.removed_at = clock.now()
    attachment.save(update_fields=["removed_at"])
    record(Verb.FILE_DELETED, by=by, subject=attachment, union=attachment.union, details={"slot": attachment.slot})
