"""Stamped scans of a case: added after the desk has signed, and compared by eye where no QR code can be read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.stamped_scans import Upload, add_stamped_scans, compare_by_hand, why_not_stamped
from studios.forms.cases import CompareScanForm
from studios.forms.stamped_scans import AddScanForm
from studios.models import Application
from studios.queries.cases import versions_of
from studios.queries.stamped_scans import stamping_desks
from studios.values.uploads.marks import marks_in
from studios.views.desk.cases import find_case
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt, refusals_on
from unions.ui.answers import form_status
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK, Role.CHAIR)
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Add the scan of a stamp of the reader's own desk."""
    application = find_case(request, number)
    desks, versions = stamping_desks(application, request.user), versions_of(application)
    if not desks:
        raise Forbidden(why_not_stamped(application))
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AddScanForm(*sent, desks=desks, versions=versions)
    if form.is_bound and form.is_valid() and _added(request, application, form):
        return redirect(f"{application.get_absolute_url()}#stamps")
    page = {"application": application, "form": form, "desks": desks, "newest": versions[0]}
    return render(request, "studios/case/add_scan.html", page, status=form_status(request, refused=form.is_bound))


def _added(request: HttpRequest, application: Application, form: AddScanForm) -> bool:
    values = form.cleaned_data
    uploads = [Upload(file, file.name, marks_in(file)) for file in values["scan"]]
    facts = {"by": request.user, "version": values.get("version") or 0}
    with refusals_on(form, file_field="scan"):
        made = add_stamped_scans(application, values["desk"], uploads, **facts)
    if form.errors:
        return False
    is_matched = all(scan.how for scan in made)
    messages.success(request, _("Added.") if is_matched else _("Added. A desk compares by eye which version it shows."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK, Role.CHAIR)
def compare(request: HttpRequest, number: str, row: int) -> HttpResponse:
    """Say which version the paper shows."""
    application = find_case(request, number)
    scan = get_object_or_404(application.stamped_scans.select_related("file"), pk=row)
    form = CompareScanForm(request.POST if request.method == "POST" else None, versions=versions_of(application))
    if (
        form.is_bound
        and form.is_valid()
        and attempt(form, lambda: compare_by_hand(scan, by=request.user, **form.cleaned_data))
    ):
        messages.success(request, _("Recorded."))
        return redirect(f"{application.get_absolute_url()}#stamps")
    page = {"application": application, "scan": scan, "form": form}
    return render(request, "studios/case/compare_scan.html", page, status=form_status(request, refused=form.is_bound))
