"""How studios, namings and results look in public: cards, the tag of a naming, the figure of a result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studios.choices.calls import DecisionVerb
from studios.choices.register import BenefitMethod, DesignationState, ResultGroup
from studios.choices.showcase import BlockKey, CoverShown
from studios.models import Designation, Leadership, Picture, Result, Studio
from studios.queries.pictures import as_pictures
from studios.queries.showcase import in_language
from studios.ui.covers import drawing_of
from studios.values.answers import number_of, text_of
from studios.values.blocks import Content
from unions.choices.tree import Level
from unions.templatetags.formats import money


@dataclass(frozen=True, slots=True)
class Standing:
    """How a naming stands today: what the plaque check answers, its tone and icon, and what it means."""

    key: str
    label: str
    tone: str
    icon: str
    meaning: str


def standing_of(naming: Designation) -> Standing:
    """One of six answers; the seventh, unknown, has no naming."""
    if naming.is_due:
        meaning = _("The naming holds. Its last day is near or has passed, and the union is verifying it again.")
        return Standing("due", _("Awaiting re-verification"), "amber", "clock", meaning)
    meanings = {
        "active": (_("The naming is in force."), "circle-check"),
        "rectification": (_("The naming holds while the studio puts right what a verification found."), "wrench"),
        "suspended": (_("The naming is suspended for the time being."), "triangle-alert"),
        "revoked": (_("The naming was revoked. The plaque no longer counts."), "circle-alert"),
        "cancelled": (_("The naming was cancelled. The plaque no longer counts."), "circle-alert"),
    }
    meaning, icon = meanings[naming.state]
    state = naming.standing
    return Standing(state.value, str(state.label), state.tone, icon, meaning)


def since(naming: Designation) -> str:
    """The year with the decision's verb: 2024年命名."""
    year = {"year": naming.decided_on.year}
    return {
        DecisionVerb.NAME: _("Named in %(year)d"),
        DecisionVerb.RECOGNISE: _("Recognised in %(year)d"),
        DecisionVerb.SELECT: _("Selected in %(year)d"),
        DecisionVerb.SUPPORT: _("Supported since %(year)d"),
    }[DecisionVerb(naming.decision.verb)] % year


@dataclass(frozen=True, slots=True)
class Lead:
    """A present lead with trade, rank and honours."""

    leadership: Leadership

    @property
    def name(self) -> str:
        return self.leadership.worker.person.name

    @property
    def work(self) -> str:
        """Trade with grade and title in brackets."""
        worker = self.leadership.worker
        grade = in_language(worker.skill_grade.name, worker.skill_grade.name_en) if worker.skill_grade else ""
        ranks = " · ".join(part for part in (grade, worker.title) if part)
        return (
            _("%(trade)s (%(rank)s)") % {"trade": worker.trade, "rank": ranks}
            if ranks and worker.trade
            else (worker.trade or ranks)
        )

    @property
    def honours(self) -> list[str]:
        """Honours in full, with the year where it is known."""
        return [self._honour(award) for award in self.leadership.honours]

    @staticmethod
    def _honour(award: dict[str, Any]) -> str:
        name = in_language(award["zh"], award["en"])
        return _("%(honour)s (%(year)d)") % {"honour": name, "year": award["year"]} if award["year"] else name

    @property
    def top_honour(self) -> str:
        """The highest honour without its year."""
        awards = self.leadership.honours
        return in_language(awards[0]["zh"], awards[0]["en"]) if awards else ""


def published_of(studio: Studio) -> dict[str, Content]:
    """The blocks of a studio's page that the public reads, by key."""
    return {row["key"]: row["content"] for row in studio.published_blocks}


def introduction_of(studio: Studio) -> tuple[str, str]:
    """The published opening and introduction; empty where nothing is published."""
    block = published_of(studio).get(BlockKey.INTRODUCTION, {})
    return text_of(block, "opening"), text_of(block, "text")


