"""Decisions: the list, naming what is ready, one decision, revoking."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import keep_file
from studios.actions.decisions import name_studios, return_plaque, revoke_designations
from studios.actions.public_papers import hide_paper, show_paper
from studios.choices.calls import Stage
from studios.choices.register import DecisionKind, Origin
from studios.filters.decisions import DecisionFilter
from studios.forms.decisions import NamingForm, PaperForm, RevocationForm
from studios.models import Call, Decision, Designation
from studios.models.attachment import PAPER_SLOT, PUBLIC_PAPER_SLOT
from studios.views.desk.year_roll import practice_naming
from unions.actions.transactions import one_transaction
from unions.choices.people import Role
from unions.forms.refusals import refusals_on
from unions.models import Union
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
COLUMNS = [
    Column(
        key="number",
        label=gettext_lazy("Document number"),
        value=lambda d: d.number,
        sort="number",
        link=lambda d: reverse("decision", args=[d.pk]),
        sub=lambda d: d.title,
    ),
    Column(key="issuer", label=gettext_lazy("Issued by"), value=lambda d: d.issuer, sort="issuer"),
    Column(key="kind", label=gettext_lazy("Kind"), value=lambda d: DecisionKind(d.kind), kind="state", sort="kind"),
    Column(key="date", label=gettext_lazy("Date"), value=lambda d: d.decided_on, kind="date", sort="decided_on"),
    Column(key="origin", label=gettext_lazy("Origin"), value=lambda d: Origin(d.origin), kind="state", sort="origin"),
]


@require_safe
@audience(*CASES)
def decisions(request: HttpRequest) -> HttpResponse:
    """Every decision in sight; above the list, calls with cases that await their paper."""
    listing = Listing(
        request,
        Decision.objects.visible_to(request.user),
        COLUMNS,
        key="decisions",
        default_sort="-date",
        filterset=DecisionFilter,
        title=_("Decisions"),
    )
    if listing.wants_sheet:
        return listing.sheet()
    return render(request, "studios/decisions/list.html", {"listing": listing, "calls": _waiting(request)})


def _waiting(request: HttpRequest) -> list[Call]:
    unions = request.user.scope.union_ids(Role.CHAIR)
    return list(Call.objects.filter(union__in=unions, applications__state=Stage.DECISION).distinct())


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def name(request: HttpRequest, call: int) -> HttpResponse:
    """Name what is ready by one paper."""
    found = get_object_or_404(Call, pk=call, union__in=request.user.scope.union_ids(Role.CHAIR))
    if found.is_practice:
        return practice_naming(request, found)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NamingForm(*data, call=found)
    if form.is_bound and form.is_valid():
        made = _decide(
            request,
            form,
            found.union,
            lambda paper: name_studios(found, list(form.cleaned_data["applications"]), paper=paper, by=request.user),
        )
        if made is not None:
            return redirect("decision", made.pk)
    return render(request, "studios/decisions/name.html", {"call": found, "form": form})


def _decide(request: HttpRequest, form: PaperForm, union: Union, action: Callable[..., Decision]) -> Decision | None:
    """Keep the file, then decide; a refusal lands on its field."""
    with refusals_on(form, file_field="file"):
        made = _kept_and_decided(request, form, union, action)
        messages.success(request, _("Recorded: %(number)s.") % {"number": made.number})
        return made
    return None


@one_transaction
def _kept_and_decided(request: HttpRequest, form: PaperForm, union: Union, action: Callable[..., Decision]) -> Decision:
    upload = form.cleaned_data["file"]
    kept = keep_file(upload, name=upload.name, by=request.user, union=union, slot=PAPER_SLOT)
    return action(form.paper(kept))


@require_safe
@audience(*CASES)
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with what it names or revokes."""
    found = get_object_or_404(Decision.objects.visible_to(request.user).select_related("paper", "revokes"), pk=pk)
    rows = found.revoked if found.kind == DecisionKind.REVOCATION else found.designations
    context = {
        "decision": found,
        "rows": rows.select_related("studio__union", "revoked_by").order_by("plaque_number"),
        "may_revoke": found.union is not None
        and request.user.scope.holds(found.union, Role.CHAIR)
        and found.designations.in_force().exists(),
        "may_show": found.union is not None and request.user.scope.holds(found.union, Role.CHAIR),
        "is_shown": found.paper is not None and found.paper.slot == PUBLIC_PAPER_SLOT,
        "may_return": found.union is not None and request.user.scope.holds(found.union, Role.CLERK, Role.CHAIR),
    }
    return render(request, "studios/decisions/decision.html", context)


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one designation of a decision, or all of it."""
    unions = request.user.scope.union_ids(Role.CHAIR)
    found = get_object_or_404(Decision.objects.select_related("union"), pk=pk, union__in=unions)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RevocationForm(*data, decision=found)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        made = _decide(
            request,
            form,
            found.union,
            lambda paper: revoke_designations(
                found, paper=paper, reason=values["reason"], by=request.user, only=list(values["designations"])
            ),
        )
        if made is not None:
            return redirect("decision", made.pk)
    return render(request, "studios/decisions/revoke.html", {"decision": found, "form": form})


@require_POST
@audience(Role.CLERK, Role.CHAIR)
def plaque_returned(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a plaque that was called back has come in."""
    unions = request.user.scope.union_ids(Role.CLERK, Role.CHAIR)
    found = get_object_or_404(Designation, pk=pk, union__in=unions)
    return_plaque(found, by=request.user)
    messages.success(request, _("Recorded."))
    return redirect("decision", found.revoked_by_id or found.decision_id)


@require_POST
@audience(Role.CHAIR)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the signed file to the public, or take it off its page."""
    unions = request.user.scope.union_ids(Role.CHAIR)
    found = get_object_or_404(Decision, pk=pk, union__in=unions)
    if request.POST.get("show") == "yes":
        show_paper(found, by=request.user)
        messages.success(request, _("The signed file is public now."))
    else:
        hide_paper(found, by=request.user)
        messages.success(request, _("The signed file is no longer public."))
    return redirect("decision", found.pk)
