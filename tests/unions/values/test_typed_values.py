"""Mobile numbers, credit codes, names, text and money as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from unions.values.credit_codes import normalise_credit_code, normalise_union_credit_code
from unions.values.mobiles import mask_mobile, normalise_mobile
from unions.values.money import display_wan, is_unchanged, wan_to_yuan, yuan_to_wan
from unions.values.names import clean_person_name, initials, pinyin_key
from unions.values.text import clean_line, clean_text


def code_of(parse, *arguments, **options):
    with pytest.raises(ValidationError) as caught:
        parse(*arguments, **options)
    return caught.value.code


@pytest.mark.parametrize(
    "text",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+86 13800138000", "+86-138-0013-8000", "008613800138000",
     "8613800138000", "１３８００１３８０００", "\u202d13800138000\u202c", "（+86）138 0013 8000"],
)  # fmt: skip
def test_mobile_becomes_eleven_digits(text):
    assert normalise_mobile(text) == "13800138000"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("1380013800", "length"),
        ("138001380001", "length"),
        ("12800138000", "start"),
        ("23800138000", "start"),
        ("0574-87654321", "length"),
        ("0574-7654321", "start"),
        ("1380013800o", "digits"),
        ("138001380②x", "digits"),
        ("\x00\ud800", "digits"),
        ("1" * 100_000, "length"),
    ],
)
def test_wrong_mobile_is_refused(text, code):
    assert code_of(normalise_mobile, text) == code


def test_masked_mobile_hides_its_middle():
    assert mask_mobile("13800138000") == "138****8000"
    assert mask_mobile("") == "****"


def test_credit_code_in_any_spacing_is_taken():
    assert normalise_credit_code("８９ 990000mc0000001p") == "89990000MC0000001P"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "length"),
        ("89990000MC000000", "length"),
        ("89990000MC0000001Q", "check"),
        ("89990000MI0000001P", "letters"),
        ("A9990000MC0000001P", "letters"),
        ("\x00" * 18, "letters"),
        ("8" * 100_000, "length"),
    ],
)
def test_wrong_credit_code_is_refused(text, code):
    assert code_of(normalise_credit_code, text) == code


def test_start_of_a_credit_code_follows_the_kind_of_union():
    assert normalise_union_credit_code("89990000MC0000001P", is_grassroots=False)
    assert code_of(normalise_union_credit_code, "89990000MC0000001P", is_grassroots=True) == "start"


@pytest.mark.parametrize(
    ("raw", "text", "had_spaces"),
    [
        ("李明", "李明", False),
        (" 李明 ", "李明", False),
        ("李 明", "李明", True),
        ("李\u3000明", "李明", True),
        ("𠮷田", "𠮷田", False),
        ("阿依古丽•买买提", "阿依古丽·买买提", False),
        ("阿依古丽．买买提", "阿依古丽·买买提", False),
        ("Ｊｏｈｎ Smith", "John Smith", False),
        ("李\u202e明", "李明", False),
    ],
)
def test_name_is_cleaned(raw, text, had_spaces):
    name = clean_person_name(raw)
    assert (name.text, name.had_spaces) == (text, had_spaces)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        ("\x00", "empty"),
        ("李\ud800", "surrogate"),
        ("李明1", "characters"),
        ("<李明>", "characters"),
        ("李" * 41, "too_long"),
        ("李" * 100_000, "too_long"),
    ],
)
def test_wrong_name_is_refused(raw, code):
    assert code_of(clean_person_name, raw) == code


def test_pinyin_knows_how_surnames_are_read():
    assert initials("张伟") == "zw"
    assert [initials(name) for name in ("曾国藩", "单雄信", "尉迟恭", "解缙")] == ["zgf", "sxx", "ycg", "xj"]
    assert pinyin_key("单雄信") == "shan4 xiong2 xin4"


def test_pinyin_sorts_by_syllable_and_unread_characters_last():
    names = ["𠮷田", "张伟", "李明", "曾平", "李敏"]
    assert sorted(names, key=pinyin_key) == ["李敏", "李明", "曾平", "张伟", "𠮷田"]


def test_text_loses_what_cannot_be_seen_and_keeps_its_lines():
    assert clean_text("一\r\n二\r三\x00\x07\u202e\ufeff\t𠮷") == "一\n二\n三\t𠮷"
    assert clean_line("  一 \r\n 二\u3000三 ") == "一 二 三"
    assert code_of(clean_text, "一\udc00") == "surrogate"
    assert len(clean_text("工" * 100_000)) == 100_000


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("0", "0.00"),
        ("286.5", "2865000.00"),
        ("1,234.56", "12345600.00"),
        ("１２.5万元", "125000.00"),
        ("0.000001", "0.01"),
        ("123456789012.123456", "1234567890121234.56"),
        (" 12. ", "120000.00"),
        ("1.5000000", "15000.00"),
    ],
)
def test_ten_thousands_become_exact_yuan(typed, yuan):
    assert wan_to_yuan(typed) == Decimal(yuan)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "amount"),
        ("-1", "negative"),
        ("1e5", "amount"),
        ("NaN", "amount"),
        ("12,34", "amount"),
        ("1.0000001", "decimals"),
        ("1234567890123", "large"),
        ("约十万", "amount"),
        ("\x00\ud800", "amount"),
        ("9" * 100_000, "amount"),
    ],
)
def test_wrong_amount_is_refused(typed, code):
    assert code_of(wan_to_yuan, typed) == code


@pytest.mark.parametrize("typed", ["286.5", "0", "0.000001", "1234.56789", "100"])
def test_input_shows_what_was_typed(typed):
    assert yuan_to_wan(wan_to_yuan(typed)) == typed


def test_reading_shows_two_decimals_with_thousands():
    assert display_wan(Decimal("12345678.90")) == "1,234.57"
    assert display_wan(Decimal(0)) == "0.00"
    assert display_wan(None) == "—"


@pytest.mark.parametrize(
    ("typed", "yuan", "unchanged"),
    [
        ("286.50", "2865000", True),
        ("286.51", "2865000", False),
        ("", None, True),
        ("", "0", False),
        ("0", None, False),
        ("x", "0", False),
    ],
)
def test_unchanged_amount_is_recognised(typed, yuan, unchanged):
    assert is_unchanged(typed, None if yuan is None else Decimal(yuan)) is unchanged
