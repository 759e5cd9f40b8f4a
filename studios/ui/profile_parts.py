"""What stands on a studio's page beside its register, each part read from JSON without trust in what stands there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from studios.choices.showcase import ServiceKind, StoryKind
from studios.models import Designation, ReportedFigures, Result, Studio
from studios.queries.profile import verified_results
from studios.ui.showcase import Standing, since
from studios.values.answers import day_of, month_of, rows_of, text_of
from studios.values.blocks import Content, keyed_rows, numbers_of
from unions import clock
from unions.choices.tree import Level
from unions.templatetags.formats import money

SHOWN_RESULTS = 10


@dataclass(frozen=True, slots=True)
class NamingView:
    """A naming with how it stands today."""

    naming: Designation
    standing: Standing

    @property
    def is_national(self) -> bool:
        return self.naming.level == Level.COUNTRY

    @property
    def since(self) -> str:
        return since(self.naming)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline; only those with a key may be hidden by the unit."""

    on: date
    text: str
    is_month: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service as it was published, with its present date and places."""

    kind: ServiceKind
    title: str
    text: str
    next_on: date | None
    places: int | None


@dataclass(frozen=True, slots=True)
class AllianceView:
    """An alliance as its leader published it."""

    name: str
    purpose: str
    agreed_on: date | None
    leader: Content
    members: list[Content]
    is_led: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """A published story that tells of the studio."""

    pk: int
    title: str
    summary: str
    kind: StoryKind


def offers_of(block: Content, rows: Iterable[Content]) -> list[Offer]:
    """What is both published and open, what comes next first."""
    shown = keyed_rows(block, "offers")
    found = [_offer(shown[row["id"]], row) for row in rows if row["id"] in shown]
    return sorted(found, key=lambda offer: (offer.next_on is None, offer.next_on or date.max))


def _offer(words: Content, row: Content) -> Offer:
    day = day_of(row, "next_on")
    return Offer(
        ServiceKind(words["kind"]),
        text_of(words, "title"),
        text_of(words, "text"),
        day if day and day >= clock.today() else None,
        row.get("places"),
    )


def led_alliances(block: Content, rows: Iterable[dict[str, Any]]) -> Iterator[AllianceView]:
    """Those that the studio leads, as its own block has them."""
    shown = keyed_rows(block, "alliances")
    return (_alliance(row, shown[row["id"]], is_led=True) for row in rows if row["id"] in shown)


def joined_alliances(studio: Studio, rows: Iterable[dict[str, Any]]) -> Iterator[AllianceView]:
    """Those that it belongs to, as the leader's block names it among the members."""
    for row in rows:
        words = keyed_rows(row["shown"] or {}, "alliances").get(row["id"], {})
        if studio.pk in numbers_of(words, "members"):
            yield _alliance(row, words, is_led=False)


def _alliance(row: dict[str, Any], words: Content, *, is_led: bool) -> AllianceView:
    named = set(numbers_of(words, "members"))
    return AllianceView(
        text_of(words, "name"),
        text_of(words, "purpose"),
        day_of(row, "agreed_on"),
        row["leader"],
        [member for member in row["members"] if member["id"] in named],
        is_led,
    )


def stories_of(rows: Iterable[dict[str, Any]]) -> list[StoryView]:
    """The stories of the column."""
    return [StoryView(row["id"], row["title"], row["summary"], StoryKind(row["kind"])) for row in rows]


def register_events(studio: Studio, results: list[Result]) -> list[Event]:
    """Founding, results, namings and revocations; a naming and its revocation cannot be hidden."""
    namings = [event for naming in studio.namings for event in _naming_events(naming)]
    return [*namings, *_own_events(studio, results)]


def _own_events(studio: Studio, results: list[Result]) -> list[Event]:
    rows = [
        Event(r.finished_on, _("Result: %(title)s") % {"title": r.title}, is_month=True, key=f"result-{r.pk}")
        for r in results[:SHOWN_RESULTS]
        if r.finished_on
    ]
    if studio.founded_on:
        rows.append(Event(studio.founded_on, _("The studio was founded"), is_month=True, key="founded"))
    return rows


def hideable_events(studio: Studio) -> list[Event]:
    """What the unit may leave out of the timeline: results and founding, the latest first."""
    rows = _own_events(studio, list(verified_results().filter(studio=studio)))
    return sorted(rows, key=lambda event: event.on, reverse=True)


def _naming_events(naming: Designation) -> list[Event]:
    words = {"since": since(naming), "level": naming.wording, "number": naming.decision.number}
    rows = [Event(naming.decided_on, _("%(since)s: %(level)s (%(number)s)") % words)]
    if naming.revoked_on and naming.revoked_by:
        words = {"level": naming.wording, "number": naming.revoked_by.number}
        rows.append(Event(naming.revoked_on, _("Naming revoked: %(level)s (%(number)s)") % words))
    return rows


def written_events(block: Content) -> list[Event]:
    """What the unit added."""
    rows = [(month_of(row, "month"), text_of(row, "text")) for row in rows_of(block, "added")]
    return [Event(month, text, is_month=True) for month, text in rows if month and text]


def reported(figures: ReportedFigures | None) -> list[tuple[str, str]]:
    """Figures of an old ledger, shown as reported."""
    if figures is None:
        return []
    rows = [
        (_("Members"), _count(figures.members)),
        (_("Results"), _count(figures.results)),
        (_("Patents"), _count(figures.patents)),
        (_("Apprentices"), _count(figures.apprentices)),
        (_("Benefit a year"), _wan(figures.benefit)),
        (_("Funds of three years"), _wan(figures.funds)),
    ]
    return [(label, text) for label, text in rows if text]


def _count(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _wan(yuan: object) -> str:
    return "" if yuan is None else _("¥%(amount)s ×10,000") % {"amount": money(yuan)}
