"""The search of everything public.

It stands beside the public pages and not among them, for these only read: a search that finds nothing adds one to a
number that editors read. It looks like any public page: no cookie, no account, the same bytes for everybody. An answer
that a proxy gives from its store is not counted.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.actions.search_misses import count_miss
from studios.filters.search import Search
from studios.ui.freshness import revalidated
from studios.values.searching import countable
from unions import clock
from unions.ui.audience import audience


@require_safe
@audience("public")
@revalidated
def search(request: HttpRequest) -> HttpResponse:
    """Studios, leads, results, methods and stories that hold the words; one kind is shown in pages."""
    found = Search(request.GET)
    if found.is_empty and request.method == "GET":
        count_miss(countable(found.q), on=clock.today())
    return render(request, "studios/public/search.html", {"search": found})
