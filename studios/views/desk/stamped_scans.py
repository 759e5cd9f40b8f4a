"""A stamped scan whose QR code cannot be read is compared by eye."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.stamped_scans import compare_by_hand
from studios.forms.cases import CompareScanForm
from studios.queries.cases import versions_of
from studios.views.desk.cases import find_case
from unions.choices.people import Role
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience


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
