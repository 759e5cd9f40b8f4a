"""The board of a panel: what the experts gave, reckoned in the database in a constant number of queries.

Each figure is rounded as it is shown, and the next is reckoned from it, as `studios.values.points` does for one case.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Aggregate,
    Avg,
    BooleanField,
    Case,
    Count,
    DecimalField,
    Exists,
    Expression,
    ExpressionWrapper,
    F,
    FilteredRelation,
    FloatField,
    Max,
    Min,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Least, Rank
from django.db.models.lookups import GreaterThanOrEqual

from studios.choices.calls import Stage, StepName
from studios.choices.reviews import PanelMethod, SeatState, SheetState, VisitState, Vote
from studios.models import Act, Application, Assignment, Call, PanelSeat, Reconsideration, ReviewPlan
from studios.permissions import edits_call
from studios.values.points import FULL, TRIMMED_FROM
from unions.choices.people import Role
from unions.models import Account

# Cases that stand on the board. One that was stopped or left stands there no more, unless a frozen list has it.
ON_BOARD = (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE, Stage.DECISION, Stage.NAMED)
SHEET = "assignments__sheet"
COUNTS = Q(**{f"{SHEET}__state": SheetState.SUBMITTED})
OUT = Q(assignments__seat__state__in=[SeatState.DECLINED, SeatState.LEFT])
TWO_THIRDS = (2, 3)


class Median(Aggregate):
    """The middle value, or the mean of the two in the middle."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def _cents(expression: Any) -> Cast:
    """Two decimals, halves away from zero, as the database's numeric type rounds."""
    return Cast(expression, DecimalField(max_digits=8, decimal_places=2))


def _exact(expression: Any) -> ExpressionWrapper:
    return ExpressionWrapper(expression, output_field=DecimalField(max_digits=20, decimal_places=10))


def board_cases(call: Call) -> QuerySet[Application]:
    """The cases that stand on the board."""
    listed = Q(state=Stage.NOT_SELECTED, meeting_line__meeting__frozen_at__isnull=False)
    return Application.objects.filter(Q(state__in=ON_BOARD) | listed, call=call)


