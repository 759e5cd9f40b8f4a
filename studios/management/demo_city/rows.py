"""Rows of many studios, collected from rows of the form and written with one statement a table."""

from dataclasses import dataclass, field

from studios.models import (
    Activity,
    Apprenticeship,
    Benefit,
    HonourAward,
    Leadership,
    Member,
    ModelWorker,
    Person,
    Project,
    Result,
    Studio,
)
from studios.values.answers import Row, amount_of, day_of, month_of
from unions.values.names import pinyin_key

BATCH = 1000


@dataclass
class Rows:
    """What is to be written; `masters` are the leads by studio."""

    persons: list[Person] = field(default_factory=list)
    workers: list[ModelWorker] = field(default_factory=list)
    awards: list[HonourAward] = field(default_factory=list)
    leaderships: list[Leadership] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    apprenticeships: list[Apprenticeship] = field(default_factory=list)
    masters: dict[int, Person] = field(default_factory=dict)

    def write(self) -> None:
        """Write everything, what others point to first."""
        for model, rows in (
            (Person, self.persons),
            (ModelWorker, self.workers),
            (HonourAward, self.awards),
            (Leadership, self.leaderships),
            (Member, self.members),
            (Project, self.projects),
            (Result, self.results),
            (Benefit, self.benefits),
            (Activity, self.activities),
            (Apprenticeship, self.apprenticeships),
        ):
            model._default_manager.bulk_create(rows, batch_size=BATCH)  # type: ignore[attr-defined]

    def person(self, studio: Studio, row: Row) -> Person:
        """A person of the studio's unit; the names of the city are nobody else's."""
        made = Person(name=row["name"], name_key=pinyin_key(row["name"]), home=studio.union, sex=row["sex"])
        made.birth_month = month_of(row, "birth_month")
        self.persons.append(made)
        return made

    def lead(self, studio: Studio, row: Row) -> None:
        """A lead with honours."""
        person = self.person(studio, row)
        person.mobile, person.political_status, person.education = (
            row[n] for n in ("mobile", "political_status", "education")
        )
        names = ("trade", "title", "is_in_post", "merits")
        worker = ModelWorker(person=person, skill_grade_id=row["skill_grade"], **{n: row[n] for n in names})
        self.workers.append(worker)
        self.awards += [HonourAward(worker=worker, honour_id=h["honour"], year=h["year"]) for h in row["honours"]]
        self.leaderships.append(Leadership(studio=studio, worker=worker, starts_on=studio.founded_on))
        self.masters[studio.pk] = person

    def member(self, studio: Studio, row: Row) -> None:
        """A member."""
        made = Member(studio=studio, person=self.person(studio, row), skill_grade_id=row["skill_grade"])
        made.role, made.trade, made.title = row["role"], row["trade"], row["title"]
        made.joined_on = month_of(row, "joined_on")
        self.members.append(made)

    def project(self, studio: Studio, row: Row) -> None:
        """A project."""
        texts = {n: row[n] for n in ("title", "area", "state", "approved_by", "difficulty")}
        months = {n: month_of(row, n) for n in ("starts_on", "ends_on")}
        self.projects.append(Project(studio=studio, **texts, **months))

    def result(self, studio: Studio, row: Row) -> Result:
        """A result, as the studio reports it."""
        texts = {n: row[n] for n in ("title", "number", "problem", "novelty", "adopters_count")}
        made = Result(studio=studio, kind_id=row["kind"], finished_on=day_of(row, "finished_on"), **texts)
        self.results.append(made)
        return made

    def benefit(self, result: Result, row: Row, *, is_certified: bool) -> None:
        """The benefit of a result."""
        texts = {n: row[n] for n in ("year", "method", "formula", "period")}
        is_certified = is_certified and row["amount"] is not None
        self.benefits.append(
            Benefit(result=result, amount=amount_of(row, "amount"), is_certified=is_certified, **texts)
        )

    def activity(self, studio: Studio, row: Row) -> None:
        """An activity."""
        texts = {n: row[n] for n in ("kind", "topic", "people_count", "place")}
        self.activities.append(Activity(studio=studio, happened_on=day_of(row, "happened_on"), **texts))

    def apprentice(self, studio: Studio, row: Row) -> None:
        """Master and apprentice."""
        made = Apprenticeship(studio=studio, master=self.masters[studio.pk], apprentice=self.person(studio, row))
        made.agreed_on, made.starts_on = day_of(row, "agreed_on"), month_of(row, "starts_on")
        made.grade_before_id, made.grade_after_id = row["grade_before"], row["grade_after"]
        self.apprenticeships.append(made)
