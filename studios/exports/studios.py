"""The studios that somebody found, as a sheet and as a feed: what the public page shows, and nothing else."""

from collections.abc import Collection, Iterator, Sequence
from operator import itemgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, TextChoices, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from studios.choices.register import HonourRank, ProblemArea
from studios.choices.showcase import ServiceKind
from studios.exports.feeds import new_feed, summary
from studios.models import Leadership, ShowcaseEntry
from studios.ui.showcase import Card
from unions.choices.tree import Level
from unions.ui.listing import Column
from unions.values.text import sayable

AT_A_TIME = 1000
PLACEHOLDER = "-"


def sheet_columns(origin: str) -> list[Column]:
    """The columns of the sheet; `origin` begins the addresses of the pages."""
    language = "en" if (get_language() or "").startswith("en") else "zh"
    levels, ranks = _labels(Level), _labels(HonourRank)
    areas, services = _labels(ProblemArea), _labels(ServiceKind)
    page = reverse("studio", args=[PLACEHOLDER]).partition(PLACEHOLDER)
    return [
        Column(key="number", label=_("Number"), value=itemgetter("number")),
        Column(key="name", label=_("Studio"), value=itemgetter("title")),
        Column(key="kind", label=_("Kind"), value=lambda e: e[f"kind_{language}"] or e["kind_zh"]),
        Column(key="level", label=_("Level"), value=lambda e: levels.get(e["level"])),
        Column(key="named", label=_("Latest naming"), value=itemgetter("named_on")),
        Column(key="leads", label=_("Leads"), value=itemgetter("leads")),
        Column(key="honour", label=_("Honour of the lead"), value=lambda e: ranks.get(e["honour"])),
        Column(key="unit", label=_("Unit"), value=itemgetter("unit")),
        Column(key="county", label=_("County"), value=itemgetter("county")),
        Column(key="group", label=_("Industry group"), value=itemgetter(f"group_{language}")),
        Column(key="field", label=_("Field of work"), value=itemgetter("field")),
        Column(key="areas", label=_("Problem area"), value=lambda e: [areas[a] for a in e["areas"]]),
        Column(key="services", label=_("Service offered"), value=lambda e: [services[s] for s in e["services"]]),
        Column(key="results", label=_("Verified results"), value=itemgetter("results_count")),
        Column(key="patents", label=_("Patents"), value=itemgetter("patents_count")),
        Column(key="methods", label=_("Working methods"), value=itemgetter("methods_count")),
        Column(key="apprentices", label=_("Number of apprentices"), value=itemgetter("apprentices_count")),
        Column(key="adopters", label=_("Units that use a result"), value=itemgetter("adopters_count")),
        Column(key="page", label=_("Address of the page"), value=lambda e: f"{origin}{page[0]}{e['number']}{page[2]}"),
    ]


def _labels(choices: type[TextChoices]) -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in choices}


def sheet_rows(ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield the studios in the order given, some hundreds at a time; one that left the list meanwhile is left out."""
    leads = Leadership.objects.present().filter(studio=OuterRef("pk")).order_by("position", "pk")
    unit = [NullIf(F(f"studio__{path}"), Value("")) for path in ("employer", "union__employer")]
    group = "studio__industry__group__name"
    entries = ShowcaseEntry.objects.values(
        *("pk", "level", "named_on", "honour", "county", "areas", "services"),
        *(f"{noun}_count" for noun in ("results", "patents", "methods", "apprentices", "adopters")),
        number=F("studio__number"),
        title=F("studio__name"),
        field=F("studio__field_of_work"),
        kind_zh=F("studio__kind__name"),
        kind_en=F("studio__kind__name_en"),
        group_zh=F(f"{group}_zh"),
        group_en=F(f"{group}_en"),
        unit=Coalesce(*unit, F("studio__union__name")),
        leads=ArraySubquery(leads.values("worker__person__name")),
    )
    for start in range(0, len(ids), AT_A_TIME):
        part = ids[start : start + AT_A_TIME]
        found = {row["pk"]: row for row in entries.filter(pk__in=part)}
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
