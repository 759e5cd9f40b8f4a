"""How a rubric is shown: its groups with their sums, and each criterion's way to its points in words."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studios.choices.calls import VetoGround
from studios.choices.reviews import Formula, Method
from studios.models import Application, AutomaticPoints, Criterion
from studios.queries.automatic import AutomaticLine, automatic_lines
from studios.queries.rubrics import criterion_spec
from studios.values.rubrics import CriterionSpec, GroupSpec, RubricSpec, exact
from unions.errors import Sentence


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion with its place and how its points come about."""

    spec: CriterionSpec
    place: int

    @property
    def method(self) -> Method:
        """The method with its label and tone."""
        return Method(self.spec.method)

    @property
    def way(self) -> str:
        """Bands, or the formula with its target or table."""
        spec = self.spec
        if spec.method != Method.AUTO:
            count = len(spec.bands)
            return ngettext("%(count)d band", "%(count)d bands", count) % {"count": count}
        return f"{Formula(spec.formula).label}：{self._measure()}"

    def _measure(self) -> str:
        spec = self.spec
        rows = "；".join(f"≥ {shown(least)} → {shown(points)}" for least, points in spec.table)
        target = _("full at %(target)s") % {"target": shown(spec.target)} if spec.target and not spec.table else ""
        floor = _("nothing below %(floor)s") % {"floor": shown(spec.floor)} if spec.floor is not None else ""
        cap = _("at most %(cap)s") % {"cap": shown(spec.cap)} if spec.cap is not None else ""
        return "，".join(filter(None, (rows, target, floor, cap)))


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group with its place and sums."""

    spec: GroupSpec
    place: int

    @property
    def criteria(self) -> list[ShownCriterion]:
        """Its criteria with their places."""
        return [ShownCriterion(c, place) for place, c in enumerate(self.spec.criteria, start=1)]

    @property
    def total(self) -> Decimal:
        """The points of its criteria, bonuses among them."""
        return sum((c.points for c in self.spec.criteria), Decimal(0))


@dataclass(frozen=True, slots=True)
class ShownLine:
    """What was computed for one criterion of a case, with the way in words."""

    line: AutomaticLine
    way: str

    @property
    def criterion(self) -> Criterion:
        """The criterion."""
        return self.line.criterion

    @property
    def given(self) -> AutomaticPoints | None:
        """What was computed."""
        return self.line.given

    @property
    def most(self) -> str:
        """The most points there."""
        return shown(exact(self.line.most))

    @property
    def nothing_due(self) -> bool:
        """Whether full points stand because there was nothing to measure."""
        return self.line.nothing_due


def shown_lines(application: Application) -> list[ShownLine]:
    """The automatic criteria of a case as `studios/rubric/automatic.html` shows them, under the name `lines`."""
    return [
        ShownLine(line, ShownCriterion(criterion_spec(line.criterion), 0).way) for line in automatic_lines(application)
    ]


def shown(number: Decimal | None) -> str:
    """A number without idle zeros, thousands apart."""
    return "—" if number is None else f"{number:,f}"


def shown_groups(spec: RubricSpec) -> list[ShownGroup]:
    """The groups with their places."""
    return [ShownGroup(g, place) for place, g in enumerate(spec.groups, start=1)]


def vetoes(spec: RubricSpec) -> list[Sentence]:
    """The grounds of veto in words."""
    return [VetoGround(v).label for v in spec.vetoes if v in VetoGround.values]
