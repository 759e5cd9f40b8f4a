"""The pages of jobs: the list, one job with its progress, and the work of the clock."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateJob

from unions.actions.job_results import cancel_job, page_of
from unions.actions.worker_pages import full_path
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.exports.fault_sheet import fault_sheet
from unions.filters.jobs import JobFilter
from unions.models import JobResult
from unions.permissions import keeps_root
from unions.queries.jobs import jobs_of, periodic_work
from unions.ui.audience import SIGNED_IN, audience
from unions.ui.jobs import (
    elapsed,
    is_stopping,
    may_cancel,
    name_of,
    progress_of,
    result_of,
    rhythm,
    state_of,
    words_of,
)
from unions.ui.listing import Column, Listing

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    Column(key="name", label=_("Job"), value=name_of, sort="task_name", link=lambda job: page_of(job.pk)),
    Column(key="state", label=_("State"), value=state_of, kind="state", sort="status"),
    Column(key="progress", label=_("Progress"), value=progress_of),
    Column(key="deferred", label=_("Asked for"), value=lambda job: job.deferred_at, kind="moment", sort="pk"),
    Column(key="started", label=_("Started"), value=lambda job: job.started_at, kind="moment", is_default=False),
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
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "unions/jobs/list.html", {"listing": listing, "may_see_clock": keeps_root(request.user)})


def _own(request: HttpRequest, pk: int) -> ProcrastinateJob:
    return get_object_or_404(jobs_of(request.user), pk=pk)


@require_safe
@audience(SIGNED_IN)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one job is; asked again every two seconds until it has ended."""
    found = _own(request, pk)
    shown = {
        "job": found,
        "name": name_of(found),
        "state": state_of(found),
        "elapsed": elapsed(found),
        "result": result_of(found),
        "is_stopping": is_stopping(found),
        "may_cancel": may_cancel(found),
    }
    return render(request, f"unions/jobs/{'progress' if request.htmx else 'job'}.html", shown)


@require_safe
@audience(SIGNED_IN)
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The faults that a job found, as a sheet."""
    found = JobResult.objects.filter(pk=_own(request, pk).pk).exclude(faults={}).first()
    if found is None:
        raise Http404
    sheet = fault_sheet(found.faults["head"], found.faults["rows"])
    name = f'attachment; filename="faults-{found.pk}.xlsx"'
    return HttpResponse(sheet, SHEET, headers={"Content-Disposition": name})


@require_safe
@audience(SIGNED_IN)
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The sheet that a job wrote, for whoever asked for it and for nobody else."""
    job = get_object_or_404(jobs_of(request.user).filter(args__by=request.user.pk), pk=pk)
    found = get_object_or_404(JobResult.objects.exclude(file=""), pk=job.pk)
    sheet = full_path(found).open("rb")
    return FileResponse(sheet, as_attachment=True, filename=found.file_name, content_type=SHEET)


@require_POST
@audience(SIGNED_IN)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel one's own job."""
    found = _own(request, pk)
    cancel_job(found, by=request.user)
    messages.success(request, _now("The job is cancelled as soon as it can stop."))
    return redirect("job", found.pk)


@require_safe
@audience(Role.ADMINISTRATOR)
def periodic(request: HttpRequest) -> HttpResponse:
    """What the clock starts, with last and next run; for administrators of the root."""
    if not keeps_root(request.user):
        raise Forbidden(_("Administrators of the highest union here see the work of the clock."))
    rows = [
        (words_of(work.name), rhythm(work.cron), work.last, work.last and state_of(work.last), work.next_at)
        for work in periodic_work()
    ]
    return render(request, "unions/jobs/periodic.html", {"rows": rows})
