"""What every change of a studio's register shares: right, lock, version shown, and the marks it leaves."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.summaries import refresh_summaries
from studios.models import Studio
from studios.permissions import keeps_studio
from unions import clock
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

NOT_KEEPING = gettext_lazy("The register of a studio is kept by the clerk of its unit.")


def lock_studio(studio: Studio, *, by: Account) -> Studio:
    """The studio under lock, for those who keep its register."""
    fresh = Studio.objects.select_for_update(of=("self",)).select_related("union", "kind").get(pk=studio.pk)
    if not keeps_studio(by, fresh):
        raise Forbidden(NOT_KEEPING)
    return fresh


def touch(studio: Studio) -> None:
    """Mark the studio as changed and keep what lists and searches read of it."""
    studio.changed_at = clock.now()
    studio.save(update_fields=["changed_at"])
    refresh_summaries([studio.pk])


def version_of(row: models.Model) -> str:
    """A mark of what a row holds; a form carries it, so that two people notice each other."""
    values = sorted((name, str(value)) for name, value in model_to_dict(row).items())
    return hashlib.sha256(repr(values).encode("utf-8", "replace")).hexdigest()[:16]


def require_version(row: models.Model, version: str) -> None:
    """Refuse a form that was shown before somebody else changed the row; no version asks for no check."""
    if version and version != version_of(row):
        raise Stale(_("Somebody changed this entry in the meantime. Open it again to see what stands there now."))


def assign(row: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Set the values and name those that changed."""
    changed = [name for name, value in values.items() if _held(row, name) != getattr(value, "pk", value)]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _held(row: models.Model, name: str) -> Any:
    """A field's value, the key of a relation, without fetching anything."""
    field = row._meta.get_field(name)
    return getattr(row, getattr(field, "attname", name))


def require_order(values: Mapping[str, Any], start: str, end: str) -> None:
    """Refuse an end before its start."""
    first, last = values.get(start), values.get(end)
    if first and last and last < first:
        raise Refusal(_("The end lies before the start."), field=end)
