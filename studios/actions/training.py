"""Writes apprenticeships and activities of a form into the register."""

from collections.abc import Iterable, Mapping
from typing import Any

from studios.actions.matching import match_rows
from studios.actions.members import wanted_of
from studios.actions.people import find_persons
from studios.actions.upkeep import assign
from studios.models import Activity, Apprenticeship, Person, Studio
from studios.values.answers import Row, day_of, month_of, number_of, text_of

PAIR = ("master", "apprentice", "agreed_on", "starts_on", "ends_on", "grade_before", "grade_after")
ACTIVITY = ("kind", "happened_on", "topic", "people_count", "place")


def write_apprenticeships(studio: Studio, rows: Iterable[Row], *, masters: Mapping[str, Person]) -> None:
    """Write the pairs; `masters` are the leads and members of the form by the key of their row."""
    known = {pair.pk: pair for pair in studio.apprenticeships.all()}
    rows = [row for row in rows if text_of(row, "name") and month_of(row, "starts_on")]
    apprentices = find_persons([wanted_of(row) for row in rows], home=studio.union)
    pairs: list[Row] = []
    for row, apprentice in zip(rows, apprentices, strict=True):
        before = known.get(number_of(row, "record") or 0)
        master = masters.get(text_of(row, "master"))
        master_id = master.pk if master else before and before.master_id
        if master_id and master_id != apprentice.pk:
            pairs.append({**row, "master": master_id, "apprentice": apprentice.pk})
    _store_pairs(studio, pairs, known.values())


def _store_pairs(studio: Studio, rows: list[Row], known: Iterable[Apprenticeship]) -> None:
    matched = match_rows(
        rows,
        known,
        asked=lambda row: (row["master"], row["apprentice"], month_of(row, "starts_on")),
        held=lambda pair: (pair.master_id, pair.apprentice_id, pair.starts_on),
        make=lambda: Apprenticeship(studio=studio),
    )
    for row, pair in matched:
        assign(pair, _pair_values(row))
    Apprenticeship.objects.bulk_update([p for _row, p in matched if p.pk], PAIR)
    Apprenticeship.objects.bulk_create([p for _row, p in matched if not p.pk])


def _pair_values(row: Row) -> dict[str, Any]:
    return {
        "master_id": row["master"],
        "apprentice_id": row["apprentice"],
        "agreed_on": day_of(row, "agreed_on"),
        "starts_on": month_of(row, "starts_on"),
        "ends_on": month_of(row, "ends_on"),
        "grade_before_id": number_of(row, "grade_before"),
        "grade_after_id": number_of(row, "grade_after"),
    }


def write_activities(studio: Studio, rows: Iterable[Row]) -> None:
    """Write the activities."""
    matched = match_rows(
        [row for row in rows if text_of(row, "kind") and text_of(row, "topic") and day_of(row, "happened_on")],
        studio.activities.all(),
        asked=lambda row: (text_of(row, "kind"), day_of(row, "happened_on"), text_of(row, "topic")),
        held=lambda activity: (activity.kind, activity.happened_on, activity.topic),
        make=lambda: Activity(studio=studio),
    )
    for row, activity in matched:
        assign(activity, _activity_values(row))
    Activity.objects.bulk_update([a for _row, a in matched if a.pk], ACTIVITY)
    Activity.objects.bulk_create([a for _row, a in matched if not a.pk])


def _activity_values(row: Row) -> dict[str, Any]:
    return {
        "kind": text_of(row, "kind"),
        "happened_on": day_of(row, "happened_on"),
        "topic": text_of(row, "topic"),
        "people_count": number_of(row, "people_count"),
        "place": text_of(row, "place"),
    }
