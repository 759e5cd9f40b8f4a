"""What the site says about itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.ui.freshness import revalidated
from studios.ui.site import site_map as groups_of_the_map
from unions.ui.audience import audience


@require_safe
@audience("public")
@revalidated
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept and shown of people."""
    return render(request, "studios/public/privacy.html")


@require_safe
@audience("public")
@revalidated
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can use the site, and what was not checked."""
    return render(request, "studios/public/accessibility.html")


@require_safe
@audience("public")
@revalidated
def site_map(request: HttpRequest) -> HttpResponse:
    """Every page that is no row of a list."""
    return render(request, "studios/public/site_map.html", {"groups": groups_of_the_map()})
