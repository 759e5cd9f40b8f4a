"""The rows behind the keys that a search found, with what their hits show; read once more through what is public."""

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Prefetch, QuerySet

from studios.choices.showcase import BlockKey, SearchKind
from studios.models import Designation, Leadership, Result, Story, Studio
from studios.queries.profile_parts import published_blocks
from studios.queries.showcase import honours


def _studios() -> QuerySet[Any]:
    leads = Leadership.objects.select_related("worker__person")
    namings = Designation.objects.in_force().select_related("decision")
    return (
        Studio.objects.in_force()
        .select_related("union")
        .annotate(published_blocks=published_blocks(BlockKey.INTRODUCTION))
        .prefetch_related(
            Prefetch("leaderships", queryset=leads, to_attr="all_leads"),
            Prefetch("designations", queryset=namings, to_attr="namings"),
            "former_names",
        )
    )


def _leads() -> QuerySet[Any]:
    rows = Leadership.objects.filter(studio__in=Studio.objects.in_force())
    return rows.select_related("worker__person", "studio__union").annotate(honours=honours("worker"))


def _results() -> QuerySet[Any]:
    return Result.objects.public().select_related("kind", "studio")


def _stories() -> QuerySet[Any]:
    return Story.objects.public().select_related("union")


ROWS: dict[SearchKind, Callable[[], QuerySet[Any]]] = {
    SearchKind.STUDIO: _studios,
    SearchKind.LEAD: _leads,
    SearchKind.RESULT: _results,
    SearchKind.METHOD: _results,
    SearchKind.STORY: _stories,
}


def rows_of(kind: SearchKind, ids: Collection[int]) -> list[Any]:
    """The rows with these keys in the order given; no query for none."""
    found = ROWS[kind]().in_bulk(list(ids)) if ids else {}
    return [found[pk] for pk in ids if pk in found]
