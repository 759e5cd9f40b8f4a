"""Activities of a studio."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.upkeep import assign, lock_studio, require_version, touch
from studios.models import Activity, Studio
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account


@transaction.atomic
def save_activity(
    studio: Studio, values: Mapping[str, Any], *, by: Account, activity: Activity | None = None, version: str = ""
) -> Activity:
    """Add an activity that took place, or change one."""
    studio = lock_studio(studio, by=by)
    rows = Activity.objects.select_for_update()
    row = rows.get(pk=activity.pk, studio=studio) if activity else Activity(studio=studio)
    if row.pk:
        require_version(row, version)
    if values.get("happened_on") and values["happened_on"] > clock.today():
        raise Refusal(_("An activity is entered once it has taken place."), field="happened_on")
    assign(row, values)
    row.save()
    touch(studio)
    record(Verb.ACTIVITY_SAVED, by=by, subject=row, union=studio.union)
    return row


@transaction.atomic
def delete_activity(activity: Activity, *, by: Account) -> None:
    """Take out an activity; the audit record and the row's history stay."""
    studio = lock_studio(activity.studio, by=by)
    record(Verb.ACTIVITY_DELETED, by=by, subject=activity, union=studio.union)
    activity.delete()
    touch(studio)
