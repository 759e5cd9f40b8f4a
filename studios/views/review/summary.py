"""An expert's own scores, sorted, with their own spread."""

from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from studios.choices.reviews import PanelMethod, Vote
from studios.filters.scores import OwnSheetFilter
from studios.models import ScoreSheet
from studios.queries.scores import own_sheets
from studios.ui.blind import case_title
from studios.values.points import mean, median, spread
from studios.views.review.seats import Desk, seated
from unions.ui.audience import SIGNED_IN, audience
from unions.ui.listing import Column, Listing


@require_safe
@audience(SIGNED_IN)
@seated
def summary(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Own scores, the highest first."""
    listing = Listing(
        request,
        own_sheets(desk.seat),
        _columns(desk),
        key="own_scores",
        default_sort="-total",
        filterset=OwnSheetFilter,
        title=_("My scores"),
        empty=_("Nothing is scored yet."),
        related=_with_parts,
    )
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "studios/review/summary.html", {"desk": desk, "listing": listing, "facts": _facts(desk)})


def _with_parts(rows: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    return rows.select_related("assignment__application__studio")


def _columns(desk: Desk) -> list[Column]:
    """Number and, unless the review is blind, the studio; then what was given."""
    case = Column(
        key="number",
        label=gettext_lazy("Case"),
        value=lambda s: s.assignment.application.number,
        sort="assignment__application__number",
        link=lambda s: desk.url_of(s.assignment.application.number),
    )
    studio = Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda s: case_title(s.assignment.application, is_blind=desk.is_blind),
        sort="assignment__application__studio__name",
    )
    return [case, *([] if desk.is_blind else [studio]), *GIVEN]


GIVEN = [
    Column(key="total", label=gettext_lazy("Total"), value=lambda s: s.total, kind="number", sort="total"),
    Column(key="bonus", label=gettext_lazy("Bonus"), value=lambda s: s.bonus, kind="number", sort="bonus"),
    Column(key="vote", label=gettext_lazy("Vote"), value=lambda s: Vote(s.vote).label if s.vote else "", sort="vote"),
    Column(key="comment", label=gettext_lazy("Comment"), value=lambda s: s.comment),
    Column(
        key="submitted",
        label=gettext_lazy("Handed in"),
        value=lambda s: s.submitted_at,
        kind="moment",
        sort="submitted_at",
    ),
]


def _facts(desk: Desk) -> dict[str, Any]:
    """Number, mean, median and spread of the own totals; nothing where there are no points."""
    if desk.plan.method != PanelMethod.SCORE:
        return {}
    totals: list[Decimal] = [t for t in own_sheets(desk.seat).values_list("total", flat=True) if t is not None]
    return {"count": len(totals), "mean": mean(totals), "median": median(totals), "spread": spread(totals)}
