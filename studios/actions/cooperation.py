"""对接需求: takes in what somebody asks of a studio, and moves it to its answer along a small table."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from studios.actions.letters import (
    MOVED_ON,
    NOT_KEEPING,
    Sender,
    key_of,
    open_studio,
    require_sender,
    tell_keepers,
)
from studios.choices.showcase import RequestState, ServiceKind
from studios.models import CooperationRequest, Result, Studio
from studios.permissions import keeps_letters_of
from studios.queries.letters import ANSWER_DAYS
from studios.queries.notices import deadline
from studios.values.receipts import new_receipt
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import Wording
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

STEPS: dict[RequestState, tuple[RequestState, ...]] = {
    RequestState.RECEIVED: (RequestState.IN_TALKS, RequestState.AGREED, RequestState.DECLINED),
    RequestState.IN_TALKS: (RequestState.AGREED, RequestState.DECLINED),
    RequestState.AGREED: (),
    RequestState.DECLINED: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a studio, perhaps about one of its results."""

    kind: str
    text: str
    result: Result | None = None


@one_transaction
def send_request(studio: Studio, *, sender: Sender, wish: Wish, idempotency_key: str = "") -> CooperationRequest:
    """Take in what is asked and give it a receipt; the same key again answers with the letter that is there."""
    studio = open_studio(studio)
    key = key_of(studio, idempotency_key)
    if key and (earlier := CooperationRequest.objects.filter(idempotency_key=key).first()):
        return earlier
    require_sender(sender)
    _require_wish(wish)
    made = CooperationRequest.objects.create(
        studio=studio,
        result=wish.result if wish.result and wish.result.studio_id == studio.pk else None,
        kind=wish.kind,
        organisation=sender.organisation.strip(),
        text=wish.text.strip(),
        contact_name=sender.contact_name.strip(),
        contact_phone=sender.contact_phone.strip(),
        receipt=new_receipt(),
        received_at=clock.now(),
        due_on=deadline(clock.today(), ANSWER_DAYS),
        idempotency_key=key,
    )
    record(Verb.REQUEST_RECEIVED, by=None, subject=made, union=studio.union, details={"kind": made.kind})
    _tell(
        made, lambda: _("A cooperation request has come in for %(studio)s: %(kind)s. Answer by %(day)s.") % _facts(made)
    )
    return made


def _require_wish(wish: Wish) -> None:
    if wish.kind not in ServiceKind:
        raise Refusal(_("Choose what you ask for."), field="kind")
    if not wish.text.strip():
        raise Refusal(_("Write the problem, or what you would like."), field="text")


@one_transaction
def answer_request(
    request: CooperationRequest, *, state: str, answer: str, by: Account, revision: int
) -> CooperationRequest:
    """Answer: talks have begun, agreed, or declined. Whoever holds the receipt reads the answer."""
    rows = CooperationRequest.objects.select_for_update(of=("self",)).select_related("studio__union")
    fresh = rows.get(pk=request.pk)
    if not keeps_letters_of(by, fresh.studio.union):
        raise Forbidden(NOT_KEEPING)
    if fresh.revision != revision or not STEPS[fresh.standing]:
        raise Stale(MOVED_ON, code="stale")
    if state not in STEPS[fresh.standing]:
        raise Refusal(_("Choose how far the answer is."), field="state")
    if not answer.strip():
        raise Refusal(_("Write the answer. Whoever holds the receipt reads it."), field="answer")
    now = clock.now()
    fresh.state, fresh.answer, fresh.revision = state, answer.strip(), fresh.revision + 1
    if fresh.answered_at is None:
        fresh.answered_by, fresh.answered_at = by, now
    fresh.closed_at = None if fresh.standing.is_open else now
    fresh.save()
    record(Verb.REQUEST_ANSWERED, by=by, subject=fresh, union=fresh.studio.union, details={"state": fresh.state})
    return fresh


@one_transaction
def remind_of_request(request: CooperationRequest) -> bool:
    """Remind the unit once of a request whose day is today or has passed. False when nothing is due."""
    rows = CooperationRequest.objects.select_for_update(of=("self",)).select_related("studio__union__parent")
    fresh = rows.get(pk=request.pk)
    if fresh.state != RequestState.RECEIVED or fresh.reminded_at or fresh.due_on > clock.today():
        return False
    fresh.reminded_at = clock.now()
    fresh.save(update_fields=["reminded_at"])
    _tell(fresh, lambda: _("A cooperation request for %(studio)s waits for an answer, due %(day)s.") % _facts(fresh))
    return True


def _tell(request: CooperationRequest, wording: Wording) -> None:
    tell_keepers(request.studio, wording, url=reverse("request", args=[request.pk]))


def _facts(request: CooperationRequest) -> dict[str, object]:
    return {
        "studio": request.studio.name,
        "kind": request.get_kind_display(),
        "day": request.due_on,
    }
