"""Keeps what people answer about a ledger: for good where it holds next time, with the upload where it does not."""

from collections.abc import Mapping

from django.db import transaction

from studios.actions.ledger import require_sheet_reader
from studios.models import Attachment, LedgerAnswer
from studios.values.ledger_answers import CELL, HEADER
from studios.values.wording import comparable
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account, Union

LONGEST = 200


@transaction.atomic
def answer_headers(union: Union, meant: Mapping[str, str], *, by: Account) -> None:
    """Remember which column each folded header names; an empty one is left out of every later ledger, too."""
    require_sheet_reader(by, union)
    _keep(union, None, {(HEADER, header): column for header, column in meant.items()}, by=by)


@transaction.atomic
def answer_cells(
    upload: Attachment, *, names: Mapping[tuple[str, str], str], cells: Mapping[str, str], by: Account
) -> None:
    """Remember what names mean (`column, written`) for the union, and what single cells mean for this upload alone."""
    require_sheet_reader(by, upload.union)
    known = {(column, comparable(written)): meant for (column, written), meant in names.items()}
    _keep(upload.union, None, known, by=by)
    _keep(upload.union, upload, {(CELL, place): meant for place, meant in cells.items()}, by=by)


def _keep(union: Union, upload: Attachment | None, found: Mapping[tuple[str, str], str], *, by: Account) -> None:
    now = clock.now()
    rows = [
        LedgerAnswer(
            union=union, upload=upload, question=question, written=written[:LONGEST], meant=meant, by=by, at=now
        )
        for (question, written), meant in found.items()
    ]
    if not rows:
        return
    LedgerAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["union", "upload", "question", "written"],
        update_fields=["meant", "by", "at"],
    )
    details = {"answers": len(rows), "upload": upload.pk if upload else None}
    record(Verb.LEDGER_ANSWERED, by=by, subject=union, union=union, details=details)
