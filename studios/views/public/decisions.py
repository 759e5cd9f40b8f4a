"""Papers that named or revoked studios."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page, require_safe

from studios.queries.profile import namings_of, public_decisions
from studios.ui.profile_parts import NamingView
from studios.ui.showcase import standing_of
from unions.ui.audience import audience

PAGE_SIZE = 100


@require_safe
@audience("public")
@conditional_page
def decision(request: HttpRequest, pk: str) -> HttpResponse:
    """Number, date and the studios that the paper names or revokes."""
    paper = get_object_or_404(public_decisions(), pk=pk)
    page = Paginator(namings_of(paper), PAGE_SIZE).get_page(request.GET.get("page"))
    namings = [NamingView(naming, standing_of(naming)) for naming in page]
    return render(request, "studios/public/decision.html", {"decision": paper, "page": page, "namings": namings})