@dataclass(frozen=True)
class Card:
    """A studio in the gallery; `drafts` stand for its published blocks in a preview."""

    studio: Studio
    drafts: Mapping[str, Content] | None = None

    @cached_property
    def blocks(self) -> Mapping[str, Content]:
        return published_of(self.studio) if self.drafts is None else self.drafts

    @cached_property
    def shown(self) -> str:
        """What the unit chose for the head of its page."""
        return text_of(self.blocks.get(BlockKey.COVER, {}), "show")

    @cached_property
    def photo(self) -> Picture | None:
        """The published cover that was chosen, else the newest."""
        if self.shown in (CoverShown.DRAWING, CoverShown.PLAQUE):
            return None
        wanted = number_of(self.blocks.get(BlockKey.COVER, {}), "picture")
        chosen = sorted(self.studio.covers, key=lambda row: row["pk"] != wanted)
        return next(iter(as_pictures(chosen[:1])), None)

    @property
    def drawing(self) -> str:
        """The drawing of the industry, unless the plaque was chosen."""
        return "" if self.shown == CoverShown.PLAQUE else drawing_of(self.studio)

    @cached_property
    def top(self) -> Designation | None:
        """The naming of the highest level that stands; of a studio without one, the latest."""
        namings = self.studio.namings
        standing = [naming for naming in namings if naming.is_in_force] or namings
        return min(standing, key=lambda naming: Level(naming.level).rank, default=None)

    @property
    def is_national(self) -> bool:
        return self.top is not None and self.top.level == Level.COUNTRY

    @property
    def issuer(self) -> str:
        return self.top.decision.issuer if self.top else ""

    @cached_property
    def leads(self) -> list[Lead]:
        return [Lead(leadership) for leadership in self.studio.present_leads]

    @property
    def lead_line(self) -> str:
        """Leads with their highest honour, in one line."""
        said = [
            _("%(name)s, %(honour)s") % {"name": lead.name, "honour": lead.top_honour} if lead.top_honour else lead.name
            for lead in self.leads
        ]
        return _("; ").join(said)

    @property
    def summary(self) -> str:
        """The published introduction in short, else the field of work."""
        block = self.blocks.get(BlockKey.INTRODUCTION, {})
        return text_of(block, "opening") or text_of(block, "text") or self.studio.field_of_work

    @property
    def group(self) -> str:
        industry = self.studio.industry
        return industry.group.name if industry and industry.group else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """The one figure beside a result, with its unit."""

    value: str
    unit: str


def figure_of(result: Result) -> Figure | None:
    """The latest certified benefit, else the confirmed adopters; nothing when there is neither."""
    if result.certified:
        newest = result.certified[0]
        method = BenefitMethod(newest["method"]).label
        unit = _("¥10,000, %(method)s in %(year)d") % {"method": str(method).lower(), "year": newest["year"]}
        return Figure(money(Decimal(str(newest["amount"]))), unit)
    if users := users_of(result):
        return Figure(f"{users:,}", ngettext("other unit uses it", "other units use it", users))
    return None


def users_of(result: Result) -> int:
    """How many units use it, as the studio confirmed."""
    entry = getattr(result, "entry", None)
    return entry.users_count if entry else 0


def evidence_line(kinds: Iterable[tuple[str, int]]) -> str:
    """Kinds of file with their numbers: PDF × 2、JPEG × 1."""
    return "、".join(f"{kind} × {number}" for kind, number in kinds)


@dataclass(frozen=True)
class ResultView:
    """A verified result with its figure and steps."""

    result: Result

    @property
    def figure(self) -> Figure | None:
        return figure_of(self.result)

    @property
    def users(self) -> int:
        """How many other units use it, as confirmed."""
        return users_of(self.result)

    @property
    def kind(self) -> str:
        return in_language(self.result.kind.name, self.result.kind.name_en)

    @cached_property
    def pictures(self) -> list[Picture]:
        """Its public pictures, where the query asked for them."""
        return as_pictures(getattr(self.result, "shown_pictures", []))

    @property
    def is_method(self) -> bool:
        return self.result.kind.group == ResultGroup.METHOD and bool(self.steps)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """Steps as name and text; a step may be a bare text."""
        return [_step(step) for step in self.result.steps]

    @property
    def benefits(self) -> list[tuple[int, str, Decimal]]:
        """Certified benefit: year, how it arises, yuan."""
        rows = self.result.certified
        return [(row["year"], str(BenefitMethod(row["method"]).label), Decimal(str(row["amount"]))) for row in rows]


def _step(step: Any) -> tuple[str, str]:
    if isinstance(step, dict):
        return str(step.get("name", "")), str(step.get("text", ""))
    if isinstance(step, (list, tuple)) and len(step) == 2:
        return str(step[0]), str(step[1])
    return "", str(step)


def banner_of(namings: list[Designation]) -> Standing | None:
    """What stands above a studio's page: revoked when nothing holds, suspended when one is."""
    holding = [naming for naming in namings if naming.is_in_force]
    if not holding:
        return standing_of(namings[0]) if namings else None
    suspended = [naming for naming in holding if naming.state == DesignationState.SUSPENDED]
    return standing_of(suspended[0]) if suspended else None
