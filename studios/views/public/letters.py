"""How a letter to a studio stands, for whoever holds its receipt; nothing tells who sent it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from studios.queries.letters import letter_of
from studios.ui.freshness import unkept
from studios.values.receipts import clean_receipt
from unions.ui.audience import audience


@require_safe
@audience("public")
@unkept
def ask(request: HttpRequest) -> HttpResponse:
    """Where a receipt number is entered."""
    code = clean_receipt(request.GET.get("code", ""))
    if code and letter_of(code):
        return redirect("letter_state", code)
    return render(request, "studios/public/letter_ask.html", {"code": code})


@require_safe
@audience("public")
@unkept
def state(request: HttpRequest, code: str) -> HttpResponse:
    """State, dates and the studio's answer."""
    if (letter := letter_of(clean_receipt(code))) is None:
        raise Http404
    return render(request, "studios/public/letter_state.html", {"letter": letter})
