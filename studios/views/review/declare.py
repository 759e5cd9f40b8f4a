"""An expert's first page of a call: the list of studios, the pledge, and what to stay away from."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.panels import declare, decline
from studios.choices.reviews import SeatState
from studios.forms.panels import DeclarationForm
from studios.models import PanelSeat
from studios.queries.panels import is_blind, seats_of
from studios.queries.recusals import panel_cases
from unions.forms.refusals import refusals_on
from unions.ui.answers import posted
from unions.ui.audience import SIGNED_IN, audience


@require_safe
@audience(SIGNED_IN)
def reviews(request: HttpRequest) -> HttpResponse:
    """The panels in which the account holds a seat; a single one opens at once."""
    seats = list(seats_of(request.user)[:50])
    if len(seats) == 1:
        return redirect("review_declare", seats[0].pk)
    return render(request, "studios/panel/reviews.html", {"seats": seats})


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
def review_declare(request: HttpRequest, seat: int) -> HttpResponse:
    """Declare once, then on to the queue; the seat of somebody else is not found."""
    own = get_object_or_404(seats_of(request.user), pk=seat)
    if own.state == SeatState.DECLARED:
        return redirect("review_queue", own.pk)
    recused = {r.application_id: r for r in own.recusals.all()}
    cases = list(panel_cases(own.call))
    form = DeclarationForm(posted(request), cases=[c for c in cases if c.pk not in recused])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            declare(own, by=request.user, recused=form.recused)
            messages.success(request, _("Declared. Your cases are open now."))
            return redirect("review_queue", own.pk)
    rows = [(c, None, None) if c.pk in recused else (c, *form.fields_of(c)) for c in cases]
    context = {"seat": own, "form": form, "rows": rows, "is_blind": is_blind(own.call)}
    return render(request, "studios/panel/declare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(SIGNED_IN)
def review_decline(request: HttpRequest, seat: int) -> HttpResponse:
    """Ask, then decline the invitation."""
    own: PanelSeat = get_object_or_404(seats_of(request.user), pk=seat)
    if request.method == "POST":
        decline(own, by=request.user)
        messages.success(request, _("Declined. The union was told."))
        return redirect("reviews")
    return render(request, "studios/panel/decline.html", {"seat": own})
