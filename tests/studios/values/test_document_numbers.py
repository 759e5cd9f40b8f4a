"""Document numbers in every shape that offices type."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from studios.values.document_numbers import DocumentNumber, parse_document_number

TODAY = date(2026, 9, 28)


def codes(text):
    with pytest.raises(ValidationError) as caught:
        parse_document_number(text, today=TODAY)
    return [error.code for error in caught.value.error_list]


@pytest.mark.parametrize(
    "text",
    [
        "东澜工〔2026〕15号",
        "东澜工(2026)15号",
        "东澜工（2026）15号",
        "东澜工[2026]15号",
        "东澜工［2026］15号",
        "东澜工【2026】15号",
        "东澜工〔２０２６〕１５号",
        " 东澜工 〔2026〕 15 号 ",
        "东澜工\u3000〔2026〕15号",
    ],
)
def test_every_bracket_and_width_becomes_the_standard_form(text):
    number = parse_document_number(text, today=TODAY)
    assert number == DocumentNumber("东澜工", 2026, 15)
    assert str(number) == "东澜工〔2026〕15号"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["empty"]),
        ("〔2026〕15号", ["agency"]),
        ("东澜工3〔2026〕15号", ["agency_letters"]),
        ("东澜工〔2026〕015号", ["leading_zero"]),
        ("东澜工〔2026〕0号", ["leading_zero"]),
        ("东澜工〔2026〕第15号", ["ordinal"]),
        ("东澜工〔2026〕15", ["suffix"]),
        ("东澜工〔2027〕15号", ["year_ahead"]),
        ("东澜工〔26〕15号", ["year"]),
        ("东澜工〔〕15号", ["year"]),
        ("东澜工〔2026〕号", ["serial"]),
        ("东澜工〔2026〕15号文", ["rest"]),
        ("东澜工〔2026〕123456号", ["serial_long"]),
        ("东澜工15号", ["year_brackets"]),
        ("〔2027〕第015", ["agency", "year_ahead", "ordinal", "leading_zero", "suffix"]),
        ("第015", ["year_brackets", "agency", "ordinal", "leading_zero", "suffix"]),
        ("工" * 100_000, ["too_long"]),
    ],
)
def test_every_fault_is_named(text, expected):
    assert codes(text) == expected


@pytest.mark.parametrize("text", ["\x00", "\ud800〔2026〕1号", "\u202e", "〔〔〔", "²〔2026〕1号", "东〔²²026〕1号"])
def test_nasty_text_is_a_refusal(text):
    assert codes(text)


def test_this_year_is_not_after_today():
    assert parse_document_number("东澜工〔2026〕1号", today=date(2026, 1, 1)).year == 2026
