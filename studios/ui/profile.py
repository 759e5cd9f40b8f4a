"""The public page of a studio, put together from its rows and the blocks that were published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from studios.choices.showcase import BlockKey
from studios.models import Result, Studio
from studios.queries.profile import Team, team_of, verified_results, with_adopters
from studios.ui import profile_parts as parts
from studios.ui.showcase import Card, ResultView, Standing, banner_of, published_of, standing_of
from studios.values.answers import text_of
from studios.values.blocks import Content, first_sentences, numbers_of, paragraphs
from unions.choices.tree import Level
from unions.models import Union


def profile_of(studio: Studio, drafts: Mapping[str, Content] | None = None) -> "Profile":
    """The page of a studio from `studio_page`; drafts take the place of what is published."""
    results = list(with_adopters(verified_results().filter(studio=studio)))
    return Profile(studio, results, team_of(studio), {**published_of(studio), **(drafts or {})})


@dataclass(frozen=True)
class Profile:
    """What the page shows of a studio; `blocks` are the published ones, in a preview the drafts."""

    studio: Studio
    all_results: list[Result]
    team: Team
    blocks: Mapping[str, Content]

    def _block(self, key: BlockKey) -> Content:
        return self.blocks.get(key, {})

    @cached_property
    def card(self) -> Card:
        return Card(self.studio, self.blocks)

    @cached_property
    def namings(self) -> list[parts.NamingView]:
        """Namings, the highest level that stands first."""
        rows = sorted(self.studio.namings, key=lambda n: (not n.is_in_force, Level(n.level).rank))
        return [parts.NamingView(naming, standing_of(naming)) for naming in rows]

    @property
    def top(self) -> parts.NamingView:
        return self.namings[0]

    @property
    def banner(self) -> Standing | None:
        return banner_of(self.studio.namings)

    @property
    def results(self) -> list[ResultView]:
        """The newest results that are shown."""
        return [ResultView(result) for result in self.all_results[: parts.SHOWN_RESULTS]]

    @property
    def results_count(self) -> int:
        return len(self.all_results)

    @cached_property
    def methods(self) -> list[ResultView]:
        """Working methods: those that the unit chose, in its order; all of them where it chose none."""
        found = {view.result.pk: view for view in map(ResultView, self.all_results) if view.is_method}
        block = self._block(BlockKey.METHODS)
        if "shown" not in block:
            return list(found.values())
        return [found[key] for key in numbers_of(block, "shown") if key in found]

    @property
    def introduction(self) -> list[str]:
        """Paragraphs of the introduction."""
        return paragraphs(text_of(self._block(BlockKey.INTRODUCTION), "text"))

    @property
    def opening(self) -> str:
        """Two sentences for the head of the page: as written, else the first of the introduction."""
        block = self._block(BlockKey.INTRODUCTION)
        return text_of(block, "opening") or first_sentences(text_of(block, "text"))

    @property
    def about_lead(self) -> list[str]:
        return paragraphs(text_of(self._block(BlockKey.LEAD), "text"))

    @property
    def about_team(self) -> list[str]:
        return paragraphs(text_of(self._block(BlockKey.TEAM), "text"))

    @property
    def training(self) -> dict[str, int]:
        """Apprentices in numbers; empty without any."""
        return self.studio.training or {}

    @cached_property
    def offers(self) -> list[parts.Offer]:
        return parts.offers_of(self._block(BlockKey.SERVICES), self.studio.open_offers)

    @property
    def about_services(self) -> str:
        return text_of(self._block(BlockKey.SERVICES), "text")

    @property
    def next_offer(self) -> parts.Offer | None:
        """The offer with the nearest date."""
        return next((offer for offer in self.offers if offer.next_on), None)

    @cached_property
    def alliances(self) -> list[parts.AllianceView]:
        """Those that it leads, then those that it belongs to."""
        led = parts.led_alliances(self._block(BlockKey.ALLIANCES), self.studio.led)
        return [*led, *parts.joined_alliances(self.studio, self.studio.joined)]

    @property
    def stories(self) -> list[parts.StoryView]:
        return parts.stories_of(self.studio.told)

    @cached_property
    def contact(self) -> Union:
        """The union that answers for the studio: its own where it has an office telephone, else the naming one."""
        own, naming = self.studio.union, self.top.naming.union
        return own if own.office_phone or naming is None else naming

    @property
    def reported(self) -> list[tuple[str, str]]:
        """Figures of an old ledger, shown as reported."""
        return parts.reported(getattr(self.studio, "reported_figures", None))

    @property
    def events(self) -> list[parts.Event]:
        """What the register tells and the unit did not hide, and what the unit added, the latest first."""
        block = self._block(BlockKey.TIMELINE)
        hidden: Any = block.get("hidden") or ()
        told = [e for e in parts.register_events(self.studio, self.all_results) if not (e.key and e.key in hidden)]
        return sorted([*told, *parts.written_events(block)], key=lambda event: event.on, reverse=True)
