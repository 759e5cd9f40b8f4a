"""The hand-written table of the demo city's employers, read from TOML and checked.

Rows of the TOML arrays, in order:
trades      name, ladder
lead        trade, title or "", skill grade or "", sex, age
projects    title, area, difficulty, months, state
results     title, kind, problem, novelty, benefit method, yuan a year, formula, adopters[, steps]
steps       name, text
activities  kind, topic, people
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from studios.management.demo_city import vocabulary
from studios.management.demo_city.ladders import LADDERS, SKILL, SKILL_GRADES, TITLES

FOLDER = Path(__file__).parent / "employers"

Row = list[Any]


class TableError(ValueError):
    """A row of the table breaks a rule of the register."""


@dataclass(frozen=True, slots=True)
class Trade:
    """A trade of an employer and the rungs that its people climb."""

    name: str
    ladder: str

    @property
    def rungs(self) -> tuple[str, ...]:
        """Titles or skill grades, lowest first."""
        return LADDERS[self.ladder]

    @property
    def is_skilled(self) -> bool:
        """Whether the rungs are skill grades and not titles."""
        return self.ladder == SKILL


@dataclass(frozen=True, slots=True)
class Lead:
    """What the person who leads a studio is by trade; title or grade may be empty, not both.

    Sex and age fit what the merits say of the person.
    """

    trade: str
    title: str
    grade: str
    sex: str
    age: int


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project of a studio."""

    title: str
    area: str
    difficulty: str
    months: int
    state: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an advanced operating method."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoResult:
    """A result of a studio; the amount is in yuan a year and 0 where the benefit is social."""

    title: str
    kind: str
    problem: str
    novelty: str
    benefit_method: str
    benefit_yuan: int
    formula: str
    adopters: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class DemoActivity:
    """An activity that a studio held."""

    kind: str
    topic: str
    people: int


@dataclass(frozen=True, slots=True)
class Theme:
    """A studio's subject with its lead, projects, results and lessons."""

    field_of_work: str
    introduction: str
    kind: str
    lead: Lead
    merits: str
    projects: tuple[DemoProject, ...]
    results: tuple[DemoResult, ...]
    activities: tuple[DemoActivity, ...]
    apprentice_topics: tuple[str, ...]
    training_topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer of the demo city, by the code of its grassroots union."""

    code: str
    name: str
    equipment: str
    trades: tuple[Trade, ...]
    themes: tuple[Theme, ...]


@cache
def employers() -> tuple[Employer, ...]:
    """All employers of the table, checked, in the order of their union codes."""
    found = [_employer(row) for path in sorted(FOLDER.glob("*.toml")) for row in _rows(path)]
    return tuple(sorted(found, key=lambda employer: employer.code))


def _rows(path: Path) -> list[dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["employer"]


def _employer(row: dict[str, Any]) -> Employer:
    trades = tuple(Trade(*trade) for trade in row["trades"])
    for trade in trades:
        _one_of(trade.ladder, LADDERS, trade.name)
    if len(trades) < 5:
        _refuse(row["code"], "fewer than five trades")
    return Employer(row["code"], row["name"], row["equipment"], trades, tuple(map(_theme, row["theme"])))


def _theme(row: dict[str, Any]) -> Theme:
    _length(row["field"], 4, 60)
    _length(row["intro"], 70, 500)
    _length(row["merits"], 50, 500)
    _one_of(row["kind"], vocabulary.STUDIO_KINDS, row["field"])
    return Theme(
        field_of_work=row["field"],
        introduction=row["intro"],
        kind=row["kind"],
        lead=_lead(row["lead"]),
        merits=row["merits"],
        projects=tuple(map(_project, row["projects"])),
        results=tuple(map(_result, row["results"])),
        activities=tuple(map(_activity, row["activities"])),
        apprentice_topics=tuple(row["apprentice"]),
        training_topics=tuple(row["training"]),
    )


def _lead(row: Row) -> Lead:
    lead = Lead(*row)
    if lead.title:
        _one_of(lead.title, TITLES, lead.trade)
    if lead.grade:
        _one_of(lead.grade, SKILL_GRADES, lead.trade)
    _one_of(lead.sex, vocabulary.SEXES, lead.trade)
    _between(lead.age, 30, 60, lead.trade)
    if not lead.title and not lead.grade:
        _refuse(lead.trade, "neither title nor skill grade")
    return lead


def _project(row: Row) -> DemoProject:
    project = DemoProject(*row)
    _length(project.title, 5, 40)
    _length(project.difficulty, 20, 500)
    _one_of(project.area, vocabulary.PROJECT_AREAS, project.title)
    _one_of(project.state, vocabulary.PROJECT_STATES, project.title)
    _between(project.months, 1, 36, project.title)
    return project


def _result(row: Row) -> DemoResult:
    steps = tuple(Step(*step) for step in row[8]) if len(row) > 8 else ()
    result = DemoResult(*row[:8], steps)
    _length(result.title, 5, 60)
    _length(result.problem, 12, 500)
    _length(result.novelty, 25, 500)
    _one_of(result.kind, vocabulary.RESULT_KINDS, result.title)
    _one_of(result.benefit_method, vocabulary.BENEFIT_METHODS, result.title)
    _between(result.adopters, 0, 99, result.title)
    _check_benefit(result)
    _check_steps(result)
    return result


def _check_benefit(result: DemoResult) -> None:
    is_social = result.benefit_method == vocabulary.SOCIAL_BENEFIT
    if is_social != (result.benefit_yuan == 0):
        _refuse(result.title, "a social benefit has no amount, any other has one")


def _check_steps(result: DemoResult) -> None:
    is_method = result.kind == vocabulary.OPERATION_METHOD
    if is_method != (3 <= len(result.steps) <= 5):
        _refuse(result.title, "an operating method has three to five steps, nothing else has any")


def _activity(row: Row) -> DemoActivity:
    activity = DemoActivity(*row)
    _one_of(activity.kind, vocabulary.ACTIVITY_KINDS, activity.topic)
    _between(activity.people, 1, 500, activity.topic)
    return activity


def _length(text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most:
        _refuse(text, f"{len(text)} characters, not {least} to {most}")


def _between(number: int, least: int, most: int, where: str) -> None:
    if not least <= number <= most:
        _refuse(where, f"{number} is not between {least} and {most}")


def _one_of(word: str, words: Any, where: str) -> None:
    if word not in words:
        _refuse(where, f"unknown word {word}")


def _refuse(where: str, why: str) -> None:
    message = f"{where[:40]}: {why}"
    raise TableError(message)
