"""Keeps the condition sheet: freezes what was found, records who looked at evidence, waives."""

from django.utils.translation import gettext as _

from studios.actions.applications import locked, move
from studios.choices.calls import Check, Severity, Stage, StepName, Verdict
from studios.models import Application, ApplicationVersion, Attachment, ConditionRow
from studios.permissions import holds_desk
from studios.queries.conditions import evaluate
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

LOOKED = (Verdict.MET, Verdict.NOT_MET)


def freeze_findings(application: Application, version: ApplicationVersion) -> list[ConditionRow]:
    """Store the sheet of a version. Verdicts of people and waivers are carried over from the version before."""
    earlier = {
        row.condition_id: row
        for row in ConditionRow.objects.filter(version__application=application).order_by("version__number")
    }
    rows = []
    for finding in evaluate(application, version.content):
        row = ConditionRow(
            version=version,
            condition=finding.condition,
            found=finding.found,
            verdict=finding.verdict,
            section=finding.section,
            explanation=str(application.explanations.get(str(finding.condition.pk), ""))[:500],
        )
        _carry_over(earlier.get(finding.condition.pk), row)
        rows.append(row)
    return ConditionRow.objects.bulk_create(rows)


def _carry_over(earlier: ConditionRow | None, row: ConditionRow) -> None:
    """What a person said of the very same finding still holds."""
    if earlier is None or earlier.found != row.found or row.verdict == Verdict.MET:
        return
    if earlier.looked_by_id and row.condition.check_name == Check.EVIDENCE:
        row.verdict, row.attachment, row.page = earlier.verdict, earlier.attachment, earlier.page
        row.looked_by, row.looked_at = earlier.looked_by, earlier.looked_at
    if earlier.verdict == Verdict.WAIVED:
        row.verdict, row.waiver_reason = Verdict.WAIVED, earlier.waiver_reason
        row.waived_by, row.waived_at = earlier.waived_by, earlier.waived_at


def _current_row(row: ConditionRow, *, revision: int) -> tuple[Application, ConditionRow]:
    application = locked(row.version.application, revision=revision)
    fresh = ConditionRow.objects.select_for_update(of=("self",)).select_related("condition", "version").get(pk=row.pk)
    if fresh.version.number != application.version_count:
        raise Stale(_("The unit has submitted a newer version. Look at that one."))
    return application, fresh


@one_transaction
def look_at_evidence(
    row: ConditionRow,
    *,
    by: Account,
    verdict: str,
    attachment: Attachment | None,
    page: int | None,
    revision: int,
) -> ConditionRow:
    """Record who looked at an evidence row, in which file and on which page, and what they found."""
    application, fresh = _current_row(row, revision=revision)
    if application.state not in (Stage.RECOMMENDATION, Stage.QUALIFICATION) or not holds_desk(by, application):
        raise Forbidden(_("This case is not on a desk where you hold this role."))
    if fresh.condition.check_name != Check.EVIDENCE or verdict not in LOOKED:
        raise Refusal(_("Choose whether the evidence meets the condition."), field="verdict")
    if verdict == Verdict.MET and attachment is None:
        raise Refusal(_("Choose the file in which you saw it."), field="attachment")
    if attachment is not None and page is not None and attachment.pages and not 1 <= page <= attachment.pages:
        raise Refusal(_("This file has %(pages)d pages.") % {"pages": attachment.pages}, field="page")
    fresh.verdict, fresh.attachment, fresh.page = verdict, attachment, page
    fresh.looked_by, fresh.looked_at = by, clock.now()
    fresh.save()
    record(
        Verb.APPLICATION_LOOKED,
        by=by,
        subject=application,
        union=application.union,
        details={"condition": fresh.condition.text, "verdict": verdict},
    )
    return fresh


@one_transaction
def waive_condition(row: ConditionRow, *, by: Account, reason: str, revision: int) -> ConditionRow:
    """The chair of the naming union waives a hard condition that is not met, with a reason."""
    application, fresh = _current_row(row, revision=revision)
    step = require_step(StepName.WAIVE, application, by)
    if fresh.condition.severity != Severity.HARD:
        raise Refusal(_("Only hard conditions can be waived."))
    if Verdict(fresh.verdict).is_settled:
        raise Refusal(_("This condition needs no waiver."))
    if not reason.strip():
        raise Refusal(_("Write the reason. The applicant reads it."), field="reason")
    fresh.verdict, fresh.waiver_reason = Verdict.WAIVED, reason.strip()[:300]
    fresh.waived_by, fresh.waived_at = by, clock.now()
    fresh.save()
    move(application, step, by=by, note=f"{fresh.condition.text}：{fresh.waiver_reason}")
    return fresh
