"""Fills the pages of a new application once from the register."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from studios.choices.sections import SectionKey, SectionState
from studios.models import Application, Member, ModelWorker, Person, Result, Studio
from unions import clock

Content = dict[str, Any]
SCHEMA = 1
YEARS = 3


def _month(day: date | None) -> str | None:
    return f"{day:%Y-%m}" if day else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _yuan(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


@transaction.atomic
def prefill_sections(application: Application) -> None:
    """Write the register's rows into the pages that are still empty; a page with something in it counts as begun."""
    contents = prefilled(application.studio, since=date(clock.today().year - YEARS, 1, 1))
    for section in application.sections.filter(version=0):
        section.content = contents[SectionKey(section.key)]
        section.state = SectionState.STARTED if _holds_something(section.content) else SectionState.EMPTY
        section.save(update_fields=["content", "state"])


def _holds_something(content: Content) -> bool:
    return any(value not in (None, "", [], False) for name, value in content.items() if name != "schema")


def prefilled(studio: Studio, *, since: date) -> dict[SectionKey, Content]:
    """Contents of all pages from the register, results and activities since a day."""
    results = list(
        studio.results.filter(Q(finished_on__gte=since) | Q(finished_on=None)).order_by("-finished_on", "pk")
    )
    pages: dict[SectionKey, Content] = {
        SectionKey.BASICS: _basics(studio),
        SectionKey.LEADS: {"leads": _leads(studio)},
        SectionKey.TEAM: {"members": _members(studio)},
        SectionKey.RESULTS: {"projects": _projects(studio), "results": [_result(r) for r in results]},
        SectionKey.BENEFITS: {"benefits": _benefits(results)},
        SectionKey.TRAINING: {"apprenticeships": _apprenticeships(studio), "activities": _activities(studio, since)},
        SectionKey.MEANS: _means(studio),
        SectionKey.SUMMARY: {"summary": studio.summary},
    }
    return {key: {"schema": SCHEMA} | page for key, page in pages.items()}


def _basics(studio: Studio) -> Content:
    return {
        "name": studio.name,
        "name_reason": studio.name_reason,
        "kind": studio.kind_id,
        "employer": studio.employer,
        "industry": studio.industry_id,
        "field": studio.field_of_work,
        "founded_on": _month(studio.founded_on),
        "address": studio.address,
        "contact_name": studio.contact_name,
        "contact_phone": studio.contact_phone,
        "introduction": studio.introduction,
    }


def _person(person: Person) -> Content:
    return {
        "person": person.pk,
        "name": person.name,
        "sex": person.sex or None,
        "birth_month": _month(person.birth_month),
    }


def _skill(row: ModelWorker | Member) -> Content:
    return {"trade": row.trade, "title": row.title, "skill_grade": row.skill_grade_id}


def _leads(studio: Studio) -> list[Content]:
    rows = studio.leaderships.present().select_related("worker__person").prefetch_related("worker__awards")
    return [_lead(f"p{row.worker.person_id}", row.worker) for row in rows]


def _lead(key: str, worker: ModelWorker) -> Content:
    person = worker.person
    return (
        _person(person)
        | _skill(worker)
        | {
            "key": key,
            "mobile": person.mobile,
            "political_status": person.political_status or None,
            "education": person.education or None,
            "is_in_post": worker.is_in_post,
            "merits": worker.merits,
            "honours": [
                {"key": f"h{a.pk}", "honour": a.honour_id, "year": a.year, "document": a.document}
                for a in worker.awards.all()
            ],
        }
    )


def _members(studio: Studio) -> list[Content]:
    leads = studio.leaderships.present().values("worker__person")
    rows = studio.members.filter(left_on=None).exclude(person__in=leads).select_related("person")
    return [
        _person(m.person)
        | _skill(m)
        | {"key": f"p{m.person_id}", "record": m.pk, "role": m.role, "joined_on": _month(m.joined_on)}
        for m in rows
    ]


def _projects(studio: Studio) -> list[Content]:
    return [
        {
            "key": f"j{p.pk}",
            "record": p.pk,
            "title": p.title,
            "area": p.area,
            "approved_by": p.approved_by,
            "starts_on": _month(p.starts_on),
            "ends_on": _month(p.ends_on),
            "state": p.state,
            "difficulty": p.difficulty,
        }
        for p in studio.projects.all()[:20]
    ]


def _result(result: Result) -> Content:
    open_text = not result.is_secret
    return {
        "key": f"r{result.pk}",
        "record": result.pk,
        "title": result.title,
        "kind": result.kind_id,
        "number": result.number,
        "finished_on": _day(result.finished_on),
        "problem": result.problem if open_text else "",
        "novelty": result.novelty if open_text else "",
        "adopters_count": result.adopters_count or None,
        "is_secret": result.is_secret,
    }


def _benefits(results: Iterable[Result]) -> list[Content]:
    known = {r.pk: f"r{r.pk}" for r in results}
    rows = [b for r in Result.objects.filter(pk__in=known).prefetch_related("benefits") for b in r.benefits.all()]
    return [
        {
            "key": f"b{b.pk}",
            "record": b.pk,
            "result": known[b.result_id],
            "year": b.year,
            "method": b.method,
            "amount": _yuan(b.amount),
            "formula": b.formula,
            "period": b.period,
        }
        for b in rows
    ]


def _apprenticeships(studio: Studio) -> list[Content]:
    return [
        _person(a.apprentice)
        | {
            "key": f"a{a.pk}",
            "record": a.pk,
            "master": f"p{a.master_id}",
            "agreed_on": _day(a.agreed_on),
            "starts_on": _month(a.starts_on),
            "ends_on": _month(a.ends_on),
            "grade_before": a.grade_before_id,
            "grade_after": a.grade_after_id,
        }
        for a in studio.apprenticeships.select_related("apprentice")
    ]


def _activities(studio: Studio, since: date) -> list[Content]:
    return [
        {
            "key": f"v{a.pk}",
            "record": a.pk,
            "kind": a.kind,
            "happened_on": _day(a.happened_on),
            "topic": a.topic,
            "people_count": a.people_count,
            "place": a.place,
        }
        for a in studio.activities.filter(happened_on__gte=since)[:100]
    ]


def _means(studio: Studio) -> Content:
    year = clock.today().year
    known = {row.get("year"): row for row in studio.funds if isinstance(row, dict)}
    return {
        "area": _yuan(studio.area),
        "equipment": studio.equipment,
        "has_sign": studio.has_sign or None,
        "has_ledger": studio.has_ledger or None,
        "funds": [
            {
                "key": f"f{y}",
                "year": y,
                "amount": known[y].get("amount") if y in known else None,
                "source": known[y].get("source", "") if y in known else "",
            }
            for y in range(year - 1, year - 1 - YEARS, -1)
        ],
    }
