"""What stands on an expert's blank score sheets."""

from dataclasses import dataclass
from decimal import Decimal

from studios.choices.reviews import PanelMethod, SheetState
from studios.models import Assignment, PanelSeat
from studios.queries.plans import plan_of
from studios.queries.rubrics import (
    PANEL,
    CaseCriterion,
    case_criterion,
    criteria_in,
    most_points,
    rubric_of,
    service_cases,
)


@dataclass(frozen=True)
class BlankSheet:
    """One case of the expert with the criteria that the panel judges."""

    number: str
    studio: str
    unit: str
    criteria: list[CaseCriterion]
    most: Decimal


def blank_sheets(seat: PanelSeat) -> list[BlankSheet]:
    """A sheet for each case that the expert still has to judge; recused cases are left out (constant queries)."""
    plan = plan_of(seat.call)
    rubric = rubric_of(seat.call)
    if rubric is None or plan.method != PanelMethod.SCORE:
        return []
    criteria = list(criteria_in(rubric))
    rows = _open_cases(seat)
    services = service_cases([row.application_id for row in rows])
    stages = seat.call.stages
    sheets = []
    for row in rows:
        case = row.application
        own = [case_criterion(c, stages=stages, is_service=case.pk in services) for c in criteria]
        studio = "" if plan.is_blind else case.studio.name
        unit = "" if plan.is_blind else case.union.employer_name
        sheets.append(BlankSheet(case.number, studio, unit, own, most_points(own, PANEL)))
    return sheets


def _open_cases(seat: PanelSeat) -> list[Assignment]:
    rows = Assignment.objects.filter(seat=seat).exclude(sheet__state=SheetState.VOID)
    rows = rows.exclude(application__recusals__seat=seat)
    return list(rows.select_related("application__studio", "application__union").order_by("position", "pk"))
