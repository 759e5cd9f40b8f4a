"""Members of a studio: a person, with role and grade, from–to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.people import Wanted, find_persons
from studios.actions.upkeep import assign, lock_studio, require_order, require_version, touch
from studios.choices.register import MemberRole
from studios.models import Member, Person, Studio
from studios.values.answers import Row, month_of, number_of, text_of
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account

FIELDS = ("person", "role", "trade", "title", "skill_grade", "joined_on", "left_on")


@transaction.atomic
def save_member(
    studio: Studio,
    values: Mapping[str, Any],
    *,
    by: Account,
    person: Wanted | None = None,
    member: Member | None = None,
    version: str = "",
) -> Member:
    """Add somebody to the team (`person`), or change what the register says of a member."""
    studio = lock_studio(studio, by=by)
    row = Member.objects.select_for_update(of=("self",)).get(pk=member.pk, studio=studio) if member else None
    if row is None:
        if person is None:
            raise Refusal(_("Say who joins the team."), field="name")
        row = Member(studio=studio, person=find_persons([person], home=studio.union)[0])
    else:
        require_version(row, version)
    require_order(values, "joined_on", "left_on")
    assign(row, values)
    _require_once(row)
    row.save()
    touch(studio)
    record(Verb.MEMBER_SAVED, by=by, subject=row, union=studio.union, details={"studio": studio.pk})
    return row


def _require_once(member: Member) -> None:
    others = Member.objects.filter(studio=member.studio, person=member.person, left_on=None).exclude(pk=member.pk)
    if member.left_on is None and others.exists():
        raise Refusal(_("This person is in the team already."), field="name")


@transaction.atomic
def delete_member(member: Member, *, by: Account) -> None:
    """Take out a member entered by mistake; one who leaves gets a date instead."""
    studio = lock_studio(member.studio, by=by)
    record(Verb.MEMBER_DELETED, by=by, subject=member, union=studio.union, details={"studio": studio.pk})
    member.delete()
    touch(studio)


def write_members(studio: Studio, rows: Iterable[Row]) -> dict[str, Person]:
    """Write the team of a form and return its persons by the key of their row. No right is checked here.

    A row whose member was typed over by somebody else ends that membership.
    """
    rows = [row for row in rows if text_of(row, "name")]
    persons = find_persons([wanted_of(row) for row in rows], home=studio.union)
    known = {m.pk: m for m in studio.members.filter(left_on=None)}
    by_person = {m.person_id: m for m in known.values()}
    written: dict[int, Member] = {}
    for row, person in zip(rows, persons, strict=True):
        before = known.get(number_of(row, "record") or 0)
        if before and before.person_id != person.pk:
            before.left_on = clock.today()
        member = written.get(person.pk) or by_person.get(person.pk) or Member(studio=studio, person=person)
        assign(member, _member_values(row))
        written[person.pk] = member
    _store([*written.values(), *(m for m in known.values() if m.left_on)])
    return {text_of(row, "key"): person for row, person in zip(rows, persons, strict=True)}


def _store(members: list[Member]) -> None:
    # Whoever left first, so that a person never stands twice in one team.
    old = sorted((m for m in members if m.pk), key=lambda member: member.left_on is None)
    Member.objects.bulk_update(old, FIELDS)
    Member.objects.bulk_create([m for m in members if not m.pk])


def wanted_of(row: Row, *, more: Mapping[str, Any] | None = None) -> Wanted:
    """Whom a row of a form means."""
    return Wanted(
        text_of(row, "name"), month_of(row, "birth_month"), text_of(row, "sex"), number_of(row, "person"), more
    )


def _member_values(row: Row) -> dict[str, Any]:
    return {
        "role": text_of(row, "role") or MemberRole.MEMBER.value,
        "trade": text_of(row, "trade"),
        "title": text_of(row, "title"),
        "skill_grade_id": number_of(row, "skill_grade"),
        "joined_on": month_of(row, "joined_on"),
        "left_on": None,
    }
