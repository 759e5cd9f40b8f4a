"""Paper of many cases taken in at once."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.originals import Paper, receive_originals
from studios.models import Application
from studios.permissions import takes_paper_at
from studios.queries.originals import PaperOfCase, paper_of_case, papers_of
from studios.ui.bulk.acts import RECEIPT, BulkAct, Done, Refusals, Work, done_for
from unions.errors import Sentence
from unions.models import Account


def _owed(application: Application, account: Account, paper: PaperOfCase) -> int | None:
    """Copies missing at the desk where the account takes paper in; None where it takes none."""
    desk = takes_paper_at(account, application, paper.desks)
    return next((place.missing for place in paper.places if place.desk == desk), None)


def _refusals(rows: Sequence[Application], account: Account) -> Refusals:
    papers = papers_of(rows)
    owed = {row.pk: _owed(row, account, papers[row.pk]) for row in rows}
    return {key: _why_not(copies) for key, copies in owed.items() if not copies}


def _why_not(owed: int | None) -> Sentence:
    if owed is None:
        return _("Clerks and chairs of a recommender or of the naming union take paper in.")
    return _("All copies are at your desk already.")


def _receive(work: Work) -> Done:
    """The copies that are missing at the desk, of each case its newest version."""
    return done_for(
        work,
        lambda row: receive_originals(
            row, Paper(copies=_owed(row, work.by, paper_of_case(row)) or 0, **work.words), by=work.by
        ),
    )


RECEIVE = BulkAct(
    key="receive",
    label=gettext_lazy("Take paper in"),
    effect=gettext_lazy("The copies that are missing at your desk are entered as received; each unit is told."),
    refusals=_refusals,
    run=_receive,
    asks=RECEIPT,
)
