"""Paper originals: which cases still owe some, and taking them in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.originals import correct_receipt, desk_for_paper, receive_originals
from studios.choices.calls import CallState
from studios.choices.originals import Lack
from studios.filters.originals import OriginalFilter
from studios.forms.originals import CorrectForm, ReceiveForm
from studios.models import Application, Call, OriginalReceipt
from studios.permissions import edits_call
from studios.queries.cases import versions_of, with_case_parts
from studios.queries.originals import cases_with_paper, counts_of, paper_of_case
from studios.ui.bulk.lists import bulk_of
from studios.ui.originals import COLUMNS
from studios.views.desk.cases import find_case
from unions.choices.people import CASE_ROLES, DESK_ROLES
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Listing


def originals_listing(request: HttpRequest) -> Listing:
    """Every case in sight of which paper is awaited, those with the most copies missing first."""
    return Listing(
        request,
        cases_with_paper(request.user),
        COLUMNS,
        key="originals",
        default_sort="-missing",
        filterset=OriginalFilter,
        title=_("Paper originals"),
        empty=_("No paper is awaited."),
        related=with_case_parts,
        bulk=bulk_of("originals", request.user),
    )


@require_safe
@audience(*CASE_ROLES)
def originals(request: HttpRequest) -> HttpResponse:
    """The list with its counters; each counter leads to just as many rows."""
    listing = originals_listing(request)
    if listing.wants_sheet:
        return listing.sheet()
    call = _asked_call(listing)
    found = {"listing": listing, "call": call, "counters": _counters(listing), "write_url": _write_url(request, call)}
    return render(request, "studios/originals/list.html", found)


def _write_url(request: HttpRequest, call: Call | None) -> str:
    """Where those who owe paper of a call are written to, for clerks and chairs of its union."""
    writes = call is not None and call.state == CallState.OPEN and edits_call(request.user, call)
    return f"{reverse('mailing_new')}?to=originals-{call.pk}" if call and writes else ""


def _asked_call(listing: Listing) -> Call | None:
    """The call that the filter names."""
    form = listing.filter.form if listing.filter else None
    return form.cleaned_data.get("call") if form is not None and form.is_bound and form.is_valid() else None


def _counters(listing: Listing) -> list[tuple[str, int, str]]:
    """Label, number and address: the list by what is missing, its other filters as they are."""
    asked = listing.asked.copy()
    asked.pop("lack", None)
    asked["view"] = "0"
    rows = OriginalFilter(asked, queryset=listing.queryset, request=listing.request)
    valid = rows.form.is_valid()
    counts = counts_of(rows.qs if valid else rows.filter_queryset(listing.queryset))
    address = f"?{asked.urlencode()}"
    rest = [(str(lack.label), counts[lack], f"{address}&lack={lack}") for lack in Lack]
    return [(pgettext("number", "Cases"), counts["all"], address), *rest]


def _context(application: Application, form: ReceiveForm, **more: Any) -> dict[str, Any]:
    return {"application": application, "form": form, **more}


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def receive(request: HttpRequest, number: str) -> HttpResponse:
    """Take copies of one case in."""
    application = find_case(request, number)
    desk, paper = desk_for_paper(application, request.user), paper_of_case(application)
    place = next(one for one in paper.places if one.desk.pk == desk.pk)
    initial = {"copies": place.missing or application.call.paper_copies or 1}
    form = ReceiveForm(posted(request), versions=versions_of(application), seen=paper.entries, initial=initial)
    if form.is_bound and form.is_valid() and _received(request, application, form):
        return redirect(f"{application.get_absolute_url()}#originals")
    page = _context(application, form, place=place)
    return render(request, "studios/originals/receive.html", page, status=form_status(request, refused=form.is_bound))


def _received(request: HttpRequest, application: Application, form: ReceiveForm) -> bool:
    seen = form.cleaned_data["seen"]
    made = attempt(form, lambda: receive_originals(application, form.paper, by=request.user, seen=seen))
    if made:
        messages.success(request, _("Recorded. The unit was told."))
    return bool(made)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def correct(request: HttpRequest, number: str, row: int) -> HttpResponse:
    """Strike an entry out with a reason, and write what is right."""
    application = find_case(request, number)
    receipt = get_object_or_404(application.original_receipts.select_related("desk__union", "version", "by"), pk=row)
    facts = {"versions": versions_of(application), "seen": paper_of_case(application).entries}
    form = CorrectForm(posted(request), initial=_as_entered(receipt), **facts)
    if form.is_bound and form.is_valid() and _corrected(request, receipt, form):
        return redirect(f"{application.get_absolute_url()}#originals")
    page = _context(application, form, receipt=receipt)
    return render(request, "studios/originals/correct.html", page, status=form_status(request, refused=form.is_bound))


def _as_entered(receipt: OriginalReceipt) -> dict[str, Any]:
    names = ("copies", "received_on", "brought_by", "stamps")
    return {name: getattr(receipt, name) for name in names} | {"version": receipt.version.number}


def _corrected(request: HttpRequest, receipt: OriginalReceipt, form: CorrectForm) -> bool:
    facts = {"reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
    attempt(form, lambda: correct_receipt(receipt, form.paper, by=request.user, **facts))
    if form.errors:
        return False
    messages.success(request, _("Corrected. The unit was told."))
    return True
