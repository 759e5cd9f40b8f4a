"""The studios that somebody found, as a sheet and as a feed: what the public page shows, and nothing else."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from studios.choices.register import HonourRank, ProblemArea
from studios.choices.showcase import ServiceKind
from studios.exports.feeds import new_feed, summary
from studios.models import Leadership, ShowcaseEntry
from studios.queries.showcase import in_language
from studios.ui.showcase import Card
from unions.choices.tree import Level
from unions.ui.listing import Column
from unions.values.text import sayable

AT_A_TIME = 500


def sheet_columns(origin: str) -> list[Column]:
    """The columns of the sheet; `origin` begins the addresses of the pages."""
    return [
        Column(key="number", label=_("Number"), value=lambda e: e.studio.number),
        Column(key="name", label=_("Studio"), value=lambda e: e.studio.name),
        Column(key="kind", label=_("Kind"), value=lambda e: _named(e.studio.kind)),
        Column(key="level", label=_("Level"), value=lambda e: Level(e.level)),
        Column(key="named", label=_("Latest naming"), value=lambda e: e.named_on),
        Column(key="leads", label=_("Leads"), value=lambda e: e.leads),
        Column(key="honour", label=_("Honour of the lead"), value=lambda e: HonourRank(e.honour) if e.honour else ""),
        Column(key="unit", label=_("Unit"), value=lambda e: e.studio.employer_name),
        Column(key="county", label=_("County"), value=lambda e: e.county),
        Column(key="group", label=_("Industry group"), value=_group),
        Column(key="field", label=_("Field of work"), value=lambda e: e.studio.field_of_work),
        Column(key="areas", label=_("Problem area"), value=lambda e: [ProblemArea(area).label for area in e.areas]),
        Column(key="services", label=_("Service offered"), value=lambda e: [ServiceKind(s).label for s in e.services]),
        Column(key="results", label=_("Verified results"), value=lambda e: e.results_count),
        Column(key="patents", label=_("Patents"), value=lambda e: e.patents_count),
        Column(key="methods", label=_("Working methods"), value=lambda e: e.methods_count),
        Column(key="apprentices", label=_("Number of apprentices"), value=lambda e: e.apprentices_count),
        Column(key="adopters", label=_("Units that use a result"), value=lambda e: e.adopters_count),
        Column(key="page", label=_("Address of the page"), value=lambda e: origin + e.studio.get_absolute_url()),
    ]


def _named(entry: Any) -> str:
    return in_language(entry.name, entry.name_en)


def _group(entry: Any) -> str:
    industry = entry.studio.industry
    return industry.group.name if industry and industry.group else ""


def sheet_rows(ids: Sequence[int]) -> Iterator[Any]:
    """Yield the studios in the order given, some hundreds at a time; one that left the list meanwhile is left out."""
    leads = Leadership.objects.present().filter(studio=OuterRef("pk")).order_by("position", "pk")
    entries = ShowcaseEntry.objects.select_related("studio__union", "studio__kind", "studio__industry__group")
    entries = entries.annotate(leads=ArraySubquery(leads.values("worker__person__name"))).defer("vector", "body")
    for start in range(0, len(ids), AT_A_TIME):
        part = ids[start : start + AT_A_TIME]
        found = entries.in_bulk(part)
        yield from (found[pk] for pk in part if pk in found)


def feed_of(cards: Collection[Card], *, origin: str, title: str, host: str, page_url: str, feed_url: str) -> str:
    """Studios as Atom; addresses are paths below `origin`."""
    feed = new_feed(origin=origin, title=title, host=host, page_url=page_url, feed_url=feed_url)
    for card in cards:
        studio = card.studio
        level = card.top.wording if card.top else ""
        facts = (level, card.lead_line, studio.employer_name, studio.field_of_work)
        feed.add_item(
            title=sayable(studio.name),
            link=origin + studio.get_absolute_url(),
            description=summary(" · ".join(fact for fact in facts if fact)),
            unique_id=origin + studio.get_absolute_url(),
            updateddate=studio.changed_at,
        )
    return feed.writeString("utf-8")
