"""What a desk does with a case: agree, recommend, pass, refuse, return, send back, recall; and how a unit leaves."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from studios.actions.applications import due_at, locked, move
from studios.actions.automatic import compute_points
from studios.actions.filings import freeze_version
from studios.actions.quotas import follow_recall, free_place, hold_again, take_place
from studios.actions.recusals import find_recusals_of_call
from studios.actions.stamped_scans import match_scan
from studios.choices.calls import DECISIVE, Stage, StepName, VetoGround
from studios.choices.sections import STAMPED, SectionKey
from studios.models import Act, Application, Attachment, ConditionRow, Opinion, OpinionRecord, Remark, ReturnNote
from studios.queries.recusals import panel_cases
from studios.queries.stamped_scans import has_unit_scan
from studios.values.scan_marks import Mark
from studios.workflow import last_act, require_step
from unions import clock
from unions.actions.transactions import one_transaction
from unions.errors import Refusal
from unions.models import Account

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Signature:
    """What a desk signs: words, who signed on paper, when, and the stamped scan.

    `marks` are what the QR codes of the scan say; `more` holds the words and signers of further opinions that the call lists for the same desk.
    The scan of a list (`is_list`) is one paper for many cases and shows no form.
    """

    text: str
    signer: str
    signed_on: date
    scan: Attachment | None = None
    marks: tuple[Mark, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    is_list: bool = False

    def each(self) -> list[tuple[str, str]]:
        """Words and signer of every opinion."""
        return [(self.text, self.signer), *self.more]


def _noted(note: str) -> str:
    text = note.strip()
    if not text:
        raise Refusal(_("Write the reason. The applicant reads it."), field="note")
    if len(text) > LONGEST_NOTE:
        raise Refusal(_("Write at most %(most)s characters.") % {"most": LONGEST_NOTE}, field="note")
    return text


@one_transaction
def agree(application: Application, *, by: Account, opinion: Signature, revision: int) -> Act:
    """The unit's chair agrees; the case goes to the first desk above."""
    return _sign(application, StepName.AGREE, by=by, opinion=opinion, revision=revision)


@one_transaction
def forward(application: Application, *, by: Account, opinion: Signature, revision: int) -> Act:
    """A recommender's chair recommends; the case goes to the next desk."""
    return _sign(application, StepName.FORWARD, by=by, opinion=opinion, revision=revision)


@one_transaction
def pass_qualification(application: Application, *, by: Account, opinion: Signature, revision: int) -> Act:
    """The naming union's clerk passes a case whose hard conditions are each met or waived."""
    fresh = locked(application, revision=revision)
    require_step(StepName.PASS, fresh, by)
    _require_settled(fresh)
    act = _sign(application, StepName.PASS, by=by, opinion=opinion, revision=revision)
    compute_points(fresh)
    # Experts may sit already: whom this case concerns must not find it in a queue.
    find_recusals_of_call(fresh.call, among=panel_cases(fresh.call).filter(pk=fresh.pk))
    return act


def _require_settled(application: Application) -> None:
    rows = ConditionRow.objects.filter(version=application.versions.first()).select_related("condition")
    open_rows = [row.condition.text for row in rows if row.stops]
    if open_rows:
        text = _("These hard conditions are neither met nor waived: %(rows)s")
        raise Refusal(text % {"rows": "；".join(open_rows)}, code="conditions")


def _sign(application: Application, name: StepName, *, by: Account, opinion: Signature, revision: int) -> Act:
    fresh = locked(application, revision=revision)
    step = require_step(name, fresh, by)
    for position, (text, _signer) in enumerate(opinion.each(), start=1):
        if not text.strip():
            raise Refusal(_("Write the opinion."), field="text" if position == 1 else f"text_{position}")
    if opinion.signed_on > clock.today():
        raise Refusal(_("The date of the signature is in the future."), field="signed_on")
    _require_scan(fresh, name, opinion)
    if name is StepName.FORWARD:
        take_place(fresh)
    stage, desk = fresh.state, fresh.desk
    act = move(fresh, step, by=by, note=opinion.text.strip())
    if desk is not None:
        names = list(Opinion.objects.filter(call=fresh.call_id, stage=stage).values_list("name", flat=True))
        names = names or [desk.name]
        _record_opinions(act, names=names, opinion=opinion)
        if opinion.scan is not None and not opinion.is_list:
            match_scan(fresh, opinion.scan, opinion.marks, by=by, paper="、".join(names), field="scan")
    return act


