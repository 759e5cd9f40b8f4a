"""决定: names what is ready by one numbered paper, all or none; revokes namings by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.applications import locked, move
from studios.actions.consultations import require_settled
from studios.actions.designations import give_numbers
from studios.actions.meetings import drop_rest
from studios.actions.summaries import refresh_summaries
from studios.actions.takeover import take_over
from studios.choices.calls import Stage, StepName
from studios.choices.register import DecisionKind, DesignationState, PlaqueState
from studios.models import Application, Attachment, Call, Decision, Designation, Studio
from studios.queries.notices import open_objections
from studios.queries.visits import open_findings
from studios.values.document_numbers import parse_document_number
from studios.values.plaques import new_code, plaque_number
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

RETURN_PLAQUE_DAYS = 20
NUMBER_TAKEN = gettext_lazy("A decision with this document number exists already.")


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed paper: document number as typed, its date, title, meeting record and file."""

    number: str
    decided_on: date
    title: str = ""
    meeting_record: str = ""
    file: Attachment | None = None


@one_transaction
def name_studios(call: Call, applications: Sequence[Application], *, paper: Paper, by: Account) -> Decision:
    """Name every chosen case by one paper, or none. The same paper and cases again change nothing."""
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union signs the decision."))
    if Call.objects.select_for_update(of=("self",)).get(pk=call.pk).is_practice:
        raise Refusal(_("A practice call decides by no paper."))
    number = _checked_number(paper)
    repeated = _repeated(call, number, applications)
    if repeated is not None:
        return repeated
    chosen = ready_cases(call, applications)
    if paper.file is None:
        raise Refusal(_("Add the signed file of the decision."), field="file")
    decision = _write(call, number, paper, by)
    for application in chosen:
        _name(application, decision, by=by)
    refresh_summaries({a.studio_id for a in chosen})
    drop_rest(call, by=by)
    record(
        Verb.DECISION_NAMED,
        by=by,
        subject=decision,
        union=call.union,
        details={"applications": [a.number for a in chosen]},
    )
    return decision


def ready_cases(call: Call, applications: Sequence[Application]) -> list[Application]:
    """The chosen cases under lock, when all of them may be named now."""
    if open_objections(call).exists():
        raise Refusal(_("An objection to a public notice of this call is still open. Settle it first."))
    chosen = _ready(applications)
    if not chosen:
        raise Refusal(_("Choose at least one case that is ready."), field="applications")
    require_settled(open_findings(call).filter(application__in=chosen))
    return chosen


def _checked_number(paper: Paper) -> str:
    if paper.decided_on > clock.today():
        raise Refusal(_("The date of the decision is in the future."), field="decided_on")
    return str(parse_document_number(paper.number, today=clock.today()))


def _repeated(call: Call, number: str, applications: Sequence[Application]) -> Decision | None:
    """The decision of an earlier click, when it named the very same cases."""
    earlier = Decision.objects.filter(issuer=call.union.name, number=number).first()
    if earlier is None:
        return None
    named = set(earlier.designations.values_list("application_id", flat=True))
    if named == {a.pk for a in applications}:
        return earlier
    raise Refusal(NUMBER_TAKEN, field="number")


def _ready(applications: Sequence[Application]) -> list[Application]:
    """All chosen cases under lock, each awaiting its paper; one that moved on stops the whole decision."""
    fresh = [locked(a) for a in sorted(applications, key=lambda a: a.pk)]
    moved = [a for a in fresh if a.state != Stage.DECISION]
    if moved:
        text = _("These cases are not ready any more: %(numbers)s. Nothing was decided.")
        raise Stale(text % {"numbers": "、".join(a.number for a in moved)}, field="applications")
    return fresh


def _write(call: Call, number: str, paper: Paper, by: Account) -> Decision:
    return _insert(
        union=call.union,
        issuer=call.union.name,
        kind=DecisionKind.NAMING,
        call=call,
        verb=call.verb,
        number=number,
        title=paper.title,
        decided_on=paper.decided_on,
        meeting_record=paper.meeting_record,
        paper=paper.file,
        by=by,
        recorded_at=clock.now(),
    )


def _insert(**values: Any) -> Decision:
    """Two papers by one number in the same moment: the database keeps the first."""
    with refusing("decision_number_once_an_issuer", Refusal(NUMBER_TAKEN, field="number")):
        return Decision.objects.create(**values)


def _name(application: Application, decision: Decision, *, by: Account) -> Designation:
    """Write the answers back, number the studio, make designation and plaque, and move the case."""
    step = require_step(StepName.NAME, application, by)
    studio = take_over(application, by=by)
    give_numbers([studio])
    studio = Studio.objects.select_related("union").get(pk=studio.pk)
    call = application.call
    earlier = studio.designations.filter(level=call.level).count()
    made = Designation.objects.create(
        studio=studio,
        level=call.level,
        level_name=call.level_name,
        decision=decision,
        union=call.union,
        application=application,
        decided_on=decision.decided_on,
        valid_until=Designation.last_day(decision.decided_on, call.valid_years),
        plaque_number=plaque_number(studio.number or "", call.level, earlier),
        code=new_code(),
    )
    move(application, step, by=by, note=decision.number)
    return made


