"""Writes the leads that a ledger names; what the register knows of a person is filled in, never overwritten."""

from django.db.models import F

from studios.models import HonourAward, Leadership, ModelWorker, Person, Studio
from studios.values.ledger import LedgerLead
from unions.values.names import pinyin_key

BATCH = 1_000
Entry = tuple[Studio, tuple[LedgerLead, ...]]


def write_leads(entries: list[Entry]) -> None:
    """Make or complete person, worker, honours and leadership of each lead, in a fixed number of statements."""
    persons = _persons(entries)
    workers = _workers(entries, persons)
    _leaderships(entries, workers)
    _awards(entries, workers)


def _key(studio: Studio, lead: LedgerLead) -> tuple[int, str]:
    return studio.pk, lead.name


def _persons(entries: list[Entry]) -> dict[tuple[int, str], Person]:
    """Find or make a person for each lead of each studio; a namesake of another birth month is another person."""
    namesakes = _namesakes(entries)
    found: dict[tuple[int, str], Person] = {}
    new: list[Person] = []
    completed: dict[int, Person] = {}
    for studio, leads in entries:
        for lead in leads:
            others = namesakes.setdefault((studio.union_id, lead.name), [])
            person = _same(others, lead)
            if person is None:
                person = Person(name=lead.name, name_key=pinyin_key(lead.name), home_id=studio.union_id)
                new.append(person)
                others.append(person)
            if _complete(person, lead) and person.pk:
                completed[person.pk] = person
            found[_key(studio, lead)] = person
    Person.objects.bulk_create(new, batch_size=BATCH)
    Person.objects.bulk_update(completed.values(), ["sex", "birth_month", "mobile"], batch_size=BATCH)
    return found


def _namesakes(entries: list[Entry]) -> dict[tuple[int, str], list[Person]]:
    """Everybody of the units who bears a lead's name; those who lead a studio already come first."""
    units = {studio.union_id for studio, _leads in entries}
    names = {lead.name for _studio, leads in entries for lead in leads}
    known: dict[tuple[int, str], list[Person]] = {}
    persons = Person.objects.filter(home__in=units, name__in=names, erased_at=None)
    for person in persons.order_by(F("model_worker").asc(nulls_last=True), "pk"):
        known.setdefault((person.home_id or 0, person.name), []).append(person)
    return known


def _same(namesakes: list[Person], lead: LedgerLead) -> Person | None:
    for person in namesakes:
        if lead.born_on is None or person.birth_month in (None, lead.born_on):
            return person
    return None


def _complete(person: Person, lead: LedgerLead) -> bool:
    """Fill what is blank and say whether anything was."""
    before = (person.sex, person.birth_month, person.mobile)
    person.sex = person.sex or lead.sex
    person.birth_month = person.birth_month or lead.born_on
    person.mobile = person.mobile or lead.mobile_phone
    return before != (person.sex, person.birth_month, person.mobile)


def _workers(entries: list[Entry], persons: dict[tuple[int, str], Person]) -> dict[tuple[int, str], ModelWorker]:
    known = {worker.person_id: worker for worker in ModelWorker.objects.filter(person__in=persons.values())}
    found: dict[tuple[int, str], ModelWorker] = {}
    new: dict[int, ModelWorker] = {}
    completed: list[ModelWorker] = []
    for studio, leads in entries:
        for lead in leads:
            person = persons[_key(studio, lead)]
            worker = known.get(person.pk) or new.setdefault(person.pk, ModelWorker(person=person))
            if lead.title and not worker.title:
                worker.title = lead.title
                completed.append(worker)
            found[_key(studio, lead)] = worker
    ModelWorker.objects.bulk_create(new.values(), batch_size=BATCH)
    ModelWorker.objects.bulk_update([w for w in completed if w.person_id in known], ["title"], batch_size=BATCH)
    return found


def _leaderships(entries: list[Entry], workers: dict[tuple[int, str], ModelWorker]) -> None:
    studios = {studio.pk for studio, _leads in entries}
    led = set(Leadership.objects.present().filter(studio__in=studios).values_list("studio", flat=True))
    new = {
        (studio.pk, position): Leadership(studio=studio, worker=workers[_key(studio, lead)], position=position)
        for studio, leads in entries
        if studio.pk not in led
        for position, lead in enumerate(leads, 1)
    }
    Leadership.objects.bulk_create(new.values(), batch_size=BATCH)


def _awards(entries: list[Entry], workers: dict[tuple[int, str], ModelWorker]) -> None:
    new = {
        (worker.pk, lead.honour, lead.honour_year): HonourAward(
            worker=worker, honour_id=lead.honour, year=lead.honour_year
        )
        for studio, leads in entries
        for lead in leads
        if lead.honour and (worker := workers[_key(studio, lead)])
    }
    HonourAward.objects.bulk_create(new.values(), batch_size=BATCH, ignore_conflicts=True)
