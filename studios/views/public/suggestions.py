"""Suggestions while somebody types into a public search."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from studios.filters.search import suggestions
from studios.values.searching import clean_words
from unions.ui.audience import audience

SECONDS = 300


@require_safe
@audience("public")
@conditional_page
@cache_control(public=True, max_age=SECONDS)
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that fit what was typed so far, each with its page."""
    items = suggestions(clean_words(request.GET.get("q", "")))
    return JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})
