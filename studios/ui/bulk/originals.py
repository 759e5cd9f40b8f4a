"""Paper of many cases taken in at once."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.originals import Paper, receive_originals
from studios.models import Application
from studios.permissions import takes_paper_at
from studios.queries.originals import paper_of_case
from studios.ui.bulk.acts import RECEIPT, BulkAct, Done, Work, done_for, one_by_one
from unions.errors import Sentence
from unions.models import Account


def _owed(application: Application, account: Account) -> int | None:
    """Copies missing at the desk where the account takes paper in; None where it takes none."""
    desk = takes_paper_at(account, application)
    places = paper_of_case(application).places
    return next((place.missing for place in places if desk is not None and place.desk.pk == desk.pk), None)


def _refusal(application: Application, account: Account) -> Sentence:
    owed = _owed(application, account)
    if owed is None:
        return _("Clerks and chairs of a recommender or of the naming union take paper in.")
    return "" if owed else _("All copies are at your desk already.")


def _receive(work: Work) -> Done:
    """The copies that are missing at the desk, of each case its newest version."""
    return done_for(
        work,
        lambda row: receive_originals(row, Paper(copies=_owed(row, work.by) or 0, **work.words), by=work.by),
    )


RECEIVE = BulkAct(
    key="receive",
    label=gettext_lazy("Take paper in"),
    effect=gettext_lazy("The copies that are missing at your desk are entered as received; each unit is told."),
    refusals=one_by_one(_refusal),
    run=_receive,
    asks=RECEIPT,
)
