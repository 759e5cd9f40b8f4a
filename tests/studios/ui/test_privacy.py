"""The field × role table, each cell of it that this issue needs."""

from dataclasses import dataclass
from datetime import date

import pytest

from studios.ui.privacy import Field, birth_of, mask_rows, masked, may_read, may_reveal, mobile_of
from tests.factories import make_application, make_call, make_county, make_officer, make_person, make_studio, make_union
from unions.choices.people import Role
from unions.models import Account, Union


@dataclass(frozen=True)
class Answer:
    """An answer of a case as a page shows it."""

    value: str
    privacy: str = ""


ANSWERS = [Answer("13912345678", "mobile"), Answer("1975年5月", "birth"), Answer("焊工"), Answer("", "mobile")]


@pytest.fixture
def unions(db) -> tuple[Union, Union, Union]:
    city = make_union("市总工会")
    county = make_county(city)
    return city, county, make_union("甲厂工会", parent=county)


def officers(unions: tuple[Union, Union, Union]) -> dict[str, Account]:
    city, county, unit = unions
    return {
        "clerk": make_officer(unit, Role.CLERK),
        "chair": make_officer(unit, Role.CHAIR),
        "unit_auditor": make_officer(unit, Role.AUDITOR),
        "above": make_officer(county, Role.CLERK),
        "top_chair": make_officer(city, Role.CHAIR),
        "auditor": make_officer(city, Role.AUDITOR),
        "administrator": make_officer(city, Role.ADMINISTRATOR),
        "stranger": make_officer(make_union(parent=county), Role.CLERK),
    }


def test_mobile_and_birth_month_are_full_for_the_unit_alone(unions) -> None:
    people = officers(unions)
    for field in (Field.MOBILE, Field.BIRTH):
        full = {name for name, account in people.items() if may_read(account, field, unions[2])}
        asked = {name for name, account in people.items() if may_reveal(account, field, unions[2])}
        assert full == {"clerk", "chair"}
        assert asked == {"above", "top_chair"}


def test_other_fields_are_full_for_everybody_in_scope(unions) -> None:
    people = officers(unions)
    full = {name for name, account in people.items() if may_read(account, "education", unions[2])}
    assert full == {"clerk", "chair", "unit_auditor", "above", "top_chair", "auditor"}


def test_nobody_reads_the_text_of_a_secret_result(unions) -> None:
    assert not any(may_read(account, Field.SECRET, unions[2]) for account in officers(unions).values())


def test_whoever_keeps_the_register_of_a_unit_that_does_not_log_in_reads_it_in_full(unions) -> None:
    Union.objects.filter(pk=unions[2].pk).update(logs_in=False)
    unions[2].refresh_from_db()
    people = officers(unions)
    assert may_read(people["above"], Field.MOBILE, unions[2])
    assert not may_read(people["top_chair"], Field.MOBILE, unions[2])
    assert not may_read(people["auditor"], Field.MOBILE, unions[2])


def test_values_are_masked_and_nothing_stays_nothing() -> None:
    assert [masked("mobile", "13912345678"), masked("mobile", "123"), masked("birth", date(1975, 5, 1))] == [
        "139****5678",
        "****",
        "****",
    ]
    assert [masked("mobile", ""), masked("birth", None)] == ["", ""]


def test_a_person_reads_as_the_table_says(unions) -> None:
    people = officers(unions)
    person = make_person("某人", home=unions[2], mobile="13912345678", birth_month=date(1975, 5, 1))
    assert (mobile_of(person, account=people["clerk"]), birth_of(person, account=people["clerk"])) == (
        "13912345678",
        "1975-05",
    )
    assert (mobile_of(person, account=people["above"]), birth_of(person, account=people["above"])) == (
        "139****5678",
        "****",
    )
    assert mobile_of(person, account=people["above"], reveal=True) == "13912345678"
    assert mobile_of(person, account=people["auditor"], reveal=True) == "139****5678"


def test_answers_of_a_case_are_masked_above_the_unit(unions) -> None:
    people = officers(unions)
    application = make_application(make_call(unions[0]), make_studio(unions[2]))

    def read(who: str, *, reveal: bool = False) -> list[str]:
        rows = mask_rows(ANSWERS, account=people[who], application=application, reveal=reveal)
        return [row.value for row in rows]

    full, stars = ["13912345678", "1975年5月", "焊工", ""], ["139****5678", "****", "焊工", ""]
    assert [read("clerk"), read("chair")] == [full, full]
    assert [read("above"), read("auditor"), read("unit_auditor")] == [stars, stars, stars]
    assert read("above", reveal=True) == full
    assert read("auditor", reveal=True) == stars
