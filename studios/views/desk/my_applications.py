"""My applications: cards of the units I file for, opening one, throwing a draft away."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.filings import discard_application, open_application
from studios.choices.calls import FINAL, Stage
from studios.forms.application.opening import OpeningForm
from studios.models import Application, Call
from studios.models.application import PRIVATE
from studios.permissions import fills
from studios.views.desk.form_page import own_application
from unions import clock
from unions.choices.people import Role
from unions.errors import Refusal
from unions.models import Account
from unions.ui.audience import audience
from unions.values.numbers import whole_number

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """One application with the one thing to do next."""

    application: Application
    next: str
    url: str
    is_primary: bool
    days_left: int | None

    @property
    def state(self) -> Stage:
        """The state with its label and tone."""
        return Stage(self.application.state)


def card(application: Application, account: Account) -> Card:
    """What to do next depends on the state, and on who fills the form."""
    form, case = reverse("application_form", args=[application.number]), application.get_absolute_url()
    due = application.due_at
    days = (localtime(due).date() - clock.today()).days if due and application.state not in FINAL else None
    if not fills(account, application):
        return Card(
            application,
            _("See the progress"),
            "" if application.state in PRIVATE else case,
            is_primary=False,
            days_left=days,
        )
    if application.state == Stage.DRAFT:
        return Card(application, _("Go on filling in"), form, is_primary=True, days_left=days)
    if application.state == Stage.RETURNED:
        return Card(application, _("Change the returned pages"), form, is_primary=True, days_left=days)
    return Card(application, _("See the progress"), case, is_primary=False, days_left=None)


def mine(request: HttpRequest) -> Any:
    """Applications of the units where I am clerk or chair, and those that I file for others."""
    units = request.user.scope.union_ids(Role.CLERK, Role.CHAIR)
    rows = Application.objects.filter(Q(union__in=units) | Q(opened_by=request.user, is_proxy=True))
    return rows.with_parties()


@audience(Role.CLERK, Role.CHAIR)
@require_safe
def cards(request: HttpRequest) -> HttpResponse:
    """My applications and the calls that are open to my units."""
    page = Paginator(mine(request), PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "cards": [card(a, request.user) for a in page], "calls": OpeningForm.calls_for(request.user)}
    shown["may_open"] = Role.CLERK in request.user.scope.roles
    return render(request, "studios/application/mine.html", shown)


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a studio, or name a new one, and open its application."""
    calls = OpeningForm.calls_for(request.user)
    call = get_object_or_404(Call, pk=whole_number(request.GET.get("call")) or (calls[0].pk if len(calls) == 1 else 0))
    form = OpeningForm(request.POST or None, account=request.user, call=call)
    if request.method == "POST" and form.is_valid():
        try:
            application = open_application(call, form.studio(by=request.user), by=request.user)
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("application_form", application.number)
    return render(request, "studios/application/new.html", {"form": form, "call": call})


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then throw away a draft that was never submitted."""
    application = own_application(request, number)
    if request.method == "POST":
        discard_application(application, by=request.user)
        messages.success(request, _("The draft was thrown away."))
        return redirect("applications")
    return render(request, "studios/application/discard.html", {"application": application})
