"""What a panel gave one case, for those who may read it by now: points and comments, never who gave them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from studios.choices.calls import Stage
from studios.choices.reviews import PanelMethod, SheetState
from studios.models import Application, ReviewPlan, ScoreLine, ScoreSheet
from studios.queries.board import is_panel_closed, with_figures
from studios.queries.plans import plan_of
from unions import clock
from unions.choices.people import CASE_ROLES
from unions.models import Account


@dataclass(frozen=True, slots=True)
class CaseScores:
    """The figures of a case (`figures` as on the board), and each sheet's comments; `is_labelled` numbers them."""

    plan: ReviewPlan
    figures: Application
    comments: list[list[str]]
    is_labelled: bool

    @property
    def is_vote(self) -> bool:
        """Whether experts voted; then there are bare numbers of votes."""
        return self.plan.method == PanelMethod.VOTE


def stands_above(account: Account, application: Application) -> bool:
    """Whether one who sees the case sees it from a desk above, not as its own unit alone."""
    unit = application.union
    reaching = [g for g in account.scope.grants if g.role in CASE_ROLES and g.reaches(unit.path)]
    return any(g.union_id != unit.pk for g in reaching) or not reaching


def may_read_scores(account: Account, application: Application) -> bool:
    """Of one who sees the case: desks above and auditors once the panel is closed, the unit once the call opens too."""
    if Stage.PANEL not in application.call.stages or not is_panel_closed(application.call):
        return False
    opens_at = plan_of(application.call).opens_scores_at
    return stands_above(account, application) or (opens_at is not None and opens_at <= clock.now())


def readable_scores(application: Application, account: Account) -> CaseScores | None:
    """What the panel gave, if this account may read it and anything counts."""
    if not may_read_scores(account, application):
        return None
    plan = plan_of(application.call)
    figures: Any = with_figures(Application.objects.filter(pk=application.pk), plan).get()
    is_vote_secret = plan.method == PanelMethod.VOTE and plan.is_secret_ballot
    comments = [found for sheet in _sheets(application) if (found := _words(sheet))]
    if is_vote_secret:
        comments.sort()
    return CaseScores(plan, figures, comments, is_labelled=not is_vote_secret) if figures.valid else None


def _sheets(application: Application) -> list[ScoreSheet]:
    lines = ScoreLine.objects.exclude(comment="").select_related("criterion").order_by("criterion_id")
    rows = ScoreSheet.objects.filter(assignment__application=application, state=SheetState.SUBMITTED)
    return list(rows.prefetch_related(Prefetch("lines", lines)).order_by("assignment__seat__number"))


def _words(sheet: ScoreSheet) -> list[str]:
    own = [sheet.comment] if sheet.comment else []
    return own + [f"{line.criterion.name}：{line.comment}" for line in sheet.lines.all()]
