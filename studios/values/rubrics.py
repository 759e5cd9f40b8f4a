"""A rubric as plain values: what the editor changes, the default is read from and the writer stores."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Self

from django.utils.translation import pgettext

from studios.values.points import HALF_POINT, half_steps, half_up

FULL = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class BandSpec:
    """A band with the text that anchors it."""

    name: str
    least: Decimal
    most: Decimal
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionSpec:
    """One criterion with its bands or its formula."""

    name: str
    points: Decimal
    method: str
    hint: str = ""
    service_points: Decimal | None = None
    is_bonus: bool = False
    wants_comment: bool = False
    page: str = ""
    formula: str = ""
    target: Decimal | None = None
    floor: Decimal | None = None
    cap: Decimal | None = None
    table: tuple[tuple[Decimal, Decimal], ...] = ()
    bands: tuple[BandSpec, ...] = ()

    def most(self, *, is_service: bool) -> Decimal:
        """The points that hold in service industries or elsewhere."""
        return self.service_points if is_service and self.service_points is not None else self.points

    def resized(self, points: Decimal, service_points: Decimal | None) -> Self:
        """With other points: bands and table keep their shares."""
        if points == self.points:
            return replace(self, service_points=service_points)
        share = points / self.points
        table = tuple((least, exact(half_up(given * share))) for least, given in self.table)
        cap = None if self.cap is None else exact(half_up(self.cap * share))
        bands = scaled_bands(self.bands, points)
        return replace(self, points=points, service_points=service_points, table=table, cap=cap, bands=bands)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSpec:
    """A group with its criteria."""

    name: str
    criteria: tuple[CriterionSpec, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricSpec:
    """A whole rubric; its changes answer with a new one. Places count from 1, as people count."""

    name: str
    vetoes: tuple[str, ...] = ()
    groups: tuple[GroupSpec, ...] = field(default=())

    @property
    def criteria(self) -> list[CriterionSpec]:
        """All criteria in order."""
        return [c for g in self.groups for c in g.criteria]

    @property
    def fingerprint(self) -> str:
        """Tells two people who change the same rubric apart."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:20]

    def total(self, *, is_service: bool = False) -> Decimal:
        """The points of all criteria but bonuses."""
        return sum((c.most(is_service=is_service) for c in self.criteria if not c.is_bonus), Decimal(0))

    def bonus(self, *, is_service: bool = False) -> Decimal:
        """The points that may be added."""
        return sum((c.most(is_service=is_service) for c in self.criteria if c.is_bonus), Decimal(0))

    @property
    def service_total(self) -> Decimal:
        """The total in service industries."""
        return self.total(is_service=True)

    @property
    def adds_up(self) -> bool:
        """Whether both variants come to 100."""
        return self.total() == FULL and self.total(is_service=True) == FULL

    def find(self, group: int, place: int) -> CriterionSpec | None:
        """The criterion at a place."""
        found = self.group_at(group)
        return found.criteria[place - 1] if found and 1 <= place <= len(found.criteria) else None

    def group_at(self, group: int) -> GroupSpec | None:
        """The group at a place."""
        return self.groups[group - 1] if 1 <= group <= len(self.groups) else None

    def named(self, name: str, vetoes: Iterable[str]) -> Self:
        """By another name, with other grounds of veto."""
        return replace(self, name=name, vetoes=tuple(vetoes))

    def with_group(self, name: str) -> Self:
        """One more group at the end."""
        return replace(self, groups=(*self.groups, GroupSpec(name=name)))

    def renamed_group(self, group: int, name: str) -> Self:
        """A group by another name."""
        return self._changed(group, lambda g: replace(g, name=name))

    def without_group(self, group: int) -> Self:
        """The group and its criteria gone."""
        return replace(self, groups=without(self.groups, group))

    def moved_group(self, group: int, by: int) -> Self:
        """The group one place up (-1) or down (1)."""
        return replace(self, groups=moved(self.groups, group, by))

    def with_criterion(self, group: int, criterion: CriterionSpec, place: int | None = None) -> Self:
        """The criterion put in the place of another, at the end of the group, or with place 0 at its beginning."""
        if place == 0:
            return self._changed(group, lambda g: replace(g, criteria=(criterion, *g.criteria)))
        if place is None:
            return self._changed(group, lambda g: replace(g, criteria=(*g.criteria, criterion)))
        return self._changed(group, lambda g: replace(g, criteria=put(g.criteria, place, criterion)))

    def without_criterion(self, group: int, place: int) -> Self:
        """The criterion gone."""
        return self._changed(group, lambda g: replace(g, criteria=without(g.criteria, place)))

    def moved_criterion(self, group: int, place: int, by: int) -> Self:
        """The criterion one place up or down; past the edge of its group it goes to the neighbouring one."""
        found, own = self.find(group, place), self.group_at(group)
        if found is None or own is None:
            return self
        if 1 <= place + by <= len(own.criteria):
            return self._changed(group, lambda g: replace(g, criteria=moved(g.criteria, place, by)))
        if self.group_at(group + by) is None:
            return self
        rest = self.without_criterion(group, place)
        return rest.with_criterion(group + by, found, 0 if by > 0 else None)

    def _changed(self, group: int, change: Any) -> Self:
        own = self.group_at(group)
        return self if own is None else replace(self, groups=put(self.groups, group, change(own)))


