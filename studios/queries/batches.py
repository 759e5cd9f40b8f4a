"""What a recommendation summary lists, what may still be added to it, and what stands on its paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Stage
from studios.choices.sections import SectionKey
from studios.models import (
    Application,
    BatchLine,
    Call,
    Honour,
    RecommendationBatch,
    StudioKind,
)
from studios.queries.stamped_scans import has_unit_scan
from unions.choices.people import DESK_ROLES
from unions.choices.tree import UnionKind
from unions.errors import Sentence
from unions.models import Account, Industry, Union

MOVED_ON = _("does not wait at this desk any more")
CHANGED = _("was submitted anew since it was listed; take it out and add it again")
NO_UNIT_SCAN = _("was filed for the unit, whose stamped scan is missing; add it when you recommend this case by itself")


@dataclass(frozen=True, slots=True)
class ListedCase:
    """A line of the list and what keeps it from being handed over; nothing when it is ready."""

    line: BatchLine
    fault: Sentence


@dataclass(frozen=True, slots=True)
class WaitingCase:
    """A case at the recommender's desk that is not listed yet, and what keeps it from being so."""

    application: Application
    fault: Sentence


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line of the paper 推荐汇总表, read from the version that was listed."""

    rank: int
    number: str
    studio: str
    kind: str
    unit: str
    industry: str
    leads: tuple[str, ...]
    honours: tuple[str, ...]
    members: int
    results: int
    version: int


def with_scans(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with whether the unit's stamped scan is there."""
    return rows.annotate(has_unit_scan=has_unit_scan())


def _lacks_scan(application: Application) -> Sentence:
    return NO_UNIT_SCAN if application.is_proxy and not application.has_unit_scan else ""  # type: ignore[attr-defined]


def waiting_cases(batch: RecommendationBatch) -> list[WaitingCase]:
    """What waits at the recommender's desk in this call and is not on the list."""
    rows = Application.objects.filter(call=batch.call_id, state=Stage.RECOMMENDATION, desk=batch.union_id)
    rows = rows.exclude(batch_lines__batch=batch).select_related("studio", "union").order_by("state_since", "pk")
    return [WaitingCase(a, _lacks_scan(a)) for a in with_scans(rows)]


def listed_cases(batch: RecommendationBatch) -> list[ListedCase]:
    """The lines in their order, each with its fault."""
    lines = list(batch.lines.select_related("application__studio", "application__union", "version").order_by("rank"))
    found = with_scans(Application.objects.filter(pk__in=[line.application_id for line in lines]))
    scans = dict(found.values_list("pk", "has_unit_scan"))
    for line in lines:
        line.application.has_unit_scan = scans[line.application_id]  # type: ignore[attr-defined]
    return [ListedCase(line, fault_of(line, batch)) for line in lines]


def fault_of(line: BatchLine, batch: RecommendationBatch) -> Sentence:
    """What keeps a line from being handed over."""
    application = line.application
    if application.state != Stage.RECOMMENDATION or application.desk_id != batch.union_id:
        return MOVED_ON
    if application.version_count != line.version.number:
        return CHANGED
    return _lacks_scan(application) if hasattr(application, "has_unit_scan") else ""


def recommends_in(union: Union, call: Call) -> bool:
    """Whether the union may stand between a unit and the naming union of the call."""
    is_between = union.path.startswith(call.union.path) and union.pk != call.union_id
    return is_between and union.kind != UnionKind.GRASSROOTS and Stage.RECOMMENDATION in call.stages


def own_recommenders(call: Call, account: Account) -> list[Union]:
    """The unions that recommend in this call and at which the account is clerk or chair."""
    own = Union.objects.active().filter(pk__in=account.scope.union_ids(*DESK_ROLES)).order_by("path")
    return [union for union in own if recommends_in(union, call)]


def counted_batches(call: Call, account: Account) -> QuerySet[RecommendationBatch]:
    """The summaries of a call that the account may see, with how many cases each lists."""
    rows = RecommendationBatch.objects.visible_to(account).filter(call=call)
    return rows.annotate(listed=Count("lines"))


def batch_of(application: Application, account: Account) -> RecommendationBatch | None:
    """The newest summary by which the case was handed over, for those who may see it."""
    rows = RecommendationBatch.objects.visible_to(account).filter(lines__application=application)
    return rows.filter(handed_at__isnull=False).order_by(F("handed_at").desc()).first()


def batch_rows(batch: RecommendationBatch) -> list[BatchRow]:
    """What stands on the paper, in rank order; figures come from the frozen versions."""
    lines = list(batch.lines.select_related("application__studio", "application__union", "version").order_by("rank"))
    names = _names([line.version.content for line in lines])
    return [_row(line, names) for line in lines]


def _names(contents: Sequence[Mapping[str, Any]]) -> dict[str, dict[Any, str]]:
    """Names of the dictionary entries that the versions state."""
    basics = [content.get(SectionKey.BASICS) or {} for content in contents]
    honours = {h.get("honour") for content in contents for lead in _leads(content) for h in lead.get("honours") or []}
    kinds, industries = {b.get("kind") for b in basics}, {b.get("industry") for b in basics}
    return {
        "honours": dict(Honour.objects.filter(pk__in=_keys(honours)).values_list("pk", "name")),
        "kinds": dict(StudioKind.objects.filter(pk__in=_keys(kinds)).values_list("pk", "name")),
        "industries": dict(Industry.objects.filter(code__in=industries - {None}).values_list("code", "name")),
    }


def _keys(values: Iterable[Any]) -> list[int]:
    return [value for value in values if isinstance(value, int)]


def _leads(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list((content.get(SectionKey.LEADS) or {}).get("leads") or [])


def _row(line: BatchLine, names: Mapping[str, Mapping[Any, str]]) -> BatchRow:
    content, studio = line.version.content, line.application.studio
    basics, leads = content.get(SectionKey.BASICS) or {}, _leads(content)
    honours = [h.get("honour") for lead in leads for h in lead.get("honours") or []]
    return BatchRow(
        rank=line.rank,
        number=line.application.number,
        studio=basics.get("name") or studio.name,
        kind=names["kinds"].get(basics.get("kind"), ""),
        unit=basics.get("employer") or line.application.union.employer_name,
        industry=names["industries"].get(basics.get("industry"), ""),
        leads=tuple(lead.get("name") or "" for lead in leads),
        honours=tuple(dict.fromkeys(names["honours"][h] for h in honours if h in names["honours"])),
        members=len((content.get(SectionKey.TEAM) or {}).get("members") or []),
        results=len((content.get(SectionKey.RESULTS) or {}).get("results") or []),
        version=line.version.number,
    )
