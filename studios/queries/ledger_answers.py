"""What was answered about ledgers before, ready to be looked up while one is read."""

from django.db.models import Q

from studios.models import Attachment, LedgerAnswer
from studios.values.ledger_answers import CELL, HEADER, NAMED, Answers
from unions.models import Union


def answers_of(union: Union, upload: Attachment | None = None) -> Answers:
    """Return the answers of a union, those of the unions above it where it has none, and those of one upload."""
    chain = [int(key) for key in union.path.split(".") if key.isdigit()]
    of_upload = Q(upload=upload) if upload else Q(pk__in=[])
    # The nearest union's answer comes last and so stands; an upload's own comes after all others.
    rows = LedgerAnswer.objects.filter(of_upload | Q(upload=None, union__in=chain)).select_related("union")
    ordered = sorted(rows, key=lambda row: (row.upload_id is not None, len(row.union.path), row.pk))
    return Answers(
        headers={row.written: row.meant for row in ordered if row.question == HEADER},
        names={(row.question, row.written): row.meant for row in ordered if row.question in NAMED},
        cells={row.written: row.meant for row in ordered if row.question == CELL},
    )
