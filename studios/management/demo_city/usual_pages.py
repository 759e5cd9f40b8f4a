"""Pages of the studios that write little: about the lead and one service, entered all at once as the register is.

The actions that take single blocks would need some ten thousand statements for the same; the texts keep the actions' rules.
"""

from collections.abc import Collection, Mapping
from typing import Any

from studios.choices.showcase import BlockKey, BlockState
from studios.management.demo_city.accounts import Officers
from studios.management.demo_city.offers import offers_of
from studios.management.demo_city.plan import Planned
from studios.management.demo_city.timeline import Timeline
from studios.models import ProfileBlock, ServiceOffer, Studio
from studios.queries.open_texts import unnamed_people
from studios.values.blocks import words_of
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.models import Account

# Written, sent and published.
REVISION = 3


class UsualPages:
    """Enters them."""

    def __init__(self, studios: Mapping[str, Studio], officers: Officers, timeline: Timeline) -> None:
        """Work on the studios of the register."""
        self.studios, self.officers, self.timeline = studios, officers, timeline

    def enter(self, all_planned: Collection[Planned]) -> None:
        """Services first: their keys stand in the blocks."""
        offers = ServiceOffer.objects.bulk_create(self._offers(all_planned))
        by_studio = {offer.studio_id: [_row(offer)] for offer in offers}
        blocks: list[ProfileBlock] = []
        for each in all_planned:
            studio = self.studios[each.key]
            by = self._chair_above(studio)
            blocks.append(self._block(studio, BlockKey.LEAD, {"text": each.theme.merits}, by=by))
            if studio.pk in by_studio:
                content = {"text": "", "offers": by_studio[studio.pk]}
                blocks.append(self._block(studio, BlockKey.SERVICES, content, by=by))
            record(Verb.PAGE_PUBLISHED, by=by, subject=studio, union=studio.union, details={"by": "form"})
        _require_nobody_named(blocks)
        ProfileBlock.objects.bulk_create(blocks)

    def _offers(self, all_planned: Collection[Planned]) -> list[ServiceOffer]:
        return [
            ServiceOffer(
                studio=self.studios[each.key],
                kind=offer.kind,
                title=offer.title,
                text=offer.text,
                next_on=self.timeline.day(-offer.days) if offer.days else None,
                places=offer.places or None,
            )
            for each in all_planned
            for offer in offers_of(each, {})
        ]

    def _chair_above(self, studio: Studio) -> Account:
        """Every union of the city has a clerk and a chair: the one right above publishes."""
        return self.officers.chair(self.officers.unions[studio.union.code].parent or studio.union)

    def _block(self, studio: Studio, key: BlockKey, content: dict[str, Any], *, by: Account) -> ProfileBlock:
        now = clock.now()
        return ProfileBlock(
            studio=studio,
            key=key,
            state=BlockState.PUBLISHED,
            draft=content,
            published=content,
            revision=REVISION,
            edited_by=self.officers.clerk(studio.union),
            edited_at=now,
            published_by=by,
            published_at=now,
        )


def _row(offer: ServiceOffer) -> dict[str, Any]:
    return {"id": offer.pk, "kind": offer.kind, "title": offer.title, "text": offer.text}


def _require_nobody_named(blocks: Collection[ProfileBlock]) -> None:
    """As publishing does: nobody stands in a text who did not agree to it."""
    unnamed = unnamed_people([block.studio_id for block in blocks])
    for block in blocks:
        if found := [name for name in unnamed.get(block.studio_id, ()) if name in words_of(block.draft)]:
            raise ValueError(f"{block.studio}: {found}")
