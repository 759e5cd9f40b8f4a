"""The page of jobs."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from unions.filters.jobs import JobFilter
from unions.queries.jobs import jobs_of
from unions.ui.audience import SIGNED_IN, audience
from unions.ui.jobs import elapsed, name_of, result_of, state_of
from unions.ui.listing import Column, Listing

COLUMNS = (
    Column(key="name", label=_("Job"), value=name_of, sort="task_name"),
    Column(key="state", label=_("State"), value=state_of, kind="state", sort="status"),
    Column(key="deferred", label=_("Asked for"), value=lambda job: job.deferred_at, kind="moment", sort="pk"),
    Column(key="started", label=_("Started"), value=lambda job: job.started_at, kind="moment"),
    Column(key="elapsed", label=_("Took"), value=elapsed),
    Column(key="result", label=_("Outcome"), value=result_of, link=lambda job: job.result_url or ""),
    Column(key="by", label=_("Asked for by"), value=lambda job: job.started_by),
    Column(key="number", label=_("Number"), value=lambda job: job.pk, kind="number", is_default=False),
)


@require_safe
@audience(SIGNED_IN)
def jobs(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """One's own jobs, newest first; administrators of the root see all."""
    listing = Listing(
        request,
        jobs_of(request.user),
        COLUMNS,
        key="jobs",
        default_sort="-deferred",
        filterset=JobFilter,
        title=_("Jobs"),
        empty=_("No job has been asked for yet."),
    )
    return listing.csv() if listing.wants_csv else render(request, "unions/jobs.html", {"listing": listing})
