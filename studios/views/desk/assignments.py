"""Who scores what: by case, by expert, from a sheet, and dealt out after a dry run."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.assignments import Pick, apply_picks, set_cases, set_experts
from studios.filters.panels import CaseFilter
from studios.forms.assignments import ApplyForm, CasesForm, DealForm, SeatsForm, SheetForm
from studios.imports.assignments import read_assignments
from studios.models import Application, Call, PanelSeat
from studios.permissions import edits_call
from studios.queries.balance import Plan, best_pairs, deal, frame_of
from studios.queries.panels import experts_a_case, short_cases, with_experts, with_load
from studios.queries.recusals import panel_cases
from studios.ui.review import review_links
from studios.views.desk.calls import writable
from studios.views.desk.panels import READERS, WRITERS, panel_call
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

COLUMNS = [
    Column(
        key="number",
        label=gettext_lazy("Number"),
        value=lambda a: a.number,
        sort="number",
        link=lambda a: reverse("call_assignment_case", args=[a.call_id, a.number]),
    ),
    Column(
        key="studio",
        label=gettext_lazy("Studio"),
        value=lambda a: a.studio.name,
        sort="studio__name",
        sub=lambda a: a.studio.employer_name,
    ),
    Column(
        key="industry",
        label=gettext_lazy("Industry group"),
        value=lambda a: a.studio.industry.group if a.studio.industry else "",
        sort="studio__industry__group__position",
    ),
    Column(
        key="experts",
        label=gettext_lazy("Experts"),
        value=lambda a: [f"{row.seat.number} {row.seat.expert.person.name}" for row in a.live_assignments],
        kind="tags",
    ),
    Column(key="given", label=gettext_lazy("How many"), value=lambda a: a.given, kind="number", sort="given"),
]


@require_safe
@audience(*READERS)
def call_assignments(request: HttpRequest, pk: int) -> HttpResponse:
    """Each case with its experts."""
    call = panel_call(request, pk)
    listing = Listing(
        request,
        with_experts(panel_cases(call)),
        COLUMNS,
        key="assignments",
        default_sort="number",
        filterset=CaseFilter,
        title=_("Assignments"),
        empty=_("No case is before the panel."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    context = {
        "call": call,
        "listing": listing,
        "short": short_cases(call).count(),
        "wanted": experts_a_case(call),
        "may_write": edits_call(request.user, call),
        "links": review_links(call, current="call_assignments"),
    }
    return render(request, "studios/panel/assignments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_assignment_case(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Choose the experts of one case."""
    call = writable(request, pk)
    case = get_object_or_404(with_experts(panel_cases(call)), number=number)
    away = case.recusals.select_related("seat__expert__person").order_by("seat__number")
    free = with_load(call.seats.seated()).exclude(pk__in=[r.seat_id for r in away])
    initial = {"seats": [row.seat_id for row in case.live_assignments]}
    form = SeatsForm(posted(request), seats=free, best=_best(call, case), initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            set_experts(case, form.cleaned_data["seats"], by=request.user)
            messages.success(request, _("Saved."))
            return redirect("call_assignments", pk)
    context = {"call": call, "case": case, "form": form, "away": away}
    return render(request, "studios/panel/case.html", context, status=form_status(request, refused=form.errors))


def _best(call: Call, case: Application) -> frozenset[int]:
    return frozenset(seat for _case, seat in best_pairs(call, [case]))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_seat_cases(request: HttpRequest, pk: int, seat: int) -> HttpResponse:
    """Choose the cases of one expert; what the filter hides stays as it is."""
    call = writable(request, pk)
    found = get_object_or_404(with_load(call.seats.seated()), pk=seat)
    rows = with_experts(panel_cases(call)).exclude(pk__in=found.recusals.values("application"))
    chosen = CaseFilter(request.GET or None, queryset=rows, request=request)
    held = set(panel_cases(call).filter(assignments__seat=found).values_list("pk", flat=True))
    form = CasesForm(posted(request), cases=chosen.qs, initial={"cases": held})
    if request.method == "POST" and form.is_valid():
        hidden = held - set(chosen.qs.values_list("pk", flat=True))
        kept = Application.objects.filter(pk__in=hidden)
        with refusals_on(form):
            set_cases(found, [*form.cleaned_data["cases"], *kept], by=request.user)
            messages.success(request, _("Saved."))
            return redirect("call_seat", pk, seat)
    context = {"call": call, "seat": found, "form": form, "filter": chosen}
    return render(request, "studios/panel/seat_cases.html", context, status=form_status(request, refused=form.errors))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_assignments_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows from Excel or CSV: checked with every fault, then all assignments or none."""
    call, sheet = writable(request, pk), None
    form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        sheet = read_assignments(form.text, call=call)
        with refusals_on(form):
            if "apply" in request.POST and not sheet.faults:
                picks = [Pick(case, seat, is_fixed=True) for case, seat in sheet.pairs]
                count = apply_picks(call, picks, by=request.user)
                messages.success(request, _("New assignments: %(count)s.") % {"count": count})
                return redirect("call_assignments", pk)
        if not form.errors:
            form = SheetForm(initial={"rows": form.text})
    context = {"call": call, "form": form, "sheet": sheet}
    return render(request, "studios/panel/sheet.html", context, status=form_status(request, refused=form.errors))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*WRITERS)
def call_assignments_deal(request: HttpRequest, pk: int) -> HttpResponse:
    """A dry run with load and gaps; the same plan is applied in one transaction, a changed one is shown again."""
    call = writable(request, pk)
    settings = DealForm(request.GET if "wanted" in request.GET else {"wanted": experts_a_case(call)})
    form = ApplyForm(request.POST if request.method == "POST" else None)
    asked = form if form.is_bound and form.is_valid() else settings
    if not asked.is_valid():
        return render(request, "studios/panel/deal.html", {"call": call, "settings": settings})
    wanted, renew = asked.cleaned_data["wanted"], asked.cleaned_data["renew"]
    plan = deal(frame_of(call, wanted=wanted, renew=renew))
    if asked is form and form.cleaned_data["seal"] == seal_of(plan):
        with refusals_on(form):
            count = apply_picks(call, _picks(call, plan), by=request.user, renew=renew)
            messages.success(request, _("New assignments: %(count)s.") % {"count": count})
            return redirect("call_assignments", pk)
    context = _dry_run(call, plan, wanted=wanted, renew=renew)
    context |= {"settings": settings, "is_stale": asked is form and not form.errors, "refused": form.errors}
    return render(request, "studios/panel/deal.html", context)


def seal_of(plan: Plan) -> str:
    """A mark of a plan: what is applied is what was shown."""
    return hashlib.sha256(repr(sorted(plan.pairs)).encode()).hexdigest()


def _picks(call: Call, plan: Plan) -> list[Pick]:
    cases = Application.objects.in_bulk({case for case, _seat in plan.pairs})
    seats = {s.pk: s for s in call.seats.seated().select_related("expert__person")}
    return [Pick(cases[case], seats[seat]) for case, seat in sorted(plan.pairs) if seat in seats]


def _dry_run(call: Call, plan: Plan, *, wanted: int, renew: bool) -> dict[str, Any]:
    seats: list[PanelSeat] = list(with_load(call.seats.seated()))
    gaps = Application.objects.filter(pk__in=plan.gaps).select_related("studio__union").order_by("number")
    return {
        "call": call,
        "plan": plan,
        "seats": [(seat, plan.load.get(seat.pk, 0)) for seat in seats],
        "gaps": [(case, plan.gaps[case.pk]) for case in gaps],
        "apply": ApplyForm(initial={"wanted": wanted, "renew": renew, "seal": seal_of(plan)}),
    }
