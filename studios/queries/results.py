"""Verified results as the public finds them: by words and filters, bounded counts, what stands around one of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Func, Max, Min, QuerySet, Sum, TextField, Value
from django.db.models.functions import Concat

from studios.choices.files import FileKind
from studios.choices.showcase import Facet
from studios.models import Adoption, Attachment, FacetBits, Result, ResultEntry
from studios.models.words import ResultWords
from studios.queries.profile import verified_results
from studios.values.searching import unproved_runs
from unions.models import IndustryGroup
from unions.queries.ordering import sorted_last

# Rows are counted up to here, and fewer are listed: whoever turns fifty pages is better served by a filter.
MOST_COUNTED = 10_000
MOST_LISTED = 1_000
MOST_COUNTIES = 24
MOST_YEARS = 40
RELATED = 4
SORTS = {"finished": "finished_on", "confirmed": "confirmed_at", "adopters": "users_count"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: every word, and of each filter (kind, area, group, county, year) one of its values."""

    words: tuple[str, ...] = ()
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    studio: str = ""
    flags: tuple[str, ...] = ()


def found_results(wanted: Wanted) -> QuerySet[ResultEntry]:
    """Public results that fit, as narrow rows."""
    rows = ResultEntry.objects.all()
    for key, values in wanted.filters.items():
        if values:
            rows = rows.filter(tags__overlap=[f"{key}:{value}" for value in values])
    if years := [int(year) for year in wanted.filters.get("year", ())]:
        # Says nothing new, but lets the index of the order begin there.
        rows = rows.filter(finished_on__range=(date(min(years), 1, 1), date(max(years), 12, 31)))
    if wanted.flags:
        rows = rows.filter(tags__contains=list(wanted.flags))
    if wanted.studio:
        rows = rows.filter(studio__number=wanted.studio)
    for word in wanted.words:
        rows = rows.filter(result__in=_holding(word).values("pk"))
    return rows


def _holding(word: str) -> QuerySet[ResultWords]:
    """Results whose title, problem or number holds the word."""
    found = ResultWords.objects.filter(vector__finds=word)
    if runs := unproved_runs(word):
        space = Value(" ")
        text = Concat("result__title", space, "result__problem", space, "result__number", output_field=TextField())
        found = found.alias(plain=Func(text, function="studios_folded", output_field=TextField()))
    for run in runs:
        found = found.filter(plain__contains=run)
    return found


def counted(rows: QuerySet[ResultEntry]) -> int:
    """How many fit, one more than the bound when there are more."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def in_order(rows: QuerySet[ResultEntry], sort: str, *, total: int = MOST_COUNTED + 1) -> QuerySet[ResultEntry]:
    """The rows in the order asked for, the largest first; a missing date is the smallest.

    Few rows are found first and then sorted. Many are walked to, for the first ones are soon met.
    """
    order = F(SORTS[sort]).desc(nulls_last=sort == "finished" or None), "-pk"
    return rows.order_by(*(sorted_last(*order) if total <= MOST_COUNTED else order))


def shown_results(keys: Iterable[int]) -> list[Result]:
    """These results in the order given, with everything that a row of a list shows."""
    keys = list(keys)
    rows = with_studio(verified_results().filter(pk__in=keys))
    found = {result.pk: result for result in rows}
    return [found[key] for key in keys if key in found]


def with_studio(rows: QuerySet[Result]) -> QuerySet[Result]:
    """Results with studio, unit and industry group at hand."""
    return rows.select_related("studio__union", "studio__industry__group")


def adopters_of(result: Result) -> list[Adoption]:
    """The units whose use the studio confirmed, the earliest first; who wrote for them is not read."""
    rows = Adoption.objects.confirmed().filter(result=result).defer("contact_name", "contact_phone")
    return list(rows.order_by(F("since_on").asc(nulls_last=True), "pk"))


def evidence_of(result: Result) -> list[tuple[str, int]]:
    """Which kinds of file prove a result and how many of each; neither names nor contents leave the database."""
    rows = Attachment.objects.filter(result=result, removed_at=None).order_by("kind")
    return [(FileKind(kind).label, number) for kind, number in rows.values_list("kind").annotate(n=Count("pk"))]


def related_results(result: Result) -> list[Result]:
    """The newest others of the same problem area from the same industry group."""
    group = result.studio.industry.group_id if result.studio.industry else None
    if not result.area or not group:
        return []
    rows = found_results(Wanted(filters={"area": [result.area], "group": [group]})).exclude(pk=result.pk)
    return shown_results(in_order(rows, "finished").values_list("pk", flat=True)[:RELATED])


def years_of_results() -> list[int]:
    """The years in which public results were finished, the latest first."""
    ends = ResultEntry.objects.aggregate(first=Min("finished_on"), last=Max("finished_on"))
    if ends["first"] is None:
        return []
    last = ends["last"].year
    return list(range(last, max(ends["first"].year, last - MOST_YEARS) - 1, -1))


def busiest_counties() -> list[str]:
    """The counties with the most studios in force."""
    sizes = FacetBits.objects.filter(facet=Facet.COUNTY).values("value").annotate(n=Sum("size")).filter(n__gt=0)
    return list(sizes.order_by("-n", "value").values_list("value", flat=True)[:MOST_COUNTIES])


def industry_groups() -> dict[str, str]:
    """Industry groups by their code, in the reader's language."""
    return {group.code: group.name for group in IndustryGroup.objects.all()}
