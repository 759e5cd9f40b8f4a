"""异议: registers what the public objects, sifts it, hears the unit, settles it; who objects stays at the desk."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.applications import locked, move
from studios.actions.attachments import keep_file
from studios.actions.notices import tell_desk, write_correction
from studios.actions.telling import unit_people
from studios.choices.calls import Stage, StepName
from studios.choices.reviews import Channel, ObjectionState, Objector
from studios.models import Application, Attachment, Call, Objection, PublicNotice
from studios.models.attachment import OBJECTION_SLOT
from studios.permissions import handles_objections_of
from studios.queries.notices import current_version, deadline
from studios.queries.plans import plan_of
from studios.values.receipts import new_receipt
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

SIFT_DAYS, SETTLE_DAYS = 2, 10
SETTLED = (ObjectionState.NOT_UPHELD, ObjectionState.PARTLY_UPHELD, ObjectionState.UPHELD)
NOT_RUNNING = gettext_lazy("This notice takes no objections any more: its period is over.")
NOT_HANDLING = gettext_lazy(
    "Clerks and chairs of the naming union handle objections, but not to a case of their own unit."
)
MOVED_ON = gettext_lazy("Somebody else has acted on this objection in the meantime. Look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """An objection as it came in."""

    text: str
    channel: str = Channel.ONLINE
    kind: str = Objector.PERSON
    name: str = ""
    contact: str = ""
    application: Application | None = None
    file: BinaryIO | None = None
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """How an objection ends; `note` is what the public reads on the corrected notice."""

    outcome: str
    finding: str
    reply: str
    note: str = ""
    again: bool = False


@one_transaction
def register_objection(
    notice: PublicNotice, *, received: Received, by: Account | None, idempotency_key: str | None = None
) -> Objection:
    """Take an objection in and give it a receipt; the same key again answers with the one that is there."""
    earlier = Objection.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if earlier is not None:
        return earlier
    fresh = _running(notice)
    if by is not None and not handles_objections_of(by, fresh.call, received.application):
        raise Forbidden(NOT_HANDLING)
    _check(fresh, received)
    made = Objection.objects.create(
        notice=fresh,
        application=received.application,
        receipt=new_receipt(),
        channel=received.channel,
        kind=received.kind,
        objector_name="" if received.kind == Objector.ANONYMOUS else received.name.strip(),
        contact=received.contact.strip(),
        text=received.text.strip(),
        evidence=_kept(fresh.call, received, by),
        received_at=clock.now(),
        registered_by=by,
        sift_by=deadline(clock.today(), SIFT_DAYS),
        idempotency_key=idempotency_key,
    )
    details = {"channel": made.channel, "kind": made.kind, "notice": fresh.pk}
    record(Verb.OBJECTION_REGISTERED, by=by, subject=made, union=fresh.call.union, details=details)
    words = {"notice": fresh.title, "day": made.sift_by}
    tell_desk(
        fresh,
        lambda: _("An objection has come in: %(notice)s. Decide by %(day)s whether it is accepted.") % words,
        url=reverse("objection", args=[made.pk]),
    )
    return made


def _running(notice: PublicNotice) -> PublicNotice:
    """The version that counts, under lock, so that the period can't end in between."""
    newest = PublicNotice.objects.select_for_update(of=("self",)).select_related("call__union")
    fresh = newest.get(pk=current_version(notice).pk)
    if not fresh.is_running:
        raise Refusal(NOT_RUNNING, code="over")
    return fresh


def _check(notice: PublicNotice, received: Received) -> None:
    if not received.text.strip():
        raise Refusal(_("Write what you object to and the facts."), field="text")
    if received.application and not notice.lines.filter(application=received.application).exists():
        raise Refusal(_("This candidate is not in the notice."), field="application")
    if received.kind == Objector.ANONYMOUS:
        if not plan_of(notice.call).takes_anonymous:
            raise Refusal(
                _("Anonymous objections are not taken here. Give your real name and a contact."), field="kind"
            )
        return
    if not received.name.strip():
        raise Refusal(_("Give your real name, or the full name of the unit."), field="name")
    if not received.contact.strip():
        raise Refusal(_("Give a telephone number or address, so that you can be answered."), field="contact")
    if received.kind == Objector.UNIT and received.file is None:
        raise Refusal(_("A unit objects under its seal. Add the stamped paper as PDF or picture."), field="file")


def _kept(call: Call, received: Received, by: Account | None) -> Attachment | None:
    """The file under a name that says nothing of who sent it."""
    if received.file is None:
        return None
    name = f"异议材料{PurePath(received.file_name).suffix[:6]}"
    return keep_file(received.file, name=name, by=by, union=call.union, slot=OBJECTION_SLOT)


def _locked(objection: Objection, *, revision: int | None, state: str) -> Objection:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("notice__call__union", "application__union")
    fresh = rows.get(pk=objection.pk)
    if fresh.state != state or (revision is not None and fresh.revision != revision):
        raise Stale(MOVED_ON, code="stale")
    return fresh


def _require_handling(objection: Objection, by: Account) -> None:
    if not handles_objections_of(by, objection.notice.call, objection.application):
        raise Forbidden(NOT_HANDLING)


