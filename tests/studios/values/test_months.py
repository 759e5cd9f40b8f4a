from datetime import date

import pytest

from studios.values.months import AmbiguousMonthError, Month, MonthError, parse_month

MAY = Month(2019, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2019.5",
        "2019.05",
        2019.5,
        "2019-05",
        "2019/5",
        "2019年5月",
        "2019年05月份",
        "二〇一九年五月",
        "二○一九年五月",
        "２０１９年５月",
        "2019 年 5 月",
        "201905",
        "2019年五月",
    ],
)
def test_a_month_is_read_however_it_is_written(written: str | float):
    assert parse_month(written) == MAY


@pytest.mark.parametrize(
    "written", ["2019-05-03", "2019.5.3", "2019年5月3日", "20190503", "2019-05-03 00:00:00", 43588, "2019/5/3"]
)
def test_a_whole_date_keeps_its_day(written: str | int):
    assert parse_month(written).as_date() == date(2019, 5, 3)


@pytest.mark.parametrize(
    ("written", "month"), [("二〇二〇年十二月", 12), (2020.12, 12), (2020.11, 11), ("2020.10", 10), (2020.02, 2)]
)
def test_months_of_two_digits(written: str | float, month: int):
    assert parse_month(written) == Month(2020, month)


@pytest.mark.parametrize("written", [2019.1, "2019.1"])
def test_a_lost_digit_is_asked_about(written: str | float):
    with pytest.raises(AmbiguousMonthError) as asked:
        parse_month(written)
    assert [str(reading) for reading in asked.value.readings] == ["2019年1月", "2019年10月"]


@pytest.mark.parametrize("written", ["2021年", "2021", 2021, "2021年度"])
def test_a_year_alone_has_no_month(written: str | int):
    assert parse_month(written) == Month(2021)


@pytest.mark.parametrize(
    "written",
    ["2019.13", 2019.13, "2019.0", "2019年2月30日", "去年", "5", "", "1850年5月", "9" * 100_000, "五月", -3, 1e300],
)
def test_what_is_no_month_is_refused(written: str | float):
    with pytest.raises(MonthError):
        parse_month(written)
