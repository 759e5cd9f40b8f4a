"""Writes rubrics: the default, a copy, changes as versions; and locks a version when scoring by it begins."""

import tomllib
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.automatic import compute_call
from studios.actions.calls import locked_call
from studios.actions.rubric_rows import insert_rubric, write_groups
from studios.choices.calls import VetoGround
from studios.choices.reviews import Formula, Method, SheetState, VisitState
from studios.models import Call, Criterion, Rubric, ScoreLine, ScoreSheet, SiteVisit, VisitLine
from studios.queries.rubrics import has_finished_sheets, rubric_of, spec_of
from studios.values.points import HALF_POINT
from studios.values.rubrics import BandSpec, CriterionSpec, RubricSpec, read_rubric
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal, Stale
from unions.models import Account

DEFAULT = Path(__file__).resolve().parent.parent / "data" / "default_rubric.toml"
MOST_CRITERIA = 60


def default_spec() -> RubricSpec:
    """The default rubric as it stands in the program's data."""
    return read_rubric(tomllib.loads(DEFAULT.read_text(encoding="utf-8")))


@transaction.atomic
def make_default_rubric(call: Call, *, by: Account) -> Rubric:
    """Give a call without a rubric the default one."""
    fresh = locked_call(call, by=by)
    if rubric_of(fresh) is not None:
        raise Refusal(_("This call has a rubric already. Change it instead."))
    return _kept(insert_rubric(fresh, default_spec(), by=by), by, _("Default rubric"))


@transaction.atomic
def copy_rubric(call: Call, *, by: Account, source: Call) -> Rubric:
    """Take over the newest rubric of another call of the same union; a rubric that is there stays as a version."""
    fresh = locked_call(call, by=by)
    theirs = rubric_of(source)
    if theirs is None or source.union_id != fresh.union_id or source.pk == fresh.pk:
        raise Refusal(_("Choose a call of this union that has a rubric."), field="source")
    own = rubric_of(fresh)
    if own is not None:
        _require_unscored(fresh)
    note = _("Copied from %(call)s") % {"call": source.title}
    made = insert_rubric(fresh, spec_of(theirs), by=by, number=own.number + 1 if own else 1, note=note)
    return _kept(made, by, note)


@transaction.atomic
def save_rubric(call: Call, *, by: Account, spec: RubricSpec, seen: str, note: str = "") -> Rubric:
    """Store a changed rubric. One by which scoring has begun stays, and the change becomes the next version.

    `seen` is the fingerprint of what the person looked at. Once a sheet is handed in the rubric is fixed.
    """
    fresh = locked_call(call, by=by)
    current = Rubric.objects.select_for_update().filter(call=fresh).order_by("-number").first()
    before = spec_of(current) if current else None
    if seen != (before.fingerprint if before else ""):
        raise Stale(_("Somebody else has changed the rubric meanwhile. Open it again and repeat your change."))
    check_rubric(spec)
    if current is not None and spec == before:
        return current
    if current is None:
        return _kept(insert_rubric(fresh, spec, by=by, note=note), by, note)
    _require_unscored(fresh)
    return _kept(_next(current, spec, by=by, note=note), by, note)


def _require_unscored(call: Call) -> None:
    if has_finished_sheets(call):
        raise Refusal(
            _(
                "Experts have handed in sheets by this rubric, so it is fixed. "
                "To score by another one, the sheets would first have to be set aside."
            )
        )


def _next(current: Rubric, spec: RubricSpec, *, by: Account, note: str) -> Rubric:
    """The same version while nobody scores by it, else the next one, to which begun sheets move."""
    if not is_in_use(current):
        write_groups(current, spec)
        current.note = "；".join(filter(None, (current.note, note)))[:300] if current.number > 1 else current.note
        current.save(update_fields=["note"])
        return current
    made = insert_rubric(current.call, spec, by=by, number=current.number + 1, note=note)
    _carry_drafts(current, made)
    return made


def is_in_use(rubric: Rubric) -> bool:
    """Whether somebody has begun to score by this version."""
    of_rubric = {"criterion__group__rubric": rubric}
    return (
        rubric.locked_at is not None
        or rubric.sheets.exists()
        or ScoreLine.objects.filter(**of_rubric).exists()
        or VisitLine.objects.filter(**of_rubric).exists()
    )


def _carry_drafts(old: Rubric, new: Rubric) -> None:
    """Begun sheets go on by the new version: equal criteria keep their points, the rest is to be scored again."""
    criteria = {(c.group.name, c.name): c for c in Criterion.objects.filter(group__rubric=new).select_related("group")}
    sheets = ScoreSheet.objects.filter(rubric=old, state=SheetState.DRAFT)
    visits = SiteVisit.objects.filter(lines__criterion__group__rubric=old, state=VisitState.PLANNED).distinct()
    score_lines = ScoreLine.objects.filter(sheet__in=sheets).select_related("criterion__group")
    visit_lines = VisitLine.objects.filter(visit__in=visits).select_related("criterion__group")
    for sheet in sheets:
        sheet.version += 1
        sheet.total = None
        sheet.save(update_fields=["version", "total"])
    for visit in visits:
        visit.version += 1
        visit.save(update_fields=["version"])
    for line in score_lines:
        line.band = None
        _carry_line(line, criteria)
    for visit_line in visit_lines:
        _carry_line(visit_line, criteria)
    sheets.update(rubric=new)


