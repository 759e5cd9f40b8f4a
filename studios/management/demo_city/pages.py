"""Public pages of the studios: written by the units, published by the unions above, some still on their way."""

import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

from studios.actions.alliances import leave_alliance, save_alliance
from studios.actions.consents import withdraw_consent
from studios.actions.profiles import publish_block, return_block, save_block, submit_block, withdraw_block
from studios.actions.services import save_offer
from studios.actions.upkeep import version_of
from studios.choices.register import ResultGroup
from studios.choices.showcase import BlockKey, BlockState
from studios.management.demo_city.cases import World
from studios.management.demo_city.namings import REVOKED
from studios.management.demo_city.offers import Offered, offers_of
from studios.management.demo_city.plan import NATIONAL, Planned, planned
from studios.management.demo_city.timeline import Agenda
from studios.management.demo_city.usual_pages import UsualPages
from studios.models import Alliance, Member, ProfileBlock, Result, Studio
from studios.permissions import publishing_union
from unions import clock
from unions.models import Account

PAGES = Path(__file__).with_name("pages.toml")
BEGAN_PAGES = 88
# Days from sending to publishing, and from there to the end of what did not stay.
READ, UNTIL_LEFT, UNTIL_WITHDRAWN = 2, 20, 5
CONSENT_ENDED = 24
NAMES_SOMEBODY = "U002.1"
Content = dict[str, Any]


