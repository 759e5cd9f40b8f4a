"""我们也在用: takes in that a unit uses a result, and lets the studio confirm it or not; confirmed ones alone count."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.letters import (
    MOVED_ON,
    NOT_KEEPING,
    Sender,
    key_of,
    open_studio,
    require_sender,
    tell_keepers,
)
from studios.choices.showcase import AdoptionState
from studios.models import Adoption, Result, Studio
from studios.permissions import keeps_letters_of
from studios.values.receipts import new_receipt
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account
from unions.values.text import folded

STEPS = {
    AdoptionState.REPORTED: (AdoptionState.CONFIRMED, AdoptionState.DECLINED),
    AdoptionState.CONFIRMED: (AdoptionState.DECLINED,),
    AdoptionState.DECLINED: (AdoptionState.CONFIRMED,),
}
VERBS = {AdoptionState.CONFIRMED: Verb.ADOPTION_CONFIRMED, AdoptionState.DECLINED: Verb.ADOPTION_DECLINED}
ONCE = gettext_lazy("This unit is on record for this result already. It need not be sent again.")
OWN_UNIT = gettext_lazy("This is the studio's own unit. Only other units count as adopters.")
NOT_PUBLIC = gettext_lazy("This result is not shown to the public any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How a unit uses a result."""

    county: str = ""
    since_on: date | None = None
    effect: str = ""


@one_transaction
def report_adoption(result: Result, *, sender: Sender, use: Use, idempotency_key: str = "") -> Adoption:
    """Take in that a unit uses a verified result; the same key again answers with the letter that is there."""
    studio = open_studio(result.studio)
    key = key_of(studio, idempotency_key)
    if key and (earlier := Adoption.objects.filter(idempotency_key=key).first()):
        return earlier
    if not Result.objects.public().filter(pk=result.pk).exists():
        raise Refusal(NOT_PUBLIC, code="closed")
    require_sender(sender)
    _require_new(result, studio, sender.organisation)
    with refusing("adoption_once_a_unit", Refusal(ONCE, field="organisation")):
        made = Adoption.objects.create(
            studio=studio,
            result=result,
            organisation=sender.organisation.strip(),
            contact_name=sender.contact_name.strip(),
            contact_phone=sender.contact_phone.strip(),
            county=use.county.strip(),
            since_on=use.since_on,
            effect=use.effect.strip(),
            receipt=new_receipt(),
            received_at=clock.now(),
            idempotency_key=key,
        )
    record(Verb.ADOPTION_REPORTED, by=None, subject=made, union=studio.union, details={"result": result.pk})
    facts = {"result": result.title, "studio": studio.name}
    tell_keepers(
        studio,
        lambda: _("A unit says that it uses “%(result)s” (%(studio)s). Confirm it or not.") % facts,
        url=reverse("adoption", args=[made.pk]),
    )
    return made


def _require_new(result: Result, studio: Studio, organisation: str) -> None:
    """Names are compared as people read them: full-width signs and blanks make no other unit."""
    name = _as_read(organisation)
    if name in {_as_read(n) for n in (studio.employer_name, studio.union.name)}:
        raise Refusal(OWN_UNIT, field="organisation")
    standing = result.adoptions.exclude(state=AdoptionState.DECLINED).values_list("organisation", flat=True)
    if name in map(_as_read, standing):
        raise Refusal(ONCE, field="organisation")


def _as_read(name: str) -> str:
    return "".join(folded(name).split())


@one_transaction
def settle_adoption(adoption: Adoption, *, state: str, by: Account, note: str = "", seen: str) -> Adoption:
    """Confirm that the unit uses the result, or say that it was not confirmed; `seen` is the state the page showed."""
    rows = Adoption.objects.select_for_update(of=("self",)).select_related("studio__union", "result")
    fresh = rows.get(pk=adoption.pk)
    if not keeps_letters_of(by, fresh.studio.union):
        raise Forbidden(NOT_KEEPING)
    if fresh.state != seen:
        raise Stale(MOVED_ON, code="stale")
    if state not in STEPS[fresh.standing]:
        raise Refusal(_("Choose whether the unit is confirmed."), field="state")
    if state == AdoptionState.DECLINED and not note.strip():
        raise Refusal(_("Write why it is not confirmed. Whoever holds the receipt reads it."), field="note")
    fresh.state, fresh.note, fresh.settled_by, fresh.settled_at = state, note.strip(), by, clock.now()
    with refusing("adoption_once_a_unit", Refusal(ONCE)):
        fresh.save(update_fields=["state", "note", "settled_by", "settled_at"])
    record(VERBS[fresh.standing], by=by, subject=fresh, union=fresh.studio.union, details={"result": fresh.result_id})
    return fresh
