"""The rows that a paper shows, as plain values; pages and papers read the same ones."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery

from studios.choices.calls import Stage
from studios.choices.reviews import NoticeState
from studios.choices.sections import SectionKey
from studios.models import (
    Application,
    ApplicationDesk,
    Call,
    Decision,
    Designation,
    Leadership,
    Meeting,
    NoticeLine,
    PublicNotice,
    RecommendationBatch,
)
from studios.queries.batches import batch_rows
from studios.queries.notices import draft_rows, rows_of, with_listed_facts
from studios.values.answers import rows_of as answer_rows
from studios.values.answers import text_of

Rows = list[dict[str, Any]]


def last_recommender() -> Subquery:
    """The name of the union that recommended a case last; none for units directly below the naming union."""
    desks = ApplicationDesk.objects.filter(application=OuterRef("pk"), stage=Stage.RECOMMENDATION)
    return Subquery(desks.order_by("-position").values("union__name")[:1])


def case_rows(applications: Sequence[Application]) -> Rows:
    """Cases as papers name them, in the given order; they need `with_listed_facts`."""
    rows = rows_of(applications)
    return [{**row, "leads": filed_leads(case)} for row, case in zip(rows, applications, strict=True)]


def filed_leads(application: Application) -> str:
    """The leads' names as filed, else as registered."""
    versions = getattr(application, "newest_versions", ())
    page = versions[0].content.get(SectionKey.LEADS) or {} if versions else {}
    filed = [name for row in answer_rows(page, "leads") if (name := text_of(row, "name"))]
    return "、".join(filed) or leads_of(lead for lead in application.studio.leaderships.all() if lead.ends_on is None)


def leads_of(leaderships: Iterable[Leadership]) -> str:
    """The leads' names."""
    return "、".join(lead.worker.person.name for lead in leaderships)


def summary_rows(batch: RecommendationBatch) -> Rows:
    """A recommender's ranked list, from the versions that were listed."""
    return [
        {
            "position": row.rank,
            "number": row.number,
            "studio": row.studio,
            "kind": row.kind,
            "unit": row.unit,
            "industry": row.industry,
            "leads": "、".join(row.leads),
            "honours": "、".join(row.honours),
            "members": row.members,
            "results": row.results,
            "version": row.version,
        }
        for row in batch_rows(batch)
    ]


def result_rows(meeting: Meeting) -> Rows:
    """What the meeting said of each case, as its record was frozen."""
    return [dict(row) for row in meeting.content]


def notice_rows(notice: PublicNotice) -> Rows:
    """The candidates of a notice: frozen once it is published."""
    return draft_rows(notice)


def ready_rows(call: Call) -> Rows:
    """The cases that await the decision paper: in the order of the notice where there was one, else by number."""
    shown = NoticeLine.objects.filter(application=OuterRef("pk"), notice__call=call)
    place = shown.exclude(notice__state=NoticeState.DRAFT).order_by("notice__series", "-notice__version")
    cases = call.applications.filter(state=Stage.DECISION).annotate(
        series=Subquery(place.values("notice__series")[:1]), place=Subquery(place.values("position")[:1])
    )
    return case_rows(list(with_listed_facts(cases).order_by("series", "place", "number")))


def named_rows(decision: Decision) -> Rows:
    """What a decision names, by plaque number, with plaque and the code behind its QR."""
    leads = Leadership.objects.present().select_related("worker__person").order_by("position")
    shown = Prefetch("studio__leaderships", queryset=leads, to_attr="present_leads")
    rows = decision.designations.select_related("studio__union").prefetch_related(shown)
    ordered = rows.order_by("plaque_number", "pk")
    return [{"position": place, **_named(designation)} for place, designation in enumerate(ordered, start=1)]


def _named(designation: Designation) -> dict[str, Any]:
    studio = designation.studio
    return {
        "studio": studio.name,
        "unit": studio.employer_name,
        "leads": leads_of(getattr(studio, "present_leads", ())),
        "level": designation.wording,
        "plaque_number": designation.plaque_number or "",
        "code": designation.code,
        "page": designation.get_absolute_url(),
        "decided_on": designation.decided_on.isoformat(),
        "valid_until": designation.valid_until.isoformat() if designation.valid_until else "",
    }
