"""What the public searched and did not find, for those who edit what it reads."""

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from studios.filters.search_misses import SearchMissFilter
from studios.models import SearchMiss
from studios.permissions import ABOVE_UNITS, works_above_units
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)


def _search_url(miss: SearchMiss) -> str:
    query = QueryDict(mutable=True)
    query["q"] = miss.words
    return f"{reverse('search')}?{query.urlencode()}"


COLUMNS = [
    Column(key="words", label=gettext_lazy("Words searched"), value=lambda m: m.words, sort="words", link=_search_url),
    Column(key="times", label=gettext_lazy("Times"), value=lambda m: m.count, kind="number", sort="count"),
    Column(key="day", label=gettext_lazy("Day"), value=lambda m: m.on, kind="date", sort="on"),
]


@require_safe
@audience(*CASES)
def search_misses(request: HttpRequest) -> HttpResponseBase:
    """Words by day with how often they found nothing; the words lead to the search as it answers now."""
    if not works_above_units(request.user):
        raise Forbidden(ABOVE_UNITS)
    listing = Listing(
        request,
        SearchMiss.objects.all(),
        COLUMNS,
        key="search_misses",
        default_sort="-day",
        filterset=SearchMissFilter,
        title=_("Searched and not found"),
        empty=_("Every search of the last months found something."),
    )
    return (
        listing.sheet() if listing.wants_sheet else render(request, "studios/search_misses.html", {"listing": listing})
    )
