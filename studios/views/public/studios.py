"""The public list of studios and the page of one."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.filters.showcase import Showcase
from studios.queries.changes import Mark, studio_mark
from studios.queries.profile import studio_page
from studios.queries.showcase import cards, chosen_keys, headline_figures
from studios.ui.freshness import revalidated
from studios.ui.profile import profile_of
from studios.ui.share import share_of_studio
from studios.ui.showcase import Card
from studios.values.searching import clean_words
from unions.ui.audience import audience

PAGE_SIZE = 12
# Whoever turns five hundred pages is better served by a filter; far pages would read all that come before.
MOST_LISTED = 6_000


@require_safe
@audience("public")
@revalidated
def studios(request: HttpRequest) -> HttpResponse:
    """Studios in force: words, facets, order and page are in the address."""
    showcase = Showcase(request.GET)
    page = page_of(showcase, request.GET.get("page", ""))
    found = {
        "showcase": showcase,
        "page": page,
        "cards": [Card(studio) for studio in cards(list(page.object_list))],
        "figures": headline_figures(request.mark),
    }
    return render(request, "studios/public/studios.html", found)


def page_of(showcase: Showcase, number: str) -> Page:
    """The page asked for; beyond the end is the last one. The count is known from the facets, up to a bound."""
    paginator = Paginator(chosen_keys(showcase.choice, showcase.sort), PAGE_SIZE)
    paginator.count = min(showcase.total, MOST_LISTED)
    return paginator.get_page(number)


def mark_of(number: str) -> Mark:
    """The mark of the page of the studio that bears the number."""
    return studio_mark(clean_words(number))


@require_safe
@audience("public")
@revalidated(mark=mark_of)
def studio(request: HttpRequest, number: str) -> HttpResponse:
    """The page of a studio that was ever named; an unknown number gets a page that helps on."""
    typed = clean_words(number)
    if (found := studio_page(typed)) is None:
        return render(request, "studios/public/unknown_studio.html", {"typed": typed}, status=404)
    profile = profile_of(found)
    page = {"studio": found, "profile": profile, "share": share_of_studio(profile)}
    return render(request, "studios/public/studio.html", page)
