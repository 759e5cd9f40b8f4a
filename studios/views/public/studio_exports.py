"""The public list of studios as a sheet and as a feed, narrowed and ordered by its address like the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studios.exports.studios import feed_of, sheet_columns, sheet_rows
from studios.filters.showcase import Showcase
from studios.queries.showcase import cards, chosen_keys
from studios.ui.freshness import revalidated
from studios.ui.showcase import Card
from studios.ui.site import Site
from unions.ui.audience import audience
from unions.ui.listing import csv_answer

MOST_IN_SHEET = 20_000
MOST_IN_FEED = 50


@require_safe
@audience("public")
@revalidated
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The studios found, up to twenty thousand, as CSV."""
    ids = _ids(Showcase(request.GET), MOST_IN_SHEET)
    return csv_answer("studios", sheet_columns(_origin(request)), sheet_rows(ids))


@require_safe
@audience("public")
@revalidated
def feed(request: HttpRequest) -> HttpResponse:
    """The first fifty as Atom."""
    showcase = Showcase(request.GET)
    text = feed_of(
        [Card(studio) for studio in cards(_ids(showcase, MOST_IN_FEED))],
        origin=_origin(request),
        title=_(": ").join([_("Model worker innovation studios"), *(chip.text for chip in showcase.chips)]),
        host=str(Site().root or ""),
        page_url=reverse("studios") + showcase.url(),
        feed_url=showcase.feed_url,
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _ids(showcase: Showcase, most: int) -> list[int]:
    return chosen_keys(showcase.choice, showcase.sort)[:most]


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
