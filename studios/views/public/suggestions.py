"""Suggestions while somebody types into a public search."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from studios.filters.search import suggestions
from studios.ui.freshness import revalidated
from studios.values.searching import clean_words
from unions.ui.audience import audience


@require_safe
@audience("public")
@revalidated
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that fit what was typed so far, each with its page."""
    items = suggestions(clean_words(request.GET.get("q", "")))
    return JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})