def with_progress(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with how many sheets are owed (`assigned`) and how many count (`valid`)."""
    owed = ~OUT & ~Q(**{f"{SHEET}__state": SheetState.VOID})
    return rows.annotate(
        assigned=Count("assignments", filter=owed | COUNTS),
        valid=Count("assignments", filter=COUNTS),
    )


def with_figures(rows: QuerySet[Application], plan: ReviewPlan) -> QuerySet[Application]:
    """Cases with mean, panel score (trimmed), median, spread, visit, bonus and final points, and with votes."""
    total = f"{SHEET}__total"
    counted: dict[str, Any] = {"filter": COUNTS}
    most, least, whole = Max(total, **counted), Min(total, **counted), Sum(total, **counted)
    rows = with_progress(rows).annotate(
        visited=FilteredRelation("visits", condition=Q(visits__state=VisitState.REPORTED)),
    )
    rows = rows.annotate(
        scored=Count(total, **counted),
        mean=_cents(Avg(total, **counted)),
        median=_cents(Median(total, **counted)),
        spread=_cents(most - least),
        panel=_cents(
            Case(
                When(scored__gte=TRIMMED_FROM, then=_exact((whole - most - least) / (F("scored") - 2))),
                default=Avg(total, **counted),
            )
        ),
        visit=_cents(Max("visited__points")),
        bonus=_cents(Coalesce(Avg(f"{SHEET}__bonus", **counted), Decimal(0))),
        **{f"votes_{vote}": Count(SHEET, filter=COUNTS & Q(**{f"{SHEET}__vote": vote})) for vote in Vote.values},
    )
    return rows.annotate(
        final=_final(plan),
        share=_cents(Case(When(valid__gt=0, then=_exact(F("votes_for") * FULL / F("valid"))))),
        passed=_passed(plan),
        is_wide=_flag(Q(spread__gt=plan.spread_limit)),
    )


def _final(plan: ReviewPlan) -> Expression:
    """Panel and visit by their weights, bonus after them, at most 100; what is missing weighs nothing."""
    weight = plan.visit_weight
    both = _cents(_exact((F("panel") * Decimal(100 - weight) + F("visit") * Decimal(weight)) / Decimal(100)))
    whole = Coalesce(both, F("panel"), F("visit")) + F("bonus")
    # The database's LEAST passes over what is unknown: a case without points would get the full hundred.
    known = Q(panel__isnull=False) | Q(visit__isnull=False)
    return Case(When(known, then=Least(_cents(_exact(whole)), _cents(Value(FULL)))))


def _passed(plan: ReviewPlan) -> Expression:
    """Whether the case reaches the passing line, or two thirds of the votes; unknown while there is nothing."""
    least, of = TWO_THIRDS
    if plan.method == PanelMethod.VOTE:
        is_enough = Q(GreaterThanOrEqual(F("votes_for") * of, F("valid") * least))
        known = Q(valid__gt=0)
    else:
        is_enough, known = Q(final__gte=plan.pass_points), Q(final__isnull=False)
    return Case(
        When(is_enough & known, then=Value(value=True)),
        When(known, then=Value(value=False)),
        default=Value(None),
        output_field=BooleanField(null=True),
    )


def board_rows(call: Call, plan: ReviewPlan) -> QuerySet[Application]:
    """The rows of the board: figures and marks."""
    again = Q(reconsideration__isnull=False, reconsideration__settled_at__isnull=True)
    rows = with_figures(board_cases(call), plan).annotate(
        is_short=_flag(Q(valid__lt=plan.least_sheets)),
        is_again=_flag(again),
    )
    return rows.only("number", "state", "call", "studio", "union")


def with_names(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Studio and unit of all rows: read apart, so that the sums are grouped by the case alone."""
    return rows.prefetch_related("studio", "union")


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def key_of(plan: ReviewPlan) -> str:
    """The figure that ranks: final points, or the share of votes for."""
    return "share" if plan.method == PanelMethod.VOTE else "final"


def ranked(rows: QuerySet[Application], plan: ReviewPlan) -> QuerySet[Application]:
    """Cases with figures and `rank` 1, 2, 2, 4 among these very rows: filter before, never after."""
    key = key_of(plan)
    order = F(key).desc(nulls_last=True)
    return with_figures(rows, plan).annotate(rank=Window(Rank(), order_by=order))


@dataclass(frozen=True, slots=True)
class Standings:
    """The whole board at a glance: every case in the order asked for, ranks, sheets owed and in, short and wide ones."""

    order: list[int]
    ranks: dict[int, int]
    assigned: int
    valid: int
    short: int
    wide: int

    @property
    def cases(self) -> int:
        """How many cases stand on the board."""
        return len(self.order)

    @property
    def missing(self) -> int:
        """Sheets still to come."""
        return self.assigned - self.valid


def standings_of(board: QuerySet[Application], plan: ReviewPlan, *order: OrderBy | str) -> Standings:
    """Order, ranks and sums over all of `board_rows`, whatever a list leaves out, in one query."""
    columns = ("pk", "rank", key_of(plan), "assigned", "valid", "is_wide")
    rank = Window(Rank(), order_by=F(key_of(plan)).desc(nulls_last=True))
    rows = list(board.annotate(rank=rank).order_by(*order).values_list(*columns))
    has_ranks = plan.method != PanelMethod.DELIBERATION
    return Standings(
        order=[row[0] for row in rows],
        ranks={row[0]: row[1] for row in rows if has_ranks and row[2] is not None},
        assigned=sum(row[3] for row in rows),
        valid=sum(row[4] for row in rows),
        short=sum(row[4] < plan.least_sheets for row in rows),
        wide=sum(row[5] for row in rows),
    )


def with_panel_state(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Calls with whether cases wait before the panel (`has_waiting`) and whether it was closed (`was_closed`)."""
    waiting = Application.objects.filter(call=OuterRef("pk"), state=Stage.PANEL)
    closing = Act.objects.filter(application__call=OuterRef("pk"), step=StepName.CLOSE_PANEL)
    return calls.annotate(has_waiting=Exists(waiting), was_closed=Exists(closing))


def is_panel_closed(call: Call) -> bool:
    """Whether the panel's scores may be read: it was closed, and no case is before it any more."""
    if Stage.PANEL not in call.stages:
        return True
    known: Any = call if hasattr(call, "was_closed") else with_panel_state(Call.objects.all()).get(pk=call.pk)
    return bool(known.was_closed and not known.has_waiting)


def oversees_panel(account: Account, call: Call) -> bool:
    """Whether the account may open the board: those who run the panel, and auditors at or above."""
    return edits_call(account, call) or account.scope.covers(call.union, Role.AUDITOR)


def short_cases(call: Call, plan: ReviewPlan) -> list[Application]:
    """Cases before the panel that have fewer valid sheets than the plan asks for."""
    rows = with_progress(call.applications.filter(state=Stage.PANEL)).filter(valid__lt=plan.least_sheets)
    return list(rows.select_related("studio", "union").order_by("number"))


def seats_with_progress(call: Call) -> QuerySet[PanelSeat]:
    """The seats with their cases before the panel: owed, handed in, begun and still to do."""
    before = Q(assignments__application__state=Stage.PANEL)
    sheet = f"{SHEET}__state"
    return call.seats.select_related("expert__person", "group").annotate(
        owed=Count("assignments", filter=before & ~Q(**{sheet: SheetState.VOID})),
        done=Count("assignments", filter=before & Q(**{sheet: SheetState.SUBMITTED})),
        begun=Count("assignments", filter=before & Q(**{f"{sheet}__in": [SheetState.DRAFT, SheetState.TYPED]})),
        todo=F("owed") - F("done"),
    )


def seats_that_owe(call: Call) -> QuerySet[PanelSeat]:
    """Seats at work whose experts still have sheets to hand in."""
    at_work = Q(state__in=[SeatState.INVITED, SeatState.DECLARED])
    return seats_with_progress(call).filter(at_work, todo__gt=0).order_by("number")


def open_reconsiderations(call: Call) -> QuerySet[Reconsideration]:
    """Cases that are talked over again and not settled."""
    rows = Reconsideration.objects.filter(application__call=call, settled_at=None)
    return rows.select_related("application__studio").order_by("application__number")


def valid_sheets(call: Call) -> QuerySet[Assignment]:
    """Every assignment of the call with a sheet that counts, with case, seat and sheet at hand."""
    rows = Assignment.objects.filter(application__call=call, sheet__state=SheetState.SUBMITTED)
    return rows.select_related("application__studio", "application__union", "seat", "sheet")
