"""Recommendation summaries: the list of a call, the ranked list of a recommender, its hand-over."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import keep_file
from studios.actions.batches import (
    BatchRefused,
    add_cases,
    discard_batch,
    drop_case,
    hand_over_batch,
    move_case,
    save_batch,
    start_batch,
)
from studios.choices.calls import CallState
from studios.filters.quotas import BatchFilter
from studios.forms.batches import AddCasesForm, ReportForm, RevisionForm, StartForm
from studios.models import RecommendationBatch
from studios.permissions import edits_call, hands_over, keeps_batches
from studios.queries.batches import counted_batches, listed_cases, own_recommenders, waiting_cases
from studios.queries.quotas import own_quotas
from studios.views.desk.quotas import call_in_line
from unions.actions.transactions import one_transaction
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="number",
        label=gettext_lazy("Report number"),
        value=lambda b: b.number or _("No number yet"),
        sort="number",
        link=lambda b: b.get_absolute_url(),
    ),
    Column(key="union", label=gettext_lazy("Recommending union"), value=lambda b: b.union.name, sort="union__name"),
    Column(key="cases", label=pgettext_lazy("number", "Cases"), value=lambda b: b.listed, kind="number", sort="listed"),
    Column(key="signer", label=gettext_lazy("Signed by"), value=lambda b: b.signer, sort="signer"),
    Column(key="signed", label=gettext_lazy("Date"), value=lambda b: b.signed_on, kind="date", sort="signed_on"),
    Column(
        key="handed",
        label=gettext_lazy("Handed over"),
        value=lambda b: b.handed_at,
        kind="moment",
        sort="handed_at",
    ),
]


@require_safe
@audience(*CASES)
def batches(request: HttpRequest, pk: int) -> HttpResponse:
    """The summaries of a call: a recommender's own, and to the union above those that were handed over."""
    call = call_in_line(request, pk)
    listing = Listing(
        request,
        counted_batches(call, request.user),
        COLUMNS,
        key="batches",
        default_sort="-handed",
        filterset=BatchFilter,
        title=_("Recommendation summaries"),
        empty=_("No summary was handed over yet."),
        related=lambda rows: rows.select_related("union"),
    )
    if listing.wants_sheet:
        return listing.sheet()
    may_start = call.state == CallState.OPEN and own_recommenders(call, request.user)
    form = StartForm(call=call, account=request.user) if may_start else None
    return render(request, "studios/quotas/batches.html", {"call": call, "listing": listing, "form": form})


@require_POST
@audience(*WRITERS)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a list, or go to the one that is open."""
    call = call_in_line(request, pk)
    form = StartForm(request.POST, call=call, account=request.user)
    if not form.is_valid():
        raise Forbidden(_("Clerks and chairs of the recommending union keep its summary."))
    return redirect(start_batch(call, form.cleaned_data["union"], by=request.user))


def _found(request: HttpRequest, pk: int) -> RecommendationBatch:
    rows = RecommendationBatch.objects.visible_to(request.user).with_parties().annotate(listed=Count("lines"))
    return get_object_or_404(rows, pk=pk)


def _open(request: HttpRequest, pk: int) -> RecommendationBatch:
    """A summary of one's own that may still be changed: 403 to readers, 409 once it was handed over."""
    found = _found(request, pk)
    if not keeps_batches(request.user, found.union):
        raise Forbidden(_("Clerks and chairs of the recommending union keep its summary."))
    if not found.is_open:
        raise Stale(_("This summary was handed over already."))
    return found


@require_http_methods(["GET", "POST"])
@audience(*CASES)
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """The ranked list with its report; POST keeps what was written about the report."""
    found = _found(request, pk) if request.method == "GET" else _open(request, pk)
    form = None
    if found.is_open and keeps_batches(request.user, found.union):
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ReportForm(*data, batch=found, by_name=request.user.name)
        if form.is_bound and form.is_valid() and _saved(request, found, form):
            return redirect("batch_hand_over", found.pk) if "hand" in request.POST else redirect(found)
    context = _context(request, found, form)
    status = form_status(request, refused=form is not None and form.errors)
    return render(request, "studios/quotas/batch.html", context, status=status)


