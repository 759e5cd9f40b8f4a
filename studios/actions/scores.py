"""Scores of experts: drafts, submitted sheets, votes and views; a later save never overwrites another one unseen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.applications import locked
from studios.actions.rubrics import lock_rubric
from studios.choices.calls import Stage
from studios.choices.reviews import PanelMethod, SeatState, SheetState, Vote
from studios.models import Application, Assignment, PanelSeat, Recusal, ReviewPlan, ScoreLine, ScoreSheet
from studios.queries.plans import plan_of
from studios.queries.rubrics import CaseCriterion
from studios.queries.scores import Frame, frame_for, is_past, panel_date, sheet_of
from studios.values.points import HALF_POINT, half_steps
from studios.values.sheets import moment, plain
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account
from unions.values.text import clean_text

COMMENT, LINE_COMMENT = 1000, 500
MOVED_ON = gettext_lazy("This sheet was saved elsewhere. What you typed here is not lost and not saved yet.")
NOT_YOURS = gettext_lazy("Only the expert who has the seat scores here.")


@dataclass(frozen=True, slots=True)
class Given:
    """What was given for one criterion."""

    points: Decimal | None = None
    band: int | None = None
    comment: str = ""


Lines = Mapping[int, Given]


@dataclass(slots=True)
class Work:
    """A case under lock with everything a sheet needs."""

    seat: PanelSeat
    assignment: Assignment
    application: Application
    plan: ReviewPlan
    sheet: ScoreSheet | None
    frame: Frame

    @property
    def opened(self) -> ScoreSheet:
        """The sheet, begun when there is none; beginning the first one locks the rubric."""
        if self.sheet is None:
            if self.frame.rubric is not None:
                lock_rubric(self.frame.rubric)
            seen = self.application.versions.first()
            self.sheet = ScoreSheet(assignment=self.assignment, rubric=self.frame.rubric, seen_version=seen)
        return self.sheet


@one_transaction
def save_sheet(
    assignment: Assignment, *, by: Account, lines: Lines, comment: str, version: int, vote: str = ""
) -> ScoreSheet:
    """Keep what is there; a draft may have gaps, a submitted sheet stays submitted and whole."""
    work = own_work(assignment, by=by)
    if is_repeated(work, lines, comment, version, vote=vote):
        return work.opened
    state = SheetState(work.opened.state)
    return write_sheet(work, lines, comment, state=state, is_whole=state == SheetState.SUBMITTED, vote=vote)


@one_transaction
def submit_sheet(assignment: Assignment, *, by: Account, lines: Lines, comment: str, version: int) -> ScoreSheet:
    """Hand in a whole sheet; where the panel only deliberates, the comment is all there is."""
    work = own_work(assignment, by=by)
    if work.plan.method == PanelMethod.VOTE:
        raise Refusal(_("This panel votes. Choose for, against or abstain."), field="vote")
    if is_repeated(work, lines, comment, version) and work.opened.state == SheetState.SUBMITTED:
        return work.opened
    sheet = write_sheet(work, lines, comment, state=SheetState.SUBMITTED, is_whole=True)
    _record_submission(work, sheet, by)
    return sheet


@one_transaction
def vote_on(assignment: Assignment, *, by: Account, vote: str, comment: str, version: int) -> ScoreSheet:
    """Vote on a case; the record says that a vote was given, never which."""
    work = own_work(assignment, by=by)
    if work.plan.method != PanelMethod.VOTE:
        raise Refusal(_("This panel does not vote."))
    if is_repeated(work, {}, comment, version, vote=vote) and work.opened.state == SheetState.SUBMITTED:
        return work.opened
    sheet = write_sheet(work, {}, comment, state=SheetState.SUBMITTED, is_whole=True, vote=vote)
    _record_submission(work, sheet, by)
    return sheet


def _record_submission(work: Work, sheet: ScoreSheet, by: Account) -> None:
    """That the expert is done with the case: no points and no vote stand in the record."""
    details = {"seat": work.seat.number, "version": sheet.version}
    record(Verb.SCORE_SUBMITTED, by=by, subject=work.application, union=work.application.call.union, details=details)


def lock_work(assignment: Assignment) -> Work:
    """The seat, the case and the assignment under lock, always in this order."""
    seats = PanelSeat.objects.select_for_update(of=("self",)).select_related("expert", "call")
    seat = seats.get(pk=assignment.seat_id)
    application = locked(assignment.application)
    found = Assignment.objects.select_for_update().filter(pk=assignment.pk).first()
    if found is None:
        raise Stale(_("This case is not assigned to the expert any more."), code="gone")
    found.seat, found.application = seat, application
    plan, sheet = plan_of(application.call), sheet_of(found)
    return Work(seat, found, application, plan, sheet, frame_for(found, plan, sheet))


def own_work(assignment: Assignment, *, by: Account) -> Work:
    """The expert's own case, as far as it may still be scored."""
    work = lock_work(assignment)
    if work.seat.expert.account_id != by.pk:
        raise Forbidden(NOT_YOURS)
    reason = closed_because(work)
    if reason:
        raise Refusal(reason, code="closed")
    return work