def contiguous(tops: Sequence[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """Limits of bands that end at these points, the lowest first: no gap, no overlap, from nothing."""
    below, limits = -HALF_POINT, []
    for top in tops:
        least = below + HALF_POINT
        below = max(top, least)
        limits.append((least, below))
    return limits


def scaled_bands(bands: Sequence[BandSpec], points: Decimal) -> tuple[BandSpec, ...]:
    """The same bands for other points, the highest first; those for which no half point is left go."""
    rising = sorted(bands, key=lambda b: b.most)
    if not rising or not rising[-1].most:
        return tuple(bands)
    share = points / rising[-1].most
    limits = contiguous([half_steps(b.most * share) for b in rising])
    kept = [
        replace(b, least=least, most=most) for b, (least, most) in zip(rising, limits, strict=True) if most <= points
    ]
    return tuple(reversed(kept))


def even_bands(points: Decimal) -> tuple[BandSpec, ...]:
    """Up to four bands of like width, for a criterion that has none."""
    names = (
        pgettext("band", "Excellent"),
        pgettext("band", "Good"),
        pgettext("band", "Fair"),
        pgettext("band", "Poor"),
    )
    tops = sorted({half_steps(points * quarter / 4) for quarter in (1, 2, 3, 4)})
    limits = reversed(contiguous(tops))
    return tuple(
        BandSpec(name=name, least=exact(least), most=exact(most))
        for name, (least, most) in zip(names, limits, strict=False)
    )


def put(rows: Sequence[Any], place: int, row: Any) -> tuple[Any, ...]:
    """The rows with one of them replaced."""
    return tuple(row if i == place else old for i, old in enumerate(rows, start=1))


def without(rows: Sequence[Any], place: int) -> tuple[Any, ...]:
    """The rows without one of them."""
    return tuple(old for i, old in enumerate(rows, start=1) if i != place)


def moved(rows: Sequence[Any], place: int, by: int) -> tuple[Any, ...]:
    """The rows with one of them changed with its neighbour; at the edge it stays."""
    other = place + by
    if not (1 <= place <= len(rows) and 1 <= other <= len(rows)):
        return tuple(rows)
    order = list(rows)
    order[place - 1], order[other - 1] = order[other - 1], order[place - 1]
    return tuple(order)


def read_rubric(stored: Mapping[str, Any]) -> RubricSpec:
    """A rubric from its stored table of values."""
    groups = tuple(
        GroupSpec(name=g["name"], criteria=tuple(_criterion(c) for c in g["criteria"])) for g in stored["groups"]
    )
    return RubricSpec(name=stored["name"], vetoes=tuple(stored["vetoes"]), groups=groups)


def _criterion(row: Mapping[str, Any]) -> CriterionSpec:
    words: dict[str, Any] = {
        k: row[k] for k in ("name", "method", "hint", "page", "formula", "is_bonus", "wants_comment") if k in row
    }
    numbers: dict[str, Any] = {
        k: exact(row[k]) for k in ("points", "service_points", "target", "floor", "cap") if k in row
    }
    return CriterionSpec(
        **words, **numbers, table=read_table(row.get("table", [])), bands=tuple(_band(b) for b in row.get("bands", []))
    )


def _band(row: Mapping[str, Any]) -> BandSpec:
    return BandSpec(name=row["name"], least=exact(row["least"]), most=exact(row["most"]), anchor=row["anchor"])


def read_table(rows: Iterable[Sequence[Any]]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Rows of (at least, points), the lowest first."""
    return tuple(sorted((exact(least), exact(points)) for least, points in rows))


def exact(number: Any) -> Decimal:
    """A decimal without idle zeros, so that equal rubrics have equal fingerprints."""
    plain = Decimal(str(number)).normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