@one_transaction
def sift_objection(objection: Objection, *, by: Account, accept: bool, reason: str = "", revision: int) -> Objection:
    """Accept it for a finding within ten working days, or not, with a reason that the objector reads."""
    fresh = _locked(objection, revision=revision, state=ObjectionState.RECEIVED)
    _require_handling(fresh, by)
    if not accept and not reason.strip():
        raise Refusal(_("Write why it is not accepted. The objector reads it."), field="reason")
    fresh.state = ObjectionState.ACCEPTED if accept else ObjectionState.DECLINED
    fresh.sift_reason, fresh.sifted_by, fresh.sifted_at = reason.strip(), by, clock.now()
    fresh.settle_by = deadline(clock.today(), SETTLE_DAYS) if accept else None
    fresh.revision += 1
    fresh.save()
    union = fresh.notice.call.union
    record(Verb.OBJECTION_SIFTED, by=by, subject=fresh, union=union, details={"state": fresh.state})
    return fresh


@one_transaction
def ask_unit(objection: Objection, *, by: Account, text: str, revision: int) -> Objection:
    """Put the matter to the unit, in words that do not show who objects; it has the right to reply."""
    fresh = _locked(objection, revision=revision, state=ObjectionState.ACCEPTED)
    _require_handling(fresh, by)
    if fresh.application is None:
        raise Refusal(_("This objection is to the list, not to one unit."))
    if not text.strip():
        raise Refusal(_("Write what the unit is asked."), field="text")
    fresh.hearing_text, fresh.hearing_at, fresh.revision = text.strip(), clock.now(), fresh.revision + 1
    fresh.save()
    record(Verb.OBJECTION_HEARD, by=by, subject=fresh, union=fresh.application.union)
    number = fresh.application.number
    send_messages(
        unit_people(fresh.application),
        lambda: _("You are asked about an objection to your case %(number)s. Reply here.") % {"number": number},
        url=reverse("objection_reply", args=[fresh.pk]),
    )
    return fresh


@one_transaction
def answer_objection(objection: Objection, *, by: Account, text: str, revision: int) -> Objection:
    """The unit replies; a later reply replaces the earlier one until the objection is settled."""
    fresh = _locked(objection, revision=revision, state=ObjectionState.ACCEPTED)
    if fresh.application is None or fresh.hearing_at is None:
        raise Stale(MOVED_ON, code="stale")
    if not by.scope.holds(fresh.application.union, Role.CLERK, Role.CHAIR):
        raise Forbidden(_("Clerks and chairs of the unit reply for it."))
    if not text.strip():
        raise Refusal(_("Write the reply of the unit."), field="text")
    fresh.unit_reply, fresh.unit_replied_at, fresh.revision = text.strip(), clock.now(), fresh.revision + 1
    fresh.save()
    record(Verb.OBJECTION_ANSWERED, by=by, subject=fresh, union=fresh.application.union)
    words = {"number": fresh.application.number}
    tell_desk(
        fresh.notice,
        lambda: _("The unit of case %(number)s has replied to the objection.") % words,
        url=reverse("objection", args=[fresh.pk]),
    )
    return fresh


@one_transaction
def settle_objection(objection: Objection, *, by: Account, settlement: Settlement, revision: int) -> Objection:
    """Settle with finding and reply (domain rules §4).

    Not upheld: the case stays. Upheld: it leaves and the notice is corrected. In part: it stays, or is shown again.
    """
    Call.objects.select_for_update(of=("self",)).get(pk=objection.notice.call_id)
    fresh = _locked(objection, revision=revision, state=ObjectionState.ACCEPTED)
    _require_settling(fresh, by)
    _require_words(settlement)
    fresh.state, fresh.finding, fresh.reply = settlement.outcome, settlement.finding.strip(), settlement.reply.strip()
    fresh.settled_by, fresh.settled_at, fresh.revision = by, clock.now(), fresh.revision + 1
    fresh.save()
    _move_case(fresh, by=by)
    if settlement.outcome == ObjectionState.UPHELD or (
        settlement.outcome == ObjectionState.PARTLY_UPHELD and settlement.again
    ):
        write_correction(fresh.notice, by=by, note=settlement.note, again=settlement.again)
    union = fresh.notice.call.union
    record(Verb.OBJECTION_SETTLED, by=by, subject=fresh, union=union, details={"state": fresh.state})
    return fresh


def _require_settling(objection: Objection, by: Account) -> None:
    _require_handling(objection, by)
    if not handles_objections_of(by, objection.notice.call, objection.application, Role.CHAIR):
        raise Forbidden(_("The chair signs how an objection is settled."))


def _require_words(settlement: Settlement) -> None:
    if settlement.outcome not in SETTLED:
        raise Refusal(_("Choose how the objection ends."), field="outcome")
    if not settlement.finding.strip():
        raise Refusal(_("Write what was found."), field="finding")
    if not settlement.reply.strip():
        raise Refusal(_("Write the reply to the objector."), field="reply")
    corrects = settlement.outcome == ObjectionState.UPHELD or settlement.again
    if corrects and not settlement.note.strip():
        raise Refusal(_("Write what is corrected. The public reads this note."), field="note")
    if settlement.again and settlement.outcome == ObjectionState.NOT_UPHELD:
        raise Refusal(_("An objection that is not upheld changes nothing in the notice."), field="again")


def _move_case(objection: Objection, *, by: Account) -> None:
    """The case stays or leaves the list; one that has left it already is not moved again."""
    if objection.application is None:
        return
    case = locked(objection.application)
    if case.state != Stage.NOTICE:
        return
    upheld = objection.state == ObjectionState.UPHELD
    step = require_step(StepName.UPHOLD_OBJECTION if upheld else StepName.SETTLE_OBJECTION, case, by)
    move(case, step, by=by, note=objection.finding[:1000])


@one_transaction
def read_objector(objection: Objection, *, by: Account) -> None:
    """Put on record that an officer of the handling desk looks at who objects; nobody else may."""
    _require_handling(objection, by)
    record(Verb.OBJECTION_READ, by=by, subject=objection, union=objection.notice.call.union)
