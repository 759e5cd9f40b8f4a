"""The pool of experts: the list, one expert, the account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.panels import add_expert, edit_expert, give_account
from studios.filters.panels import ExpertFilter
from studios.forms.experts import EditExpertForm, NewExpertForm
from studios.models import Expert
from studios.permissions import keeps_pool
from studios.queries.panels import with_load, with_seats
from unions.actions.accounts import Slip
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden, Refusal
from unions.forms.refusals import refusals_on
from unions.models import Union
from unions.ui.answers import posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

READERS = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="name",
        label=gettext_lazy("Name"),
        value=lambda e: e.person.name,
        sort="person__name_key",
        link=lambda e: reverse("expert", args=[e.pk]),
        sub=lambda e: e.title,
    ),
    Column(key="unit", label=gettext_lazy("Unit"), value=lambda e: e.unit, sort="unit"),
    Column(
        key="specialties",
        label=gettext_lazy("Specialties"),
        value=lambda e: [str(group) for group in e.specialties.all()],
        kind="tags",
    ),
    Column(key="field", label=gettext_lazy("Field of work"), value=lambda e: e.field_of_work, is_default=False),
    Column(key="pool", label=gettext_lazy("Pool of"), value=lambda e: e.union.name, sort="union__name"),
    Column(
        key="account",
        label=gettext_lazy("Account"),
        value=lambda e: e.account.username if e.account else gettext_lazy("None"),
        sort="account__username",
    ),
    Column(key="panels", label=gettext_lazy("Panels now"), value=lambda e: e.panels, kind="number", sort="panels"),
    Column(
        key="available",
        label=gettext_lazy("Available"),
        value=lambda e: gettext_lazy("Yes") if e.is_active else gettext_lazy("No"),
        sort="is_active",
    ),
]


@require_safe
@audience(*READERS)
def experts(request: HttpRequest) -> HttpResponse:
    """The pools in sight."""
    listing = Listing(
        request,
        with_seats(Expert.objects.visible_to(request.user)),
        COLUMNS,
        key="experts",
        default_sort="name",
        filterset=ExpertFilter,
        title=_("Experts"),
    )
    if listing.wants_sheet:
        return listing.sheet()
    may_write = bool(request.user.scope.roles & set(WRITERS))
    return render(request, "studios/panel/experts.html", {"listing": listing, "may_write": may_write})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def expert_new(request: HttpRequest) -> HttpResponse:
    """Add an expert; asked for, the answer is the slip of the account, shown this once."""
    unions = Union.objects.active().filter(pk__in=request.user.scope.union_ids(*DESK_ROLES)).order_by("path")
    form = NewExpertForm(posted(request), unions=unions)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            named = {name: form.cleaned_data[name] for name in ("name", "birth_month", "home")}
            made = add_expert(form.pool_of, by=request.user, facts=form.facts, **named)
            if form.cleaned_data["wants_account"]:
                return _slip(request, made, give_account(made, by=request.user))
            messages.success(request, _("The expert is in the pool."))
            return redirect("expert", made.pk)
    return render(request, "studios/panel/expert_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*READERS)
def expert(request: HttpRequest, pk: int) -> HttpResponse:
    """One expert: seats, and the form for those who keep the pool."""
    found = get_object_or_404(with_seats(Expert.objects.visible_to(request.user)), pk=pk)
    may_write = keeps_pool(request.user, found.union)
    if request.method == "POST" and not may_write:
        raise Forbidden(_("The pool of experts is kept by clerks and chairs of its union."))
    form = EditExpertForm(posted(request), expert=found)
    if request.method == "POST" and form.is_valid():
        edit_expert(found, by=request.user, facts=form.facts)
        messages.success(request, _("Saved."))
        return redirect("expert", pk)
    seats = with_load(found.seats.all()).order_by("-invited_at")
    context = {"expert": found, "form": form, "seats": seats, "may_write": may_write}
    return render(request, "studios/panel/expert.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def expert_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then make the account or a new one-time password; the answer is the slip, shown this once."""
    found = get_object_or_404(with_seats(Expert.objects.visible_to(request.user)), pk=pk)
    if not keeps_pool(request.user, found.union):
        raise Forbidden(_("The pool of experts is kept by clerks and chairs of its union."))
    refused = ""
    if request.method == "POST":
        try:
            return _slip(request, found, give_account(found, by=request.user))
        except Refusal as refusal:
            refused = str(refusal.message)
    return render(request, "studios/panel/expert_account.html", {"expert": found, "refused": refused})


def _slip(request: HttpRequest, expert: Expert, slip: Slip) -> HttpResponse:
    """The password stands on this answer alone; nothing keeps it."""
    return render(request, "studios/panel/slip.html", {"slip": slip, "expert": expert})
