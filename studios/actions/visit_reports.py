"""What a team writes of its visit: saved as often as it likes, photos beside it, reported once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.attachments import PICTURES, detach_file, keep_file
from studios.actions.rubrics import lock_rubric
from studios.actions.visits import LEAST_TEAM, OVER, locked_visit
from studios.choices.calls import Stage
from studios.choices.reviews import VisitState
from studios.models import Attachment, SiteVisit, VisitLine
from studios.queries.rubrics import VISIT, CaseCriterion, most_points
from studios.queries.visits import photo_slot, photos_of, rubric_at, site_criteria
from studios.values.points import HALF_POINT, share
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages, tell_unions
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

MOST_PHOTOS = 20
NOT_ON_TEAM = gettext_lazy("You are not on the team of this visit.")
SAVED_MEANWHILE = gettext_lazy(
    "Somebody else of the team saved this visit in the meantime. Look at what is there now, then add yours."
)
RUBRIC_CHANGED = gettext_lazy("The rubric has changed since the page was shown. Load the page again.")
CASE_MOVED_ON = gettext_lazy("This case is not at the visits any more. Nothing was saved.")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on the form: points and note by criterion, findings, names, and who of the team was there."""

    lines: Mapping[int, tuple[Decimal | None, str]] = field(default_factory=dict)
    findings: str = ""
    present: str = ""
    attended: frozenset[int] = frozenset()
    rubric: int | None = None


@one_transaction
def save_visit(visit: SiteVisit, seen: Seen, *, by: Account, version: int) -> SiteVisit:
    """Keep what is written so far; whoever saves from an older page gets 409."""
    fresh = _mine(visit, by, version=version)
    _write(fresh, seen, by=by)
    return fresh


def _mine(visit: SiteVisit, by: Account, *, version: int | None = None) -> SiteVisit:
    """The visit under lock: the account's own, still open, and not saved by somebody else since it was shown."""
    if not visit.visitors.filter(account=by).exists():
        raise Forbidden(NOT_ON_TEAM)
    fresh = locked_visit(visit)
    if fresh.state != VisitState.PLANNED:
        raise Stale(OVER, code="over")
    if fresh.application.state != Stage.VISIT:
        raise Stale(CASE_MOVED_ON, code="moved_on")
    if version is not None and fresh.version != version:
        raise Stale(SAVED_MEANWHILE, code="stale")
    return fresh


def _write(visit: SiteVisit, seen: Seen, *, by: Account) -> list[CaseCriterion]:
    """Lines, findings and names; the first points lock the rubric. Answers with the criteria of the visit."""
    rubric = rubric_at(visit)
    criteria = site_criteria(visit.application, rubric)
    if rubric is not None and criteria and seen.rubric != rubric.pk:
        raise Stale(RUBRIC_CHANGED, code="stale")
    for criterion in criteria:
        _write_line(visit, criterion, *seen.lines.get(criterion.pk, (None, "")))
    if rubric is not None and any(points is not None for points, _note in seen.lines.values()):
        lock_rubric(rubric, by=by)
    visit.visitors.exclude(account__in=seen.attended).update(was_present=False)
    visit.visitors.filter(account__in=seen.attended).update(was_present=True)
    visit.findings, visit.present = seen.findings, seen.present
    visit.version += 1
    visit.saved_at = clock.now()
    visit.save()
    return criteria


def _write_line(visit: SiteVisit, criterion: CaseCriterion, points: Decimal | None, note: str) -> None:
    if points is not None and (points > criterion.points or points < 0 or points % HALF_POINT):
        text = _("%(criterion)s: from 0 to %(most)s in steps of half a point.")
        facts = {"criterion": criterion.criterion.name, "most": f"{criterion.points.normalize():f}"}
        raise Refusal(text % facts, field=f"points_{criterion.pk}")
    if points is None and not note:
        VisitLine.objects.filter(visit=visit, criterion=criterion.criterion).delete()
        return
    VisitLine.objects.update_or_create(
        visit=visit, criterion=criterion.criterion, defaults={"points": points, "note": note}
    )


@one_transaction
def report_visit(visit: SiteVisit, seen: Seen, *, by: Account, version: int) -> SiteVisit:
    """Hand the visit in, once: every criterion judged, two of the team there, findings written; points of 100."""
    fresh = _mine(visit, by, version=version)
    criteria = _write(fresh, seen, by=by)
    lines = {line.criterion_id: line.points for line in VisitLine.objects.filter(visit=fresh)}
    _require_whole(fresh, criteria, lines)
    given = sum((lines[c.pk] or Decimal(0) for c in criteria if not c.is_bonus), Decimal(0))
    fresh.points = share(given, most_points(criteria, VISIT))
    fresh.state, fresh.reported_by, fresh.reported_at = VisitState.REPORTED, by, clock.now()
    fresh.save()
    application = fresh.application
    details = {"case": application.number, "points": str(fresh.points), "version": fresh.version}
    record(Verb.VISIT_REPORTED, by=by, subject=fresh, union=application.union, details=details)
    _tell(fresh, by)
    return fresh


def _require_whole(visit: SiteVisit, criteria: list[CaseCriterion], lines: Mapping[int, Decimal | None]) -> None:
    if not criteria:
        raise Refusal(_("The rubric of this call has no criterion that is judged on site. Add one first."))
    for criterion in criteria:
        if lines.get(criterion.pk) is None:
            text = _("%(criterion)s: give points, 0 if there was nothing.") % {"criterion": criterion.criterion.name}
            raise Refusal(text, field=f"points_{criterion.pk}")
    if not visit.findings.strip():
        raise Refusal(_("Write what the team found."), field="findings")
    if visit.visitors.filter(was_present=True).count() < LEAST_TEAM:
        raise Refusal(_("At least two of the team must have been there. Tick who was."), field="attended")


def _tell(visit: SiteVisit, by: Account) -> None:
    """The clerks of the naming union, and the rest of the team."""
    facts = {"studio": visit.application.studio.name, "number": visit.application.number}

    def wording() -> str:
        return _("The visit is reported: %(studio)s (%(number)s).") % facts

    call = visit.application.call
    team = Account.objects.filter(visits__visit=visit).exclude(pk=by.pk)
    send_messages(team, wording, url=reverse("visit", args=[visit.pk]))
    tell_unions([call.union], wording, roles=(Role.CLERK,), url=reverse("desk_visit", args=[visit.pk]))


@one_transaction
def add_photo(visit: SiteVisit, *, stream: BinaryIO, name: str, by: Account) -> Attachment:
    """Keep a photo of a visit; the same one again answers with the row that is there."""
    fresh = _mine(visit, by)
    union = fresh.application.call.union
    if photos_of(fresh).count() >= MOST_PHOTOS:
        raise Refusal(
            _("There are %(most)s files here already. Remove one first.") % {"most": MOST_PHOTOS}, field="photos"
        )
    kept = keep_file(stream, name=name, by=by, union=union, slot=photo_slot(fresh), allowed=PICTURES)
    same = photos_of(fresh).filter(sha256=kept.sha256).exclude(pk=kept.pk).first()
    if same is None:
        return kept
    detach_file(kept, by=by)
    return same


@one_transaction
def remove_photo(visit: SiteVisit, photo: Attachment, *, by: Account) -> None:
    """Take a photo out; the bytes stay."""
    fresh = _mine(visit, by)
    if photos_of(fresh).filter(pk=photo.pk).exists():
        detach_file(photo, by=by)
