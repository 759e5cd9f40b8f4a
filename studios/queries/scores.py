"""What an expert's workbench reads: the queue of a seat, the frame of one sheet, and how votes stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from studios.choices.calls import Stage
from studios.choices.reviews import CaseProgress, PanelMethod, SheetState, Vote
from studios.models import (
    Application,
    ApplicationVersion,
    Assignment,
    AutomaticPoints,
    Call,
    PanelSeat,
    Recusal,
    ReviewPlan,
    Rubric,
    ScoreSheet,
)
from studios.models.call import binding_date
from studios.queries.rubrics import AUTO, PANEL, CaseCriterion, criteria_of, most_points, rubric_of
from studios.values.points import half_up, share
from unions import clock

PROGRESS = {
    SheetState.DRAFT: CaseProgress.UNDER_WAY,
    SheetState.TYPED: CaseProgress.TYPED,
    SheetState.SUBMITTED: CaseProgress.SCORED,
    SheetState.VOID: CaseProgress.VOID,
}


def panel_date(call: Call, path: str) -> datetime | None:
    """Until when experts score a case of a union with this path, extensions included."""
    dates, later = list(call.dates.all()), list(call.extensions.select_related("union"))
    return binding_date(dates, later, Stage.PANEL, path)


def is_past(due_at: datetime | None) -> bool:
    """Whether a date has gone by; without a date nothing has."""
    return due_at is not None and due_at <= clock.now()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sheet of one case is made of: the criteria as they hold there, and what was reckoned by itself."""

    rubric: Rubric | None
    criteria: tuple[CaseCriterion, ...]
    automatic: Mapping[int, AutomaticPoints]

    @property
    def judged(self) -> list[CaseCriterion]:
        """Those that the expert scores."""
        return [c for c in self.criteria if c.judge == PANEL]

    @property
    def reckoned(self) -> list[tuple[CaseCriterion, Decimal]]:
        """Those that were reckoned by themselves, with their points."""
        return [(c, self.points_of(c)) for c in self.criteria if c.judge == AUTO]

    @property
    def most(self) -> Decimal:
        """The most points of a sheet: the panel's criteria and the automatic ones, bonus aside."""
        return most_points(self.criteria, PANEL, AUTO)

    @property
    def given_already(self) -> Decimal:
        """Automatic points that count in the total."""
        return sum((points for c, points in self.reckoned if not c.is_bonus), Decimal(0))

    def points_of(self, criterion: CaseCriterion) -> Decimal:
        """The automatic points of a criterion; nothing where none were reckoned."""
        row = self.automatic.get(criterion.pk)
        return row.points if row else Decimal(0)

    def total(self, given: Mapping[int, Decimal | None]) -> Decimal:
        """The sheet's total of 100: 100 × (points given + automatic) ÷ most, half up."""
        own = sum((given.get(c.pk) or Decimal(0) for c in self.judged if not c.is_bonus), Decimal(0))
        return share(own + self.given_already, self.most)

    def bonus(self, given: Mapping[int, Decimal | None]) -> Decimal:
        """Bonus points, given and automatic; they are added after the weighted total."""
        own = sum((given.get(c.pk) or Decimal(0) for c in self.judged if c.is_bonus), Decimal(0))
        return half_up(own + sum((points for c, points in self.reckoned if c.is_bonus), Decimal(0)))


def frame_of(application: Application, version: ApplicationVersion | None, rubric: Rubric | None) -> Frame:
    """The frame of a case by a version of the rubric; empty when the call has none."""
    if rubric is None:
        return Frame(None, (), {})
    rows = AutomaticPoints.objects.filter(version=version, criterion__group__rubric=rubric) if version else ()
    return Frame(rubric, tuple(criteria_of(rubric, application)), {row.criterion_id: row for row in rows})


def frame_for(assignment: Assignment, plan: ReviewPlan, sheet: ScoreSheet | None) -> Frame:
    """The frame of the sheet that was begun, else of the rubric as it is now; a panel without points has none."""
    application = assignment.application
    if plan.method != PanelMethod.SCORE:
        return Frame(None, (), {})
    rubric = sheet.rubric if sheet and sheet.rubric_id else rubric_of(application.call)
    return frame_of(application, sheet.seen_version if sheet else application.versions.first(), rubric)


