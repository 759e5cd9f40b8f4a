"""Public notices, and the state of an objection by its receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from studios.choices.reviews import NoticeState
from studios.filters.archive import Archive
from studios.models import Objection, PublicNotice
from studios.queries.archive import changes_of, notices_with, years_of_notices
from studios.queries.notices import current_version, days_left, running_in_public, series_of
from studios.ui.freshness import revalidated, unkept
from studios.ui.notices import has_recommenders, lineup
from studios.ui.share import share_of_notice
from studios.values.receipts import clean_receipt
from unions.ui.audience import audience
from unions.ui.long_lists import BoundedPaginator

PAGE_SIZE = 20


@require_safe
@audience("public")
@revalidated
def notices(request: HttpRequest) -> HttpResponse:
    """Those that run, then those that are over; with a year or words all that fit, in one list."""
    archive = Archive(request.GET, years_of_notices())
    rows = notices_with(archive.words, archive.year)
    if not archive.is_narrowed:
        rows = rows.exclude(state=NoticeState.RUNNING)
    page = BoundedPaginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    is_first = page.number == 1 and not archive.is_narrowed
    found = {"archive": archive, "running": lineup(list(running_in_public())) if is_first else [], "page": page}
    return render(request, "studios/public/notices.html", found)


@require_safe
@audience("public")
@revalidated
def notice(request: HttpRequest, pk: str) -> HttpResponse:
    """One version of a notice: basis, list, dates, who may object; earlier and later versions."""
    found = get_object_or_404(PublicNotice.objects.public().select_related("call__union"), pk=pk)
    versions = changes_of(series_of(found).public())
    context = {
        "notice": found,
        "newest": versions[0].notice,
        "versions": versions,
        "left": days_left(found),
        "has_recommenders": has_recommenders(found),
        "share": share_of_notice(found),
    }
    return render(request, "studios/public/notice.html", context)


@require_safe
@audience("public")
@unkept
def ask(request: HttpRequest) -> HttpResponse:
    """Where a receipt number is entered."""
    code = clean_receipt(request.GET.get("code", ""))
    if code and Objection.objects.public().filter(receipt=code).exists():
        return redirect("objection_state", code)
    return render(request, "studios/public/notice_receipt_ask.html", {"code": code})


@require_safe
@audience("public")
@unkept
def state(request: HttpRequest, code: str) -> HttpResponse:
    """How an objection stands, for whoever holds its receipt; says nothing of who sent it."""
    found = get_object_or_404(Objection.objects.public().select_related("notice__call__union"), receipt=code)
    context = {"objection": found, "notice": current_version(found.notice)}
    return render(request, "studios/public/notice_receipt.html", context)
