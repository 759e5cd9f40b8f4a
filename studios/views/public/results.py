"""Verified results: the list by words and filters, the library of methods, and one result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from studios.filters.results import MethodList, ResultList
from studios.queries.pictures import result_pictures
from studios.queries.profile import verified_results
from studios.queries.results import (
    adopters_of,
    evidence_of,
    related_results,
    shown_results,
    with_studio,
)
from studios.queries.showcase import headline_figures
from studios.ui.freshness import revalidated
from studios.ui.share import share_of_result
from studios.ui.showcase import ResultView, evidence_line
from unions.ui.audience import audience

PAGE_SIZE = 20
METHODS_A_PAGE = 10


@require_safe
@audience("public")
@revalidated
def results(request: HttpRequest) -> HttpResponse:
    """Results that a union confirmed: words, filters, order and page are in the address."""
    wanted = ResultList(request.GET)
    page = wanted.page(PAGE_SIZE)
    found = {
        "wanted": wanted,
        "page": page,
        "results": [ResultView(row) for row in shown_results(page.object_list)],
        "figures": headline_figures(request.mark),
    }
    return render(request, "studios/public/results.html", found)


@require_safe
@audience("public")
@revalidated
def methods(request: HttpRequest) -> HttpResponse:
    """The library of working methods, step by step."""
    wanted = MethodList(request.GET)
    page = wanted.page(METHODS_A_PAGE)
    views = [ResultView(row) for row in shown_results(page.object_list)]
    return render(request, "studios/public/methods.html", {"wanted": wanted, "page": page, "methods": views})


@require_safe
@audience("public")
@revalidated
def result(request: HttpRequest, pk: str) -> HttpResponse:
    """Problem, method, figures and who vouches for them, evidence by its kinds, adopters, others like it."""
    rows = with_studio(verified_results()).annotate(shown_pictures=result_pictures())
    found = get_object_or_404(rows, pk=pk)
    view = ResultView(found)
    context = {
        "result": found,
        "view": view,
        "share": share_of_result(view),
        "adopters": adopters_of(found),
        "evidence": evidence_line(evidence_of(found)),
        "related": [ResultView(row) for row in related_results(found)],
    }
    return render(request, "studios/public/result.html", context)
