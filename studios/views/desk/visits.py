"""Site visits at the desk: the list of a call, planning, the schedule, one visit, closing."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.visits import NOT_PLANNING, cancel_visit, change_visit, close_visits, plan_visits
from studios.choices.calls import Stage
from studios.choices.reviews import VisitState
from studios.filters.visits import VisitFilter
from studios.forms.visits import CancelForm, ChangeForm, PlanForm
from studios.models import Application, Call, SiteVisit
from studios.permissions import edits_call
from studios.queries.visits import (
    open_findings,
    photos_of,
    readable_findings,
    readable_visit,
    standing_visits,
    team_first,
    unreported,
    visit_sheet,
    visits_of,
    without_visit,
)
from studios.ui.review import review_links
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda v: v.application.studio.name,
        sort="application__studio__name",
        link=lambda v: reverse("desk_visit", args=[v.pk]),
        sub=lambda v: v.application.number,
    ),
    Column(
        key="unit",
        label=gettext_lazy("Unit"),
        value=lambda v: v.application.union.employer_name,
        sort="application__union__name",
    ),
    Column(key="state", label=gettext_lazy("State"), value=lambda v: v.standing, kind="state", sort="state"),
    Column(
        key="planned", label=gettext_lazy("Planned for"), value=lambda v: v.planned_at, kind="moment", sort="planned_at"
    ),
    Column(key="place", label=gettext_lazy("Place"), value=lambda v: v.place, sort="place"),
    Column(
        key="team",
        label=gettext_lazy("Visiting team"),
        value=lambda v: "、".join(str(m.account) for m in v.visitors.all()),
    ),
    Column(key="points", label=gettext_lazy("Points of 100"), value=lambda v: v.points, kind="number", sort="points"),
    Column(
        key="reported",
        label=gettext_lazy("Reported on"),
        value=lambda v: v.reported_at,
        kind="moment",
        sort="reported_at",
        is_default=False,
    ),
]


def call_in_scope(request: HttpRequest, pk: int) -> Call:
    """A call of a union that this account works for, or of one below it; else 404."""
    calls = Call.objects.filter(request.user.scope.q("union__path")).select_related("union")
    return get_object_or_404(calls, pk=pk)


def call_to_plan(request: HttpRequest, pk: int) -> Call:
    """The same for those who write; 403 with the reason for others."""
    call = call_in_scope(request, pk)
    if not edits_call(request.user, call):
        raise Forbidden(NOT_PLANNING)
    return call


def visit_in_scope(request: HttpRequest, pk: int) -> SiteVisit:
    """A visit of such a call, with case and team at hand; else 404."""
    rows = SiteVisit.objects.filter(request.user.scope.q("application__call__union__path"))
    related = "application__studio", "application__union", "application__call__union", "planned_by", "reported_by"
    return get_object_or_404(rows.select_related(*related).prefetch_related(team_first()), pk=pk)


@require_safe
@audience(*CASES)
def call_visits(request: HttpRequest, pk: int) -> HttpResponse:
    """The visits of a call with state and points, and the cases without one."""
    call = call_in_scope(request, pk)
    listing = Listing(
        request,
        visits_of(call),
        COLUMNS,
        key="visits",
        default_sort="planned",
        filterset=VisitFilter,
        title=_("Site visits"),
        empty=_("No visit is planned yet."),
        related=lambda rows: rows.prefetch_related(team_first()),
    )
    return (
        listing.sheet()
        if listing.wants_sheet
        else render(request, "studios/visit/list.html", _facts(request, call, listing))
    )


def _facts(request: HttpRequest, call: Call, listing: Listing) -> dict[str, Any]:
    return {
        "call": call,
        "listing": listing,
        "waiting": list(without_visit(call)),
        "may_plan": edits_call(request.user, call),
        "may_close": request.user.scope.holds(call.union, Role.CHAIR),
        "review_links": review_links(call, current="call_visits"),
    }


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def call_visits_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan one visit, or a day's route."""
    call = call_to_plan(request, pk)
    form = PlanForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_bound and form.is_valid() and attempt(form, lambda: _plan(request, call, form)):
        messages.success(request, _("Planned. The team and the units were told."))
        return redirect("call_visits", pk)
    words = {"title": _("Plan visits"), "verb": _("Plan and tell the team"), "back": reverse("call_visits", args=[pk])}
    status = form_status(request, refused=form.errors)
    return render(request, "studios/visit/form.html", {"call": call, "form": form} | words, status=status)


