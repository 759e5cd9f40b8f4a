"""The public page of a studio, put together from its rows."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from studios.models import Designation, ReportedFigures, Result, Studio
from studios.queries.profile import Team
from studios.ui.showcase import Card, ResultView, Standing, banner_of, since, standing_of
from unions.choices.tree import Level
from unions.models import Union
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
    """One line of the timeline."""

    on: date
    text: str
    is_month: bool = False


@dataclass(frozen=True)
class Profile:
    """What the page shows of a studio."""

    studio: Studio
    all_results: list[Result]
    team: Team

    @cached_property
    def card(self) -> Card:
        return Card(self.studio)

    @cached_property
    def namings(self) -> list[NamingView]:
        """Namings, the highest level that stands first."""
        rows = sorted(self.studio.namings, key=lambda n: (not n.is_in_force, Level(n.level).rank))
        return [NamingView(naming, standing_of(naming)) for naming in rows]

    @property
    def top(self) -> NamingView:
        return self.namings[0]

    @property
    def banner(self) -> Standing | None:
        return banner_of(self.studio.namings)

    @property
    def results(self) -> list[ResultView]:
        """The newest results that are shown."""
        return [ResultView(result) for result in self.all_results[:SHOWN_RESULTS]]

    @property
    def results_count(self) -> int:
        return len(self.all_results)

    @property
    def methods(self) -> list[ResultView]:
        return [view for view in map(ResultView, self.all_results) if view.is_method]

    @property
    def introduction(self) -> list[str]:
        """Paragraphs of the introduction."""
        return [line.strip() for line in self.studio.introduction.splitlines() if line.strip()]

    @property
    def opening(self) -> str:
        """The first sentence of the introduction, for the head of the page."""
        first, stop, _rest = self.studio.introduction.strip().partition("。")
        return first + stop

    @cached_property
    def contact(self) -> Union:
        """The union that answers for the studio: its own where it has an office telephone, else the naming one."""
        own, naming = self.studio.union, self.top.naming.union
        return own if own.office_phone or naming is None else naming

    @property
    def reported(self) -> list[tuple[str, str]]:
        """Figures of an old ledger, shown as reported."""
        figures = getattr(self.studio, "reported_figures", None)
        return [(label, text) for label, text in _reported(figures) if text] if figures else []

    @property
    def events(self) -> list[Event]:
        """Founding, results, namings and revocations, the latest first."""
        rows = [event for naming in self.studio.namings for event in _naming_events(naming)]
        rows += [
            Event(r.finished_on, _("Result: %(title)s") % {"title": r.title}, is_month=True)
            for r in self.all_results[:SHOWN_RESULTS]
            if r.finished_on
        ]
        if self.studio.founded_on:
            rows.append(Event(self.studio.founded_on, _("The studio was founded"), is_month=True))
        return sorted(rows, key=lambda event: event.on, reverse=True)


def _naming_events(naming: Designation) -> list[Event]:
    words = {"since": since(naming), "level": naming.wording, "number": naming.decision.number}
    rows = [Event(naming.decided_on, _("%(since)s: %(level)s (%(number)s)") % words)]
    if naming.revoked_on and naming.revoked_by:
        words = {"level": naming.wording, "number": naming.revoked_by.number}
        rows.append(Event(naming.revoked_on, _("Naming revoked: %(level)s (%(number)s)") % words))
    return rows


def _reported(figures: ReportedFigures) -> list[tuple[str, str]]:
    def count(number: int | None) -> str:
        return "" if number is None else f"{number:,}"

    def wan(yuan: object) -> str:
        return "" if yuan is None else _("¥%(amount)s ×10,000") % {"amount": money(yuan)}

    return [
        (_("Members"), count(figures.members)),
        (_("Results"), count(figures.results)),
        (_("Patents"), count(figures.patents)),
        (_("Apprentices"), count(figures.apprentices)),
        (_("Benefit a year"), wan(figures.benefit)),
        (_("Funds of three years"), wan(figures.funds)),
    ]