class Pages:
    """Puts every page, every alliance and what became of them on the agenda."""

    def __init__(self, world: World) -> None:
        """Read the texts."""
        self.world = world
        found = tomllib.loads(PAGES.read_text(encoding="utf-8"))
        self.told: dict[str, Content] = {row["studio"]: row for row in found["page"]}
        self.alliances, self.blocks = found["alliance"], found["block"]

    def plan(self, agenda: Agenda) -> None:
        """Each on its days, early enough that nobody begins with a heap of messages about them."""
        named = [each for each in planned() if each.recorded_levels and each.key not in REVOKED]
        usual = [each for each in named if each.key not in self.told]
        agenda.add(
            BEGAN_PAGES, lambda: UsualPages(self.world.studios, self.world.officers, self.world.timeline).enter(usual)
        )
        for each in named:
            if each.key in self.told:
                ago = 27 + each.number * 7 % 60
                agenda.add(ago, partial(self._write, each), minutes=30 + each.number)
                agenda.add(ago - READ, partial(self._publish, each.key), minutes=200 + each.number)
        for row in self.alliances:
            self._plan_alliance(agenda, row)
        for number, row in enumerate(self.blocks):
            self._plan_block(agenda, row, minutes=50 + 7 * number)
        agenda.add(CONSENT_ENDED, self._end_consent, minutes=330)

    def _studio(self, key: str) -> Studio:
        return Studio.objects.select_related("union__parent").get(pk=self.world.studios[key].pk)

    def _clerk(self, studio: Studio) -> Account:
        return self.world.officers.clerk(studio.union)

    def _publisher(self, studio: Studio) -> Account:
        return self.world.officers.chair(publishing_union(studio, writer=self._clerk(studio)))

    # Pages

    def _write(self, each: Planned) -> None:
        studio, told = self._studio(each.key), self.told.get(each.key, {})
        for offer in offers_of(each, told):
            self._offer(studio, offer)
        for key, content in self._contents(each, studio, told):
            self._send(studio, key, content)

    def _offer(self, studio: Studio, offer: Offered) -> None:
        day = self.world.timeline.day(-offer.days) if offer.days else None
        values = {"kind": offer.kind, "title": offer.title, "text": offer.text, "next_on": day}
        save_offer(studio, values | {"places": offer.places or None, "is_open": True}, by=self._clerk(studio))

    def _contents(self, each: Planned, studio: Studio, told: Content) -> Iterator[tuple[BlockKey, Content]]:
        theme = each.theme
        if "opening" in told:
            yield BlockKey.INTRODUCTION, {"opening": told["opening"], "text": theme.introduction}
        yield BlockKey.LEAD, {"text": "\n".join(filter(None, [theme.merits, told.get("lead", "")]))}
        if "team" in told:
            yield BlockKey.TEAM, {"text": told["team"].replace("{member}", self._somebody(studio))}
        if "timeline" in told:
            yield BlockKey.TIMELINE, {"hidden": [], "added": self._months(told["timeline"])}
        if each.key in NATIONAL:
            yield BlockKey.METHODS, {"shown": self._methods(studio)}
        if draft := ProfileBlock.objects.filter(studio=studio, key=BlockKey.SERVICES).values_list("draft").first():
            yield BlockKey.SERVICES, draft[0] | {"text": told.get("services", "")}

    def _months(self, rows: list[tuple[int, str]]) -> list[Content]:
        today = self.world.timeline.today
        months = sorted((today - relativedelta(months=ago), text) for ago, text in rows)
        return [{"month": f"{month:%Y-%m}", "text": text} for month, text in months]

    @staticmethod
    def _methods(studio: Studio) -> list[int]:
        rows = Result.objects.public().filter(studio=studio, kind__group=ResultGroup.METHOD).order_by("pk")
        return list(rows.values_list("pk", flat=True))

    @staticmethod
    def _somebody(studio: Studio) -> str:
        found = Member.objects.filter(studio=studio, consented_on__isnull=False).order_by("pk")
        return str(found.values_list("person__name", flat=True).first() or "")

    def _send(self, studio: Studio, key: BlockKey, content: Content) -> None:
        by, block = self._clerk(studio), self._save(studio, key, content)
        submit_block(block, by=by, revision=block.revision)

    def _save(self, studio: Studio, key: BlockKey, content: Content) -> ProfileBlock:
        known = ProfileBlock.objects.filter(studio=studio, key=key).values_list("revision", flat=True).first()
        return save_block(studio, key, content, by=self._clerk(studio), revision=known or 0)

    def _publish(self, key: str) -> None:
        studio = self._studio(key)
        by = self._publisher(studio)
        for block in ProfileBlock.objects.filter(studio=studio, state=BlockState.SUBMITTED).order_by("pk"):
            block.studio = studio
            publish_block(block, by=by, revision=block.revision)

    # Blocks on their way

    def _plan_block(self, agenda: Agenda, row: Content, *, minutes: int) -> None:
        ago, end = row["ago"], row["end"]
        agenda.add(ago, partial(self._begin, row), minutes=minutes)
        if end == BlockState.RETURNED:
            agenda.add(ago - READ, partial(self._refuse, row), minutes=200 + minutes)
        if end == BlockState.WITHDRAWN:
            agenda.add(ago - READ, partial(self._publish, row["studio"]), minutes=200 + minutes)
            agenda.add(ago - READ - UNTIL_WITHDRAWN, partial(self._refuse, row), minutes=200 + minutes)

    def _begin(self, row: Content) -> None:
        studio, key, content = self._studio(row["studio"]), BlockKey(row["key"]), {"text": row["text"]}
        if row["end"] == BlockState.DRAFT:
            self._save(studio, key, content)
        else:
            self._send(studio, key, content)

    def _refuse(self, row: Content) -> None:
        """Return what was sent, or take off what was published."""
        studio = self._studio(row["studio"])
        block = ProfileBlock.objects.get(studio=studio, key=row["key"])
        act = return_block if row["end"] == BlockState.RETURNED else withdraw_block
        act(block, reason=row["reason"], by=self._publisher(studio), revision=block.revision)

    def _end_consent(self) -> None:
        """A member who was named in a text agrees no longer: name and text go from the page."""
        found = Member.objects.filter(studio=self._studio(NAMES_SOMEBODY), consented_on__isnull=False).order_by("pk")
        member = found.select_related("studio__union", "person")[0]
        withdraw_consent(member, by=self._clerk(member.studio))

    # Alliances

    def _plan_alliance(self, agenda: Agenda, row: Content) -> None:
        made: list[Alliance] = []
        agenda.add(row["ago"], lambda: made.append(self._found(row)), minutes=130)
        agenda.add(row["ago"] - READ, partial(self._publish, row["leader"]), minutes=330)
        if "left" in row:
            agenda.add(row["ago"] - UNTIL_LEFT, lambda: self._leave(made[0], row["left"]), minutes=140)
        if "ended" in row:
            agenda.add(row["ended"], lambda: self._end(made[0], row), minutes=140)

    def _found(self, row: Content) -> Alliance:
        leader = self._studio(row["leader"])
        values = {"name": row["name"], "purpose": row["purpose"], "agreed_on": clock.today(), "ended_on": None}
        made = save_alliance(leader, values, numbers=self._numbers(row), by=self._clerk(leader))
        block = ProfileBlock.objects.get(studio=leader, key=BlockKey.ALLIANCES)
        submit_block(block, by=self._clerk(leader), revision=block.revision)
        return made

    def _numbers(self, row: Content) -> list[str]:
        return [str(self._studio(key).number) for key in row["members"]]

    def _leave(self, alliance: Alliance, key: str) -> None:
        studio = self._studio(key)
        leave_alliance(alliance, studio, by=self._clerk(studio))

    def _end(self, alliance: Alliance, row: Content) -> None:
        alliance, leader = Alliance.objects.get(pk=alliance.pk), self._studio(row["leader"])
        values = {"name": row["name"], "purpose": row["purpose"], "agreed_on": alliance.agreed_on}
        save_alliance(
            leader,
            values | {"ended_on": clock.today()},
            numbers=self._numbers(row),
            by=self._clerk(leader),
            alliance=alliance,
            version=version_of(alliance),
        )
