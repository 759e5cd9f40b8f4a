"""Leads of a studio: a person who is a model worker, with honours, and the leadership from–to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.members import wanted_of
from studios.actions.people import Wanted, find_persons
from studios.actions.upkeep import assign, lock_studio, require_version, touch
from studios.models import HonourAward, Leadership, ModelWorker, Person, Studio
from studios.values.answers import Row, number_of, rows_of, text_of
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account

MOST = 2
FIELDS = ("trade", "title", "skill_grade", "is_in_post", "merits")


def require_unnamed(studio: Studio) -> None:
    """The lead of a named studio is locked."""
    if studio.is_named:
        raise Refusal(
            _("The lead of a named studio is locked. A change of lead is requested from the union that named it.")
        )


@transaction.atomic
def add_lead(studio: Studio, values: Mapping[str, Any], *, by: Account, person: Wanted) -> Leadership:
    """Let a person lead a studio that is in preparation; one or two lead at a time."""
    studio = lock_studio(studio, by=by)
    require_unnamed(studio)
    present = list(studio.leaderships.present().select_related("worker"))
    if len(present) >= MOST:
        raise Refusal(_("A studio has one or two leads."), field="name")
    found = find_persons([person], home=studio.union)[0]
    if any(lead.worker.person_id == found.pk for lead in present):
        raise Refusal(_("This person leads the studio already."), field="name")
    worker = _worker_of(found)
    assign(worker, values)
    worker.save()
    position = next(n for n in range(1, MOST + 1) if n not in {lead.position for lead in present})
    lead = Leadership.objects.create(studio=studio, worker=worker, position=position, starts_on=clock.today())
    touch(studio)
    record(Verb.STUDIO_EDITED, by=by, subject=studio, union=studio.union, details={"lead": found.pk})
    return lead


def _worker_of(person: Person) -> ModelWorker:
    return ModelWorker.objects.filter(person=person).first() or ModelWorker(person=person)


@transaction.atomic
def save_worker(lead: Leadership, values: Mapping[str, Any], *, by: Account, version: str = "") -> ModelWorker:
    """Change trade, title, grade, post and merits of a lead."""
    studio = lock_studio(lead.studio, by=by)
    worker = ModelWorker.objects.select_for_update(of=("self",)).get(pk=lead.worker_id)
    require_version(worker, version)
    changed = assign(worker, values)
    worker.save()
    touch(studio)
    details = {"studio": studio.pk, "fields": sorted(changed)}
    record(Verb.PERSON_SAVED, by=by, subject=worker, union=studio.union, details=details)
    return worker


@transaction.atomic
def remove_lead(lead: Leadership, *, by: Account) -> None:
    """Take a lead out of a studio in preparation; the person and the honours stay."""
    studio = lock_studio(lead.studio, by=by)
    require_unnamed(studio)
    record(Verb.STUDIO_EDITED, by=by, subject=studio, union=studio.union, details={"without_lead": lead.worker_id})
    lead.delete()
    touch(studio)


@transaction.atomic
def add_award(lead: Leadership, values: Mapping[str, Any], *, by: Account) -> HonourAward:
    """Add an honour of a lead; the same honour of the same year stands once."""
    studio = lock_studio(lead.studio, by=by)
    if HonourAward.objects.filter(worker=lead.worker, honour=values["honour"], year=values.get("year")).exists():
        raise Refusal(_("This honour of this year stands here already."), field="honour")
    award = HonourAward.objects.create(worker=lead.worker, **values)
    touch(studio)
    record(Verb.PERSON_SAVED, by=by, subject=lead.worker, union=studio.union, details={"honour": award.honour_id})
    return award


@transaction.atomic
def delete_award(lead: Leadership, award: HonourAward, *, by: Account) -> None:
    """Take out an honour that was entered by mistake."""
    studio = lock_studio(lead.studio, by=by)
    details = {"without_honour": award.honour_id}
    record(Verb.PERSON_SAVED, by=by, subject=lead.worker, union=studio.union, details=details)
    award.delete()
    touch(studio)


def write_leads(studio: Studio, rows: Iterable[Row]) -> dict[str, Person]:
    """Write the leads of a form and return their persons by the key of their row. No right is checked here.

    Who leads a named studio is locked: its leads are brought up to date, none comes or goes.
    """
    rows = [row for row in rows if text_of(row, "name")][:MOST]
    persons = find_persons([wanted_of(row, more=_person_values(row)) for row in rows], home=studio.union)
    known = {w.person_id: w for w in ModelWorker.objects.filter(person__in=persons)}
    workers = [known.get(person.pk) or ModelWorker(person=person) for person in persons]
    for row, worker in zip(rows, workers, strict=True):
        assign(worker, _worker_values(row))
    ModelWorker.objects.bulk_update([w for w in workers if w.pk], FIELDS)
    ModelWorker.objects.bulk_create([w for w in workers if not w.pk])
    _write_awards(rows, workers)
    _write_leaderships(studio, workers)
    return {text_of(row, "key"): person for row, person in zip(rows, persons, strict=True)}


def _person_values(row: Row) -> dict[str, Any]:
    return {name: text_of(row, name) for name in ("mobile", "political_status", "education")}


def _worker_values(row: Row) -> dict[str, Any]:
    return {
        "trade": text_of(row, "trade"),
        "title": text_of(row, "title"),
        "skill_grade_id": number_of(row, "skill_grade"),
        "is_in_post": row.get("is_in_post") is not False,
        "merits": text_of(row, "merits"),
    }


def _write_awards(rows: list[Row], workers: list[ModelWorker]) -> None:
    awards = {
        (worker.pk, number_of(honour, "honour"), number_of(honour, "year")): HonourAward(
            worker=worker,
            honour_id=number_of(honour, "honour"),
            year=number_of(honour, "year"),
            document=text_of(honour, "document"),
        )
        for row, worker in zip(rows, workers, strict=True)
        for honour in rows_of(row, "honours")
        if number_of(honour, "honour")
    }
    HonourAward.objects.bulk_create(
        awards.values(), update_conflicts=True, unique_fields=["worker", "honour", "year"], update_fields=["document"]
    )


def _write_leaderships(studio: Studio, workers: list[ModelWorker]) -> None:
    present = list(studio.leaderships.present())
    if present and studio.is_named:
        return
    wanted = {worker.pk for worker in workers}
    today = clock.today()
    gone = [lead for lead in present if lead.worker_id not in wanted] if wanted else []
    for lead in gone:
        lead.ends_on = max(today, lead.starts_on or today)
    Leadership.objects.bulk_update(gone, ["ends_on"])
    staying = [lead for lead in present if lead not in gone]
    held = {lead.worker_id for lead in staying}
    new = [worker for worker in workers if worker.pk not in held]
    free = [n for n in range(1, MOST + 1) if n not in {lead.position for lead in staying}]
    Leadership.objects.bulk_create(_lead(studio, worker, n, today) for worker, n in zip(new, free, strict=False))


def _lead(studio: Studio, worker: ModelWorker, position: int, today: date) -> Leadership:
    return Leadership(studio=studio, worker=worker, position=position, starts_on=studio.founded_on or today)
