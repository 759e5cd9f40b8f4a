"""What each automatic criterion finds in a frozen version, and the points it comes to (domain rules §4).

A year counts as a full year before the filing; a studio younger than three years is measured by the years it has,
the year of the filing among them. Nothing found here names a person: blind reviewers read it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from studios.choices.register import ActivityKind, BenefitMethod, HonourRank, ProjectState
from studios.choices.reviews import Formula, Method
from studios.choices.sections import SectionKey
from studios.models import (
    Application,
    ApplicationVersion,
    AutomaticPoints,
    Criterion,
    Honour,
    ResultKind,
    Rubric,
    SkillGrade,
)
from studios.queries.rubrics import criteria_in, points_for, rubric_of, service_cases
from studios.values.answers import amount_of, day_of, month_of, number_of, rows_of, slots_with_files, text_of
from studios.values.points import by_table, half_up, proportional

Row = Mapping[str, Any]
YEARS = 3
# Points a piece, by the kinds of the dictionary; what is not named here gives none.
PIECES = {"发明专利": Decimal(2), "实用新型专利": Decimal(1), "软件著作权": Decimal("0.5")}
# The figure of an honour: the higher the better, so that a table can say "at least".
HONOUR_FIGURES = {rank: len(HonourRank) - 1 - rank.order for rank in HonourRank}
PER_CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Lookups:
    """The dictionaries that figures are read with, in three queries for any number of cases."""

    honours: Mapping[int, tuple[str, HonourRank]]
    pieces: Mapping[int, Decimal]
    grades: Mapping[int, int]
    skilled: frozenset[int]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure and how it came about; None means that nothing was due, which gives full points.

    `factor` shrinks the points, as a team with too few skilled people does.
    """

    value: Decimal | None
    found: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True)
class Frozen:
    """One frozen version with what figures need of it."""

    content: Mapping[str, Any]
    filed_on: date
    lookups: Lookups

    def rows(self, section: SectionKey, group: str) -> list[Row]:
        """The rows of a group of a page."""
        return rows_of(self.content.get(section) or {}, group)

    @property
    def years(self) -> list[int]:
        """The calendar years that count, newest last."""
        year = self.filed_on.year
        founded = month_of(self.content.get(SectionKey.BASICS) or {}, "founded_on")
        if founded is None or founded.year <= year - YEARS:
            return list(range(year - YEARS, year))
        return list(range(min(founded.year, year), year + 1))

    def files(self) -> frozenset[str]:
        """The slots that hold a file."""
        return slots_with_files(f for f in self.content.get("files") or [] if isinstance(f, Mapping))


@dataclass(frozen=True, slots=True)
class AutomaticLine:
    """An automatic criterion of one case: the most it gives there, and what was computed."""

    criterion: Criterion
    most: Decimal
    given: AutomaticPoints | None

    @property
    def nothing_due(self) -> bool:
        """Whether full points stand because there was nothing to measure."""
        return self.given is not None and self.given.figure is None


def load_lookups() -> Lookups:
    """The dictionaries."""
    grades = list(SkillGrade.objects.values_list("pk", "position", "is_skilled"))
    return Lookups(
        honours={pk: (name, HonourRank(rank)) for pk, name, rank in Honour.objects.values_list("pk", "name", "rank")},
        pieces={pk: PIECES[name] for pk, name in ResultKind.objects.filter(name__in=PIECES).values_list("pk", "name")},
        grades={pk: position for pk, position, _skilled in grades},
        skilled=frozenset(pk for pk, _position, is_skilled in grades if is_skilled),
    )


def frozen_of(version: ApplicationVersion, lookups: Lookups) -> Frozen:
    """A version as the formulas read it; what it was on the day of filing it stays."""
    return Frozen(version.content, timezone.localdate(version.submitted_at), lookups)


def automatic_criteria(rubric: Rubric) -> list[Criterion]:
    """The criteria that are computed."""
    return list(criteria_in(rubric).filter(method=Method.AUTO))


def automatic_lines(application: Application) -> list[AutomaticLine]:
    """Each automatic criterion of the newest rubric with the stored points of the case's newest version."""
    rubric = rubric_of(application.call)
    if rubric is None:
        return []
    newest = ApplicationVersion.objects.filter(application=application).order_by("-number").values("pk")[:1]
    stored = {row.criterion_id: row for row in AutomaticPoints.objects.filter(version__in=newest)}
    is_service = bool(service_cases([application.pk]))
    return [
        AutomaticLine(c, points_for(c, is_service=is_service), stored.get(c.pk)) for c in automatic_criteria(rubric)
    ]


