"""Verified results: the list and one of them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page, require_safe

from studios.queries.profile import results_with, verified_results
from studios.ui.share import share_of_result
from studios.ui.showcase import ResultView
from studios.values.searching import clean_words
from unions.ui.audience import audience

PAGE_SIZE = 20


@require_safe
@audience("public")
@conditional_page
def results(request: HttpRequest) -> HttpResponse:
    """Results that a union confirmed, the newest first."""
    q = clean_words(request.GET.get("q", ""))
    page = Paginator(results_with(q), PAGE_SIZE).get_page(request.GET.get("page"))
    found = {"q": q, "page": page, "results": [ResultView(row) for row in page]}
    return render(request, "studios/public/results.html", found)


@require_safe
@audience("public")
@conditional_page
def result(request: HttpRequest, pk: str) -> HttpResponse:
    """Problem, method, figures, who verified them."""
    found = get_object_or_404(verified_results().select_related("studio__union"), pk=pk)
    view = ResultView(found)
    context = {"result": found, "view": view, "share": share_of_result(view)}
    return render(request, "studios/public/result.html", context)
