"""The fields whose screen form differs from what is stored."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms

from unions import clock
from unions.ui.forms import MonthField, WanField


class Sample(forms.Form):
    benefit = WanField(required=False)
    month = MonthField(required=False)


def errors_of(values):
    return Sample(values).errors


@pytest.mark.parametrize("typed", ["386.5", "386.50万元", "３８６．５", " 386.5 "])
def test_amounts_are_kept_in_yuan(typed):
    form = Sample({"benefit": typed})
    assert form.is_valid()
    assert form.cleaned_data["benefit"] == Decimal(3865000)


@pytest.mark.parametrize("typed", ["abc", "-1", "NaN", "9" * 100_000, "1e9"])
def test_nasty_amounts_get_a_sentence_and_stay(typed):
    form = Sample({"benefit": typed})
    assert list(form.errors) == ["benefit"]
    assert typed in str(form["benefit"])


def test_stored_yuan_is_shown_in_ten_thousands():
    assert 'value="386.5"' in str(Sample(initial={"benefit": Decimal("3865000.00")})["benefit"])


def test_same_amount_typed_differently_has_not_changed():
    assert not Sample({"benefit": "386.50"}, initial={"benefit": Decimal(3865000)}).has_changed()


def test_month_is_kept_as_its_first_day():
    form = Sample({"month_0": "2024", "month_1": "3"})
    assert form.is_valid()
    assert form.cleaned_data["month"] == date(2024, 3, 1)


def test_no_month_is_nothing():
    form = Sample({})
    assert form.is_valid()
    assert form.cleaned_data["month"] is None


@pytest.mark.parametrize("values", [{"month_0": "2024"}, {"month_1": "3"}, {"month_0": "2024", "month_1": "13"}])
def test_half_a_month_is_refused(values):
    assert list(errors_of(values)) == ["month"]


def test_next_month_is_refused_and_this_month_is_not():
    with clock.at(datetime(2026, 9, 28, 4, tzinfo=UTC)):
        assert errors_of({"month_0": "2026", "month_1": "9"}) == {}
        assert list(errors_of({"month_0": "2026", "month_1": "10"})) == ["month"]


def test_years_follow_the_clock():
    with clock.at(datetime(2031, 1, 1, 4, tzinfo=UTC)):
        assert ">2031<" in str(Sample()["month"])