def _require_scan(application: Application, name: StepName, opinion: Signature) -> None:
    """The call may ask for the unit's stamped scan; a proxy-filed case needs it before it leaves the recommender."""
    if name is StepName.AGREE and application.call.needs_unit_scan and opinion.scan is None:
        raise Refusal(_("This call asks for the stamped scan of the unit's opinion."), field="scan")
    leaves_unit_desks = name is StepName.FORWARD or (name is StepName.PASS and not _has_recommender(application))
    if application.is_proxy and leaves_unit_desks and not _has_unit_scan(application):
        raise Refusal(
            _("This case was filed for the unit. Add the unit's stamped scan before it leaves your desk."),
            field="unit_scan",
        )


def _has_recommender(application: Application) -> bool:
    return application.desks.filter(stage=Stage.RECOMMENDATION).exists()


def _has_unit_scan(application: Application) -> bool:
    return Application.objects.filter(has_unit_scan(), pk=application.pk).exists()


def _record_opinions(act: Act, *, names: list[str], opinion: Signature) -> None:
    """One record for each opinion given; the last one stands for every listed opinion that was left empty."""
    given = opinion.each()[: len(names)]
    for position, (text, signer) in enumerate(given):
        name = names[position] if position < len(given) - 1 else "、".join(names[position:])
        _record_opinion(act, name=name[:40], text=text.strip(), signer=signer.strip() or act.by_name, opinion=opinion)


def _record_opinion(act: Act, *, name: str, text: str, signer: str, opinion: Signature) -> OpinionRecord:
    """Opinions are records, never overwritten; the hash covers words, signer, date, scan and the version seen."""
    scan_hash = opinion.scan.sha256 if opinion.scan else ""
    seen = act.version
    parts = [text, signer, opinion.signed_on.isoformat(), scan_hash, seen.sha256 if seen else ""]
    return OpinionRecord.objects.create(
        application=act.application,
        act=act,
        name=name,
        union=act.desk,
        version=seen,
        text=text,
        signer=signer,
        signed_on=opinion.signed_on,
        scan=opinion.scan,
        sha256=hashlib.sha256("\n".join(parts).encode()).hexdigest(),
    )


@one_transaction
def refuse(application: Application, *, by: Account, note: str, revision: int) -> Act:
    """The chair of the present desk refuses with a reason: not agreed, not recommended or not qualified."""
    fresh = locked(application, revision=revision)
    name = {
        Stage.UNIT_REVIEW: StepName.NOT_AGREE,
        Stage.RECOMMENDATION: StepName.NOT_RECOMMEND,
    }.get(Stage(fresh.state), StepName.NOT_QUALIFY)
    step = require_step(name, fresh, by)
    act = move(fresh, step, by=by, note=_noted(note))
    free_place(fresh, at=act.at)
    return act


@one_transaction
def send_back(application: Application, *, by: Account, note: str, revision: int) -> Act:
    """Send a case to the desk before; what that desk decided on this version is undone, so that it decides anew."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.SEND_BACK, fresh, by)
    version = fresh.versions.first()
    act = move(fresh, step, by=by, note=_noted(note))
    # By position, not by union: the desk may have gone to a successor since it decided.
    decided = Act.objects.filter(application=fresh, version=version, undone_at=None, step__in=DECISIVE)
    decided.filter(before__desk_position__gte=fresh.desk_position).update(undone_at=act.at)
    return act


@one_transaction
def return_application(
    application: Application,
    *,
    by: Account,
    note: str,
    remarks: Mapping[SectionKey, str],
    due_at: datetime,
    revision: int,
    renew_stamps: bool | None = None,
) -> Act:
    """Return a case with remarks on pages of the form and a due date; those pages alone reopen."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.RETURN, fresh, by)
    kept = {key: text.strip()[:500] for key, text in remarks.items() if text.strip()}
    if not kept:
        raise Refusal(_("Write a remark on at least one page, so that the unit knows what to change."), field="remarks")
    if due_at <= clock.now():
        raise Refusal(_("The date for the changes must lie in the future."), field="due_at")
    act = move(fresh, step, by=by, note=_noted(note))
    renew = any(key in STAMPED for key in kept) if renew_stamps is None else renew_stamps
    returned = ReturnNote.objects.create(act=act, due_at=due_at, renew_stamps=renew)
    Remark.objects.bulk_create(Remark(note=returned, section=key, text=text) for key, text in kept.items())
    fresh.due_at, fresh.ready_at = due_at, None
    fresh.save(update_fields=["due_at", "ready_at"])
    return act


