"""The review settings of a call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.plans import save_plan
from studios.forms.plans import PlanForm
from studios.queries.plans import plan_of
from studios.views.desk.calls import WRITERS, writable
from unions.forms.refusals import attempt
from unions.ui.audience import audience


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """How the panel, the visit, the meeting and the notice of this call work."""
    call = writable(request, pk)
    form = PlanForm(request.POST if request.method == "POST" else None, instance=plan_of(call), stages=call.stages)
    if form.is_bound and form.is_valid():
        given = {"settings": form.settings, "seen": form.cleaned_data["seen"]}
        if attempt(form, lambda: save_plan(call, by=request.user, **given)):
            messages.success(request, _("Saved."))
            return redirect("call_edit", call.pk)
    return render(request, "studios/rubric/plan.html", {"call": call, "form": form})
