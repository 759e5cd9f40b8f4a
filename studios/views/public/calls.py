"""Guides of calls."""

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studios.choices.calls import CallState
from studios.exports.calendars import MIME
from studios.exports.call_dates import calendar_of_dates
from studios.filters.archive import Archive
from studios.models import Call
from studios.queries.archive import calls_with, years_of_calls
from studios.ui.freshness import revalidated
from studios.ui.guide import Guide
from unions.ui.audience import audience
from unions.ui.long_lists import BoundedPaginator

EARLIER = 20
MOST_OPEN = 50


@require_safe
@audience("public")
@revalidated
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls, then those that are closed; with a year or words all that fit, in one list."""
    archive = Archive(request.GET, years_of_calls())
    rows = calls_with(archive.words, archive.year)
    if not archive.is_narrowed:
        rows = rows.exclude(state=CallState.OPEN)
    page = BoundedPaginator(rows, EARLIER).get_page(request.GET.get("page"))
    found = {"archive": archive, "page": page, "guides": _open_guides() if _is_plain(archive, page) else []}
    return render(request, "studios/public/calls.html", found)


def _is_plain(archive: Archive, page: Page) -> bool:
    return page.number == 1 and not archive.is_narrowed


def _open_guides() -> list[Guide]:
    rows = Call.objects.public().filter(state=CallState.OPEN).select_related("union")
    return [Guide(call) for call in rows.prefetch_related("dates", "extensions")[:MOST_OPEN]]


@require_safe
@audience("public")
@revalidated
def call(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may apply, what is needed, by when, and how it goes on."""
    rows = Call.objects.public().select_related("union")
    call = get_object_or_404(rows.prefetch_related("dates", "extensions", "slots", "opinions"), pk=pk)
    return render(request, "studios/public/call.html", {"call": call, "guide": Guide(call)})


@require_safe
@audience("public")
@revalidated
def call_calendar(request: HttpRequest, pk: str) -> HttpResponse:
    """The dates of a call for a calendar."""
    rows = Call.objects.public().select_related("union").prefetch_related("dates", "extensions")
    call = get_object_or_404(rows, pk=pk)
    url = request.build_absolute_uri(call.get_absolute_url())
    answer = HttpResponse(calendar_of_dates(Guide(call), url=url, host=request.get_host()), content_type=MIME)
    answer["Content-Disposition"] = f'attachment; filename="call-{call.pk}.ics"'
    return answer
