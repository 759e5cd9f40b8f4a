"""Studios: founded in preparation, kept by the unit's clerk; name, unit and lead are locked once named."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.upkeep import assign, lock_studio, require_version, touch
from studios.choices.register import StudioState
from studios.choices.sections import SectionKey
from studios.models import Call, Studio
from studios.permissions import keeps_studios_of
from studios.values.answers import Row, amount_of, month_of, number_of, rows_of, text_of
from studios.values.practice import marked
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import Account, Union

LONGEST_NAME = 40
LOCKED = {
    "name": gettext_lazy(
        "The name of a named studio is locked. A change of name is requested from the union that named it."
    ),
    "employer": gettext_lazy(
        "The unit of a named studio is locked. A move to another unit is requested from the union that named it."
    ),
    "kind": gettext_lazy(
        "The kind of a named studio is part of its name and locked. It changes with a request for another name."
    ),
}


@transaction.atomic
def create_studio(union: Union, values: Mapping[str, Any], *, by: Account, practice: Call | None = None) -> Studio:
    """Found a studio in preparation; nobody but the unit sees more of it than its name.

    One made for a practice call bears its mark in the name, stands in no register and goes with the call.
    """
    if practice is not None and practice.is_practice:
        values = {**values, "name": marked(values["name"], most=LONGEST_NAME), "practice": practice}
    if not keeps_studios_of(by, union):
        raise Forbidden(_("The register of a studio is kept by the clerk of its unit."))
    Union.objects.select_for_update().get(pk=union.pk)
    _require_free_name(union, values.get("name", ""))
    now = clock.now()
    studio = Studio(union=union, county=union.county, created_at=now, changed_at=now)
    assign(studio, values)
    studio.industry = studio.industry or union.industry
    studio.save()
    touch(studio)
    record(Verb.STUDIO_CREATED, by=by, subject=studio, union=union)
    return studio


@transaction.atomic
def save_studio(studio: Studio, values: Mapping[str, Any], *, by: Account, version: str = "") -> Studio:
    """Change what the register says of a studio; what its naming rests on is locked."""
    row = lock_studio(studio, by=by)
    require_version(row, version)
    changed = assign(row, values)
    if row.is_named:
        for name in changed:
            if name in LOCKED:
                raise Refusal(LOCKED[name], field=name)
    if "name" in changed:
        _require_free_name(row.union, row.name, but=row)
    row.save()
    touch(row)
    record(Verb.STUDIO_EDITED, by=by, subject=row, union=row.union, details={"fields": sorted(changed)})
    return row


@transaction.atomic
def delete_studio(studio: Studio, *, by: Account) -> None:
    """Throw away a studio in preparation that never applied; nothing named is ever deleted."""
    row = lock_studio(studio, by=by)
    if row.is_named or row.state != StudioState.PREPARING:
        raise Refusal(_("Nothing named is ever deleted."))
    if row.applications.exists() or row.attachments.exists():
        raise Refusal(_("This studio has applied or has files, so it stays in the register."))
    record(Verb.STUDIO_EDITED, by=by, subject=row, union=row.union, details={"deleted": row.name})
    row.delete()


def _require_free_name(union: Union, name: str, *, but: Studio | None = None) -> None:
    if Studio.objects.filter(union=union, name=name).exclude(pk=but.pk if but else None).exists():
        raise Refusal(
            _("Your unit has another studio of this name. Choose a name that tells them apart."), field="name"
        )


def write_answers(studio: Studio, pages: Mapping[SectionKey, Row]) -> None:
    """Write basics, means and summary of a form. No right is checked here; a locked name stays as it is."""
    values = _basics(pages[SectionKey.BASICS]) | _means(studio, pages[SectionKey.MEANS])
    values["summary"] = text_of(pages[SectionKey.SUMMARY], "summary") or studio.summary
    if studio.is_named:
        values = {name: value for name, value in values.items() if name not in LOCKED and name != "kind_id"}
    name = values.get("name")
    if name and name != studio.name:
        _require_free_name(studio.union, name, but=studio)
    assign(studio, {name: value for name, value in values.items() if value is not None})
    studio.changed_at = clock.now()
    studio.save()


def _basics(page: Row) -> dict[str, Any]:
    """What the first page says; None leaves the register as it is."""
    texts = {
        "name": "name",
        "name_reason": "name_reason",
        "employer": "employer",
        "field_of_work": "field",
        "address": "address",
        "contact_name": "contact_name",
        "contact_phone": "contact_phone",
        "introduction": "introduction",
        "industry_id": "industry",
    }
    found: dict[str, Any] = {name: text_of(page, key) or None for name, key in texts.items()}
    return found | {"kind_id": number_of(page, "kind"), "founded_on": month_of(page, "founded_on")}


def _means(studio: Studio, page: Row) -> dict[str, Any]:
    return {
        "area": amount_of(page, "area"),
        "equipment": text_of(page, "equipment") or None,
        "has_sign": page.get("has_sign"),
        "has_ledger": page.get("has_ledger"),
        "funds": _funds(studio, rows_of(page, "funds")),
    }


def _funds(studio: Studio, rows: list[Row]) -> list[dict[str, Any]]:
    """The years of the form beside earlier ones that the register holds, the latest first."""
    years = {row["year"]: dict(row) for row in studio.funds if isinstance(row, dict) and "year" in row}
    for row in rows:
        year = number_of(row, "year")
        if year is not None and (row.get("amount") or year in years):
            years[year] = {"year": year, "amount": row.get("amount"), "source": text_of(row, "source")}
    return [years[year] for year in sorted(years, reverse=True)]
