"""The columns of the board: progress while experts score, figures once the panel is closed."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.reviews import PanelMethod, SheetState, Vote
from studios.models import ReviewPlan
from unions.ui.listing import Column, Listing


@dataclass
class BoardListing(Listing):
    """The board's list; `whole` is how many rows it has unfiltered, known already from its sums."""

    whole: int = 0

    @cached_property
    def page(self) -> Page:
        """The page asked for, without counting the sums a second time."""
        paginator = Paginator(self.related(self.ordered), self.size)
        if not self.is_filtered:
            paginator.count = self.whole
        return paginator.get_page(self.request.GET.get("page"))


PLACE = [
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda a: a.studio.name,
        sort="studio__name",
        link=lambda a: a.get_absolute_url(),
        sub=lambda a: a.number,
    ),
    Column(key="number", label=gettext_lazy("Number"), value=lambda a: a.number, sort="number", is_default=False),
    Column(key="unit", label=gettext_lazy("Unit"), value=lambda a: a.union.employer_name, sort="union__name"),
    Column(key="state", label=gettext_lazy("State"), value=lambda a: a.stage, kind="state", sort="state"),
    Column(key="assigned", label=gettext_lazy("Experts"), value=lambda a: a.assigned, kind="number", sort="assigned"),
    Column(key="valid", label=gettext_lazy("Valid sheets"), value=lambda a: a.valid, kind="number", sort="valid"),
]


def _points(key: str, label: Any, *, is_default: bool = True, is_exported: bool = True) -> Column:
    return Column(
        key=key,
        label=label,
        value=lambda a: getattr(a, key),
        kind="number",
        sort=key,
        is_default=is_default,
        is_exported=is_exported,
    )


def marks_of(case: Any) -> list[str]:
    """What asks for attention at a case, in words."""
    marks = [_("Too few sheets")] if case.is_short else []
    marks += [_("Wide spread")] if case.is_wide else []
    return marks + ([_("Being reconsidered")] if case.is_again else [])


def _marks(plan: ReviewPlan, *, is_open: bool) -> Column:
    """Marks; with the passing line when points may be read."""

    def words(case: Any) -> list[str]:
        line = {True: _("Reaches the line"), False: _("Below the line")}.get(case.passed) if is_open else None
        return [line, *marks_of(case)] if line and plan.method != PanelMethod.DELIBERATION else marks_of(case)

    return Column(key="marks", label=gettext_lazy("Marks"), value=words, kind="tags")


def _reconsider(*, may_edit: bool) -> list[Column]:
    """The way to put a case to reconsideration, for those who may."""
    column = Column(
        key="again",
        label=gettext_lazy("Reconsideration"),
        value=lambda a: _("Settle") if a.is_again else _("Reconsider"),
        link=lambda a: reverse("case_reconsider", args=[a.number]),
        is_exported=False,
    )
    return [column] if may_edit else []


def board_columns(
    plan: ReviewPlan, ranks: dict[int, int], *, is_open: bool, may_edit: bool, exports: bool
) -> list[Column]:
    """The columns for one reader; figures leave the house in a chair's export alone."""
    figures = _figures(plan, ranks, exports=exports) if is_open else []
    return [*figures[:1], *PLACE, *figures[1:], _marks(plan, is_open=is_open), *_reconsider(may_edit=may_edit)]


def _figures(plan: ReviewPlan, ranks: dict[int, int], *, exports: bool) -> list[Column]:
    if plan.method == PanelMethod.DELIBERATION:
        return []
    key = "share" if plan.method == PanelMethod.VOTE else "final"
    rank = Column(
        key="rank",
        label=gettext_lazy("Rank"),
        value=lambda a: ranks.get(a.pk),
        kind="number",
        sort=f"falling_{key}",
        is_exported=exports,
    )
    named = _votes() if plan.method == PanelMethod.VOTE else _scores()
    return [rank, *(_points(key, label, is_default=shown, is_exported=exports) for key, label, shown in named)]


