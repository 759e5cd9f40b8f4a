"""What the public finds: studios in force by words and facets, their cards, and the headline figures."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest, JSONObject
from django.utils.translation import get_language

from studios.choices.calls import Stage
from studios.choices.register import ResultGroup
from studios.models import (
    Apprenticeship,
    Call,
    CallStage,
    Designation,
    Extension,
    HonourAward,
    Leadership,
    Result,
    Studio,
    StudioKind,
)
from unions import clock
from unions.choices.tree import Level
from unions.models import IndustryGroup

FACETS = ("group", "level", "county", "kind")
PATHS = {"group": "industry__group_id", "level": "top_level", "county": "county", "kind": "kind_id"}
SORTS = ("changed", "results", "named")
PINYIN = re.compile(r"[a-z]+")
MOST_INITIALS = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody looks for: words, and for each facet the values of which one must fit."""

    words: tuple[str, ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def fits(self, cell: "Cell", *, but: str = "") -> bool:
        """Whether a cell passes every facet, `but` left out."""
        return all(cell.values[f] in chosen for f, chosen in self.facets.items() if chosen and f != but)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many studios share one value of each facet: `n` of those that the words find."""

    values: dict[str, str]
    n: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The four figures of the headline, as of a day."""

    studios: int
    results: int
    adopters: int
    apprentices: int
    on: date


def matching(rows: QuerySet[Studio], words: Iterable[str]) -> QuerySet[Studio]:
    """Studios whose searched text holds every word: name, number, unit, field, lead (also pinyin), former names."""
    for word in words:
        found = Q(search_text__icontains=word)
        if PINYIN.fullmatch(word.lower()):
            found |= Q(search_text__iregex=_pinyin(word.lower()))
        rows = rows.filter(found)
    return rows


def _pinyin(letters: str) -> str:
    """A pattern for `zhangwei` and, when short, for the initials `zw` in `zhang1 wei3`."""
    whole = "[1-5]? ?".join(letters)
    initials = "[a-z]*[1-5]? ?".join(letters)
    return rf"\m({whole}|{initials})" if 1 < len(letters) <= MOST_INITIALS else rf"\m{whole}"


def cells(words: tuple[str, ...]) -> list[Cell]:
    """Count studios in force by all facets at once; cells that the words empty stay, so that options stay."""
    rows = Studio.objects.in_force().order_by()
    hit = Q(pk__in=matching(Studio.objects.all(), words).values("pk")) if words else Q()
    count = Count("pk", filter=hit) if words else Count("pk")
    counted = rows.values_list(*(PATHS[f] for f in FACETS)).annotate(n=count)
    return [Cell({f: str(v or "") for f, v in zip(FACETS, row, strict=False)}, row[-1]) for row in counted]


def chosen_ids(choice: Choice, sort: str) -> QuerySet[Studio, int]:
    """Primary keys of the studios that fit, in order; the key breaks ties so that pages never overlap."""
    rows = matching(Studio.objects.in_force(), choice.words)
    for facet, values in choice.facets.items():
        if values:
            rows = rows.filter(**{f"{PATHS[facet]}__in": values})
    return _ordered(rows, sort).values_list("pk", flat=True)


def _ordered(rows: QuerySet[Studio], sort: str) -> QuerySet[Studio]:
    if sort == "results":
        return rows.annotate(rank=_count(Result.objects.public())).order_by("-rank", "-pk")
    if sort == "named":
        last = Designation.objects.in_force().filter(studio=OuterRef("pk")).order_by().values("studio")
        return rows.annotate(rank=Subquery(last.annotate(d=Max("decided_on")).values("d"))).order_by("-rank", "-pk")
    return rows.order_by("-changed_at", "-pk")


def _count(rows: "QuerySet[Result] | QuerySet[Apprenticeship]") -> Coalesce:
    own = rows.filter(studio=OuterRef("pk")).order_by().values("studio")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def honours(worker: str) -> ArraySubquery:
    """A lead's honours, highest first, without a query of their own."""
    awards = HonourAward.objects.filter(worker=OuterRef(worker)).order_by("honour__position", "year", "pk")
    return ArraySubquery(
        awards.values(json=JSONObject(zh=F("honour__name"), en=F("honour__name_en"), year=F("year"))),
    )


def present_leads() -> QuerySet[Leadership]:
    """Present leads with person, grade and honours at hand."""
    rows = Leadership.objects.present().select_related("worker__person", "worker__skill_grade")
    return rows.annotate(honours=honours("worker"))


def cards(ids: Collection[int]) -> list[Studio]:
    """These studios in the order given, with what a card shows: namings in force, leads, counts."""
    results = Result.objects.public()
    namings = Designation.objects.in_force().select_related("decision", "union")
    rows = (
        Studio.objects.filter(pk__in=list(ids))
        .select_related("union", "industry__group")
        .annotate(
            results_count=_count(results),
            patents_count=_count(results.filter(kind__group=ResultGroup.PATENT)),
            apprentices_count=_count(Apprenticeship.objects.all()),
        )
        .prefetch_related(
            Prefetch("leaderships", queryset=present_leads(), to_attr="present_leads"),
            Prefetch("designations", queryset=namings, to_attr="namings"),
        )
    )
    found = {studio.pk: studio for studio in rows}
    return [found[pk] for pk in ids if pk in found]


def newest_ids(limit: int) -> list[int]:
    """The studios named last."""
    return list(_ordered(Studio.objects.in_force(), "named").values_list("pk", flat=True)[:limit])


def facet_names() -> dict[str, dict[str, str]]:
    """Names of groups and kinds in the reader's language, in the dictionaries' order (one query each)."""
    return {
        "group": {group.code: group.name for group in IndustryGroup.objects.all()},
        "kind": {str(kind.pk): in_language(kind.name, kind.name_en) for kind in StudioKind.objects.all()},
        "level": {level.value: str(level.label) for level in Level},
    }


def in_language(chinese: str, english: str) -> str:
    """The English name where the page is English and there is one."""
    return english if english and (get_language() or "").startswith("en") else chinese


def busiest_groups(limit: int) -> list[IndustryGroup]:
    """The industry groups with the most studios in force."""
    studios = Studio.objects.in_force().values("pk")
    counted = IndustryGroup.objects.annotate(n=Count("industries__studios", filter=Q(industries__studios__in=studios)))
    return list(counted.filter(n__gt=0).order_by("-n", "position")[:limit])


def headline_figures() -> Figures:
    """Studios in force, verified results, units that adopted them as reported there, apprentices of the studios."""
    people = Count("apprenticeships__apprentice", distinct=True)
    studios = Studio.objects.in_force().order_by().aggregate(n=Count("pk", distinct=True), people=people)
    results = Result.objects.public().aggregate(n=Count("pk"), adopters=Sum("adopters_count", default=0))
    return Figures(studios["n"], results["n"], results["adopters"], studios["people"], clock.today())


def calls_taking_applications() -> QuerySet[Call]:
    """Open calls before their date of filing, `filing_due`, which an extension for everybody may have moved."""
    dates = CallStage.objects.filter(call=OuterRef("pk"), stage=Stage.DRAFT).values("due_at")
    later = Extension.objects.filter(call=OuterRef("pk"), stage=Stage.DRAFT, union=None).order_by("-due_at")
    # GREATEST of PostgreSQL passes over NULL: without an extension the call's own date stands.
    due = Greatest(Subquery(dates), Subquery(later.values("due_at")[:1]))
    calls = Call.objects.open().select_related("union").annotate(filing_due=due)
    return calls.filter(Q(filing_due=None) | Q(filing_due__gt=clock.now()))