def closed_because(work: Work) -> str:
    """Why the expert cannot score this case now; empty when they can."""
    due_at = panel_date(work.application.call, work.application.union.path)
    if why := barred_because(work):
        return why
    if work.sheet is not None and work.sheet.typed_by_id is not None:
        return _("Your paper sheet for this case was typed by the office. Ask the office for changes.")
    if due_at is not None and is_past(due_at):
        text = _("The panel's date has passed: %(when)s. Scores cannot be changed any more.")
        return text % {"when": moment(due_at)}
    return ""


def barred_because(work: Work) -> str:
    """Why no sheet of this expert for this case is taken, on paper or here."""
    if work.seat.state == SeatState.INVITED:
        return _("The declaration comes first: declare before you score.")
    if work.seat.state != SeatState.DECLARED:
        return _("This expert does not belong to the panel any more.")
    if Recusal.objects.filter(seat=work.seat, application=work.application).exists():
        return _("This expert is recused from the case.")
    if work.sheet is not None and work.sheet.state == SheetState.VOID:
        return _("This sheet does not count any more.")
    if work.application.state != Stage.PANEL:
        text = _("This case is not before the panel any more. It is now: %(state)s.")
        return text % {"state": work.application.get_state_display()}
    if work.plan.method == PanelMethod.SCORE and work.frame.rubric is None:
        return _("This call has no rubric yet.")
    return ""


def is_repeated(work: Work, lines: Lines, comment: str, version: int, *, vote: str = "") -> bool:
    """Whether the very same was saved already (a double click); anything else on an old version is refused."""
    current = work.sheet.version if work.sheet else 0
    if current == version:
        return False
    if work.sheet is not None and _kept(work.sheet) == (_wanted(lines), clean_text(comment).strip(), vote):
        return True
    raise Stale(MOVED_ON, code="stale")


def _wanted(lines: Lines) -> dict[int, tuple[Decimal | None, str]]:
    found = {pk: (given.points, clean_text(given.comment).strip()) for pk, given in lines.items()}
    return {pk: pair for pk, pair in found.items() if pair != (None, "")}


def _kept(sheet: ScoreSheet) -> tuple[dict[int, tuple[Decimal | None, str]], str, str]:
    return {r.criterion_id: (r.points, r.comment) for r in sheet.lines.all()}, sheet.comment, sheet.vote


