"""The help: all roles, and the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.ui.freshness import revalidated
from studios.ui.help.pages import PAGES, page_of
from unions.ui.audience import audience


@require_safe
@audience("public")
@revalidated
def overview(request: HttpRequest) -> HttpResponse:
    """Every role, with what its page tells."""
    return render(request, "studios/help/overview.html", {"pages": PAGES})


@require_safe
@audience("public")
@revalidated
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What one role does, in the order of the year."""
    if (found := page_of(slug)) is None:
        raise Http404
    return render(request, "studios/help/page.html", {"page": found, "pages": PAGES})
