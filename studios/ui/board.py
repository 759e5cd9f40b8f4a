"""The columns of the board: progress while experts score, figures once the panel is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OrderBy
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.reviews import PanelMethod, SheetState, Vote
from studios.models import ReviewPlan
from studios.queries.board import Standings, key_of, standings_of
from unions.ui.listing import Column, Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """What one reader may do with the board: read points, put cases to reconsideration, take points out."""

    is_open: bool
    may_edit: bool
    exports: bool


@dataclass(kw_only=True)
class BoardListing(Listing):
    """The board's list: the sums of all its cases order it too, so that the page reckons its own cases alone."""

    plan: ReviewPlan
    reader: Reader

    def __post_init__(self) -> None:
        """The columns ask for ranks that are known once the order is."""
        self.columns = board_columns(self.plan, self.rank_of, self.reader)
        self.default_sort = "rank" if any(c.key == "rank" for c in self.columns) else "studio"

    @cached_property
    def standings(self) -> Standings:
        """All cases of the board in the order asked for, whatever the filter leaves."""
        return standings_of(self.queryset, self.plan, *self.order)

    @cached_property
    def order(self) -> tuple[OrderBy, str]:
        """The first rank is the most points; what is selected anyway is ordered by its place."""
        if self.sort.removeprefix("-") != "rank":
            return super().order
        points = F(key_of(self.plan))
        if self.sort.startswith("-"):
            return points.asc(nulls_last=True), "-pk"
        return points.desc(nulls_last=True), "pk"

    def rank_of(self, case: Any) -> int | None:
        """The place of a case among all."""
        return self.standings.ranks.get(case.pk)

    @cached_property
    def page(self) -> Page:
        """The page asked for, with the figures of its own cases."""
        page = Paginator(self._left, self.size).get_page(self.request.GET.get("page"))
        named = self.queryset.select_related("studio", "union").order_by()
        rows = {row.pk: row for row in named.filter(pk__in=page.object_list)}
        page.object_list = [rows[pk] for pk in page.object_list if pk in rows]
        return page

    @property
    def _left(self) -> list[int]:
        if not self.is_filtered:
            return self.standings.order
        left = set(self.filtered.order_by().values_list("pk", flat=True))
        return [pk for pk in self.standings.order if pk in left]


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


AUTOMATIC = Column(
    key="automatic",
    label=gettext_lazy("Automatic points"),
    value=lambda _a: _("How they came about"),
    link=lambda a: reverse("case_automatic", args=[a.number]),
    is_default=False,
    is_exported=False,
)


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
    """The ways to reconsideration and to the automatic points of a case, for those who may."""
    column = Column(
        key="again",
        label=gettext_lazy("Reconsideration"),
        value=lambda a: _("Settle") if a.is_again else _("Reconsider"),
        link=lambda a: reverse("case_reconsider", args=[a.number]),
        is_exported=False,
    )
    return [column, AUTOMATIC] if may_edit else []


def board_columns(plan: ReviewPlan, rank_of: Callable[[Any], int | None], reader: Reader) -> list[Column]:
    """The columns for one reader; figures leave the house in a chair's export alone."""
    figures = _figures(plan, rank_of, exports=reader.exports) if reader.is_open else []
    marks, again = _marks(plan, is_open=reader.is_open), _reconsider(may_edit=reader.may_edit)
    return [*figures[:1], *PLACE, *figures[1:], marks, *again]


def _figures(plan: ReviewPlan, rank_of: Callable[[Any], int | None], *, exports: bool) -> list[Column]:
    if plan.method == PanelMethod.DELIBERATION:
        return []
    rank = Column(
        key="rank",
        label=gettext_lazy("Rank"),
        value=rank_of,
        kind="number",
        sort=key_of(plan),
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
