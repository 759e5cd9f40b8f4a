"""Fictional names: distinct, fixed, of the sex asked for, with rare characters among them."""

import pytest

from studios.management.demo_city import names
from studios.management.demo_city.names import lead_at, member_at


def leads(sex: str) -> list[names.FictionalPerson]:
    return [lead_at(number, sex=sex, birth_year=1978) for number in range(names.LEADS)]


def members() -> list[names.FictionalPerson]:
    return [member_at(number, this_year=2026) for number in range(names.MEMBERS)]


def test_nobody_is_a_namesake() -> None:
    everyone = [person.name for person in leads("female") + leads("male") + members()]
    assert len(set(everyone)) == len(everyone)
    assert len(everyone) >= 2_500


def test_a_lead_has_the_sex_asked_for() -> None:
    assert {person.sex for person in leads("female")} == {"female"}
    assert {person.sex for person in leads("male")} == {"male"}


def test_members_are_of_both_sexes_and_of_working_age() -> None:
    assert {person.sex for person in members()} == {"female", "male"}
    assert {2026 - person.birth_year for person in members()} == set(range(23, 54))
    assert {person.birth_month for person in members()} == set(range(1, 13))


def test_the_same_number_is_the_same_person() -> None:
    assert member_at(17, this_year=2026) == member_at(17, this_year=2026)


def test_some_lead_has_a_character_beyond_the_basic_plane() -> None:
    assert lead_at(0, sex="male", birth_year=1978).name == "林𠮷安"


def test_a_number_past_the_end_is_refused() -> None:
    with pytest.raises(IndexError):
        lead_at(names.LEADS, sex="male", birth_year=1978)
    with pytest.raises(IndexError):
        member_at(-1, this_year=2026)
