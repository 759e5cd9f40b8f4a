"""How the lines of a meeting are shown: with their marks, and the line drawn between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy, pgettext_lazy

from studios.choices.reviews import Outcome, PanelMethod
from studios.models import MeetingLine, ReviewPlan
from studios.queries.meetings import stands
from unions.ui.listing import Column

# Two thirds in per cent, as shares of votes are rounded.
TWO_THIRDS = Decimal("66.67")
LINES = [
    Column(
        key="position",
        label=pgettext_lazy("meeting", "Place"),
        value=lambda li: li.position,
        kind="number",
        sort="position",
    ),
    Column(key="rank", label=gettext_lazy("Rank"), value=lambda li: li.rank, kind="number", sort="rank"),
    Column(key="number", label=gettext_lazy("Number"), value=lambda li: li.application.number),
    Column(key="studio", label=gettext_lazy("Studio"), value=lambda li: li.application.studio.name),
    Column(key="unit", label=gettext_lazy("Unit"), value=lambda li: li.application.union.employer_name),
    Column(key="points", label=gettext_lazy("Points"), value=lambda li: li.points, kind="number", sort="points"),
    Column(key="outcome", label=pgettext_lazy("meeting", "Outcome"), value=lambda li: li.result, kind="state"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list; `cut` names the line that is drawn above it."""

    line: MeetingLine
    is_here: bool
    is_below: bool
    cut: str


def rows_of(lines: Sequence[MeetingLine], plan: ReviewPlan) -> list[Row]:
    """The lines with what sets them apart."""
    rows, before = [], Outcome.CHOSEN
    for line in lines:
        here = stands(line)
        outcome = Outcome(line.outcome)
        is_cut = outcome != before and (here or outcome != Outcome.NOT_CHOSEN)
        rows.append(Row(line, here, _is_below(line, plan), outcome.value if is_cut else ""))
        before = outcome if is_cut else before
    return rows


def _is_below(line: MeetingLine, plan: ReviewPlan) -> bool:
    """Whether the case does not reach the passing line, or two thirds of the votes."""
    if line.points is None or plan.method == PanelMethod.DELIBERATION:
        return False
    return line.points < (TWO_THIRDS if plan.method == PanelMethod.VOTE else plan.pass_points)