def _carry_line(line: ScoreLine | VisitLine, criteria: dict[tuple[str, str], Criterion]) -> None:
    same = criteria.get((line.criterion.group.name, line.criterion.name))
    if same is None or same.method == Method.AUTO:
        line.delete()
        return
    if same.points != line.criterion.points or same.service_points != line.criterion.service_points:
        line.points = None
    line.criterion = same
    line.save()


def _kept(rubric: Rubric, by: Account, note: str) -> Rubric:
    """Record it and compute the automatic points of the cases under review anew."""
    details = {"version": rubric.number, "note": note}
    record(Verb.RUBRIC_SAVED, by=by, subject=rubric, union=rubric.call.union, details=details)
    compute_call(rubric.call)
    return rubric


@transaction.atomic
def lock_rubric(rubric: Rubric, *, by: Account | None = None) -> Rubric:
    """Lock the version that scoring begins by; a version that is no longer the newest is refused."""
    fresh = Rubric.objects.select_for_update(of=("self",)).select_related("call__union").get(pk=rubric.pk)
    if Rubric.objects.filter(call=fresh.call_id, number__gt=fresh.number).exists():
        raise Stale(_("The rubric has changed. Open the case again to score by the new version."))
    if fresh.locked_at is None:
        fresh.locked_at = clock.now()
        fresh.save(update_fields=["locked_at"])
        details = {"version": fresh.number}
        record(Verb.RUBRIC_LOCKED, by=by, subject=fresh, union=fresh.call.union, details=details)
    return fresh


def check_rubric(spec: RubricSpec) -> None:
    """Refuse what could not be scored by; totals other than 100 are only pointed out."""
    if len(spec.criteria) > MOST_CRITERIA:
        raise Refusal(_("A rubric has at most %(most)d criteria.") % {"most": MOST_CRITERIA})
    names = [c.name for c in spec.criteria]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise Refusal(_("This name stands twice: %(names)s") % {"names": "、".join(twice)}, field="name")
    group_names = [g.name for g in spec.groups]
    if "" in (n.strip() for n in group_names) or len(set(group_names)) < len(group_names):
        raise Refusal(_("Each group needs a name of its own."), field="group_name")
    if set(spec.vetoes) - set(VetoGround.values):
        raise Refusal(_("Choose grounds of veto from the list."), field="vetoes")
    for criterion in spec.criteria:
        check_criterion(criterion)


def check_criterion(spec: CriterionSpec) -> None:
    """Points in half steps, a formula that can be reckoned, bands without gap or overlap."""
    if not spec.name.strip():
        raise Refusal(_("Give the criterion a name."), field="name")
    if spec.method == Method.AUTO:
        _check_formula(spec)
        return
    for field in ("points", "service_points"):
        points = getattr(spec, field)
        if points is not None and points % HALF_POINT:
            raise Refusal(_("Points that people give go in steps of half a point."), field=field)
    _check_bands(spec)


def _check_formula(spec: CriterionSpec) -> None:
    if spec.formula not in Formula.values:
        raise Refusal(_("Choose the formula of the automatic criterion."), field="formula")
    needs_target = spec.formula != Formula.REPORTS_ON_TIME and not spec.table
    if needs_target and spec.target is None:
        raise Refusal(_("Fill in where full points are reached, or a table."), field="target")
    if spec.target is not None and spec.target <= 0:
        raise Refusal(_("Full points are reached above nothing."), field="target")
    if spec.formula == Formula.HONOUR_RANK and not spec.table:
        raise Refusal(
            _("The honour is scored by a table: 4 national, 3 provincial, 2 city, 1 county, 0 unit."), field="table"
        )
    if any(points > spec.points or points < 0 for _least, points in spec.table):
        raise Refusal(_("A row of the table gives more points than the criterion has."), field="table")


def _check_bands(spec: CriterionSpec) -> None:
    rising = sorted(spec.bands, key=lambda b: b.least)
    if not rising:
        return
    if any(b.least > b.most for b in rising):
        raise Refusal(_("A band goes from the lower to the higher number of points."), field="bands")
    if any(b.least % HALF_POINT or b.most % HALF_POINT for b in rising):
        raise Refusal(_("Points that people give go in steps of half a point."), field="bands")
    gap = _gap(rising, spec.points)
    if gap is not None:
        text = _("Each half point belongs to one band, from 0 to %(most)s. Look at %(points)s.")
        raise Refusal(text % {"most": spec.points, "points": gap}, field="bands")


def _gap(rising: list[BandSpec], points: Decimal) -> Decimal | None:
    """The first number of points that no band or several hold. A band of a bonus may leave out the nothing."""
    if rising[0].least not in (Decimal(0), HALF_POINT):
        return Decimal(0)
    for lower, upper in pairwise(rising):
        if upper.least != lower.most + HALF_POINT:
            return min(upper.least, lower.most + HALF_POINT)
    return None if rising[-1].most == points else min(rising[-1].most, points)
