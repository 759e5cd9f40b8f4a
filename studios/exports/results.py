"""Public results as a sheet and as a feed; nothing in them that the pages do not show."""

from collections.abc import Iterable, Iterator, Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studios.exports.feeds import new_feed, summary
from studios.models import Result
from studios.queries.results import shown_results
from studios.ui.showcase import ResultView
from unions.ui.listing import Column
from unions.values.text import sayable

AT_A_TIME = 500


def sheet_columns(origin: str) -> list[Column]:
    """The columns of the sheet; `origin` begins the addresses of the pages."""
    return [
        Column(key="title", label=_("Result"), value=lambda v: v.result.title),
        Column(key="kind", label=_("Kind"), value=lambda v: v.kind),
        Column(key="area", label=_("Problem area"), value=lambda v: v.result.get_area_display()),
        Column(key="number", label=_("Number"), value=lambda v: v.result.number),
        Column(key="finished", label=_("Finished on"), value=lambda v: v.result.finished_on),
        Column(key="problem", label=_("Problem"), value=lambda v: v.result.problem),
        Column(key="novelty", label=_("Method and novelty"), value=lambda v: v.result.novelty),
        Column(key="studio", label=_("Studio"), value=lambda v: v.result.studio.name),
        Column(key="studio_number", label=_("Studio's number"), value=lambda v: v.result.studio.number),
        Column(key="unit", label=_("Unit"), value=lambda v: v.result.studio.employer_name),
        Column(key="county", label=_("County"), value=lambda v: v.result.studio.county),
        Column(
            key="benefit",
            label=_("Certified benefit of the latest year, yuan"),
            value=lambda v: v.benefits[0][2] if v.benefits else None,
        ),
        Column(key="users", label=_("Confirmed adopting units"), value=lambda v: v.users),
        Column(key="confirmed_by", label=_("Confirmed by"), value=lambda v: v.result.confirmed_union),
        Column(key="confirmed", label=_("Confirmed on"), value=lambda v: timezone.localdate(v.result.confirmed_at)),
        Column(key="page", label=_("Address of the page"), value=lambda v: origin + _page(v.result)),
    ]


def sheet_rows(keys: Sequence[int]) -> Iterator[ResultView]:
    """Yield the results in the order given, some hundreds at a time; one that left the list meanwhile is left out."""
    for start in range(0, len(keys), AT_A_TIME):
        yield from map(ResultView, shown_results(keys[start : start + AT_A_TIME]))


def feed_of(results: Iterable[Result], *, origin: str, title: str, host: str, page_url: str, feed_url: str) -> str:
    """Results as Atom; an entry's name does not hang on the language."""
    feed = new_feed(origin=origin, title=title, host=host, page_url=page_url, feed_url=feed_url)
    for result in results:
        feed.add_item(
            title=sayable(result.title),
            link=origin + _page(result),
            description=summary(result.novelty or result.problem),
            unique_id=f"{origin}/results/{result.pk}/",
            author_name=sayable(f"{result.studio.name} · {result.studio.employer_name}"),
            categories=[sayable(ResultView(result).kind)],
            pubdate=result.confirmed_at,
            updateddate=result.confirmed_at,
        )
    return feed.writeString("utf-8")


def _page(result: Result) -> str:
    return reverse("result", args=[result.pk])
