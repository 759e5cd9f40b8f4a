"""Keeps what lists and searches read of a studio, in the transaction that changed it."""

from collections.abc import Collection

from django.db.models import Prefetch, QuerySet

from studios.models import Designation, Leadership, Studio
from unions.choices.tree import Level

BATCH = 1_000


def refresh_summaries(ids: Collection[int]) -> None:
    """Write the highest level in force and the text to be searched of these studios."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH):
        studios = list(_with_parts(ordered[start : start + BATCH]))
        for studio in studios:
            studio.top_level = _top_level(studio)
            studio.search_text = _search_text(studio)
        Studio.objects.bulk_update(studios, ["top_level", "search_text"])


def _with_parts(ids: list[int]) -> QuerySet[Studio]:
    """These studios with namings in force, present leads and former names at hand."""
    leads = Leadership.objects.present().select_related("worker__person")
    return (
        Studio.objects.filter(pk__in=ids)
        .select_related("union")
        .prefetch_related(
            Prefetch("designations", queryset=Designation.objects.in_force()),
            Prefetch("leaderships", queryset=leads),
            "former_names",
        )
    )


def _top_level(studio: Studio) -> str:
    levels = [Level(naming.level) for naming in studio.designations.all()]
    return min(levels, key=lambda level: level.rank).value if levels else ""


def _search_text(studio: Studio) -> str:
    people = [lead.worker.person for lead in studio.leaderships.all()]
    parts = [studio.number or "", studio.name, studio.employer_name, studio.field_of_work]
    parts += [text for person in people for text in (person.name, person.name_key)]
    parts += [former.name for former in studio.former_names.all()]
    return " ".join(part for part in parts if part)
