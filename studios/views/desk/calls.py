"""Calls: the list, the overview, and the pages of the editor."""

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.calls import (
    close_call,
    create_call,
    edit_call,
    extend_call,
    open_call,
    opening_faults,
    set_dates,
)
from studios.choices.calls import CallState, Stage
from studios.filters.calls import CallFilter
from studios.forms.calls import DatesForm, ExtensionForm, NamingUnionForm, WordingForm, opening_hour
from studios.models import Call
from studios.permissions import edits_call
from studios.queries.call_differences import differences
from studios.queries.quotas import own_quotas
from studios.ui.path import call_steps
from studios.ui.review import review_links
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="title",
        label=gettext_lazy("Call"),
        value=lambda c: c.title,
        sort="title",
        link=lambda c: reverse("call_edit", args=[c.pk]),
    ),
    Column(key="union", label=gettext_lazy("Naming union"), value=lambda c: c.union, sort="union__name"),
    Column(key="level", label=gettext_lazy("Level"), value=lambda c: c.get_level_display(), sort="level"),
    Column(key="year", label=gettext_lazy("Year"), value=lambda c: c.year, kind="number", sort="year"),
    Column(key="state", label=gettext_lazy("State"), value=lambda c: CallState(c.state), kind="state", sort="state"),
    Column(key="filed", label=gettext_lazy("Applications"), value=lambda c: c.filed, kind="number", sort="filed"),
    Column(key="named", label=gettext_lazy("Named"), value=lambda c: c.named, kind="number", sort="named"),
]


def counted(rows: QuerySet[Call]) -> QuerySet[Call]:
    """Calls with how many filed and how many were named."""
    named = Count("applications", filter=Q(applications__state=Stage.NAMED))
    return rows.select_related("union").annotate(filed=Count("applications"), named=named)


@require_safe
@audience(*CASES)
def calls(request: HttpRequest) -> HttpResponse:
    """Every call in sight, the newest first."""
    listing = Listing(
        request,
        counted(Call.objects.visible_to(request.user)),
        COLUMNS,
        key="calls",
        default_sort="-year",
        filterset=CallFilter,
        title=_("Calls"),
    )
    may_write = bool(request.user.scope.roles & set(WRITERS))
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "studios/calls/list.html", {"listing": listing, "may_write": may_write})


def writable(request: HttpRequest, pk: int) -> Call:
    """The call, for somebody who may write it: 404 out of sight, 403 otherwise."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("union"), pk=pk)
    if not edits_call(request.user, call):
        raise Forbidden(_("Clerks and chairs of the naming union write its calls."))
    return call


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """Draft a call; it begins with the level's usual conditions."""
    data = request.POST if request.method == "POST" else None
    initial = {"year": clock.today().year, "opens_at": opening_hour(clock.today()), "level": "city"}
    form, union = WordingForm(data, initial=initial), NamingUnionForm(data, account=request.user)
    unions = list(union.fields["union"].queryset)
    chosen = unions[0] if len(unions) == 1 else None
    if form.is_bound and form.is_valid() and (chosen or union.is_valid()):
        naming = chosen or union.cleaned_data["union"]
        made = attempt(form, lambda: create_call(naming, by=request.user, wording=form.wording))
        if made is not None:
            return redirect("call_edit", made.pk)
    return render(request, "studios/calls/wording.html", {"form": form, "union_form": None if chosen else union})


@require_safe
@audience(*CASES)
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything the call says, each part with its link to change it."""
    rows = counted(Call.objects.visible_to(request.user)).select_related("copied_from", "union")
    call = get_object_or_404(rows, pk=pk)
    rules = call.rule_sets.order_by("-number").prefetch_related("conditions", "honours").first()
    found = {
        "call": call,
        "rules": rules,
        "steps": call_steps(call),
        "dates": call.dates.all(),
        "opinions": call.opinions.all(),
        "slots": call.slots.all(),
        "extensions": call.extensions.select_related("union", "by"),
        "rule_sets": call.rule_sets.select_related("made_by"),
        "may_edit": edits_call(request.user, call) and call.state != CallState.CLOSED,
        "may_sign": request.user.scope.holds(call.union, Role.CHAIR),
        "faults": opening_faults(call) if call.state == CallState.DRAFT else [],
        "review_links": review_links(call),
        "own_places": own_quotas(call, request.user),
        "differences": differences(call),
    }
    return render(request, "studios/calls/overview.html", found)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title, wording and settings."""
    call = writable(request, pk)
    form = WordingForm(request.POST if request.method == "POST" else None, instance=call)
    if form.is_bound and form.is_valid():
        stored = Call.objects.get(pk=call.pk)
        if attempt(form, lambda: edit_call(stored, by=request.user, wording=form.wording)):
            return _saved(request, call)
    return render(request, "studios/calls/wording.html", {"call": call, "form": form})


def _saved(request: HttpRequest, call: Call) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("call_edit", call.pk)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the binding date of each stage."""
    call = writable(request, pk)
    form = DatesForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_bound and form.is_valid() and attempt(form, lambda: set_dates(call, by=request.user, dates=form.dates)):
        return _saved(request, call)
    return render(request, "studios/calls/dates.html", {"call": call, "form": form})


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a stage a later date."""
    call = writable(request, pk)
    form = ExtensionForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_bound and form.is_valid():
        v = form.cleaned_data
        extra = {"stage": v["stage"], "due": v["due_at"], "reason": v["reason"], "union": v["union"]}
        if attempt(form, lambda: extend_call(call, by=request.user, **extra)):
            return _saved(request, call)
    return render(request, "studios/calls/form.html", {"call": call, "form": form, "title": _("Extend a date")})


@require_POST
@audience(Role.CHAIR)
def open_(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a complete draft."""
    call = writable(request, pk)
    open_call(call, by=request.user)
    return _saved(request, call)


@require_POST
@audience(Role.CHAIR)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a call that has no case under way."""
    call = writable(request, pk)
    close_call(call, by=request.user)
    return _saved(request, call)