def points_of(criterion: Criterion, figure: Figure, *, most: Decimal) -> Decimal:
    """The points that a figure comes to."""
    if figure.value is None:
        return half_up(most)
    if criterion.table:
        table = [(Decimal(str(least)), Decimal(str(given))) for least, given in criterion.table]
        earned = by_table(table, figure.value, points=most, listed=criterion.points)
    else:
        target = criterion.target or Decimal(1)
        earned = proportional(most, figure.value, target, floor=criterion.floor, cap=criterion.cap)
    return half_up(earned * figure.factor)


def figure_of(criterion: Criterion, frozen: Frozen) -> Figure:
    """What the criterion's formula finds."""
    return FORMULAS[Formula(criterion.formula)](criterion, frozen)


def funds_a_year(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Funds, mean of the years."""
    sums = dict.fromkeys(frozen.years, Decimal(0))
    for row in frozen.rows(SectionKey.MEANS, "funds"):
        year, amount = number_of(row, "year"), amount_of(row, "amount")
        if year in sums and amount is not None:
            sums[year] += amount
    return _mean(sums)


def _mean(sums: Mapping[int, Decimal]) -> Figure:
    found = "，".join(_("%(year)d: %(amount)s") % {"year": y, "amount": _plain(n)} for y, n in sums.items())
    return Figure(sum(sums.values(), Decimal(0)) / len(sums), found)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def honour_rank(_criterion: Criterion, frozen: Frozen) -> Figure:
    """The highest honour of the leads, as a number: 4 for national ones, 0 for the unit's own."""
    leads = frozen.rows(SectionKey.LEADS, "leads")
    held = [frozen.lookups.honours.get(number_of(a, "honour") or 0) for lead in leads for a in rows_of(lead, "honours")]
    known = [h for h in held if h is not None]
    if not known:
        return Figure(Decimal(-1), _("no honour that counts"))
    name, rank = min(known, key=lambda h: h[1].order)
    return Figure(Decimal(HONOUR_FIGURES[rank]), f"{name}（{rank.label}）")


def _team(frozen: Frozen) -> list[Row]:
    """Leads and members, each once."""
    people: dict[tuple[str, str], Row] = {}
    for row in (*frozen.rows(SectionKey.LEADS, "leads"), *frozen.rows(SectionKey.TEAM, "members")):
        people.setdefault((text_of(row, "name"), text_of(row, "birth_month")), row)
    return list(people.values())


def team_size(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Leads and members together."""
    size = len(_team(frozen))
    return Figure(Decimal(size), _("%(size)d people") % {"size": size})


def team_mix(criterion: Criterion, frozen: Frozen) -> Figure:
    """The size by the table; below the wanted share of engineers and skilled workers the points shrink with it."""
    team = _team(frozen)
    skilled = [p for p in team if text_of(p, "title") or number_of(p, "skill_grade") in frozen.lookups.skilled]
    share = PER_CENT * len(skilled) / len(team) if team else Decimal(0)
    facts = {"all": len(team), "skilled": len(skilled), "share": f"{half_up(share).normalize():f}"}
    found = _("%(all)d people, %(skilled)d of them engineers or skilled workers (%(share)s %%)") % facts
    factor = min(share / criterion.target, Decimal(1)) if criterion.table and criterion.target else Decimal(1)
    return Figure(Decimal(len(team)), found, factor)


def activities_a_year(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Activities of every kind, mean of the years."""
    return _a_year(frozen, _activity_years(frozen))


def training(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Training sessions, mean of the years."""
    return _a_year(frozen, _activity_years(frozen, ActivityKind.TRAINING))


def _activity_years(frozen: Frozen, *kinds: str) -> list[int]:
    rows = frozen.rows(SectionKey.TRAINING, "activities")
    days = [day_of(row, "happened_on") for row in rows if not kinds or text_of(row, "kind") in kinds]
    return [day.year for day in days if day is not None]


def _a_year(frozen: Frozen, years: list[int]) -> Figure:
    return _mean({year: Decimal(years.count(year)) for year in frozen.years})


def reports_on_time(_criterion: Criterion, _frozen: Frozen) -> Figure:
    """Annual reports are owed after a naming; a form lists none, so nothing is due."""
    return Figure(None, _("No report was due."))


def _approved(frozen: Frozen) -> list[Row]:
    return [p for p in frozen.rows(SectionKey.RESULTS, "projects") if text_of(p, "approved_by").strip()]


def projects_a_year(criterion: Criterion, frozen: Frozen) -> Figure:
    """Approved projects under way in each of the years; more than the target in one does not make up for another."""
    wanted = criterion.target or Decimal(1)
    counts = {year: sum(_runs_in(p, year) for p in _approved(frozen)) for year in frozen.years}
    found = "，".join(_("%(year)d: %(amount)s") % {"year": y, "amount": n} for y, n in counts.items())
    return Figure(sum((min(Decimal(n), wanted) for n in counts.values()), Decimal(0)) / len(counts), found)


def _runs_in(project: Row, year: int) -> bool:
    starts, ends = month_of(project, "starts_on"), month_of(project, "ends_on")
    return starts is not None and starts.year <= year and (ends is None or ends.year >= year)


def projects_finished(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Finished ones among the approved projects that were due by the filing."""
    due = [p for p in _approved(frozen) if _is_finished(p) or _was_due(p, frozen.filed_on)]
    if not due:
        return Figure(None, _("No project was due."))
    done = sum(_is_finished(p) for p in due)
    return Figure(Decimal(done) / len(due), _("%(done)d of %(all)d finished") % {"done": done, "all": len(due)})


def _is_finished(project: Row) -> bool:
    return text_of(project, "state") == ProjectState.FINISHED


def _was_due(project: Row, day: date) -> bool:
    ends = month_of(project, "ends_on")
    return ends is not None and (ends.year, ends.month) < (day.year, day.month)


def intellectual_property(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Points a piece: 2 for an invention, 1 for a utility model, 0.5 for a software copyright."""
    kinds = [number_of(row, "kind") or 0 for row in frozen.rows(SectionKey.RESULTS, "results")]
    pieces = [frozen.lookups.pieces[kind] for kind in kinds if kind in frozen.lookups.pieces]
    labels = (
        (PIECES["发明专利"], _("inventions")),
        (PIECES["实用新型专利"], _("utility models")),
        (PIECES["软件著作权"], _("software")),
    )
    found = "，".join(f"{label} {pieces.count(points)}" for points, label in labels)
    return Figure(sum(pieces, Decimal(0)), found)


def certified_benefit(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Benefit in money with the finance department's certificate, mean of the years."""
    sums, files, left_out = dict.fromkeys(frozen.years, Decimal(0)), frozen.files(), 0
    for row in frozen.rows(SectionKey.BENEFITS, "benefits"):
        year, amount = number_of(row, "year"), amount_of(row, "amount")
        if year not in sums or amount is None or text_of(row, "method") == BenefitMethod.SOCIAL:
            continue
        if f"finance-{text_of(row, 'key')}" in files:
            sums[year] += amount
        else:
            left_out += 1
    figure = _mean(sums)
    without = _("; %(count)d without a certificate left out") % {"count": left_out} if left_out else ""
    return Figure(figure.value, figure.found + without)


def apprentices(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Pairs of master and apprentice."""
    count = len(frozen.rows(SectionKey.TRAINING, "apprenticeships"))
    return Figure(Decimal(count), _("%(count)d pairs") % {"count": count})


def grades_raised(_criterion: Criterion, frozen: Frozen) -> Figure:
    """Apprentices whose grade after is above the grade before, a year."""
    rows, grades = frozen.rows(SectionKey.TRAINING, "apprenticeships"), frozen.lookups.grades
    pairs = [
        (grades.get(number_of(r, "grade_before") or 0), grades.get(number_of(r, "grade_after") or 0)) for r in rows
    ]
    count = sum(before is not None and after is not None and after > before for before, after in pairs)
    facts = {"count": count, "years": len(frozen.years)}
    return Figure(Decimal(count) / len(frozen.years), _("%(count)d grades raised in %(years)d years") % facts)


FORMULAS: dict[Formula, Callable[[Criterion, Frozen], Figure]] = {
    Formula.FUNDS_A_YEAR: funds_a_year,
    Formula.HONOUR_RANK: honour_rank,
    Formula.TEAM_SIZE: team_size,
    Formula.TEAM_MIX: team_mix,
    Formula.ACTIVITIES_A_YEAR: activities_a_year,
    Formula.REPORTS_ON_TIME: reports_on_time,
    Formula.PROJECTS_A_YEAR: projects_a_year,
    Formula.PROJECTS_FINISHED: projects_finished,
    Formula.INTELLECTUAL_PROPERTY: intellectual_property,
    Formula.CERTIFIED_BENEFIT: certified_benefit,
    Formula.APPRENTICES: apprentices,
    Formula.GRADES_RAISED: grades_raised,
    Formula.TRAINING: training,
}
