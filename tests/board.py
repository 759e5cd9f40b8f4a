"""Boards of any size for tests: cases before a panel with the sheets of its experts, written in bulk."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from studios.choices.calls import Stage
from studios.choices.reviews import SheetState
from studios.models import Application, ApplicationVersion, Assignment, Call, PanelSeat, ScoreSheet, Studio
from tests.city import City
from tests.factories import make_kind, number
from tests.panel import make_seat
from unions import clock


def make_cases(call: Call, city: City, count: int, *, state: Stage = Stage.PANEL) -> list[Application]:
    """That many cases of studios of the city's unit, each with its frozen version, in one state."""
    now, kind = clock.now(), make_kind()
    dates = {"created_at": now, "changed_at": now}
    studios = Studio.objects.bulk_create(
        Studio(name=f"榜上工作室{number()}", union=city.unit, kind=kind, **dates) for _ in range(count)
    )
    rules = call.rule_sets.first()
    cases = Application.objects.bulk_create(
        Application(
            number=f"SQ-B-{number():05d}",
            call=call,
            studio=studio,
            union=city.unit,
            rules=rules,
            state=state,
            desk=call.union,
            version_count=1,
            opened_at=now,
            changed_at=now,
            state_since=now,
        )
        for studio in studios
    )
    ApplicationVersion.objects.bulk_create(
        ApplicationVersion(
            application=case,
            number=1,
            content={},
            sha256="0",
            rules=rules,
            idempotency_key=case.number,
            submitted_by=city.unit_chair,
            submitted_at=now,
        )
        for case in cases
    )
    return cases


def make_seats(call: Call, count: int) -> list[PanelSeat]:
    """That many experts who have declared."""
    return [make_seat(call) for _ in range(count)]


def assign(seats: Sequence[PanelSeat], cases: Sequence[Application]) -> list[Assignment]:
    """Every case on every expert's queue."""
    now = clock.now()
    return Assignment.objects.bulk_create(
        Assignment(seat=seat, application=case, made_at=now) for case in cases for seat in seats
    )


def sheets_of(assignments: Sequence[Assignment], rows: Sequence[dict[str, Any]]) -> list[ScoreSheet]:
    """One sheet an assignment with these values, handed in unless they say otherwise."""
    now = clock.now()
    version = dict(
        ApplicationVersion.objects.filter(application__in={a.application_id for a in assignments}).values_list(
            "application", "pk"
        )
    )
    return ScoreSheet.objects.bulk_create(
        ScoreSheet(
            assignment=assignment,
            seen_version_id=version[assignment.application_id],
            **{"state": SheetState.SUBMITTED, "submitted_at": now, **values},
        )
        for assignment, values in zip(assignments, rows, strict=True)
    )


def score(case: Application, seats: Sequence[PanelSeat], *totals: str, **values: Any) -> list[ScoreSheet]:
    """Give one case these totals, one an expert."""
    rows = [{"total": Decimal(total), **values} for total in totals]
    return sheets_of(assign(seats[: len(totals)], [case]), rows)


def vote(case: Application, seats: Sequence[PanelSeat], *votes: str) -> list[ScoreSheet]:
    """Give one case these votes, one an expert."""
    return sheets_of(assign(seats[: len(votes)], [case]), [{"vote": v} for v in votes])
