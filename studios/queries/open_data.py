"""Rows of the open data: public ones alone, without persons, read in chunks by their key."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from studios.choices.register import DesignationState
from studios.models import Adoption, Benefit, Designation, PublicNotice, Result, Studio
from studios.queries.profile import public_decisions

CHUNK = 2_000


def in_chunks(rows: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    """Yield rows in the order of their key; only a chunk of them is in memory, no transaction stays open."""
    rows, last = rows.order_by("pk"), 0
    while found := list(rows.filter(pk__gt=last)[:CHUNK]):
        yield from found
        last = found[-1]["pk"]


def studio_rows() -> QuerySet[Any]:
    """Studios that were ever named; what is counted stands with those in force."""
    names = ("number", "name", "state", "employer", "county", "field_of_work", "founded_on", "changed_at")
    related = ("kind__name", "union__name", "union__employer", "union__office_phone", "industry_id", "industry__name")
    figures = ("results_count", "patents_count", "methods_count", "apprentices_count", "adopters_count", "benefit")
    counted = ("level", "named_on", "honour", "services", *figures)
    rows = Studio.objects.public().order_by()
    return rows.values("pk", *names, *related, "industry__group_id", *(f"entry__{name}" for name in counted))


def designation_rows() -> QuerySet[Any]:
    """Namings of studios that were ever named, but cancelled ones."""
    rows = Designation.objects.filter(studio__in=Studio.objects.public()).exclude(state=DesignationState.CANCELLED)
    names = ("plaque_number", "level", "level_name", "decided_on", "valid_until", "state", "revoked_on")
    papers = ("studio__number", "decision_id", "decision__issuer", "decision__number", "revoked_by__number")
    return rows.values("pk", *names, *papers)


def result_rows() -> QuerySet[Any]:
    """Verified results with the units that use them and their certified benefit in all."""
    users = Adoption.objects.confirmed().filter(result=OuterRef("pk")).order_by().values("result")
    sums = Benefit.objects.filter(result=OuterRef("pk"), is_certified=True).order_by().values("result")
    rows = Result.objects.public().annotate(
        users=Coalesce(Subquery(users.annotate(n=Count("organisation", distinct=True)).values("n")), 0),
        yuan=Subquery(sums.annotate(n=Sum("amount")).values("n")),
    )
    names = ("title", "area", "number", "finished_on", "problem", "novelty", "confirmed_at", "users", "yuan")
    return rows.values("pk", *names, "kind__name", "kind__group", "studio__number", "confirmed_union__name")


def benefit_rows() -> QuerySet[Any]:
    """Certified benefit of verified results, a row a year and kind."""
    rows = Benefit.objects.filter(result__in=Result.objects.public(), is_certified=True, amount__isnull=False)
    return rows.values("pk", "result_id", "year", "method", "amount")


def decision_rows() -> QuerySet[Any]:
    """Papers that named or revoked studios."""
    names = ("issuer", "number", "title", "kind", "verb", "decided_on", "revokes__number")
    return public_decisions().values("pk", *names, "named_count", "revoked_count")


def notice_rows() -> QuerySet[Any]:
    """Public notices, every version of each."""
    rows = PublicNotice.objects.public().annotate(union=F("call__union__name"))
    return rows.values("pk", "union", "title", "version", "corrects_id", "note", "published_on", "ends_on", "state")
