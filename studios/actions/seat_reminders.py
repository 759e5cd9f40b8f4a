"""Reminds experts of the sheets that they still owe."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from studios.models import Call, PanelSeat
from studios.permissions import edits_call
from studios.queries.board import seats_that_owe
from studios.queries.due import PANEL_AHEAD
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import Account


@one_transaction
def remind_experts(call: Call, seats: Sequence[PanelSeat], *, by: Account) -> list[PanelSeat]:
    """Write to the chosen experts who still owe sheets; an empty choice is nobody, and so is who owes nothing."""
    if not edits_call(by, call):
        raise Forbidden(_("Clerks and chairs of the naming union remind experts."))
    if not seats:
        raise Refusal(_("Choose at least one expert."), field="seats")
    chosen = seats_that_owe(call).filter(pk__in=[seat.pk for seat in seats]).select_related("expert__account")
    owing = list(chosen.order_by("number"))
    for seat in owing:
        _remind(seat, call=call, by=by)
    return owing


@one_transaction
def remind_before_panel_date(call: Call) -> int:
    """Remind the experts who still owe sheets that the panel's date is near, each once; answers how many."""
    since = clock.now() - PANEL_AHEAD
    owing = seats_that_owe(call).filter(Q(reminded_at=None) | Q(reminded_at__lt=since))
    seats = list(owing.select_related("expert__account"))
    for seat in seats:
        _remind(seat, call=call, by=None)
    return len(seats)


def _remind(seat: PanelSeat, *, call: Call, by: Account | None) -> None:
    owed = seat.todo  # type: ignore[attr-defined]
    if seat.expert.account is not None:
        send_messages(
            [seat.expert.account],
            lambda: _("%(call)s: %(count)s cases still wait for your sheet.") % {"call": call.title, "count": owed},
            url=reverse("desk"),
        )
    PanelSeat.objects.filter(pk=seat.pk).update(reminded_at=clock.now())
    record(Verb.SEAT_REMINDED, by=by, subject=call, union=call.union, details={"seat": seat.number, "owed": owed})
