"""Projects of a studio."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from studios.actions.matching import match_rows
from studios.actions.upkeep import assign, lock_studio, require_order, require_version, touch
from studios.choices.register import ProjectState
from studios.models import Project, Studio
from studios.values.answers import Row, month_of, text_of
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account

FIELDS = ("title", "area", "approved_by", "starts_on", "ends_on", "state", "difficulty")


@transaction.atomic
def save_project(
    studio: Studio, values: Mapping[str, Any], *, by: Account, project: Project | None = None, version: str = ""
) -> Project:
    """Add a project, or change one."""
    studio = lock_studio(studio, by=by)
    row = Project.objects.select_for_update().get(pk=project.pk, studio=studio) if project else Project(studio=studio)
    if row.pk:
        require_version(row, version)
    require_order(values, "starts_on", "ends_on")
    assign(row, values)
    row.save()
    touch(studio)
    record(Verb.PROJECT_SAVED, by=by, subject=row, union=studio.union)
    return row


@transaction.atomic
def delete_project(project: Project, *, by: Account) -> None:
    """Take out a project; the audit record and the row's history stay."""
    studio = lock_studio(project.studio, by=by)
    record(Verb.PROJECT_DELETED, by=by, subject=project, union=studio.union)
    project.delete()
    touch(studio)


def write_projects(studio: Studio, rows: Iterable[Row]) -> None:
    """Write the projects of a form. No right is checked here."""
    matched = match_rows(
        [row for row in rows if text_of(row, "title") and text_of(row, "area")],
        studio.projects.all(),
        asked=lambda row: text_of(row, "title"),
        held=lambda project: project.title,
        make=lambda: Project(studio=studio),
    )
    for row, project in matched:
        assign(project, _values(row))
    Project.objects.bulk_update([p for _row, p in matched if p.pk], FIELDS)
    Project.objects.bulk_create([p for _row, p in matched if not p.pk])


def _values(row: Row) -> dict[str, Any]:
    return {
        "title": text_of(row, "title"),
        "area": text_of(row, "area"),
        "approved_by": text_of(row, "approved_by"),
        "starts_on": month_of(row, "starts_on"),
        "ends_on": month_of(row, "ends_on"),
        "state": text_of(row, "state") or ProjectState.RUNNING.value,
        "difficulty": text_of(row, "difficulty"),
    }
