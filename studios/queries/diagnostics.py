"""How experts score, for the eyes of those who run the panel: reckoned in the database, two queries of any size."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Case, DecimalField, QuerySet, Value, When

from studios.choices.reviews import SheetState
from studios.models import Call, PanelSeat
from studios.queries.board import seats_with_progress

# A deviation from the panel of more than this many points, or this share of straight lines, is worth a look.
FAR = Decimal(5)
STRAIGHT = Decimal(50)
FIGURES = ("sheets", "mean", "deviation_of_points", "deviation", "straight")

# Points given by each expert, the mean of each case, and each total as it stands to the expert's own mean.
GIVEN = """
WITH given AS (
    SELECT assignment.seat_id, assignment.application_id, sheet.id AS sheet_id, sheet.total,
           avg(sheet.total) OVER by_case AS case_mean,
           avg(sheet.total) OVER by_seat AS seat_mean,
           stddev_pop(sheet.total) OVER by_seat AS seat_deviation
    FROM studios_scoresheet sheet
    JOIN studios_assignment assignment ON assignment.id = sheet.assignment_id
    JOIN studios_application application ON application.id = assignment.application_id
    WHERE application.call_id = %s AND sheet.state = %s AND sheet.total IS NOT NULL
    WINDOW by_case AS (PARTITION BY assignment.application_id), by_seat AS (PARTITION BY assignment.seat_id)
)
"""
EXPERTS = (
    GIVEN  # noqa: S608 - two constants of this module
    + """, straight AS (
    SELECT line.sheet_id, count(*) > 1 AND min(line.points / criterion.points) = max(line.points / criterion.points)
           AS is_straight
    FROM studios_scoreline line
    JOIN studios_criterion criterion ON criterion.id = line.criterion_id
    JOIN given ON given.sheet_id = line.sheet_id
    WHERE line.points IS NOT NULL AND NOT criterion.is_bonus
    GROUP BY line.sheet_id
)
SELECT given.seat_id, count(*), round(avg(given.total), 2), round(max(given.seat_deviation), 2),
       round(avg(given.total - given.case_mean), 2),
       round(100.0 * count(*) FILTER (WHERE straight.is_straight) / count(*), 2)
FROM given LEFT JOIN straight ON straight.sheet_id = given.sheet_id
GROUP BY given.seat_id
"""
)
NORMALISED = (
    GIVEN  # noqa: S608 - two constants of this module
    + """, cases AS (
    SELECT application_id, round(avg(total), 2) AS mean,
           round(avg(CASE WHEN seat_deviation > 0 THEN (total - seat_mean) / seat_deviation ELSE 0 END), 2) AS z
    FROM given GROUP BY application_id
), ranked AS (
    SELECT *, rank() OVER (ORDER BY mean DESC) AS rank, rank() OVER (ORDER BY z DESC) AS normalised_rank FROM cases
)
SELECT application.number, studio.name, ranked.mean, ranked.z, ranked.rank, ranked.normalised_rank
FROM ranked
JOIN studios_application application ON application.id = ranked.application_id
JOIN studios_studio studio ON studio.id = application.studio_id
ORDER BY abs(ranked.rank - ranked.normalised_rank) DESC, ranked.rank, application.number
LIMIT %s
"""
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A case by the mean of its normalised totals: how far above or below each expert's own mean they lie."""

    number: str
    studio: str
    mean: Decimal
    z: Decimal
    rank: int
    normalised_rank: int


def normalised_cases(call: Call, *, most: int = 20) -> list[Normalised]:
    """The cases whose rank by normalised totals is farthest from their rank by the mean."""
    return [Normalised(*row) for row in _rows(NORMALISED, call, most)]


def seats_with_diagnostics(call: Call) -> QuerySet[PanelSeat]:
    """Seats with sheets, own mean, own standard deviation, mean deviation from the panel, share of straight lines."""
    found = _rows(EXPERTS, call)
    figures: dict[str, Any] = {
        name: Case(
            *(When(pk=row[0], then=Value(row[column])) for row in found),
            default=None,
            output_field=DecimalField(max_digits=12, decimal_places=2),
        )
        for column, name in enumerate(FIGURES, start=1)
    }
    return seats_with_progress(call).filter(pk__in=[row[0] for row in found]).annotate(**figures)


def _rows(statement: str, call: Call, *more: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, (call.pk, SheetState.SUBMITTED.value, *more))
        return list(cursor.fetchall())
