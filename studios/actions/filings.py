"""Opens, discards and submits applications: what the applicant's side does to have a case."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from studios.actions.applications import due_at, locked, move, write_act
from studios.actions.conditions import freeze_findings
from studios.actions.prefill import prefill_sections
from studios.actions.telling import tell_about
from studios.choices.calls import Stage, StepName
from studios.choices.sections import SectionKey
from studios.models import (
    Application,
    ApplicationDesk,
    ApplicationVersion,
    Call,
    Section,
    Studio,
    StudioSerial,
)
from studios.models.attachment import OFFICE_SLOTS
from studios.permissions import may_open_for
from studios.queries.conditions import blocking_findings
from studios.values.practice import SERIAL as PRACTICE_SERIAL
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account, Union
from unions.values.canonical import canonical_sha256

SERIAL = "SQ"


@one_transaction
def open_application(call: Call, studio: Studio, *, by: Account) -> Application:
    """Open a draft for a studio in a call, prefilled from the register. Refused with the earlier record if blocked."""
    if not may_open_for(by, studio.union, call):
        raise Forbidden(_("Only the unit's clerk, or a clerk above who files for it, may open an application."))
    Studio.objects.select_for_update(of=("self",)).get(pk=studio.pk)
    _require_open(call, studio)
    application = _create(call, studio, by)
    record(Verb.APPLICATION_OPENED, by=by, subject=application, union=studio.union)
    write_act(application, StepName.OPEN, by=by)
    prefill_sections(application)
    if application.is_proxy:
        tell_about(application, StepName.OPEN, unions=[studio.union])
    return application


def _require_open(call: Call, studio: Studio) -> None:
    if not call.is_open:
        raise Refusal(_("This call does not take applications now."))
    if studio.practice_id not in (None, call.pk):
        raise Refusal(_("This studio was made for a practice call and applies in no other."))
    found = blocking_findings(call, studio)
    if found:
        raise Refusal(" ".join(str(f.found) for f in found), code="blocked")
    if earlier := Application.objects.standing(call, studio).first():
        raise Refusal(
            _("This studio applies in this call already: %(number)s.") % {"number": earlier.number}, code="blocked"
        )


def _create(call: Call, studio: Studio, by: Account) -> Application:
    now = clock.now()
    application = Application(
        number=next_number(call.year, serial=PRACTICE_SERIAL if call.is_practice else SERIAL),
        call=call,
        studio=studio,
        union=studio.union,
        rules=call.rule_sets.order_by("-number")[0],
        opened_by=by,
        opened_at=now,
        changed_at=now,
        state_since=now,
        is_proxy=not by.scope.holds(studio.union, Role.CLERK),
    )
    application.due_at = due_at(application, Stage.DRAFT, studio.union)
    if application.due_at and now > application.due_at:
        raise Refusal(_("The filing date of this call has passed."))
    with refusing("application_once_a_call", Refusal(_("This studio applies in this call already."), code="blocked")):
        application.save(force_insert=True)
    Section.objects.bulk_create(Section(application=application, key=key) for key in SectionKey)
    return application


def next_number(year: int, *, serial: str = SERIAL) -> str:
    """SQ-2026-0147: given at first save, per year, never reused. The serial's row is the lock."""
    key = f"{serial}-{year}"
    StudioSerial.objects.get_or_create(key=key)
    row = StudioSerial.objects.select_for_update().get(key=key)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{key}-{row.last:04d}"


@one_transaction
def discard_application(application: Application, *, by: Account) -> None:
    """Throw away a draft that was never submitted; the audit record stays."""
    application = locked(application)
    require_step(StepName.SUBMIT, application, by)
    record(Verb.APPLICATION_DISCARDED, by=by, subject=application, union=application.union)
    application.attachments.update(application=None, removed_at=clock.now())
    application.delete()


@one_transaction
def submit_application(
    application: Application,
    *,
    by: Account,
    idempotency_key: str,
    faults: Mapping[str, int],
    revision: int | None = None,
) -> ApplicationVersion:
    """Freeze version 1 and move to the unit's desk. The same key again returns what it made the first time.

    `faults` is what the forms found on each page just now; any fault refuses the submission.
    """
    fresh = locked(application)
    earlier = ApplicationVersion.objects.filter(application=fresh, idempotency_key=idempotency_key).first()
    if earlier is not None:
        return earlier
    if revision is not None and fresh.revision != revision:
        locked(application, revision=revision)
    step = require_step(StepName.SUBMIT, fresh, by)
    require_in_time(fresh)
    version = freeze_version(fresh, by=by, idempotency_key=idempotency_key, faults=faults)
    _store_desks(fresh)
    move(fresh, step, by=by, version=version)
    return version


def require_in_time(application: Application) -> None:
    """The filing date holds to the second; an extension moves it."""
    due = due_at(application, Stage.DRAFT, application.union)
    if due is not None and clock.now() > due:
        raise Refusal(
            _(
                "The filing date has passed. Nothing you entered is lost: the naming union may extend the date,"
                " then you can submit."
            ),
            code="too_late",
        )


def freeze_version(
    application: Application, *, by: Account, idempotency_key: str, faults: Mapping[str, int]
) -> ApplicationVersion:
    """Freeze the answers and the list of files with their hash, and store what the conditions found."""
    if any(faults.values()):
        raise Refusal(_("Some pages still need changes. The list shows which."), code="faulty")
    content = frozen_content(application)
    application.version_count += 1
    version = ApplicationVersion.objects.create(
        application=application,
        number=application.version_count,
        content=content,
        sha256=canonical_sha256(content),
        rules=application.rules,
        idempotency_key=idempotency_key,
        submitted_by=by,
        submitted_at=clock.now(),
    )
    freeze_findings(application, version)
    return version


def frozen_content(application: Application) -> dict[str, Any]:
    """What a version holds: every page, the explanations, and each file with its hash."""
    content: dict[str, Any] = {section.key: section.content for section in application.sections.order_by("pk")}
    content["explanations"] = application.explanations
    files = application.attachments.filter(removed_at=None).exclude(slot__in=OFFICE_SLOTS).order_by("pk")
    content["files"] = [{"id": f.pk, "slot": f.slot, "name": f.name, "sha256": f.sha256} for f in files]
    return content


def _store_desks(application: Application) -> None:
    """Desks are computed at the first submission and stored; moving a union later changes nothing here."""
    if application.desks.exists():
        return
    rows = [(Stage.UNIT_REVIEW, application.union)]
    rows += [(Stage.RECOMMENDATION, union) for union in recommenders(application)]
    rows.append((Stage.QUALIFICATION, application.call.union))
    ApplicationDesk.objects.bulk_create(
        ApplicationDesk(application=application, position=i, stage=stage, union=union)
        for i, (stage, union) in enumerate(rows)
    )


def recommenders(application: Application) -> list[Union]:
    """Every union strictly between applicant and naming union, nearest first (domain rules §4)."""
    call = application.call
    if Stage.RECOMMENDATION not in call.stages:
        return []
    between = Union.objects.at_or_above(application.union).filter(path__startswith=call.union.path)
    rows = [u for u in between if u.pk not in (call.union_id, application.union_id)]
    return sorted(rows, key=lambda union: len(union.path), reverse=True)
