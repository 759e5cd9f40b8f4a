"""The public list of results as a sheet and as a feed, narrowed by its address like the page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studios.exports.results import feed_of, sheet_columns, sheet_rows
from studios.filters.results import ResultList
from studios.queries.results import MOST_COUNTED, in_order, shown_results
from studios.ui.freshness import revalidated
from studios.ui.site import Site
from unions.ui.audience import audience
from unions.ui.listing import csv_answer

MOST_IN_FEED = 50


@require_safe
@audience("public")
@revalidated
def sheet(request: HttpRequest) -> HttpResponseBase:
    """The results found, up to the number that is counted, as CSV."""
    keys = list(ResultList(request.GET).keys[:MOST_COUNTED])
    return csv_answer("results", sheet_columns(_origin(request)), sheet_rows(keys))


@require_safe
@audience("public")
@revalidated
def feed(request: HttpRequest) -> HttpResponse:
    """The fifty verified last as Atom."""
    wanted = ResultList(request.GET)
    keys = in_order(wanted.rows, "confirmed", total=wanted.total).values_list("pk", flat=True)
    text = feed_of(
        shown_results(keys[:MOST_IN_FEED]),
        origin=_origin(request),
        title=_(": ").join([_("Verified results"), *(chip.text for chip in wanted.chips)]),
        host=str(Site().root or ""),
        page_url=reverse("results") + wanted.query_string,
        feed_url=reverse("results_feed") + wanted.query_string,
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _origin(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
