"""What the public finds: studios in force by words and facets, their cards, and the headline figures."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Greatest, JSONObject
from django.utils.translation import get_language

from studios.choices.calls import Stage
from studios.choices.register import HonourRank, ProblemArea
from studios.choices.showcase import BlockKey, Facet, PictureUse, ServiceKind
from studios.models import (
    Call,
    CallStage,
    Designation,
    Extension,
    FacetBits,
    HonourAward,
    Leadership,
    ShowcaseEntry,
    Studio,
    StudioKind,
)
from studios.queries.changes import kept_until_change
from studios.queries.facets import Choice
from studios.queries.pictures import public_pictures
from studios.queries.profile_parts import published_blocks
from studios.values.searching import number_forms, spelled, unproved_runs
from unions import clock
from unions.choices.tree import Level
from unions.models import IndustryGroup
from unions.values.text import folded

SORTS = {"changed": "-changed_at", "results": "-results_count", "named": "-named_on"}
# So many of those that fit best stand before the others.
MOST_FIRST = 60
# Where the entry holds the values of a facet.
LOOKUPS = {Facet.AREA: "areas__overlap", Facet.SERVICE: "services__overlap"}


@dataclass(frozen=True, slots=True)
class Figures:
    """The four figures of the headline, as of a day."""

    studios: int
    results: int
    adopters: int
    apprentices: int
    on: date


class Keys:
    """Keys of studios in order: those found exactly or by their beginning first, the rest only as far as asked for."""

    def __init__(self, first: list[int], rest: QuerySet[ShowcaseEntry]) -> None:
        self.first = first
        self.rest = rest.exclude(pk__in=first) if first else rest

    def __getitem__(self, part: slice) -> list[int]:
        """A page of them."""
        begin, end = part.start or 0, part.stop
        skipped = len(self.first)
        rest = self.rest.values_list("pk", flat=True)[max(begin - skipped, 0) : max(end - skipped, 0)]
        return self.first[begin:end] + list(rest)


def chosen_keys(choice: Choice, sort: str) -> Keys:
    """The studios that fit: an exact number or name first, then beginnings, then the rest, each in the order asked for."""
    rows = ShowcaseEntry.objects.all()
    for facet, values in choice.chosen.items():
        rows = rows.filter(**{LOOKUPS.get(Facet(facet), f"{facet}__in"): list(values)})
    order = (SORTS[sort], "-pk")
    if not choice.words:
        return Keys([], rows.order_by(*order))
    # Found by themselves: an order by place would put every studio in order that holds a common word.
    place, best = _places(" ".join(choice.words))
    first = rows.filter(best).alias(place=place).order_by("place", *order).values_list("pk", flat=True)
    return Keys(list(first[:MOST_FIRST]), rows.filter(_holding(choice.words)).order_by(*order))


def _holding(words: tuple[str, ...]) -> Q:
    """Every word finds: name, former name, number, unit, field, lead, also by pinyin and initials."""
    every = Q()
    for word in words:
        every &= Q(vector__finds=word)
        for run in unproved_runs(word):
            every &= Q(body__contains=run)
    joined = spelled(words)
    every = every | Q(vector__finds=joined) if joined else every
    return every | Q(keys__overlap=number_forms(" ".join(words)))


def _places(words: str) -> tuple[Case, Q]:
    exact = Q(keys__overlap=number_forms(words)) | Q(name=folded(words))
    begins = Q(name__startswith=folded(words))
    return Case(When(exact, then=Value(0)), default=Value(1), output_field=IntegerField()), exact | begins


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
    namings = Designation.objects.in_force().select_related("decision", "union")
    rows = (
        Studio.objects.filter(pk__in=list(ids))
        .select_related("union", "industry__group")
        .annotate(
            results_count=F("entry__results_count"),
            patents_count=F("entry__patents_count"),
            apprentices_count=F("entry__apprentices_count"),
            covers=public_pictures(PictureUse.COVER),
            published_blocks=published_blocks(BlockKey.INTRODUCTION, BlockKey.COVER),
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
    return list(ShowcaseEntry.objects.order_by("-named_on", "-pk").values_list("pk", flat=True)[:limit])


def facet_names() -> dict[str, dict[str, str]]:
    """Names of the facets' values in the reader's language, in order; counties and years name themselves."""
    return {
        Facet.GROUP: {group.code: group.name for group in IndustryGroup.objects.all()},
        Facet.LEVEL: {level.value: str(level.label) for level in Level},
        Facet.KIND: {str(kind.pk): in_language(kind.name, kind.name_en) for kind in StudioKind.objects.all()},
        Facet.HONOUR: {rank.value: str(rank.label) for rank in HonourRank},
        Facet.AREA: {area.value: str(area.label) for area in ProblemArea},
        Facet.SERVICE: {kind.value: str(kind.label) for kind in ServiceKind},
    }


def in_language(chinese: str, english: str) -> str:
    """The English name where the page is English and there is one."""
    return english if english and (get_language() or "").startswith("en") else chinese


def busiest_groups(limit: int) -> list[IndustryGroup]:
    """The industry groups with the most studios in force."""
    sizes = FacetBits.objects.filter(facet=Facet.GROUP).values("value").annotate(n=Sum("size")).filter(n__gt=0)
    codes = [row["value"] for row in sizes.order_by("-n", "value")[:limit]]
    groups = IndustryGroup.objects.in_bulk(codes)
    return [groups[code] for code in codes]


def headline_figures(mark: str = "") -> Figures:
    """Studios in force, verified results, units that adopted them as confirmed, apprentices; `mark` is the page's."""
    return kept_until_change("headline", lambda: _headline_figures(clock.today()), mark=mark)


def _headline_figures(day: date) -> Figures:
    sums: dict[str, Any] = ShowcaseEntry.objects.aggregate(
        studios=Count("pk"),
        results=Sum("results_count", default=0),
        adopters=Sum("adopters_count", default=0),
        apprentices=Sum("apprentices_count", default=0),
    )
    return Figures(sums["studios"], sums["results"], sums["adopters"], sums["apprentices"], day)


def calls_taking_applications() -> QuerySet[Call]:
    """Open calls before their date of filing, `filing_due`, which an extension for everybody may have moved."""
    dates = CallStage.objects.filter(call=OuterRef("pk"), stage=Stage.DRAFT).values("due_at")
    later = Extension.objects.filter(call=OuterRef("pk"), stage=Stage.DRAFT, union=None).order_by("-due_at")
    # GREATEST of PostgreSQL passes over NULL: without an extension the call's own date stands.
    due = Greatest(Subquery(dates), Subquery(later.values("due_at")[:1]))
    calls = Call.objects.public().open().select_related("union").annotate(filing_due=due)
    return calls.filter(Q(filing_due=None) | Q(filing_due__gt=clock.now()))
