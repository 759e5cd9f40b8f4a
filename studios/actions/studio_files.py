"""Files of a studio and of its results, outside any case."""

from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.attachments import detach_file, keep_file
from studios.actions.results import require_open_text
from studios.actions.upkeep import lock_studio, touch
from studios.models import Attachment, Result, Studio
from unions.errors import Refusal
from unions.models import Account

SLOT = "studio"
RESULT_SLOT = "result"
MOST = 100


@transaction.atomic
def add_studio_file(
    studio: Studio, *, by: Account, stream: BinaryIO, name: str, result: Result | None = None
) -> Attachment:
    """Keep a file with a studio, or as evidence of one of its results; never beside a secret one."""
    studio = lock_studio(studio, by=by)
    if result is not None:
        require_open_text(Result.objects.get(pk=result.pk, studio=studio))
    if Attachment.objects.filter(studio=studio, application=None, removed_at=None).count() >= MOST:
        raise Refusal(_("There are %(most)s files here already. Remove one first.") % {"most": MOST})
    slot = RESULT_SLOT if result else SLOT
    kept = keep_file(stream, name=name, by=by, union=studio.union, slot=slot)
    kept.studio, kept.result = studio, result
    kept.save(update_fields=["studio", "result"])
    touch(studio)
    return kept


@transaction.atomic
def remove_studio_file(file: Attachment, *, by: Account) -> None:
    """Take a file out of the register; a file of a case stays with the case."""
    if file.studio is None:
        raise Refusal(_("This file does not belong to a studio."))
    studio = lock_studio(file.studio, by=by)
    if file.application_id:
        raise Refusal(_("This file belongs to an application and stays with it."))
    detach_file(file, by=by)
    touch(studio)
