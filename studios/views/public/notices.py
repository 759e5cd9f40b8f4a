"""Public notices, and the state of an objection by its receipt."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import conditional_page, require_safe

from studios.models import Objection, PublicNotice
from studios.queries.notices import current_notices, current_version, days_left, running, series_of
from studios.ui.notices import has_recommenders, lineup
from studios.ui.share import share_of_notice
from unions.ui.audience import audience

PAGE_SIZE = 20


@require_safe
@audience("public")
@conditional_page
def notices(request: HttpRequest) -> HttpResponse:
    """Those that run, then those that are over."""
    over = current_notices().exclude(state="running")
    page = Paginator(over, PAGE_SIZE).get_page(request.GET.get("page"))
    found = {"running": lineup(list(running())) if page.number == 1 else [], "page": page}
    return render(request, "studios/public/notices.html", found)


@require_safe
@audience("public")
@conditional_page
def notice(request: HttpRequest, pk: str) -> HttpResponse:
    """One version of a notice: basis, list, dates, who may object; earlier and later versions."""
    found = get_object_or_404(PublicNotice.objects.public().select_related("call__union"), pk=pk)
    versions = list(series_of(found).public())
    context = {
        "notice": found,
        "newest": versions[0],
        "versions": versions,
        "left": days_left(found),
        "has_recommenders": has_recommenders(found),
        "share": share_of_notice(found),
    }
    return render(request, "studios/public/notice.html", context)


@require_safe
@audience("public")
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Where a receipt number is entered."""
    code = "".join(c for c in request.GET.get("code", "").upper() if c.isascii() and c.isalnum())[:12]
    if code and Objection.objects.filter(receipt=code).exists():
        return redirect("objection_state", code)
    return render(request, "studios/public/notice_receipt_ask.html", {"code": code})


@require_safe
@audience("public")
@never_cache
def state(request: HttpRequest, code: str) -> HttpResponse:
    """How an objection stands, for whoever holds its receipt; says nothing of who sent it."""
    found = get_object_or_404(Objection.objects.select_related("notice__call__union"), receipt=code)
    context = {"objection": found, "notice": current_version(found.notice)}
    return render(request, "studios/public/notice_receipt.html", context)
