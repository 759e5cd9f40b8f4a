"""Which rubric a call has, and which points and judges its criteria have for one case (domain rules §4)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, TextField
from django.db.models.fields.json import KT

from studios.choices.calls import Stage
from studios.choices.reviews import Method, SheetState, VisitState
from studios.models import Application, ApplicationVersion, Band, Call, Criterion, Rubric, ScoreSheet, VisitLine
from studios.values.points import half_steps
from studios.values.rubrics import BandSpec, CriterionSpec, GroupSpec, RubricSpec, contiguous, exact, read_table
from unions.models import Industry

PANEL, VISIT, AUTO = "panel", "visit", "auto"
# 服务业: the sections of the tertiary industry in the national classification.
SERVICE_SECTIONS = tuple("FGHIJKLMNOPQRST")


@dataclass(frozen=True)
class CaseCriterion:
    """A criterion as it holds for one case: the points that count there, and who judges it."""

    criterion: Criterion
    points: Decimal
    judge: str
    is_service: bool

    @property
    def pk(self) -> int:
        """The criterion's key."""
        return self.criterion.pk

    @property
    def is_bonus(self) -> bool:
        """Whether its points are added after the weighted total."""
        return self.criterion.is_bonus

    @cached_property
    def bands(self) -> list[Band]:
        """The bands, with their limits grown or shrunk to the points that count here, in steps of half a point."""
        own = list(self.criterion.bands.all())
        return own if self.points == self.criterion.points else _scaled(own, self.points / self.criterion.points)


def _scaled(bands: list[Band], share: Decimal) -> list[Band]:
    """The same bands for other points: no gap and no overlap between them, the lowest from nothing."""
    rising = sorted(bands, key=lambda b: b.most)
    limits = contiguous([half_steps(b.most * share) for b in rising])
    of_band = {band.pk: limit for band, limit in zip(rising, limits, strict=True)}
    return [_resized(band, *of_band[band.pk]) for band in bands]


def _resized(band: Band, least: Decimal, most: Decimal) -> Band:
    return Band(
        pk=band.pk,
        criterion_id=band.criterion_id,
        position=band.position,
        name=band.name,
        least=least,
        most=most,
        anchor=band.anchor,
    )


def rubric_of(call: Call) -> Rubric | None:
    """The newest version of a call's rubric."""
    return Rubric.objects.filter(call=call).order_by("-number").first()


def criteria_in(rubric: Rubric) -> QuerySet[Criterion]:
    """The criteria of a version in their order, with group and bands at hand (two queries)."""
    bands = Prefetch("bands", Band.objects.order_by("position"))
    rows = Criterion.objects.filter(group__rubric=rubric).select_related("group").prefetch_related(bands)
    return rows.order_by("group__position", "position")


def criteria_of(rubric: Rubric, application: Application) -> list[CaseCriterion]:
    """The criteria with the points and judges that hold for a case; service industries have points of their own."""
    is_service = bool(service_cases([application.pk]))
    stages = application.call.stages
    return [case_criterion(c, stages=stages, is_service=is_service) for c in criteria_in(rubric)]


def case_criterion(criterion: Criterion, *, stages: Collection[Stage], is_service: bool) -> CaseCriterion:
    """One criterion for a case of a call with these stages."""
    points = points_for(criterion, is_service=is_service)
    return CaseCriterion(criterion, points, judge_of(criterion, stages), is_service)


def points_for(criterion: Criterion, *, is_service: bool) -> Decimal:
    """The most points of a criterion."""
    own = criterion.service_points if is_service else None
    return criterion.points if own is None else own


def judge_of(criterion: Criterion, stages: Collection[Stage]) -> str:
    """`auto`, `visit` (on site, when visits are on) or `panel`."""
    if criterion.method == Method.AUTO:
        return AUTO
    return VISIT if criterion.method == Method.SITE and Stage.VISIT in stages else PANEL


def most_points(criteria: Iterable[CaseCriterion], *judges: str) -> Decimal:
    """The most that these judges can give, bonus aside: what a sheet's points are a share of."""
    return sum((c.points for c in criteria if c.judge in judges and not c.is_bonus), Decimal(0))


def service_cases(applications: Collection[int]) -> set[int]:
    """Those of the cases that are of a service industry by their newest version, in one query."""
    newest = ApplicationVersion.objects.filter(application=OuterRef("pk")).order_by("-number")
    industry = newest.annotate(code=KT("content__basics__industry")).values("code")[:1]
    services = Industry.objects.filter(section__in=SERVICE_SECTIONS).values("code")
    rows = Application.objects.filter(pk__in=applications)
    named = rows.annotate(industry_code=Subquery(industry, output_field=TextField()))
    return set(named.filter(industry_code__in=services).values_list("pk", flat=True))


def has_finished_sheets(call: Call) -> bool:
    """Whether a sheet was handed in or typed from paper, or a visit reported, by any version of the call's rubric."""
    finished = (SheetState.SUBMITTED, SheetState.TYPED)
    visited = VisitLine.objects.filter(criterion__group__rubric__call=call, visit__state=VisitState.REPORTED)
    return ScoreSheet.objects.filter(rubric__call=call, state__in=finished).exists() or visited.exists()


def spec_of(rubric: Rubric) -> RubricSpec:
    """A stored version as plain values (three queries)."""
    criteria: dict[int, list[CriterionSpec]] = {}
    for criterion in criteria_in(rubric):
        criteria.setdefault(criterion.group_id, []).append(criterion_spec(criterion))
    groups = tuple(
        GroupSpec(name=g.name, criteria=tuple(criteria.get(g.pk, []))) for g in rubric.groups.order_by("position")
    )
    return RubricSpec(name=rubric.name, vetoes=tuple(rubric.vetoes), groups=groups)


def criterion_spec(criterion: Criterion) -> CriterionSpec:
    """A stored criterion as plain values."""
    words: dict[str, Any] = {
        n: getattr(criterion, n) for n in ("name", "hint", "method", "page", "formula", "is_bonus", "wants_comment")
    }
    numbers = {n: getattr(criterion, n) for n in ("points", "service_points", "target", "floor", "cap")}
    bands = tuple(
        BandSpec(name=b.name, least=exact(b.least), most=exact(b.most), anchor=b.anchor) for b in criterion.bands.all()
    )
    exacts: dict[str, Any] = {name: None if number is None else exact(number) for name, number in numbers.items()}
    return CriterionSpec(**words, **exacts, table=read_table(criterion.table), bands=bands)


def rubric_sources(call: Call) -> QuerySet[Call]:
    """The union's other calls that have a rubric, the newest first: last year's stands on top."""
    return Call.objects.filter(union=call.union_id, rubrics__isnull=False).exclude(pk=call.pk).distinct()
