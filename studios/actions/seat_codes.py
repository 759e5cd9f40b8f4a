"""One-day codes: a clerk makes one for a seat, hands it over, and the expert comes in with it."""

from django.utils.translation import gettext as _

from studios.actions.panels import give_account, locked_seat, require_keeper
from studios.choices.reviews import SeatState
from studios.models import PanelSeat
from studios.permissions import enters_by_code
from studios.values.seat_codes import HOLDS, code_hash, new_code, typed_code
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account


@one_transaction
def make_code(seat: PanelSeat, *, by: Account) -> str:
    """A new code that holds for a day and ends the one before; an expert without account gets one on the way."""
    fresh = locked_seat(seat)
    require_keeper(fresh.call, by)
    if fresh.state not in (SeatState.INVITED, SeatState.DECLARED):
        raise Refusal(_("This expert is no longer in the panel."))
    account = fresh.expert.account or give_account(fresh.expert, by=by).account
    if not enters_by_code(account, fresh):
        raise Refusal(
            _("This expert's account does other work here too. The expert signs in with username and password.")
        )
    code = new_code()
    fresh.code_hash, fresh.code_until = code_hash(code), clock.now() + HOLDS
    fresh.save(update_fields=["code_hash", "code_until"])
    record(Verb.SEAT_CODE_MADE, by=by, subject=fresh.call, union=fresh.call.union, details={"seat": fresh.number})
    _tell(fresh, account)
    return code


@one_transaction
def use_code(text: str) -> PanelSeat | None:
    """The seat of a code that holds, recorded; None for every other text, whatever is wrong with it."""
    rows = PanelSeat.objects.seated().select_for_update(of=("self",)).select_related("expert__account", "call__union")
    seat = rows.filter(code_hash=code_hash(typed_code(text)), code_until__gt=clock.now()).first()
    account = seat.expert.account if seat else None
    if seat is None or account is None or not enters_by_code(account, seat):
        return None
    details = {"seat": seat.number}
    record(Verb.SEAT_CODE_USED, by=account, subject=seat.call, union=seat.call.union, details=details)
    return seat


def _tell(seat: PanelSeat, account: Account) -> None:
    title = seat.call.title
    send_messages([account], lambda: _("A one-day code was made for your seat in %(call)s.") % {"call": title})
