"""What was read of an uploaded sheet, kept for a day: a long one is read by the worker, not while somebody waits."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import get_language, override

from studios.models import Attachment
from unions.actions.job_results import running_job, start_job
from unions.models import Account

KEPT_SECONDS = 24 * 3600
# Counted up whenever the shape of what is kept changes: a release must not read what another one kept.
SHAPE = 1
# What every look at a check needs, and the rows that only an import does.
CHECK, ROWS = "check", "rows"
PREFIX = "sheet-"


def _key(upload: Attachment, part: str) -> str:
    """Faults are kept as sentences: whoever reads another language checks anew."""
    return f"{PREFIX}{part}-{SHAPE}-{get_language()}-{upload.pk}"


def kept_part(upload: Attachment, part: str = CHECK) -> Any:
    """What was read of the upload; None where nothing is kept."""
    return cache.get(_key(upload, part))


def keep_part(upload: Attachment, found: Any, part: str = CHECK) -> None:
    """Keep what was read, for as long as somebody works on it."""
    cache.set(_key(upload, part), found, KEPT_SECONDS)


def forget_check(upload: Attachment) -> None:
    """What was read no longer tells how the register stands."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            cache.delete_many([_key(upload, part) for part in (CHECK, ROWS)])


def forget_all_checks() -> None:
    """Let go what is kept of every sheet: in some of them may stand a person who is erased."""
    table = connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE cache_key LIKE %s", [f"%:{PREFIX}%"])  # noqa: S608 - our own table


def _once(upload: Attachment) -> str:
    return f"check-{upload.pk}"


def running_check(upload: Attachment) -> int | None:
    """The job that reads the upload, while it waits or runs."""
    return running_job(_once(upload))


@transaction.atomic
def start_check(upload: Attachment, page: str, *, by: Account, anew: bool = False) -> int:
    """Forget what was read of the upload and let the worker read it: it asks `page`. Answers the job.

    With `anew` a check that runs already is followed by another: it may have begun before an answer was given.
    """
    forget_check(upload)
    return start_job("studios.check_sheet", by=by, once=_once(upload), anew=anew, address=page)