def _context(request: HttpRequest, found: RecommendationBatch, form: ReportForm | None) -> dict[str, Any]:
    return {
        "batch": found,
        "call": found.call,
        "form": form,
        "may_write": found.listed
        and (keeps_batches(request.user, found.union) or edits_call(request.user, found.call)),
        "lines": listed_cases(found) if found.is_open else found.lines.select_related(*LINE_PARTS).order_by("rank"),
        "waiting": waiting_cases(found) if form else [],
        "own_places": own_quotas(found.call, request.user).filter(union=found.union),
    }


LINE_PARTS = ("application__studio", "application__union", "version")


def _saved(request: HttpRequest, found: RecommendationBatch, form: ReportForm) -> bool:
    """Keep the scan with the words, or neither; a refusal lands on its field."""
    with refusals_on(form, file_field="scan"):
        _kept_and_saved(request, found, form)
    if form.errors:
        return False
    messages.success(request, _("Saved."))
    return True


@one_transaction
def _kept_and_saved(request: HttpRequest, found: RecommendationBatch, form: ReportForm) -> None:
    upload = form.cleaned_data["scan"]
    kept = keep_file(upload, name=upload.name, by=request.user, union=found.union, slot="batch") if upload else None
    save_batch(found, by=request.user, revision=form.cleaned_data["revision"], report=form.report, scan=kept)


@require_POST
@audience(*WRITERS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the ticked cases on the list."""
    found = _open(request, pk)
    form = AddCasesForm(request.POST, batch=found)
    if form.is_valid():
        add_cases(found, form.chosen, by=request.user, revision=form.cleaned_data["revision"])
    else:
        messages.warning(request, _("Choose at least one case."))
    return redirect(found)


VERBS: dict[str, Callable[..., object]] = {
    "up": lambda found, row, **extra: move_case(found, row, up=True, **extra),
    "down": lambda found, row, **extra: move_case(found, row, up=False, **extra),
    "remove": drop_case,
}


@require_POST
@audience(*WRITERS)
def line(request: HttpRequest, pk: int, row: int, verb: str) -> HttpResponse:
    """Move a case up or down, or take it off the list."""
    if verb not in VERBS:
        raise Http404
    found = _open(request, pk)
    VERBS[verb](found, row, by=request.user, revision=_revision(request))
    return redirect(f"{found.get_absolute_url()}#list")


def _revision(request: HttpRequest) -> int:
    form = RevisionForm(request.POST)
    return form.cleaned_data["revision"] if form.is_valid() else -1


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what will be handed over; POST forwards every case, or names what stands against it."""
    found = _open(request, pk)
    if not hands_over(request.user, found):
        raise Forbidden(_("The chair signs this step."))
    faults = _hand_over(request, found) if request.method == "POST" else []
    if request.method == "POST" and not faults:
        messages.success(request, _("Handed over: %(number)s.") % {"number": found.number})
        return redirect(found)
    context = {"batch": found, "call": found.call, "lines": listed_cases(found), "faults": faults}
    context["own_places"] = own_quotas(found.call, request.user).filter(union=found.union)
    return render(request, "studios/quotas/hand_over.html", context, status=form_status(request, refused=faults))


def _hand_over(request: HttpRequest, found: RecommendationBatch) -> list[Any]:
    """What stands against it; nothing when it is done."""
    try:
        hand_over_batch(found, by=request.user, revision=_revision(request))
    except Stale:
        raise
    except BatchRefused as refused:
        return list(refused.faults)
    except Refusal as refusal:
        return [refusal.message]
    return []


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an open list away after asking."""
    found = _open(request, pk)
    if request.method == "POST":
        discard_batch(found, by=request.user, revision=_revision(request))
        messages.success(request, _("Thrown away. The cases wait at your desk as before."))
        return redirect("call_batches", found.call_id)
    return render(request, "studios/quotas/discard.html", {"batch": found, "call": found.call})
