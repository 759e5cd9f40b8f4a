"""A call as the public reads it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from studios.choices.calls import Severity, Stage
from studios.models import Call, Condition, Honour, Opinion, Quota, RuleSet
from studios.models.call import binding_date
from studios.queries.showcase import in_language
from studios.ui.path import PathStep, call_steps
from unions import clock

MOST_QUOTAS = 200


@dataclass(frozen=True, slots=True)
class StageDate:
    """Until when a stage runs; `was` is the date before an extension for everybody."""

    stage: Stage
    due_at: datetime
    was: datetime | None


@dataclass(frozen=True)
class Guide:
    """Conditions, evidence, dates and path of a call."""

    call: Call

    @cached_property
    def rules(self) -> RuleSet | None:
        """The rules in force: the latest version."""
        return self.call.rule_sets.prefetch_related("conditions", "honours").first()

    @property
    def musts(self) -> list[Condition]:
        """Conditions that an application has to meet."""
        return [c for c in self._conditions if c.severity != Severity.SOFT]

    @property
    def shoulds(self) -> list[Condition]:
        """Conditions that are looked at besides."""
        return [c for c in self._conditions if c.severity == Severity.SOFT]

    @property
    def _conditions(self) -> list[Condition]:
        return list(self.rules.conditions.all()) if self.rules else []

    @property
    def honours(self) -> list[str]:
        """Honours of the lead that count."""
        rows: list[Honour] = list(self.rules.honours.all()) if self.rules else []
        return [in_language(honour.name, honour.name_en) for honour in rows]

    @property
    def steps(self) -> list[PathStep]:
        return call_steps(self.call)

    @cached_property
    def dates(self) -> list[StageDate]:
        """Dates of the stages that are on, in the order of the path."""
        order = [Stage.DRAFT, *self.call.stages]
        own = {row.stage: row.due_at for row in self.call.dates.all()}
        return [StageDate(s, due, own[s] if due != own[s] else None) for s in order if (due := self._due(s))]

    def _due(self, stage: Stage) -> datetime | None:
        """The date that binds everybody; what single unions were granted is told to them."""
        dates = list(self.call.dates.all())
        if not any(row.stage == stage for row in dates):
            return None
        general = [row for row in self.call.extensions.all() if row.union_id is None]
        return binding_date(dates, general, stage, "")

    @property
    def filing_due(self) -> datetime | None:
        return self._due(Stage.DRAFT)

    @property
    def days_left(self) -> int | None:
        """Whole days until filing ends; None without a date or after it."""
        due = self.filing_due
        return (due - clock.now()).days if due and due > clock.now() else None

    @property
    def takes_applications(self) -> bool:
        """Open, begun, and before the date of filing."""
        return self.call.is_open and (self.filing_due is None or self.days_left is not None)

    @cached_property
    def places(self) -> list[Quota]:
        """Places of the recommending unions, where the call has quotas; what is taken is theirs to know."""
        return list(
            self.call.quotas.select_related("union", "kind").order_by("union__path", "kind__position")[:MOST_QUOTAS]
        )

    @property
    def places_in_all(self) -> int:
        """The sum of the places shown."""
        return sum(quota.places for quota in self.places)

    @property
    def opinions(self) -> list[Opinion]:
        return list(self.call.opinions.all())
