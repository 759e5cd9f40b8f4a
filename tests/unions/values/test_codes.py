import pytest
from django.core.exceptions import ValidationError

from unions.values.codes import normalise_code, normalise_root_code
from unions.values.places import place_faults
from unions.values.usernames import normalise_username, username_from


@pytest.mark.parametrize(
    ("typed", "code"), [("dl-d01", "DL-D01"), (" ＤＬ－Ｕ００１ ", "DL-U001"), ("DL–D01–3", "DL-D01-3")]
)
def test_codes_are_upper_case_and_half_width(typed, code):
    assert normalise_code(typed) == code


@pytest.mark.parametrize("typed", ["", "DL-", "DL D01", "明德", "A" * 31, "DL--1", "-DL", "DL\x00", "𠮷"])
def test_other_signs_are_no_code(typed):
    with pytest.raises(ValidationError):
        normalise_code(typed)


@pytest.mark.parametrize("typed", ["D", "DL1", "DL-D01", "ABCDEFG"])
def test_the_first_code_has_two_to_six_letters(typed):
    with pytest.raises(ValidationError):
        normalise_root_code(typed)


@pytest.mark.parametrize("typed", ["ab", "13800138000", "1abc", "zhang wei", "张伟", "a" * 61, "", ".abc"])
def test_a_username_is_never_taken_for_a_mobile(typed):
    with pytest.raises(ValidationError):
        normalise_username(typed)


def test_usernames_are_lower_case_and_made_from_the_name():
    assert normalise_username(" Zhang.Wei ") == "zhang.wei"
    assert username_from("张伟", {"zhangwei", "zhangwei2"}) == "zhangwei3"
    assert username_from("𠮷", set()) == "user"


@pytest.mark.parametrize(
    ("kind", "level", "above", "fields"),
    [
        ("federation", "city", None, []),
        ("industrial", "city", ("federation", "city"), []),
        ("federation", "county", ("federation", "city"), []),
        ("grassroots", "unit", ("industrial", "city"), []),
        ("federation", "city", ("federation", "city"), ["level"]),
        ("industrial", "province", ("federation", "city"), ["level"]),
        ("grassroots", "unit", ("grassroots", "unit"), ["parent"]),
        ("grassroots", "town", ("federation", "city"), ["level"]),
        ("industrial", "city", None, ["kind"]),
    ],
)
def test_where_a_kind_and_level_may_stand(kind, level, above, fields):
    assert [field for field, _sentence in place_faults(kind, level, above)] == fields