def write_sheet(
    work: Work, lines: Lines, comment: str, *, state: SheetState, is_whole: bool, vote: str = ""
) -> ScoreSheet:
    """Check what was given, write sheet and lines, and reckon the total of a whole sheet."""
    sheet, now = work.opened, clock.now()
    sheet.comment = _checked_comment(comment, COMMENT, "comment")
    sheet.vote = _checked_vote(work.plan, vote, is_whole=is_whole)
    if is_whole and work.plan.method == PanelMethod.DELIBERATION and not sheet.comment:
        raise Refusal(_("Write your view of the case."), field="comment")
    rows = [_line(c, lines.get(c.pk, Given()), is_whole=is_whole) for c in work.frame.judged]
    given = {row.criterion_id: row.points for row in rows}
    scores = work.plan.method == PanelMethod.SCORE
    sheet.total = work.frame.total(given) if scores and is_whole else None
    sheet.bonus = work.frame.bonus(given) if scores and is_whole else Decimal(0)
    sheet.state, sheet.saved_at, sheet.version = state, now, sheet.version + 1
    if state == SheetState.SUBMITTED:
        sheet.submitted_at = sheet.submitted_at or now
    sheet.save()
    _write_lines(sheet, rows)
    return sheet


def _checked_vote(plan: ReviewPlan, vote: str, *, is_whole: bool) -> str:
    if plan.method != PanelMethod.VOTE or not (vote or is_whole):
        return ""
    if vote not in Vote.values:
        raise Refusal(_("Choose for, against or abstain."), field="vote")
    return vote


def _checked_comment(text: str, most: int, field: str) -> str:
    cleaned = clean_text(text).strip()
    if len(cleaned) > most:
        raise Refusal(_("Shorten the comment to %(most)s characters.") % {"most": most}, field=field)
    return cleaned


def _line(criterion: CaseCriterion, given: Given, *, is_whole: bool) -> ScoreLine:
    """One line as it is kept; out of range, a gap or a missing comment is refused at its field."""
    pk, name = criterion.pk, criterion.criterion.name
    if given.points is not None:
        check_points(criterion, given.points)
    elif is_whole and not criterion.is_bonus:
        raise Refusal(_("Give points for “%(name)s”.") % {"name": name}, field=f"points_{pk}")
    comment = _checked_comment(given.comment, LINE_COMMENT, f"comment_{pk}")
    if is_whole and criterion.criterion.wants_comment and not comment:
        raise Refusal(_("Write a comment on “%(name)s”.") % {"name": name}, field=f"comment_{pk}")
    return ScoreLine(criterion_id=pk, points=given.points, band_id=band_of(criterion, given.points), comment=comment)


def check_points(criterion: CaseCriterion, points: Decimal) -> None:
    """Refuse points out of range or between the half steps, at their field."""
    most = plain(criterion.points)
    facts = {"name": criterion.criterion.name, "most": most}
    if not 0 <= points <= criterion.points:
        raise Refusal(_("“%(name)s” takes 0 to %(most)s points.") % facts, field=f"points_{criterion.pk}")
    if points % HALF_POINT:
        raise Refusal(_("“%(name)s” takes steps of half a point.") % facts, field=f"points_{criterion.pk}")


def band_of(criterion: CaseCriterion, points: Decimal | None) -> int | None:
    """The highest band that the points reach."""
    if points is None:
        return None
    reached = [band for band in criterion.bands if band.least <= points]
    return max(reached, key=lambda band: band.least).pk if reached else None


def middle_of(criterion: CaseCriterion, band: int | None) -> Decimal | None:
    """The middle value of a band in steps of half a point."""
    found = next((b for b in criterion.bands if b.pk == band), None)
    return min(half_steps((found.least + found.most) / 2), criterion.points) if found else None


def _write_lines(sheet: ScoreSheet, rows: list[ScoreLine]) -> None:
    """Replace the lines; what is empty has none."""
    ScoreLine.objects.filter(sheet=sheet).delete()
    getattr(sheet, "_prefetched_objects_cache", {}).clear()
    kept = [row for row in rows if row.points is not None or row.comment]
    for row in kept:
        row.sheet = sheet
    ScoreLine.objects.bulk_create(kept)
