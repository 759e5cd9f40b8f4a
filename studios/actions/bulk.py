"""Does one thing to many rows."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from unions.actions.job_results import Follow, start_job
from unions.actions.transactions import one_transaction
from unions.errors import Refusal, Stale
from unions.models import Account


@one_transaction
def act_on_rows(steps: Sequence[tuple[str, Callable[[], Any]]], *, follow: Follow | None = None) -> int:
    """Take all steps or none; each is the row's own action, which checks, records and tells as ever. Answers how many.

    The first refusal names its row and undoes the whole. `follow` hears how far it is.
    """
    for number, (subject, step) in enumerate(steps):
        if follow:
            follow(number, len(steps))
        try:
            step()
        except Refusal as refusal:
            words = _("%(row)s: %(reason)s Nothing was done.") % {"row": subject, "reason": refusal.message}
            raise (Stale if isinstance(refusal, Stale) else Refusal)(words) from refusal
    if follow:
        follow(len(steps), len(steps))
    return len(steps)


@transaction.atomic
def act_later(page: str, posted: str, *, by: Account) -> int:
    """Let the worker send the form `posted` to the page that acts; asked twice it is one job. Answers the job."""
    mark = hashlib.sha256(posted.encode("utf-8", "replace")).hexdigest()[:32]
    return start_job("studios.act_on_rows", by=by, once=f"rows-{by.pk}-{mark}", address=page, posted=posted)
