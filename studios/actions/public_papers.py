"""Shows the signed file of a decision to the public, or takes it back; the chair of the union that decided does both."""

from django.utils.translation import gettext as _

from studios.models import Attachment, Decision
from studios.models.attachment import PAPER_SLOT, PUBLIC_PAPER_SLOT
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account


@one_transaction
def show_paper(decision: Decision, *, by: Account) -> Attachment:
    """Let everybody download the signed file. Again changes nothing."""
    return _moved(decision, PUBLIC_PAPER_SLOT, Verb.DECISION_PAPER_SHOWN, by=by)


@one_transaction
def hide_paper(decision: Decision, *, by: Account) -> Attachment:
    """Take the signed file off the public page. Again changes nothing."""
    return _moved(decision, PAPER_SLOT, Verb.DECISION_PAPER_HIDDEN, by=by)


def _moved(decision: Decision, slot: str, verb: Verb, *, by: Account) -> Attachment:
    fresh = Decision.objects.select_for_update(of=("self",)).select_related("paper", "union").get(pk=decision.pk)
    if fresh.union is None or not by.scope.holds(fresh.union, Role.CHAIR):
        raise Forbidden(_("The chair of the union that decided shows its papers to the public."))
    if fresh.paper is None:
        raise Refusal(_("This decision has no signed file."))
    kept = fresh.paper
    if kept.slot != slot:
        kept.slot = slot
        kept.save(update_fields=["slot"])
        # The decision's own row is written as well: it is what tells that a public page changed.
        fresh.save(update_fields=["paper"])
        record(verb, by=by, subject=fresh, union=fresh.union, details={"file": kept.pk})
    return kept
