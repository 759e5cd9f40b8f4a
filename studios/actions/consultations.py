"""联审: sends the list of candidates to other departments, records what they reply, settles their findings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.applications import locked
from studios.models import (
    Application,
    Attachment,
    Call,
    Consultation,
    DepartmentFinding,
    Leadership,
)
from studios.permissions import OWN_CASE, acts_at, edits_call, is_own_case
from studios.queries.visits import candidates
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account
from unions.values.canonical import canonical_sha256

NOT_SENDING = gettext_lazy("The clerks and chairs of the naming union write to other departments.")
NOT_TAKING_BACK = gettext_lazy("The chair of the naming union takes a recorded reply back.")
SENT_ALREADY = gettext_lazy("The list went to this department on this day already.")
MOST_DEPARTMENTS = 20


@one_transaction
def send_list(
    call: Call, departments: Sequence[str], *, sent_on: date, due_on: date | None, by: Account
) -> list[Consultation]:
    """Freeze the list of candidates as it stands and enter it as sent to each of the departments."""
    _require_writer(call, by)
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    names = list(dict.fromkeys(filter(None, (d.strip() for d in departments))))
    _check_letter(names, sent_on, due_on)
    content = candidate_list(call)
    if not content:
        raise Refusal(_("No case of this call stands in the review. There is nobody to ask about."))
    return [_send(call, name, content, sent_on=sent_on, due_on=due_on, by=by) for name in names]


def _require_writer(call: Call, by: Account) -> None:
    if not edits_call(by, call):
        raise Forbidden(NOT_SENDING)


def _check_letter(names: Sequence[str], sent_on: date, due_on: date | None) -> None:
    if not names:
        raise Refusal(_("Choose at least one department."), field="departments")
    if len(names) > MOST_DEPARTMENTS:
        raise Refusal(_("At most 20 departments at once."), field="others")
    if sent_on > clock.today():
        raise Refusal(_("The day of sending is in the future."), field="sent_on")
    if due_on is not None and due_on < sent_on:
        raise Refusal(_("The reply cannot be due before the list is sent."), field="due_on")


def candidate_list(call: Call) -> list[dict[str, Any]]:
    """Who stands in the review, as a department needs to know them: studio, unit, credit code, leads."""
    leads = Leadership.objects.present().select_related("worker__person").order_by("position")
    rows = candidates(call).prefetch_related(Prefetch("studio__leaderships", queryset=leads, to_attr="present_leads"))
    return [_row(position, application) for position, application in enumerate(rows, start=1)]


def _row(position: int, application: Application) -> dict[str, Any]:
    union = application.union
    return {
        "position": position,
        "application": application.pk,
        "number": application.number,
        "studio": application.studio.name,
        "unit": union.employer_name,
        "credit_code": union.credit_code,
        "leads": [str(lead.worker.person.name) for lead in getattr(application.studio, "present_leads", ())],
    }


def _send(
    call: Call, department: str, content: list[dict[str, Any]], *, sent_on: date, due_on: date | None, by: Account
) -> Consultation:
    with refusing("consultation_once", Refusal(SENT_ALREADY, field="departments")):
        made = Consultation.objects.create(
            call=call,
            department=department,
            sent_on=sent_on,
            due_on=due_on,
            content=content,
            sha256=canonical_sha256(content),
            made_by=by,
        )
    details = {"call": call.title, "cases": len(content), "sha256": made.sha256}
    record(Verb.CONSULTATION_SENT, by=by, subject=made, union=call.union, details=details)
    return made


@one_transaction
def record_reply(
    consultation: Consultation,
    *,
    replied_on: date,
    remark: str,
    scan: Attachment | None,
    findings: Mapping[Application, str],
    by: Account,
) -> Consultation:
    """Record a department's reply with date and scan; each negative word is a row of the case's condition sheet."""
    _require_writer(consultation.call, by)
    fresh = Consultation.objects.select_for_update(of=("self",)).select_related("call__union").get(pk=consultation.pk)
    if fresh.replied_on is not None:
        raise Stale(_("The reply of this department was recorded already."))
    _check_reply(fresh, replied_on, scan, findings)
    fresh.replied_on, fresh.remark, fresh.scan, fresh.recorded_by = replied_on, remark, scan, by
    fresh.save()
    rows = [
        DepartmentFinding(consultation=fresh, application=application, text=text.strip())
        for application, text in findings.items()
        if text.strip()
    ]
    DepartmentFinding.objects.bulk_create(rows)
    details = {"replied_on": replied_on, "findings": [f.application.number for f in rows]}
    record(Verb.CONSULTATION_ANSWERED, by=by, subject=fresh, union=fresh.call.union, details=details)
    if rows:
        _tell_chairs(fresh, len(rows))
    return fresh


@one_transaction
def take_back_reply(consultation: Consultation, *, reason: str, by: Account) -> Consultation:
    """Take back a reply that was recorded wrongly, by a chair, so that it is recorded anew; findings go with it.

    The audit keeps date, scan and findings as they were. Once a finding is settled the reply stays.
    """
    call = consultation.call
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(NOT_TAKING_BACK)
    fresh = Consultation.objects.select_for_update(of=("self",)).select_related("scan").get(pk=consultation.pk)
    findings = list(fresh.findings.select_for_update(of=("self",)).select_related("application"))
    if fresh.replied_on is None:
        raise Stale(_("There is no reply to take back."))
    if any(finding.settled_at for finding in findings):
        raise Refusal(_("A finding of this reply is settled already. The reply stays as it is."))
    if not reason.strip():
        raise Refusal(_("Write why it is taken back."), field="reason")
    details = {
        "reason": reason.strip(),
        "replied_on": fresh.replied_on,
        "scan": fresh.scan.name if fresh.scan else "",
        "findings": {finding.application.number: finding.text for finding in findings},
    }
    record(Verb.CONSULTATION_TAKEN_BACK, by=by, subject=fresh, union=call.union, details=details)
    fresh.findings.all().delete()
    fresh.replied_on, fresh.remark, fresh.scan, fresh.recorded_by = None, "", None, None
    fresh.save(update_fields=["replied_on", "remark", "scan", "recorded_by"])
    return fresh


def _check_reply(
    consultation: Consultation, replied_on: date, scan: Attachment | None, findings: Mapping[Application, str]
) -> None:
    if replied_on > clock.today():
        raise Refusal(_("The day of the reply is in the future."), field="replied_on")
    if replied_on < consultation.sent_on:
        raise Refusal(_("The reply cannot be older than the list."), field="replied_on")
    if scan is None:
        raise Refusal(_("Add the scan of the reply."), field="scan")
    asked = {row["application"] for row in consultation.content}
    if any(application.pk not in asked for application in findings):
        raise Refusal(_("A finding is about a case that was not on the list."))


def _tell_chairs(consultation: Consultation, number: int) -> None:
    facts = {"department": consultation.department, "number": number}
    tell_unions(
        [consultation.call.union],
        lambda: _("%(department)s objects to candidates (%(number)s). Please settle the findings.") % facts,
        roles=(Role.CHAIR,),
        url=reverse("consultation", args=[consultation.pk]),
    )


@one_transaction
def settle_finding(finding: DepartmentFinding, *, note: str, by: Account) -> DepartmentFinding:
    """Settle what a department found, with a note; once, by a chair of the naming union who may act on the case."""
    application = locked(finding.application)
    fresh = DepartmentFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    _require_judge(application, by)
    if fresh.settled_at is not None:
        raise Stale(_("This finding is settled already."))
    if not note.strip():
        raise Refusal(_("Write how it was settled."), field="note")
    fresh.settled_note, fresh.settled_by, fresh.settled_at = note.strip(), by, clock.now()
    fresh.save(update_fields=["settled_note", "settled_by", "settled_at"])
    details = {"case": application.number, "note": fresh.settled_note}
    record(Verb.CONSULTATION_SETTLED, by=by, subject=fresh, union=application.union, details=details)
    return fresh


def _require_judge(application: Application, by: Account) -> None:
    desk = application.call.union
    if is_own_case(by, application, desk):
        raise Forbidden(OWN_CASE)
    if not acts_at(by, desk, application, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union settles findings of departments."))


def require_settled(findings: QuerySet[DepartmentFinding]) -> None:
    """Refuse while a department's finding is open, and say which."""
    texts = [f"{f.application.studio.name}（{f.consultation.department}）" for f in findings]
    if texts:
        text = _("Findings of other departments are not settled yet: %(findings)s.")
        raise Refusal(text % {"findings": "、".join(dict.fromkeys(texts))})
