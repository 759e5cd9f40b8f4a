"""Orders plaques of a decision from a maker, and takes them in."""

from datetime import date

from django.utils.translation import gettext as _

from studios.choices.register import DecisionKind
from studios.models import Decision, PlaqueOrder
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal
from unions.models import Account


def _require_keeper(decision: Decision, by: Account) -> None:
    if decision.union is None or not by.scope.holds(decision.union, *DESK_ROLES):
        raise Forbidden(_("Clerks and chairs of the union that decided order its plaques."))


@one_transaction
def order_plaques(decision: Decision, *, by: Account, maker: str, ordered_on: date, pieces: int) -> PlaqueOrder:
    """Order plaques for what a decision names; orders that are under way together never exceed the namings."""
    _require_keeper(decision, by)
    locked = Decision.objects.select_for_update(of=("self",)).select_related("union").get(pk=decision.pk)
    if locked.kind != DecisionKind.NAMING:
        raise Refusal(_("A revocation has no plaques."))
    if ordered_on > clock.today():
        raise Refusal(_("The day of the order is in the future."), field="ordered_on")
    named = locked.designations.count()
    ordered = sum(_counted(order) for order in locked.plaque_orders.all())
    if not 0 < pieces <= named - ordered:
        text = _("The decision names %(named)s studios, %(ordered)s plaques are ordered already.")
        raise Refusal(text % {"named": named, "ordered": ordered}, field="pieces")
    order = PlaqueOrder.objects.create(decision=locked, maker=maker, ordered_on=ordered_on, pieces=pieces, by=by)
    record(Verb.PLAQUES_ORDERED, by=by, subject=order, union=locked.union, details={"pieces": pieces})
    return order


def _counted(order: PlaqueOrder) -> int:
    """What came in, or what is still expected; pieces that did not come can be ordered again."""
    return order.pieces if order.received_pieces is None else order.received_pieces


@one_transaction
def receive_plaques(
    order: PlaqueOrder, *, by: Account, received_on: date, received_pieces: int, note: str = ""
) -> PlaqueOrder:
    """Record the receipt, once; fewer pieces than ordered need a note."""
    locked = PlaqueOrder.objects.select_for_update(of=("self",)).select_related("decision__union").get(pk=order.pk)
    _require_keeper(locked.decision, by)
    if locked.received_on is not None:
        raise Refusal(_("The receipt of this order is recorded already."))
    if not locked.ordered_on <= received_on <= clock.today():
        raise Refusal(_("The day lies between the order and today."), field="received_on")
    if not 0 <= received_pieces <= locked.pieces:
        raise Refusal(_("At most %(pieces)s pieces were ordered.") % {"pieces": locked.pieces}, field="received_pieces")
    if received_pieces < locked.pieces and not note:
        raise Refusal(_("Fewer came than were ordered. Write why."), field="note")
    locked.received_on, locked.received_pieces, locked.receipt_note = received_on, received_pieces, note
    locked.save(update_fields=["received_on", "received_pieces", "receipt_note"])
    record(
        Verb.PLAQUES_RECEIVED, by=by, subject=locked, union=locked.decision.union, details={"pieces": received_pieces}
    )
    return locked
