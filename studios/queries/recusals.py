"""Which cases an expert must not score, by what the program can see: units, people, results, masters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from studios.choices.calls import Stage
from studios.choices.reviews import RecusalGround
from studios.choices.sections import SectionKey
from studios.models import (
    Application,
    ApplicationVersion,
    Apprenticeship,
    Call,
    Expert,
    Leadership,
    Member,
    PanelSeat,
    Person,
    PersonMatch,
    Recusal,
    Result,
)
from studios.values.answers import Row, month_of, number_of, rows_of, text_of
from unions.models import Union

Link = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Why an expert stays away from a case; `note` names the unit, person or result that shows it."""

    application: Application
    ground: RecusalGround
    note: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A namesake among the people of a case that nobody has confirmed or denied: the clerk decides."""

    application: Application
    note: str


@dataclass(slots=True)
class Circle:
    """An expert with everybody and everything that ties the expert to a case."""

    persons: frozenset[int]
    namesakes: frozenset[int]
    pairs: frozenset[int]
    homes: tuple[Union, ...]
    unit: str
    numbers: frozenset[str]
    identity: tuple[str, object]


@dataclass(slots=True)
class People:
    """Who belongs to a case: leads and members by register and frozen version, and pairs listed in the version."""

    belonging: dict[int, str] = field(default_factory=dict)
    paired: dict[int, str] = field(default_factory=dict)
    unknown: set[tuple[str, object]] = field(default_factory=set)


def panel_cases(call: Call) -> QuerySet[Application]:
    """The cases that a panel looks at, in the order of their numbers."""
    rows = Application.objects.filter(call=call, state=Stage.PANEL)
    return rows.select_related("studio__industry__group", "studio__union", "union").order_by("number")


@dataclass(frozen=True, slots=True)
class Material:
    """Cases with what is known of them; read once for as many seats as there are."""

    cases: list[Application]
    versions: Mapping[int, ApplicationVersion]
    people: Mapping[int, People]


def material_of(applications: Iterable[Application]) -> Material:
    """Read versions and people of the cases, in a fixed number of statements."""
    cases = list(applications)
    versions = newest_versions(cases)
    return Material(cases, versions, people_of(cases, versions))


def found_recusals(material: Material, circle: Circle) -> list[Finding]:
    """The automatic recusals of an expert among the cases, one ground each."""
    found = [
        _finding(case, circle, material.people[case.pk], material.versions.get(case.pk)) for case in material.cases
    ]
    return [one for one in found if one is not None]


def barred_pairs(call: Call) -> dict[tuple[int, int], RecusalGround]:
    """Every pair of case and seat that must not be, with its ground: what is written down, and what is found now."""
    barred = {
        (case, seat): RecusalGround(ground)
        for case, seat, ground in Recusal.objects.filter(seat__call=call).values_list("application", "seat", "ground")
    }
    material = material_of(panel_cases(call))
    seats = list(PanelSeat.objects.seated().filter(call=call).select_related("expert__account__home"))
    circles = circles_of([seat.expert for seat in seats])
    for seat in seats:
        for found in found_recusals(material, circles[seat.expert_id]):
            barred.setdefault((found.application.pk, seat.pk), found.ground)
    return barred


def open_warnings(seat: PanelSeat, applications: Iterable[Application]) -> list[Doubt]:
    """Cases with a namesake of the expert of whom nobody has said whether it is the same person."""
    material, circle = material_of(applications), circle_of(seat.expert)
    found = []
    for case in material.cases:
        here = material.people[case.pk]
        names = [name for pk, name in here.belonging.items() if pk in circle.namesakes]
        if circle.identity[1] and circle.identity in here.unknown:
            names.append(circle.identity[0])
        if names:
            found.append(Doubt(case, names[0]))
    return found


def circle_of(expert: Expert) -> Circle:
    """Who the expert is, by confirmed matches, and whom and what the expert is tied to."""
    return circles_of([expert])[expert.pk]


def circles_of(experts: Iterable[Expert]) -> dict[int, Circle]:
    """The circles of many experts, in a fixed number of statements but for chains of confirmed matches."""
    rows = list(experts)
    same = _same_persons(rows)
    everybody = {pk for persons in same.values() for pk in persons}
    asked = list(
        PersonMatch.objects.filter(_either("one", "other", everybody), is_same=None).values_list("one", "other")
    )
    taught = _either("master", "apprentice", everybody)
    pairs = list(Apprenticeship.objects.filter(taught).values_list("master", "apprentice"))
    known = Person.objects.select_related("home").in_bulk([e.person_id for e in rows])
    numbers = _numbers(everybody)
    return {e.pk: _circle(e, known[e.person_id], same[e.pk], asked, pairs, numbers) for e in rows}


def _either(one: str, other: str, persons: set[int]) -> Q:
    return Q(**{f"{one}__in": persons}) | Q(**{f"{other}__in": persons})


def _circle(  # noqa: PLR0917 - what was read for all, one argument each
    expert: Expert,
    person: Person,
    persons: set[int],
    asked: Iterable[Link],
    pairs: Iterable[Link],
    numbers: Mapping[int, set[str]],
) -> Circle:
    homes = [person.home, expert.account.home if expert.account else None]
    return Circle(
        persons=frozenset(persons),
        namesakes=frozenset(_others(asked, persons)),
        pairs=frozenset(_others(pairs, persons)),
        homes=tuple(home for home in homes if home),
        unit=expert.unit.strip(),
        numbers=frozenset(number for pk in persons for number in numbers.get(pk, ())),
        identity=(person.name, person.birth_month),
    )


def _others(links: Iterable[Link], persons: set[int]) -> set[int]:
    """Those at the other end of a link that touches one of the persons."""
    return {pk for link in links if persons.intersection(link) for pk in link} - persons


def _same_persons(experts: list[Expert]) -> dict[int, set[int]]:
    """Each expert's person, that of the account, and all that were confirmed to be the same, however many links away."""
    by_account = dict(
        Person.objects.filter(account__in=[e.account_id for e in experts if e.account_id]).values_list("account", "pk")
    )
    found = {e.pk: {e.person_id, by_account.get(e.account_id or 0, e.person_id)} for e in experts}
    while True:
        everybody = {pk for persons in found.values() for pk in persons}
        rows = PersonMatch.objects.filter(_either("one", "other", everybody), is_same=True)
        links = list(rows.values_list("one", "other"))
        grown = {pk: persons | _others(links, persons) for pk, persons in found.items()}
        if grown == found:
            return found
        found = grown


