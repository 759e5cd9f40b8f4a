"""Patent numbers and their check digits."""

import pytest
from django.core.exceptions import ValidationError

from studios.choices.patents import PatentKind
from studios.values.patents import check_digit, parse_patent_number


def code_of(text):
    with pytest.raises(ValidationError) as caught:
        parse_patent_number(text)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    ["ZL201710601862.3", "zl 2017 1060 1862.3", "201710601862.3", "CN201710601862.3", "2017106018623",
     "ＺＬ２０１７１０６０１８６２．３", "专利号：ZL201710601862.3"],
)  # fmt: skip
def test_every_way_of_typing_becomes_one(text):
    assert str(parse_patent_number(text)) == "ZL201710601862.3"


def test_old_number_has_a_body_of_eight_digits():
    number = parse_patent_number("97101765.4")
    assert (str(number), number.kind, number.is_international) == ("ZL97101765.4", PatentKind.INVENTION, False)


@pytest.mark.parametrize(
    ("digit", "kind", "international"),
    [
        ("1", PatentKind.INVENTION, False),
        ("2", PatentKind.UTILITY, False),
        ("3", PatentKind.DESIGN, False),
        ("8", PatentKind.INVENTION, True),
        ("9", PatentKind.UTILITY, True),
    ],
)
def test_fifth_digit_tells_the_kind(digit, kind, international):
    body = f"2021{digit}0000001"
    number = parse_patent_number(f"ZL{body}.{check_digit(body)}")
    assert (number.kind, number.is_international) == (kind, international)


def test_ten_is_written_x():
    body = next(f"20171060{n:04}" for n in range(100) if check_digit(f"20171060{n:04}") == "X")
    assert parse_patent_number(f"{body}.x").check == "X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("ZL201710601862.4", "check"),
        ("ZL201710601826.3", "check"),
        ("ZL201710601862", "check_missing"),
        ("ZL20171060186.3", "shape"),
        ("ZL2017106018622.3", "shape"),
        (f"20174{0:07}.{check_digit('201740000000')}", "kind"),
        ("软著登字第123号", "shape"),
        ("\ud800\x00", "shape"),
        ("9" * 100_000, "shape"),
    ],
)
def test_wrong_number_is_refused_with_its_fault(text, code):
    assert code_of(text) == code
