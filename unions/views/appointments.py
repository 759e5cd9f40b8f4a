"""Appointments: made, ended, and those that a merger left to be confirmed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unions import clock
from unions.actions.appointments import confirm_appointment, drop_appointment, end_appointment, make_appointment
from unions.choices.people import Role
from unions.errors import Refusal
from unions.forms.appointments import AppointmentForm, EndForm
from unions.forms.refusals import refusals_on
from unions.models import Appointment
from unions.permissions import refuse_oneself, refuse_unless_keeps
from unions.ui.audience import audience

PAGE = 50
REACH = (Role.ADMINISTRATOR,)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def appointment_new(request: HttpRequest) -> HttpResponse:
    """Give an account a role at a union; the address may name both."""
    initial = {name: request.GET.get(name, "")[:80] for name in ("account", "union")}
    form = AppointmentForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        with refusals_on(form):
            made = make_appointment(facts.pop("account"), by=request.user, **facts)
            messages.success(request, _("The appointment was made."))
            return redirect("account", pk=made.account_id)
    return render(request, "unions/appointments/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.ADMINISTRATOR)
def appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an appointment at once or on a later day."""
    rows = Appointment.objects.filter(request.user.scope.q("union__path", roles=REACH))
    row = get_object_or_404(rows.select_related("account", "union"), pk=pk)
    refuse_unless_keeps(request.user, row.union)
    refuse_oneself(request.user, row.account)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            end_appointment(row, by=request.user, **form.cleaned_data)
            messages.success(request, _("The appointment ends."))
            return redirect("account", pk=row.account_id)
    return render(request, "unions/appointments/end.html", {"form": form, "row": row})


@require_safe
@audience(Role.ADMINISTRATOR)
def appointments_pending(request: HttpRequest) -> HttpResponse:
    """Appointments that a merger ended, to be confirmed one by one."""
    rows = _pending(request).select_related("account", "union", "awaits").order_by("awaits__path", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "unions/appointments/pending.html", {"page": page, "today": clock.today()})


@require_POST
@audience(Role.ADMINISTRATOR)
def appointment_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry one of them over, or leave it ended."""
    row = get_object_or_404(_pending(request), pk=pk)
    is_yes = request.POST.get("answer") == "confirm"
    try:
        (confirm_appointment if is_yes else drop_appointment)(row, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The appointment goes on.") if is_yes else _("The appointment stays ended."))
    return redirect("appointments_pending")


def _pending(request: HttpRequest) -> QuerySet[Appointment]:
    return Appointment.objects.awaiting().filter(request.user.scope.q("awaits__path", roles=REACH))
