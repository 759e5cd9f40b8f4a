"""What sheets of members, results, projects and apprentices are read and compared against."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from studios.choices.register import ResultGroup
from studios.models import (
    Apprenticeship,
    FormerStudioName,
    Leadership,
    Member,
    Project,
    Result,
    ResultKind,
    SkillGrade,
    Studio,
)
from studios.permissions import keeps_studios_of
from studios.queries.ledger_register import Names
from studios.values.ledger import Fault
from studios.values.ledger_entries import APPRENTICES, MEMBERS, PROJECTS, RESULTS, LedgerEntry
from studios.values.wording import comparable
from unions.models import Account

CREATE, UPDATE, UNCHANGED = "create", "update", "unchanged"


@dataclass(frozen=True, slots=True)
class StudioEntry:
    """A studio as these sheets need it."""

    pk: int
    name: str
    unit: int
    employer: str


@dataclass(slots=True)
class EntryRegister:
    """Everything that such a sheet of one union may name."""

    studios: Names[StudioEntry]
    grades: Names[int]
    kinds: Names[tuple[int, bool]]


def load_entry_register(path: str) -> EntryRegister:
    """Load the studios at or below the union of this path, by every name and number, and the dictionaries."""
    studios: Names[StudioEntry] = Names()
    former: dict[int, list[str]] = {}
    names = FormerStudioName.objects.filter(studio__union__path__startswith=path)
    for key, name in names.values_list("studio", "name"):
        former.setdefault(key, []).append(name)
    found = Studio.objects.filter(union__path__startswith=path).select_related("union").order_by("pk")
    for studio in found:
        entry = StudioEntry(studio.pk, studio.name, studio.union_id, studio.union.employer or studio.union.name)
        studios.add(entry, [studio.name, studio.number or "", *former.get(studio.pk, ())])
    grades: Names[int] = Names()
    for grade in SkillGrade.objects.all():
        grades.add(grade.pk, [grade.name, *grade.aliases])
    kinds: Names[tuple[int, bool]] = Names()
    for kind in ResultKind.objects.all():
        is_patent = kind.group == ResultGroup.PATENT
        kinds.add((kind.pk, is_patent), [kind.name, *kind.aliases, kind.name.removesuffix("专利") if is_patent else ""])
    return EntryRegister(studios, grades, kinds)


@dataclass(slots=True)
class PlannedEntry:
    """One entry with the row of the register that it means, and the fields that it would change."""

    row: LedgerEntry
    known: Any = None
    changes: list[str] = field(default_factory=list)

    @property
    def action(self) -> str:
        """The word of the command's JSON."""
        if self.known is None:
            return CREATE
        return UPDATE if self.changes else UNCHANGED


def plan_entries(entries: list[LedgerEntry], *, by: Account | None) -> tuple[list[PlannedEntry], list[Fault]]:
    """Compare entries with the register in a fixed number of queries: what they would do, and what it forbids.

    `by` is None while an operator only looks.
    """
    planned: list[PlannedEntry] = []
    faults: list[Fault] = []
    if not entries:
        return planned, faults
    studios = Studio.objects.select_related("union").in_bulk({entry.studio for entry in entries})
    barred = {pk for pk, studio in studios.items() if by is not None and not keeps_studios_of(by, studio.union)}
    known = _known(studios.keys(), {entry.noun for entry in entries})
    masters = _masters(studios.keys(), entries) if any(entry.noun == APPRENTICES for entry in entries) else set()
    for entry in entries:
        if entry.studio in barred:
            message = _("The register of a studio is kept by the clerk of its unit.")
            faults.append(entry.fault("forbidden", message, at_studio=True))
        elif entry.noun == APPRENTICES and (entry.studio, entry.master) not in masters:
            faults.append(entry.fault("mismatch", _("The master is a lead or member of the studio.")))
        else:
            row = _meant(entry, known)
            planned.append(PlannedEntry(entry, row, _changes(entry, row) if row else []))
    return planned, faults


def _known(studios: Iterable[int], nouns: set[str]) -> dict[tuple[str, int, tuple[str, ...]], list[Any]]:
    """Every row of these studios by what may mean it."""
    found: dict[tuple[str, int, tuple[str, ...]], list[Any]] = {}
    for noun, rows, marks in _sources(list(studios)):
        if noun in nouns:
            for row in rows:
                found.setdefault((noun, row.studio_id, marks(row)), []).append(row)
    return found


def _sources(studios: list[int]) -> Iterable[tuple[str, Any, Any]]:
    team = Member.objects.filter(studio__in=studios, left_on=None).select_related("person")
    pairs = Apprenticeship.objects.filter(studio__in=studios).select_related("master", "apprentice")
    yield MEMBERS, team, lambda member: (member.person.name,)
    yield PROJECTS, Project.objects.filter(studio__in=studios), lambda project: ("", comparable(project.title))
    results = Result.objects.filter(studio__in=studios)
    yield RESULTS, results.exclude(number=""), lambda result: (result.number, "")
    yield RESULTS, results, lambda result: ("", comparable(result.title))
    yield APPRENTICES, pairs, lambda pair: (pair.apprentice.name, pair.master.name)


def _meant(entry: LedgerEntry, known: dict[tuple[str, int, tuple[str, ...]], list[Any]]) -> Any:
    rows = known.get((entry.noun, entry.studio, entry.marks), [])
    if not rows and entry.noun == RESULTS and entry.marks[0]:
        # A number that was not known when the result was entered.
        title = ("", comparable(entry.values["title"]))
        rows = [row for row in known.get((RESULTS, entry.studio, title), []) if not row.number]
    born = (entry.person or {}).get("birth_month")
    if entry.noun == MEMBERS and born:
        rows = [row for row in rows if row.person.birth_month in (None, date.fromisoformat(born))]
    return rows[0] if rows else None


def _changes(entry: LedgerEntry, row: Any) -> list[str]:
    """Fields that the entry gives and the register holds differently."""
    return [name for name, value in entry.values.items() if _plain(getattr(row, name)) != value]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _masters(studios: Iterable[int], entries: list[LedgerEntry]) -> set[tuple[int, str]]:
    """Who may teach in which studio: leads, members, and those whom the same workbook adds to the team."""
    keys = list(studios)
    leads = Leadership.objects.present().filter(studio__in=keys).values_list("studio", "worker__person__name")
    team = Member.objects.filter(studio__in=keys, left_on=None).values_list("studio", "person__name")
    joining = {(entry.studio, entry.marks[0]) for entry in entries if entry.noun == MEMBERS}
    return set(leads) | set(team) | joining
