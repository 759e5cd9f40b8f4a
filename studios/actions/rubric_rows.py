"""Stores rubrics as rows and copies a call's review settings and rubric into another call."""

from studios.models import Band, Call, Criterion, ReviewPlan, Rubric, RubricGroup
from studios.queries.plans import plan_of
from studios.queries.rubrics import rubric_of, spec_of
from studios.values.rubrics import CriterionSpec, RubricSpec
from unions import clock
from unions.models import Account

# A date of last year's call says nothing about this one.
NOT_COPIED = ("id", "call", "opens_scores_at")


def insert_rubric(call: Call, spec: RubricSpec, *, by: Account | None, number: int = 1, note: str = "") -> Rubric:
    """A new version with its groups, criteria and bands."""
    rubric = Rubric.objects.create(
        call=call, number=number, name=spec.name, note=note[:300], made_by=by, made_at=clock.now()
    )
    write_groups(rubric, spec)
    return rubric


def write_groups(rubric: Rubric, spec: RubricSpec) -> None:
    """Replace name, grounds, groups and criteria of a version that nobody scores by yet."""
    rubric.name, rubric.vetoes = spec.name, list(spec.vetoes)
    rubric.save(update_fields=["name", "vetoes"])
    rubric.groups.all().delete()
    groups = [RubricGroup(rubric=rubric, position=i, name=g.name) for i, g in enumerate(spec.groups, start=1)]
    RubricGroup.objects.bulk_create(groups)
    rows = [
        (_criterion(group, place, c), c)
        for group, g in zip(groups, spec.groups, strict=True)
        for place, c in enumerate(g.criteria, start=1)
    ]
    Criterion.objects.bulk_create([row for row, _spec in rows])
    Band.objects.bulk_create(
        Band(criterion=row, position=i, name=b.name, least=b.least, most=b.most, anchor=b.anchor)
        for row, c in rows
        for i, b in enumerate(c.bands, start=1)
    )


def _criterion(group: RubricGroup, place: int, spec: CriterionSpec) -> Criterion:
    return Criterion(
        group=group,
        position=place,
        name=spec.name,
        hint=spec.hint,
        points=spec.points,
        service_points=spec.service_points,
        method=spec.method,
        is_bonus=spec.is_bonus,
        wants_comment=spec.wants_comment,
        page=spec.page,
        formula=spec.formula,
        target=spec.target,
        floor=spec.floor,
        cap=spec.cap,
        table=[[str(least), str(points)] for least, points in spec.table],
    )


def copy_review(call: Call, made: Call, *, by: Account) -> None:
    """Give a copied call the settings and the newest rubric of the one it was copied from; versions begin anew."""
    names = [f.name for f in ReviewPlan._meta.concrete_fields if f.name not in NOT_COPIED]
    plan = plan_of(call)
    ReviewPlan.objects.create(call=made, **{name: getattr(plan, name) for name in names})
    rubric = rubric_of(call)
    if rubric is not None:
        insert_rubric(made, spec_of(rubric), by=by)
