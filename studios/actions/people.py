"""Keeps persons: found by name, birth month and home before they are made; namesakes elsewhere are asked about once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from studios.actions.summaries import refresh_summaries
from studios.actions.upkeep import assign, require_version
from studios.models import Leadership, Person, PersonMatch
from studios.permissions import keeps_person
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union
from unions.values.names import pinyin_key

PRIVATE = ("mobile", "birth_month")
FIELDS = (*PRIVATE, "name", "name_key", "sex", "political_status", "education")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A person as a form names it; `known` is the register's key where the form was filled from it."""

    name: str
    birth_month: date | None = None
    sex: str = ""
    known: int | None = None
    more: Mapping[str, Any] | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the form says about the person, without what it leaves open."""
        given = {"name": self.name, "birth_month": self.birth_month, "sex": self.sex, **(self.more or {})}
        return {name: value for name, value in given.items() if value not in (None, "")}


def find_persons(wanted: list[Wanted], *, home: Union) -> list[Person]:
    """One person for each entry, found or made, in a fixed number of statements; namesakes elsewhere are noted.

    A known person whose name and birth month both differ was typed over: somebody else is meant.
    """
    known = Person.objects.in_bulk([w.known for w in wanted if w.known])
    namesakes = list(Person.objects.filter(home=home, name__in={w.name for w in wanted}, erased_at=None).order_by("pk"))
    new: list[Person] = []
    changed: dict[int, Person] = {}
    found = []
    for one in wanted:
        person = _known(known, one) or _namesake(namesakes, one)
        if person is None:
            person = Person(home=home)
            new.append(person)
            namesakes.append(person)
        if _fill(person, one, home) and person.pk:
            changed[person.pk] = person
        found.append(person)
    Person.objects.bulk_create(new)
    Person.objects.bulk_update(changed.values(), FIELDS)
    note_namesakes([*new, *changed.values()])
    return found


def _known(known: Mapping[int, Person], wanted: Wanted) -> Person | None:
    person = known.get(wanted.known or 0)
    if person is None or person.erased_at:
        return None
    is_same = person.name == wanted.name or (person.birth_month and person.birth_month == wanted.birth_month)
    return person if is_same else None


def _namesake(namesakes: Iterable[Person], wanted: Wanted) -> Person | None:
    """Somebody of the unit with this name whose birth month is the same or not known."""
    same = [p for p in namesakes if p.name == wanted.name]
    exact = [p for p in same if p.birth_month == wanted.birth_month]
    near = [p for p in same if p.birth_month is None or wanted.birth_month is None]
    return next(iter(exact or near), None)


def _fill(person: Person, wanted: Wanted, home: Union) -> bool:
    """Write what the form says; a person of another unit is that unit's to change."""
    if person.pk and person.home_id != home.pk:
        return False
    changed = assign(person, wanted.values)
    if "name" in changed:
        person.name_key = pinyin_key(person.name)
    return bool(changed)


def note_namesakes(persons: Iterable[Person]) -> None:
    """Ask once about each pair of the same name and birth month."""
    born = {p.pk: p for p in persons if p.birth_month}
    if not born:
        return
    condition = Q(pk__in=[])
    for person in born.values():
        condition |= Q(name=person.name, birth_month=person.birth_month)
    others = list(Person.objects.filter(condition, erased_at=None))
    pairs = {
        (min(person.pk, other.pk), max(person.pk, other.pk))
        for person in born.values()
        for other in others
        if other.pk != person.pk and (other.name, other.birth_month) == (person.name, person.birth_month)
    }
    rows = [PersonMatch(one_id=one, other_id=other) for one, other in sorted(pairs)]
    PersonMatch.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def save_person(person: Person, values: Mapping[str, Any], *, by: Account, version: str = "") -> Person:
    """Change a person of one's own unit; what was changed is recorded by the names of the fields alone."""
    fresh = Person.objects.select_for_update(of=("self",)).select_related("home").get(pk=person.pk)
    _require_keeper(fresh, by)
    require_version(fresh, version)
    changed = assign(fresh, values)
    if not changed:
        return fresh
    fresh.name_key = pinyin_key(fresh.name)
    fresh.save()
    note_namesakes([fresh])
    _touch_studios(fresh)
    record(Verb.PERSON_SAVED, by=by, subject=fresh, union=fresh.home, details={"fields": sorted(changed)})
    return fresh


def _touch_studios(person: Person) -> None:
    """The search text of a studio holds its leads' names."""
    refresh_summaries(Leadership.objects.present().filter(worker__person=person).values_list("studio", flat=True))


def _require_keeper(person: Person, by: Account) -> None:
    if not keeps_person(by, person):
        raise Forbidden(_("A person is kept by the clerk of the unit that the person belongs to."))
    if person.erased_at:
        raise Refusal(_("This person was erased. Nothing of it can be changed."))


@transaction.atomic
def reveal_person(person: Person, *, by: Account) -> Person:
    """Record that somebody at a desk above asked for mobile and birth month in full."""
    if person.home is None or not by.scope.covers(person.home, *DESK_ROLES):
        raise Forbidden(_("Mobile and birth month are shown in full to clerks and chairs only."))
    record(Verb.PERSON_REVEALED, by=by, subject=person, union=person.home, details={"fields": sorted(PRIVATE)})
    return person


@transaction.atomic
def answer_match(match: PersonMatch, *, is_same: bool, by: Account) -> PersonMatch:
    """Say once whether two persons are the same; only a confirmed match blocks or recuses."""
    fresh = PersonMatch.objects.select_for_update(of=("self",)).get(pk=match.pk)
    homes = [p.home for p in Person.objects.select_related("home").filter(pk__in=[fresh.one_id, fresh.other_id])]
    if not any(home and by.scope.covers(home, *DESK_ROLES) for home in homes):
        raise Forbidden(_("This is answered by a clerk or chair who sees one of the two persons."))
    if fresh.is_same is not None:
        raise Stale(_("This was answered already."))
    fresh.is_same, fresh.by, fresh.at = is_same, by, clock.now()
    fresh.save()
    verb = Verb.PERSON_CONFIRMED if is_same else Verb.PERSON_DENIED
    record(verb, by=by, subject=fresh.one, union=fresh.one.home, details={"other": fresh.other_id})
    return fresh