def _votes() -> list[tuple[str, Any, bool]]:
    votes = [(f"votes_{vote.value}", vote.label, True) for vote in Vote]
    return [*votes, ("share", _("For, per cent"), True)]


def _scores() -> list[tuple[str, Any, bool]]:
    return [
        ("mean", _("Mean"), False),
        ("panel", _("Panel score"), True),
        ("median", _("Median"), False),
        ("spread", _("Spread"), True),
        ("visit", _("Visit"), True),
        ("bonus", _("Bonus"), False),
        ("final", _("Final points"), True),
    ]


SEATS = [
    Column(key="number", label=gettext_lazy("Seat"), value=lambda s: label_of(s.number), sort="number"),
    Column(
        key="expert",
        label=gettext_lazy("Expert"),
        value=lambda s: s.expert.person.name,
        sort="expert__person__name_key",
        sub=lambda s: s.expert.unit,
    ),
    Column(key="group", label=gettext_lazy("Panel group"), value=lambda s: s.group or "", sort="group__position"),
    Column(key="state", label=gettext_lazy("State"), value=lambda s: s.standing, kind="state", sort="state"),
]
PROGRESS = [
    *SEATS,
    Column(key="owed", label=gettext_lazy("Cases"), value=lambda s: s.owed, kind="number", sort="owed"),
    Column(key="done", label=gettext_lazy("Handed in"), value=lambda s: s.done, kind="number", sort="done"),
    Column(key="begun", label=gettext_lazy("Begun"), value=lambda s: s.begun, kind="number", sort="begun"),
    Column(key="todo", label=gettext_lazy("Still to do"), value=lambda s: s.todo, kind="number", sort="todo"),
    Column(
        key="reminded",
        label=gettext_lazy("Last reminded"),
        value=lambda s: s.reminded_at,
        kind="moment",
        sort="reminded_at",
    ),
]
DIAGNOSTICS = [
    *SEATS,
    Column(key="sheets", label=gettext_lazy("Valid sheets"), value=lambda s: s.sheets, kind="number", sort="sheets"),
    Column(key="mean", label=gettext_lazy("Own mean"), value=lambda s: s.mean, kind="number", sort="mean"),
    Column(
        key="deviation_of_points",
        label=gettext_lazy("Own standard deviation"),
        value=lambda s: s.deviation_of_points,
        kind="number",
        sort="deviation_of_points",
    ),
    Column(
        key="deviation",
        label=gettext_lazy("Mean distance from the panel"),
        value=lambda s: s.deviation,
        kind="number",
        sort="deviation",
    ),
    Column(
        key="straight",
        label=gettext_lazy("Straight lines, per cent"),
        value=lambda s: s.straight,
        kind="number",
        sort="straight",
    ),
]
SHEETS = [
    Column(
        key="number",
        label=gettext_lazy("Number"),
        value=lambda a: a.application.number,
        sort="application__number",
        link=lambda a: a.application.get_absolute_url(),
    ),
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda a: a.application.studio.name,
        sort="application__studio__name",
    ),
    Column(key="unit", label=gettext_lazy("Unit"), value=lambda a: a.application.union.employer_name),
    Column(key="expert", label=gettext_lazy("Expert"), value=lambda a: label_of(a.seat.number), sort="seat__number"),
    Column(key="total", label=gettext_lazy("Total"), value=lambda a: a.sheet.total, kind="number", sort="sheet__total"),
    Column(key="bonus", label=gettext_lazy("Bonus"), value=lambda a: a.sheet.bonus, kind="number", sort="sheet__bonus"),
    Column(
        key="vote",
        label=gettext_lazy("Vote"),
        value=lambda a: a.sheet.get_vote_display(),
        sort="sheet__vote",
        is_default=False,
    ),
    Column(key="comment", label=gettext_lazy("Comment"), value=lambda a: a.sheet.comment),
    Column(
        key="state",
        label=gettext_lazy("State"),
        value=lambda a: SheetState(a.sheet.state),
        kind="state",
        is_default=False,
    ),
]


def label_of(number: int) -> str:
    """What stands for an expert's name outside the panel's own pages."""
    return _("Expert %(number)s") % {"number": number}