def sheet_of(assignment: Assignment) -> ScoreSheet | None:
    """The sheet of an assignment with its lines, if one was begun."""
    rows = ScoreSheet.objects.select_related("rubric", "seen_version", "typed_by", "confirmed_by", "scan")
    return rows.prefetch_related("lines").filter(assignment=assignment).first()


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case of a seat's queue; of a recused one nothing but the number is known here."""

    number: str
    progress: CaseProgress
    application: Application | None = None
    total: Decimal | None = None

    @property
    def is_open(self) -> bool:
        """Whether the expert still has something to do with it."""
        return self.progress in (CaseProgress.NOT_BEGUN, CaseProgress.UNDER_WAY)

    @property
    def counts(self) -> bool:
        """Whether it is part of the expert's work."""
        return self.progress not in (CaseProgress.RECUSED, CaseProgress.VOID)


def assigned_to(seat: PanelSeat) -> QuerySet[Assignment]:
    """What the expert scores: assigned and not recused, in order."""
    recused = Recusal.objects.filter(seat=seat).values("application")
    rows = Assignment.objects.filter(seat=seat).exclude(application__in=recused).order_by("position", "pk")
    return rows.select_related(
        "application__studio__industry__group", "application__union", "application__call__union", "sheet"
    )


def seat_queue(seat: PanelSeat) -> list[QueueRow]:
    """The cases of a seat in order, recused ones last and by number alone; two queries whatever their number."""
    recused = Recusal.objects.filter(seat=seat).order_by("application__number")
    numbers = recused.values_list("application__number", flat=True)
    return [_row(a) for a in assigned_to(seat)] + [QueueRow(number, CaseProgress.RECUSED) for number in numbers]


def _row(assignment: Assignment) -> QueueRow:
    application = assignment.application
    sheet = getattr(assignment, "sheet", None)
    progress = PROGRESS[SheetState(sheet.state)] if sheet else CaseProgress.NOT_BEGUN
    if application.state != Stage.PANEL and progress in (CaseProgress.NOT_BEGUN, CaseProgress.UNDER_WAY):
        progress = CaseProgress.MOVED_ON
    total = sheet.total if sheet and progress == CaseProgress.SCORED else None
    return QueueRow(application.number, progress, application, total)


def next_open(queue: list[QueueRow], after: str = "") -> QueueRow | None:
    """The next case to do after a number, round the end; nothing when all are done."""
    numbers = [row.number for row in queue]
    start = numbers.index(after) + 1 if after in numbers else 0
    turned = queue[start:] + queue[:start]
    return next((row for row in turned if row.is_open and row.number != after), None)


def done_and_all(queue: list[QueueRow]) -> tuple[int, int]:
    """How many cases are scored, and how many there are."""
    work = [row for row in queue if row.counts and row.progress != CaseProgress.MOVED_ON]
    return sum(row.progress in (CaseProgress.SCORED, CaseProgress.TYPED) for row in work), len(work)


def own_sheets(seat: PanelSeat) -> QuerySet[ScoreSheet]:
    """An expert's own sheets that count."""
    recused = Recusal.objects.filter(seat=seat).values("application")
    rows = ScoreSheet.objects.filter(assignment__seat=seat, state=SheetState.SUBMITTED)
    return rows.exclude(assignment__application__in=recused)


@dataclass(frozen=True, slots=True)
class Ballot:
    """How many were for, against and abstained; who, nobody learns here."""

    yes: int
    no: int
    abstained: int


def ballot_of(application: Application) -> Ballot:
    """The votes on a case that count, as bare numbers, so that a secret ballot stays one."""
    rows = ScoreSheet.objects.filter(assignment__application=application, state=SheetState.SUBMITTED)
    counted = {vote: Count("pk", filter=Q(vote=vote)) for vote in Vote.values}
    found = rows.aggregate(**{f"n_{vote}": count for vote, count in counted.items()})
    return Ballot(found["n_for"], found["n_against"], found["n_abstain"])
