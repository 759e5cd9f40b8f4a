"""Money, dates and telephone numbers as they are shown."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from unions.templatetags import formats


@pytest.mark.parametrize(
    ("yuan", "shown"),
    [
        (Decimal(3865000), "386.50"),
        (Decimal("12345678.90"), "1,234.57"),
        (0, "0.00"),
        (None, "—"),
        ("x", "—"),
        ("NaN", "—"),
    ],
)
def test_money_is_shown_in_ten_thousands(yuan, shown):
    assert formats.money(yuan) == shown


def test_full_money_keeps_the_fen():
    assert formats.money_full(Decimal("3865000.5")) == "3,865,000.50"


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "2026年9月8日"), ("en", "8 September 2026")])
def test_day_is_shown_in_words(language, shown):
    with translation.override(language):
        assert formats.cn_date(date(2026, 9, 8)) == shown


@pytest.mark.parametrize(("language", "shown"), [("zh-hans", "2026年9月29日01:00"), ("en", "29 September 2026, 01:00")])
def test_instant_is_shown_in_office_time(language, shown):
    with translation.override(language):
        assert formats.cn_datetime(datetime(2026, 9, 28, 17, tzinfo=UTC)) == shown


def test_month_and_tables():
    with translation.override("zh-hans"):
        assert formats.cn_month(date(2026, 9, 1)) == "2026年9月"
    assert formats.iso_date(date(2026, 9, 8)) == "2026-09-08"
    assert formats.iso_datetime(datetime(2026, 9, 28, 17, tzinfo=UTC)) == "2026-09-29 01:00"


@pytest.mark.parametrize("unknown", [None, "", "tomorrow"])
def test_unknown_dates_show_a_dash(unknown):
    assert [formats.cn_date(unknown), formats.cn_datetime(unknown), formats.iso_date(unknown)] == ["—", "—", "—"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [("13800001234", "138****1234"), ("0000-8765432", "000*****5432"), ("12345", "***45"), (None, "—")],
)
def test_telephone_numbers_are_masked(number, shown):
    assert formats.mask_phone(number) == shown