def _plan(request: HttpRequest, call: Call, form: PlanForm) -> list[SiteVisit]:
    cases = sorted(form.cleaned_data["cases"], key=lambda a: a.number)
    return plan_visits(call, cases, team=form.chosen_team, route=form.route, by=request.user)


@require_safe
@audience(*CASES)
def call_visits_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The schedule on paper, day by day."""
    call = call_in_scope(request, pk)
    visits = [v for v in standing_visits(call) if v.state == VisitState.PLANNED or "all" in request.GET]
    return render(request, "studios/visit/schedule.html", {"call": call, "visits": visits})


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def call_visits_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then move every case on from the visits."""
    call = call_in_scope(request, pk)
    if not request.user.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union closes the visits."))
    refusal = ""
    if request.method == "POST":
        try:
            moved = close_visits(call, by=request.user)
        except Stale:
            raise
        except Refusal as refused:
            refusal = str(refused.message)
        else:
            messages.success(request, _("Visits closed, cases moved on: %(number)s.") % {"number": len(moved)})
            return redirect("call_visits", pk)
    found = {"call": call, "refusal": refusal, "missing": unreported(call), "findings": list(open_findings(call))}
    found["cases"] = call.applications.filter(state=Stage.VISIT).count()
    return render(request, "studios/visit/close.html", found, status=form_status(request, refused=refusal))


@require_safe
@audience(*CASES)
def desk_visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: when and who, and what was seen."""
    visit = visit_in_scope(request, pk)
    call = visit.application.call
    found = {"visit": visit, "call": call, "sheet": visit_sheet(visit), "photos": list(photos_of(visit))}
    found["may_change"] = visit.state == VisitState.PLANNED and edits_call(request.user, call)
    return render(request, "studios/visit/desk.html", found)


def on_case_page(request: HttpRequest, application: Application) -> dict[str, Any]:
    """What the page of a case shows of its visit and of departments' findings, as far as this account reads them."""
    union = application.call.union
    visit = readable_visit(application, request.user)
    found: dict[str, Any] = {
        "visit": visit,
        "findings": readable_findings(application, request.user),
        "may_settle": request.user.scope.holds(union, Role.CHAIR),
    }
    if visit is not None:
        found["visit_sheet"] = visit_sheet(visit)
        found["visit_url"] = reverse("desk_visit", args=[visit.pk]) if request.user.scope.covers(union) else ""
    return found


def visit_to_change(request: HttpRequest, pk: int) -> SiteVisit:
    """A planned visit, for those who plan; 403 for others, 409 when it is over."""
    visit = visit_in_scope(request, pk)
    if not edits_call(request.user, visit.application.call):
        raise Forbidden(NOT_PLANNING)
    return visit


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def desk_visit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, place or team."""
    visit = visit_to_change(request, pk)
    form = ChangeForm(request.POST if request.method == "POST" else None, visit=visit, call=visit.application.call)
    if form.is_bound and form.is_valid():
        act = {"team": form.chosen_team, "route": form.route, "by": request.user}
        if attempt(form, lambda: change_visit(visit, **act)):
            messages.success(request, _("Changed. The team and the unit were told."))
            return redirect("desk_visit", pk)
    return _form(request, visit, form, title=_("Change the visit"), verb=_("Change and tell the team"))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def desk_visit_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a visit off."""
    visit = visit_to_change(request, pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: cancel_visit(visit, reason=reason, by=request.user)):
            messages.success(request, _("Called off. The team and the unit were told."))
            return redirect("desk_visit", pk)
    return _form(request, visit, form, title=_("Call the visit off"), verb=_("Call off"), kind="danger")


def _form(request: HttpRequest, visit: SiteVisit, form: BaseForm, **words: str) -> HttpResponse:
    back = reverse("desk_visit", args=[visit.pk])
    found = {"call": visit.application.call, "visit": visit, "form": form, "back": back, **words}
    return render(request, "studios/visit/form.html", found, status=form_status(request, refused=form.errors))
