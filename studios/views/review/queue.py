"""The queue of a seat: what is to score, what is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.views.review.seats import Desk, seated
from unions.ui.audience import SIGNED_IN, audience


@require_safe
@audience(SIGNED_IN)
@seated
def queue(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Every case with its state, the progress, and the way to the next one; `?open=1` shows what is left."""
    only_open = request.GET.get("open") == "1"
    rows = [row for row in desk.rows if row["row"].is_open] if only_open else desk.rows
    return render(request, "studios/review/queue.html", {"desk": desk, "rows": rows, "only_open": only_open})
