"""Guides of calls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page, require_safe

from studios.choices.calls import CallState
from studios.models import Call
from studios.ui.guide import Guide
from unions.ui.audience import audience

EARLIER = 10


@require_safe
@audience("public")
@conditional_page
def calls(request: HttpRequest) -> HttpResponse:
    """Open calls, and the last that were closed."""
    rows = Call.objects.public().select_related("union").prefetch_related("dates", "extensions")
    found = {
        "guides": [Guide(call) for call in rows.filter(state=CallState.OPEN)],
        "closed": rows.filter(state=CallState.CLOSED)[:EARLIER],
    }
    return render(request, "studios/public/calls.html", found)


@require_safe
@audience("public")
@conditional_page
def call(request: HttpRequest, pk: str) -> HttpResponse:
    """Who may apply, what is needed, by when, and how it goes on."""
    rows = Call.objects.public().select_related("union")
    call = get_object_or_404(rows.prefetch_related("dates", "extensions", "slots", "opinions"), pk=pk)
    return render(request, "studios/public/call.html", {"call": call, "guide": Guide(call)})
