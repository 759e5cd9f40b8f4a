"""Stores the points of automatic criteria: computed from the newest frozen version, again without harm."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction

from studios.choices.calls import Stage
from studios.models import Application, ApplicationVersion, AutomaticPoints, Call, Criterion, Rubric
from studios.queries.automatic import Frozen, automatic_criteria, figure_of, frozen_of, load_lookups, points_of
from studios.queries.rubrics import points_for, rubric_of, service_cases

FOUR_PLACES = Decimal("0.0001")
LARGEST = Decimal("999999999999.9999")
# Cases whose points still follow a change of the rubric.
SCORED = (Stage.PANEL, Stage.VISIT, Stage.MEETING)


@transaction.atomic
def compute_points(application: Application) -> list[AutomaticPoints]:
    """Compute a case's automatic points by the newest rubric of its call; without a rubric there are none."""
    rubric = rubric_of(application.call)
    return [] if rubric is None else _compute(rubric, [application.pk])


@transaction.atomic
def compute_call(call: Call) -> int:
    """Compute anew for every case of a call that is being reviewed; answers how many figures were stored."""
    rubric = rubric_of(call)
    cases = list(Application.objects.filter(call=call, state__in=SCORED).values_list("pk", flat=True))
    return 0 if rubric is None or not cases else len(_compute(rubric, cases))


def _compute(rubric: Rubric, cases: Sequence[int]) -> list[AutomaticPoints]:
    criteria = automatic_criteria(rubric)
    services, lookups = service_cases(cases), load_lookups()
    newest = ApplicationVersion.objects.filter(application__in=cases).order_by("application_id", "-number")
    rows = [
        _points(criterion, version, frozen, is_service=version.application_id in services)
        for version in newest.distinct("application_id")
        for frozen in [frozen_of(version, lookups)]
        for criterion in criteria
    ]
    return AutomaticPoints.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["version", "criterion"],
        update_fields=["figure", "points", "found"],
    )


def _points(criterion: Criterion, version: ApplicationVersion, frozen: Frozen, *, is_service: bool) -> AutomaticPoints:
    figure = figure_of(criterion, frozen)
    value = None if figure.value is None else min(figure.value, LARGEST).quantize(FOUR_PLACES)
    return AutomaticPoints(
        version=version,
        criterion=criterion,
        figure=value,
        points=points_of(criterion, figure, most=points_for(criterion, is_service=is_service)),
        found=figure.found[:300],
    )