@one_transaction
def propose_resubmission(application: Application, *, by: Account, revision: int) -> Act:
    """The clerk has finished the changes; the unit's chair is asked to confirm."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.PROPOSE, fresh, by)
    _require_before_due(fresh)
    fresh.ready_at = clock.now()
    return move(fresh, step, by=by)


@one_transaction
def resubmit(
    application: Application, *, by: Account, idempotency_key: str, faults: Mapping[str, int], revision: int
) -> Act:
    """The unit's chair confirms the changes: version n + 1 goes to the desk that returned it."""
    fresh = locked(application)
    earlier = Act.objects.filter(application=fresh, version__idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    fresh = locked(application, revision=revision)
    step = require_step(StepName.RESUBMIT, fresh, by)
    _require_before_due(fresh)
    version = freeze_version(fresh, by=by, idempotency_key=idempotency_key, faults=faults)
    fresh.ready_at = None
    act = move(fresh, step, by=by, version=version)
    if fresh.desk is not None:
        fresh.due_at = due_at(fresh, fresh.state, fresh.desk)
        fresh.save(update_fields=["due_at"])
    return act


def _require_before_due(application: Application) -> None:
    due = max(
        (d for d in (application.due_at, due_at(application, Stage.RETURNED, application.union)) if d), default=None
    )
    if due is not None and clock.now() > due:
        raise Refusal(
            _("The date for the changes has passed. Ask the union that returned the case to extend it."),
            code="too_late",
        )


@one_transaction
def recall(application: Application, *, by: Account, revision: int) -> Act:
    """撤回本级操作: the desk that acted takes its step back while nobody else has acted."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.RECALL, fresh, by)
    last = last_act(fresh)
    if last is None:
        raise Refusal(_("There is nothing to recall."))
    fresh.state_before = last.before
    fresh.ready_at = None
    if last.step == StepName.SEND_BACK:
        # What the desk before had decided stands again.
        fresh.acts.filter(undone_at=last.at, step__in=DECISIVE).update(undone_at=None)
    last.undone_at = clock.now()
    last.save(update_fields=["undone_at"])
    act = move(fresh, step, by=by, note=_("Recalled: %(step)s") % {"step": last.get_step_display()})
    act.undone_at = act.at
    act.save(update_fields=["undone_at"])
    follow_recall(fresh, last.step)
    return act


@one_transaction
def withdraw(application: Application, *, by: Account, note: str, revision: int) -> Act:
    """The unit's chair withdraws the case with a reason, up to the meeting."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.WITHDRAW, fresh, by)
    act = move(fresh, step, by=by, note=_noted(note))
    free_place(fresh, at=act.at)
    return act


@one_transaction
def give_up(application: Application, *, by: Account, note: str, revision: int) -> Act:
    """The unit's chair gives up during notice or before the paper; the naming chair confirms."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.GIVE_UP, fresh, by)
    fresh.giving_up_reason = _noted(note)[:300]
    return move(fresh, step, by=by, note=note)


@one_transaction
def confirm_giving_up(application: Application, *, by: Account, revision: int) -> Act:
    """The naming chair confirms; the place is not freed."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.CONFIRM_GIVE_UP, fresh, by)
    return move(fresh, step, by=by, note=fresh.giving_up_reason)


@one_transaction
def veto(application: Application, *, by: Account, ground: str, note: str, revision: int) -> Act:
    """The naming chair stops a case on a ground of the list, with evidence in the note."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.VETO, fresh, by)
    if ground not in VetoGround.values:
        raise Refusal(_("Choose the ground of the veto."), field="ground")
    return move(fresh, step, by=by, note=_noted(note), ground=ground)


@one_transaction
def reopen(application: Application, *, by: Account, note: str, revision: int) -> Act:
    """The naming chair reopens a refused or withdrawn case while the call is not closed."""
    fresh = locked(application, revision=revision)
    step = require_step(StepName.REOPEN, fresh, by)
    others = Application.objects.standing(fresh.call, fresh.studio).exclude(pk=fresh.pk)
    if other := others.first():
        raise Refusal(_("The studio has filed anew in this call: %(number)s.") % {"number": other.number})
    refused = last_act(fresh)
    if refused is not None:
        refused.undone_at = clock.now()
        refused.save(update_fields=["undone_at"])
    fresh.giving_up_reason = ""
    act = move(fresh, step, by=by, note=_noted(note))
    hold_again(fresh)
    return act