def _numbers(persons: set[int]) -> dict[int, set[str]]:
    """Numbers of results of the studios that each person leads or belongs to, or did."""
    led = Leadership.objects.filter(worker__person__in=persons).values_list("worker__person", "studio")
    joined = Member.objects.filter(person__in=persons).values_list("person", "studio")
    studios: dict[int, set[int]] = {}
    for person, studio in (*led, *joined):
        studios.setdefault(studio, set()).add(person)
    found: dict[int, set[str]] = {}
    for studio, number in Result.objects.filter(studio__in=studios).exclude(number="").values_list("studio", "number"):
        for person in studios[studio]:
            found.setdefault(person, set()).add(number)
    return found


def newest_versions(cases: Iterable[Application]) -> dict[int, ApplicationVersion]:
    """The newest frozen version of each case."""
    keys = [case.pk for case in cases]
    rows = ApplicationVersion.objects.filter(application__in=keys)
    return {v.application_id: v for v in rows.order_by("application_id", "-number").distinct("application_id")}


def people_of(cases: list[Application], versions: Mapping[int, ApplicationVersion]) -> dict[int, People]:
    """Everybody who belongs to each case."""
    found = {case.pk: People() for case in cases}
    _add_register(found, cases)
    for key, version in versions.items():
        _add_version(found[key], version.content)
    return found


def _add_register(found: Mapping[int, People], cases: list[Application]) -> None:
    by_studio = {case.studio_id: found[case.pk] for case in cases}
    leads = Leadership.objects.filter(studio__in=by_studio)
    members = Member.objects.filter(studio__in=by_studio)
    rows = [
        *leads.values_list("studio", "worker__person", "worker__person__name"),
        *members.values_list("studio", "person", "person__name"),
    ]
    for studio, person, name in rows:
        by_studio[studio].belonging[person] = name


def _add_version(people: People, content: Row) -> None:
    for key, name in ((SectionKey.LEADS, "leads"), (SectionKey.TEAM, "members")):
        for row in rows_of(content.get(key) or {}, name):
            _add_row(people.belonging, people, row)
    for row in rows_of(content.get(SectionKey.TRAINING) or {}, "apprenticeships"):
        _add_row(people.paired, people, row)


def _add_row(known: dict[int, str], people: People, row: Row) -> None:
    person = number_of(row, "person")
    if person:
        known[person] = text_of(row, "name")
    elif text_of(row, "name"):
        people.unknown.add((text_of(row, "name"), month_of(row, "birth_month")))


def _finding(case: Application, circle: Circle, people: People, version: ApplicationVersion | None) -> Finding | None:
    """The first ground that holds, the plainest first."""
    if unit := _shared_unit(case, circle):
        return Finding(case, RecusalGround.SAME_UNIT, unit)
    if name := _first(people.belonging, circle.persons):
        return Finding(case, RecusalGround.MEMBER, name)
    if number := _shared_result(version, circle):
        return Finding(case, RecusalGround.CO_AUTHOR, number)
    taught = _first(people.belonging | people.paired, circle.pairs) or _first(people.paired, circle.persons)
    return Finding(case, RecusalGround.APPRENTICE, taught) if taught else None


def _first(people: Mapping[int, str], wanted: frozenset[int]) -> str:
    return next((name for pk, name in people.items() if pk in wanted), "")


def _shared_unit(case: Application, circle: Circle) -> str:
    """The unit that expert and case share: the same, one within the other, or written the same."""
    for home in circle.homes:
        if home.path.startswith(case.union.path) or (home.is_grassroots and case.union.path.startswith(home.path)):
            return case.union.employer_name
    names = {case.union.employer_name, case.union.name, case.studio.employer}
    return circle.unit if circle.unit and circle.unit in names else ""


def _shared_result(version: ApplicationVersion | None, circle: Circle) -> str:
    """The number of a listed result that the register holds for a studio of the expert's own."""
    page = version.content.get(SectionKey.RESULTS) or {} if version else {}
    listed = [text_of(row, "number") for row in rows_of(page, "results")]
    return next((number for number in listed if number in circle.numbers), "")
