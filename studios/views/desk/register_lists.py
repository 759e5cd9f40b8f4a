"""Lists across studios: who leads, who belongs, what they work on, what came of it."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studios.filters.register import (
    ActivityFilter,
    ApprenticeshipFilter,
    DesignationFilter,
    MemberFilter,
    PersonFilter,
    ProjectFilter,
    ResultFilter,
    StudioFilter,
    WorkerFilter,
)
from studios.forms.register.studio import kept_units
from studios.models import Activity, Apprenticeship, Designation, Member, Person, Project, Result
from studios.models.studio import register_q
from studios.queries.register import listed_studios, listed_workers, possible_matches, with_honours, with_leads
from studios.ui import people_columns
from studios.ui import register_columns as columns
from studios.ui.bulk.lists import bulk_of
from unions.choices.people import DESK_ROLES, Role
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing
from unions.ui.selected import Bulk

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
TEMPLATE = "studios/register/list.html"


def listing_of(
    request: HttpRequest,
    rows: QuerySet[Any],
    shown: list[Column],
    *,
    key: str,
    sort: str,
    title: str,
    filterset: Any,
    related: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows,
    bulk: Bulk | None = None,
) -> Listing:
    """A list of the register."""
    found = Listing(request, rows, shown, key=key, default_sort=sort, title=title, filterset=filterset, related=related)
    found.bulk = bulk
    return found


def answer(request: HttpRequest, listing: Listing, **more: Any) -> HttpResponse:
    """The list as a page, or as CSV."""
    return listing.sheet() if listing.wants_sheet else render(request, TEMPLATE, {"listing": listing, **more})


def of_studios(request: HttpRequest, model: Any) -> QuerySet[Any]:
    """Rows of a noun whose studio's register may be read."""
    return model.objects.filter(register_q(request.user, "studio__"))


def with_studio(*more: str) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    """Rows with studio and unit at hand."""
    return lambda rows: rows.select_related("studio__union", *more)


def studios_listing(request: HttpRequest) -> Listing:
    """All studios in scope."""
    found = listing_of(
        request,
        listed_studios(request.user),
        columns.studio_columns(),
        key="studios",
        sort="-changed",
        title=_("Studios"),
        filterset=StudioFilter,
        related=with_leads,
        bulk=bulk_of("studios", request.user),
    )
    found.unread = columns.UNREAD_OF_STUDIOS
    return found


@require_safe
@audience(*CASES)
def studios(request: HttpRequest) -> HttpResponse:
    """All studios in scope."""
    listing = studios_listing(request)
    may_found = Role.CLERK in request.user.scope.roles and kept_units(request.user).exists()
    writes = {"ledger_url": reverse("annual_ledger")} if request.user.scope.roles & set(DESK_ROLES) else {}
    return answer(request, listing, may_found=may_found, **writes)


def workers_listing(request: HttpRequest) -> Listing:
    """Model workers in scope."""
    return listing_of(
        request,
        listed_workers(request.user),
        people_columns.worker_columns(),
        key="workers",
        sort="name",
        title=_("Model workers"),
        filterset=WorkerFilter,
        related=with_honours,
    )


@require_safe
@audience(*CASES)
def workers(request: HttpRequest) -> HttpResponse:
    """Model workers in scope."""
    return answer(request, workers_listing(request))


def persons_listing(request: HttpRequest, *, reveal: bool = False) -> Listing:
    """Persons in scope; mobile and birth month masked above their unit."""
    return listing_of(
        request,
        Person.objects.visible_to(request.user).filter(erased_at=None),
        people_columns.person_columns(request.user, reveal=reveal),
        key="persons",
        sort="name",
        title=_("Persons"),
        filterset=PersonFilter,
        related=lambda rows: rows.select_related("home"),
    )


@require_safe
@audience(*CASES)
def persons(request: HttpRequest) -> HttpResponse:
    """Persons in scope; mobile and birth month masked above their unit."""
    listing = persons_listing(request)
    may_export = bool(request.user.scope.roles & set(DESK_ROLES))
    export_url = f"{reverse('persons_export')}?view=0&{listing.query}" if may_export else ""
    return answer(request, listing, has_matches=possible_matches(request.user).exists(), export_url=export_url)


def members_listing(request: HttpRequest) -> Listing:
    """Members of the studios in scope."""
    return listing_of(
        request,
        of_studios(request, Member),
        people_columns.member_columns(),
        key="members",
        sort="name",
        title=_("Members"),
        filterset=MemberFilter,
        related=with_studio("person", "skill_grade"),
        bulk=bulk_of("members", request.user),
    )


@require_safe
@audience(*CASES)
def members(request: HttpRequest) -> HttpResponse:
    """Members of the studios in scope."""
    return answer(request, members_listing(request))


def projects_listing(request: HttpRequest) -> Listing:
    """Projects of the studios in scope."""
    return listing_of(
        request,
        of_studios(request, Project),
        columns.project_columns(),
        key="projects",
        sort="-from",
        title=_("Projects"),
        filterset=ProjectFilter,
        related=with_studio(),
        bulk=bulk_of("projects", request.user),
    )


@require_safe
@audience(*CASES)
def projects(request: HttpRequest) -> HttpResponse:
    """Projects of the studios in scope."""
    return answer(request, projects_listing(request))


def results_listing(request: HttpRequest) -> Listing:
    """Results of the studios in scope."""
    return listing_of(
        request,
        of_studios(request, Result),
        columns.result_columns(request.user),
        key="results",
        sort="-finished",
        title=_("Results"),
        filterset=ResultFilter,
        related=with_studio("kind", "confirmed_union"),
        bulk=bulk_of("results", request.user),
    )


@require_safe
@audience(*CASES)
def results(request: HttpRequest) -> HttpResponse:
    """Results of the studios in scope."""
    return answer(request, results_listing(request))


def apprenticeships_listing(request: HttpRequest) -> Listing:
    """Masters and apprentices of the studios in scope."""
    return listing_of(
        request,
        of_studios(request, Apprenticeship),
        columns.apprenticeship_columns(),
        key="apprenticeships",
        sort="-from",
        title=_("Apprentices"),
        filterset=ApprenticeshipFilter,
        related=with_studio("master", "apprentice", "grade_before", "grade_after"),
        bulk=bulk_of("apprenticeships", request.user),
    )


@require_safe
@audience(*CASES)
def apprenticeships(request: HttpRequest) -> HttpResponse:
    """Masters and apprentices of the studios in scope."""
    return answer(request, apprenticeships_listing(request))


def activities_listing(request: HttpRequest) -> Listing:
    """Activities of the studios in scope."""
    return listing_of(
        request,
        of_studios(request, Activity),
        columns.activity_columns(),
        key="activities",
        sort="-date",
        title=_("Activities"),
        filterset=ActivityFilter,
        related=with_studio(),
        bulk=bulk_of("activities", request.user),
    )


@require_safe
@audience(*CASES)
def activities(request: HttpRequest) -> HttpResponse:
    """Activities of the studios in scope."""
    return answer(request, activities_listing(request))


def designations_listing(request: HttpRequest) -> Listing:
    """Designations of the studios in scope, with their plaques."""
    return listing_of(
        request,
        Designation.objects.visible_to(request.user),
        columns.designation_columns(request.user),
        key="designations",
        sort="-decided",
        title=_("Designations"),
        filterset=DesignationFilter,
        related=with_studio("decision", "union"),
        bulk=bulk_of("designations", request.user),
    )


@require_safe
@audience(*CASES)
def designations(request: HttpRequest) -> HttpResponse:
    """Designations of the studios in scope, with their plaques."""
    return answer(request, designations_listing(request))