@one_transaction
def revoke_designations(
    revoked: Decision, *, paper: Paper, reason: str, by: Account, only: Sequence[Designation] | None = None
) -> Decision:
    """Revoke one designation of a decision, or all of it, by a paper that names it; plaques are called back."""
    if revoked.union is None or not by.scope.holds(revoked.union, Role.CHAIR):
        raise Forbidden(_("The chair of the union that decided revokes the naming."))
    if not reason.strip():
        raise Refusal(_("Write the reason. The applicant reads it."), field="reason")
    number = _checked_number(paper)
    rows = _standing(revoked, only)
    decision = _revocation(revoked, number, paper, reason, by)
    for designation in rows:
        _revoke(designation, decision, by=by)
    refresh_summaries({d.studio_id for d in rows})
    record(
        Verb.DECISION_REVOKED,
        by=by,
        subject=decision,
        union=revoked.union,
        details={"designations": [d.plaque_number for d in rows]},
    )
    return decision


def _standing(revoked: Decision, only: Sequence[Designation] | None) -> list[Designation]:
    rows = Designation.objects.select_for_update(of=("self",)).select_related("studio__union").filter(decision=revoked)
    if only is not None:
        rows = rows.filter(pk__in=[d.pk for d in only])
    standing = [d for d in rows.order_by("pk") if d.is_in_force]
    if not standing:
        raise Refusal(_("Nothing of this decision is in force any more."), field="designations")
    return standing


def _revocation(revoked: Decision, number: str, paper: Paper, reason: str, by: Account) -> Decision:
    issuer = revoked.union.name if revoked.union else revoked.issuer
    if Decision.objects.filter(issuer=issuer, number=number).exists():
        raise Refusal(NUMBER_TAKEN, field="number")
    return _insert(
        union=revoked.union,
        issuer=issuer,
        kind=DecisionKind.REVOCATION,
        verb=revoked.verb,
        number=number,
        title=paper.title,
        decided_on=paper.decided_on,
        meeting_record=paper.meeting_record,
        paper=paper.file,
        revokes=revoked,
        reason=reason.strip(),
        by=by,
        recorded_at=clock.now(),
    )


def _revoke(designation: Designation, decision: Decision, *, by: Account) -> None:
    designation.state = DesignationState.REVOKED
    designation.revoked_by = decision
    designation.revoked_on = decision.decided_on
    designation.plaque_state = PlaqueState.CALLED_BACK
    designation.plaque_due_on = clock.today() + timedelta(days=RETURN_PLAQUE_DAYS)
    designation.save()
    record(
        Verb.DESIGNATION_PLAQUE_RECALLED,
        by=by,
        subject=designation,
        union=designation.studio.union,
        details={"decision": decision.number},
    )
    _tell(designation, decision)


def _tell(designation: Designation, decision: Decision) -> None:
    """The unit, and the unions that named the studio at other levels, read of it."""
    studio = designation.studio
    others = studio.designations.in_force().exclude(pk=designation.pk).values_list("union_id", flat=True)
    unions = Union.objects.filter(pk__in=[studio.union_id, *filter(None, others)])
    accounts = [a for union in unions for a in Account.objects.holding(union, Role.CLERK, Role.CHAIR)]
    send_messages(
        accounts,
        lambda: (
            _("%(studio)s: %(level)s revoked by %(number)s. Send the plaque back by %(day)s.")
            % {
                "studio": studio.name,
                "level": designation.wording,
                "number": decision.number,
                "day": designation.plaque_due_on,
            }
        ),
        url=designation.get_absolute_url(),
    )


@one_transaction
def return_plaque(designation: Designation, *, by: Account) -> Designation:
    """Record that a plaque that was called back has come in."""
    fresh = (
        Designation.objects.select_for_update(of=("self",))
        .select_related("studio__union", "union")
        .get(pk=designation.pk)
    )
    if fresh.union is None or not by.scope.holds(fresh.union, Role.CLERK, Role.CHAIR):
        raise Forbidden(_("The naming union records returned plaques."))
    if fresh.plaque_state != PlaqueState.CALLED_BACK:
        raise Refusal(_("This plaque was not called back."))
    fresh.plaque_state = PlaqueState.RETURNED
    fresh.save(update_fields=["plaque_state"])
    record(Verb.DESIGNATION_PLAQUE_RETURNED, by=by, subject=fresh, union=fresh.studio.union)
    return fresh
