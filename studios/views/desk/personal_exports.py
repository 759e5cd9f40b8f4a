"""Sheets with personal columns: for clerks and chairs, with a reason, on record; long ones are written by the worker."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from studios.actions.list_edits import record_personal_export
from studios.forms.sheets.registers import PRIVATE
from studios.forms.sheets.upload import PersonalForm, union_of
from studios.queries.personal_exports import is_recorded
from studios.views.desk.register_lists import persons_listing
from unions.actions.worker_pages import follow_of
from unions.choices.people import DESK_ROLES
from unions.forms.refusals import attempt
from unions.models import AuditEvent
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Listing
from unions.ui.long_lists import worker_url


def recorded(form: PersonalForm, listing: Listing, *, fields: Sequence[str]) -> AuditEvent | None:
    """The reason on record with the rows it is about; None where the form wants correction."""
    by, facts = listing.request.user, {"fields": fields, "query": listing.query}
    union = union_of(by, *DESK_ROLES)
    if not form.is_valid():
        return None
    reason = form.cleaned_data["reason"]
    event: AuditEvent | None = attempt(
        form, lambda: record_personal_export(listing.key, by=by, union=union, reason=reason, **facts)
    )
    return event


def revealed(listing: Listing, event: AuditEvent, write: Callable[[], FileResponse]) -> Any:
    """The sheet at once; a long one by the worker, who shows what the event is about."""
    return write() if listing.is_at_once else redirect(worker_url(f"{listing.workbook_address}&record={event.pk}"))


def is_revealed(listing: Listing) -> bool:
    """Whether the worker asks for what its owner put on record."""
    number, by = listing.request.GET.get("record", ""), listing.request.user
    is_worker = follow_of(listing.request) is not None
    return is_worker and is_recorded(number, listing.key, by=by, query=listing.query)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def persons_export(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, then give the rows that the filter leaves."""
    form, listing = PersonalForm(posted(request)), persons_listing(request)
    if is_revealed(listing):
        return persons_listing(request, reveal=True).workbook()
    if form.is_bound and (event := recorded(form, listing, fields=PRIVATE)):
        return revealed(listing, event, persons_listing(request, reveal=True).workbook)
    page = {"form": form, "listing": listing}
    return render(request, "studios/lists/personal.html", page, status=form_status(request, refused=form.is_bound))
