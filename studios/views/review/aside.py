"""An expert steps aside from a case after the declaration."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.panels import step_aside
from studios.forms.panels import AsideForm
from studios.views.review.seats import Case, Desk, seated
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import SIGNED_IN, audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
@seated
def aside(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Ask what ties the expert to the case, then close it to them."""
    found, form = Case(desk, number), AsideForm(posted(request))
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: step_aside(desk.seat, found.application, by=request.user, note=note)):
            messages.success(request, _("You have stepped aside. The union was told."))
            return redirect(desk.url)
    facts = {"case": found, "desk": desk, "form": form}
    return render(request, "studios/review/aside.html", facts, status=form_status(request, refused=form.errors))
