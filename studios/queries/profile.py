"""What the public page of one studio, one result, one plaque and one paper shows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from studios.choices.register import DesignationState, MemberRole, ResultGroup
from studios.models import Adoption, Benefit, Decision, Designation, Result, ResultKind, Studio
from studios.queries.profile_parts import page_parts
from studios.queries.showcase import in_language, present_leads
from unions import clock

READ_METHODS = 100


@dataclass(frozen=True, slots=True)
class NamedMember:
    """A member who agreed to be named."""

    name: str
    work: str


@dataclass(frozen=True, slots=True)
class Team:
    """Members as numbers, and the names of those who agreed."""

    total: int
    roles: list[tuple[str, int]]
    grades: list[tuple[str, int]]
    named: list[NamedMember]


def studio_page(number: str) -> Studio | None:
    """The studio that the public reads with everything its page shows but results; None when never named."""
    return _pages(clock.today()).filter(number=number.upper()).first()


# Putting these columns together takes as long as reading them.
@lru_cache(maxsize=1)
def _pages(today: date) -> QuerySet[Studio]:
    namings = Designation.objects.exclude(state=DesignationState.CANCELLED)
    return (
        Studio.objects.public()
        .select_related("union", "kind", "industry__group", "reported_figures")
        .annotate(**page_parts(today))
        .prefetch_related(
            Prefetch("leaderships", queryset=present_leads(), to_attr="present_leads"),
            Prefetch(
                "designations",
                queryset=namings.select_related("decision", "union", "revoked_by"),
                to_attr="namings",
            ),
        )
    )


def verified_results() -> QuerySet[Result]:
    """Public results with kind, who confirmed them, certified benefit and the count of confirmed adopters, newest first."""
    benefits = Benefit.objects.filter(result=OuterRef("pk"), is_certified=True, amount__gt=0).order_by("-year", "pk")
    facts = JSONObject(year=F("year"), method=F("method"), amount=F("amount"))
    return (
        Result.objects.public()
        .select_related("kind", "confirmed_union", "entry")
        .annotate(certified=ArraySubquery(benefits.values(json=facts)))
    )


def with_adopters(rows: QuerySet[Result]) -> QuerySet[Result]:
    """Results with the units that use them, as the studio confirmed."""
    units = Adoption.objects.confirmed().filter(result=OuterRef("pk")).order_by("received_at", "pk")
    return rows.annotate(adopters=ArraySubquery(units.values("organisation")))


def newest_methods(limit: int) -> list[Result]:
    """The working methods entered last that a union confirmed, with their steps and studio.

    A bounded number of each kind's newest is read by its index, so that a register without any costs no more.
    """
    kinds = ResultKind.objects.filter(group=ResultGroup.METHOD).values_list("pk", flat=True)
    latest = [Result.objects.filter(kind=kind).order_by("-pk").values("pk")[:READ_METHODS] for kind in kinds]
    if not latest:
        return []
    known = latest[0].union(*latest[1:]) if latest[1:] else latest[0]
    rows = verified_results().filter(pk__in=known).exclude(steps=[]).select_related("studio__union")
    return list(rows.order_by("-pk")[:limit])


def team_of(studio: Studio) -> Team:
    """Present members of a studio from `studio_page`: numbers by role and grade, and the names of those who agreed."""
    members = studio.present_members  # type: ignore[attr-defined]
    grades = [in_language(m["grade"] or "", m["grade_en"] or "") for m in members]
    named = [
        NamedMember(m["name"], _work(m["trade"], grade or m["title"]))
        for m, grade in zip(members, grades, strict=True)
        if m["name"]
    ]
    roles = Counter(m["role"] for m in members)
    shown = [(str(role.label), roles[role]) for role in MemberRole if roles[role]]
    return Team(len(grades), shown, Counter(g for g in grades if g).most_common(), named)


def _work(trade: str, rank: str) -> str:
    return " · ".join(part for part in (trade, rank) if part)


def plaque(code: str) -> Designation | None:
    """The naming whose plaque bears this code, of a studio that was named."""
    rows = Designation.objects.select_related("studio__union", "decision", "union", "revoked_by")
    return rows.filter(code=code, studio__number__isnull=False).first()


def public_decisions() -> QuerySet[Decision]:
    """Papers that named or revoked at least one studio, with how many, the latest first.

    Asked by its numbers, paper by paper: EXISTS would be answered for all namings before the first paper is shown.
    """
    named = Designation.objects.filter(decision=OuterRef("pk"), studio__number__isnull=False)
    revoked = Designation.objects.filter(revoked_by=OuterRef("pk"))
    rows = Decision.objects.annotate(
        named_count=_number_of(named, "decision"), revoked_count=_number_of(revoked, "revoked_by")
    )
    return (
        rows.filter(Q(named_count__gt=0) | Q(revoked_count__gt=0))
        .select_related("revokes")
        .order_by("-decided_on", "-pk")
    )


def _number_of(rows: QuerySet[Designation], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n")), 0)


def namings_of(decision: Decision) -> QuerySet[Designation]:
    """The namings that a paper made or revoked, by number of the studio."""
    touched = Designation.objects.filter(Q(decision=decision) | Q(revoked_by=decision), studio__number__isnull=False)
    return touched.select_related("studio__union").order_by("studio__number")
