"""年度台账: the named studios of a union in a year with their figures of that year."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from studios.choices.register import DesignationState, ResultState
from studios.models import Activity, Apprenticeship, Benefit, Designation, Member, Project, Result, Studio
from studios.queries.register import leads_of
from unions.choices.tree import Level
from unions.models import Union

Rows = list[dict[str, Any]]
SURE = Q(is_certified=True, result__state=ResultState.CONFIRMED)


def studios_of_year(union: Union, year: int) -> QuerySet[Studio]:
    """Studios at or below the union with a naming that stood at some time of the year; none of a practice call."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    stood = Designation.objects.filter(studio=OuterRef("pk"), decided_on__lte=last)
    stood = stood.filter(Q(revoked_on=None) | Q(revoked_on__gte=first)).exclude(state=DesignationState.CANCELLED)
    rows = Studio.objects.filter(Exists(stood), union__path__startswith=union.path, practice=None)
    return rows.select_related("union", "industry__group")


def ledger_rows(union: Union, year: int) -> Rows:
    """One row a studio by unit and name; amounts in yuan, only certified ones of confirmed results as confirmed."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    here = {"studio": OuterRef("pk")}
    finished = Result.objects.filter(**here, finished_on__year=year)
    figures = {
        "member_count": _counted(Member.objects.filter(_during("joined_on", "left_on", last, last), **here)),
        "project_count": _counted(Project.objects.filter(_during("starts_on", "ends_on", first, last), **here)),
        "result_count": _counted(finished),
        "confirmed_count": _counted(finished.filter(state=ResultState.CONFIRMED)),
        "pair_count": _counted(Apprenticeship.objects.filter(_during("starts_on", "ends_on", first, last), **here)),
        "activity_count": _counted(Activity.objects.filter(**here, happened_on__year=year)),
        "benefit_reported": _summed(year, Q()),
        "benefit_confirmed": _summed(year, SURE),
    }
    studios = studios_of_year(union, year).annotate(lead_names=leads_of(), **figures)
    found = studios.order_by("union__path", "name", "pk")
    return [_row(number, studio, figures) for number, studio in enumerate(found, start=1)]


def _row(number: int, studio: Any, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "position": number,
        "studio": studio.name,
        "number": studio.number,
        "unit": studio.employer_name,
        "leads": studio.lead_names or "",
        "level": str(Level(studio.top_level).label) if studio.top_level else "",
        "industry": studio.industry.group.name if studio.industry else "",
        **{key: getattr(studio, key) for key in figures},
    }


def _during(start: str, end: str, first: date, last: date) -> Q:
    """Begun by the last day and not ended before the first; a start that nobody knows counts as begun."""
    begun = Q(**{start: None}) | Q(**{f"{start}__lte": last})
    return begun & (Q(**{end: None}) | Q(**{f"{end}__gte": first}))


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counts = rows.order_by().values("studio").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


def _summed(year: int, only: Q) -> Coalesce:
    """Benefit of the year in yuan; secret results are left out."""
    rows = Benefit.objects.filter(only, result__studio=OuterRef("pk"), result__is_secret=False, year=year)
    sums = rows.order_by().values(studio=F("result__studio")).annotate(n=Sum("amount")).values("n")
    money = DecimalField(max_digits=18, decimal_places=2)
    return Coalesce(Subquery(sums, output_field=money), Decimal(0), output_field=money)
