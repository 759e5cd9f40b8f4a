"""Masters and apprentices of a studio."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.people import Wanted, find_persons
from studios.actions.upkeep import assign, lock_studio, require_order, require_version, touch
from studios.models import Apprenticeship, Leadership, Member, Person, Studio
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account


@transaction.atomic
def save_apprenticeship(
    studio: Studio,
    values: Mapping[str, Any],
    *,
    by: Account,
    apprentice: Wanted | None = None,
    apprenticeship: Apprenticeship | None = None,
    version: str = "",
) -> Apprenticeship:
    """Add a pair (`apprentice` says who learns), or change its agreement and grades."""
    studio = lock_studio(studio, by=by)
    rows = Apprenticeship.objects.select_for_update(of=("self",))
    row = rows.get(pk=apprenticeship.pk, studio=studio) if apprenticeship else Apprenticeship(studio=studio)
    if row.pk:
        require_version(row, version)
    elif apprentice is None:
        raise Refusal(_("Say who learns."), field="name")
    else:
        row.apprentice = find_persons([apprentice], home=studio.union)[0]
    require_order(values, "starts_on", "ends_on")
    assign(row, values)
    _require_pair(row)
    row.save()
    touch(studio)
    record(Verb.APPRENTICESHIP_SAVED, by=by, subject=studio, union=studio.union, details={"row": row.pk})
    return row


def _require_pair(row: Apprenticeship) -> None:
    if row.master_id == row.apprentice_id:
        raise Refusal(_("Master and apprentice are two people."), field="master")
    if row.master_id not in {person.pk for person in masters_of(row.studio)} | {_master_before(row)}:
        raise Refusal(_("The master is a lead or member of the studio."), field="master")


def _master_before(row: Apprenticeship) -> int | None:
    return Apprenticeship.objects.filter(pk=row.pk).values_list("master", flat=True).first()


def masters_of(studio: Studio) -> list[Person]:
    """Who may teach in a studio: its leads and members of the present."""
    leads = Leadership.objects.present().filter(studio=studio).values("worker__person")
    team = Member.objects.filter(studio=studio, left_on=None).values("person")
    return list(Person.objects.filter(pk__in=leads) | Person.objects.filter(pk__in=team))


@transaction.atomic
def delete_apprenticeship(apprenticeship: Apprenticeship, *, by: Account) -> None:
    """Take out a pair; the audit record and the row's history stay."""
    studio = lock_studio(apprenticeship.studio, by=by)
    details = {"row": apprenticeship.pk}
    record(Verb.APPRENTICESHIP_DELETED, by=by, subject=studio, union=studio.union, details=details)
    apprenticeship.delete()
    touch(studio)
