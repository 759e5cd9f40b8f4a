"""Plaques of a decision: ordering them from a maker, and taking them in."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.plaque_orders import order_plaques, receive_plaques
from studios.choices.register import DecisionKind
from studios.forms.papers import OrderForm, ReceiptForm
from studios.models import Decision, PlaqueOrder
from unions.choices.people import Role
from unions.forms.refusals import attempt
from unions.ui.audience import audience

WRITERS = (Role.CLERK, Role.CHAIR)


def _decisions(request: HttpRequest) -> QuerySet[Decision]:
    unions = request.user.scope.union_ids(*WRITERS)
    return Decision.objects.filter(union__in=unions, kind=DecisionKind.NAMING).select_related("union", "call")


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def orders(request: HttpRequest, pk: int) -> HttpResponse:
    """The orders of a decision, and a form for the next one."""
    decision = get_object_or_404(_decisions(request), pk=pk)
    rows, named = list(decision.plaque_orders.select_related("by")), decision.designations.count()
    left = named - sum(row.pieces if row.received_pieces is None else row.received_pieces for row in rows)
    form = OrderForm(request.POST if request.method == "POST" else None, pieces=left)
    ordering = lambda: order_plaques(decision, by=request.user, **form.cleaned_data)  # noqa: E731
    if form.is_bound and form.is_valid() and attempt(form, ordering):
        messages.success(request, _("Ordered."))
        return redirect("plaque_orders", decision.pk)
    found = {"decision": decision, "orders": rows, "named": named, "left": left, "form": form}
    return render(request, "studios/papers/orders.html", found)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what came in."""
    orders_in_sight = PlaqueOrder.objects.filter(decision__in=_decisions(request)).select_related("decision")
    order = get_object_or_404(orders_in_sight, pk=pk)
    form = ReceiptForm(request.POST if request.method == "POST" else None, order=order)
    receiving = lambda: receive_plaques(order, by=request.user, **form.cleaned_data)  # noqa: E731
    if form.is_bound and form.is_valid() and attempt(form, receiving):
        messages.success(request, _("Recorded."))
        return redirect("plaque_orders", order.decision_id)
    return render(request, "studios/papers/receipt.html", {"order": order, "decision": order.decision, "form": form})
