"""Reading the published arrangement of holidays."""

from datetime import date

import pytest

from unions.values.holidays import Arranged, Unreadable, read_arrangement

NOTICE_2026 = """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_the_paragraphs_of_the_notice_are_read_whole():
    days = read_arrangement(NOTICE_2026, year=2026)

    assert sum(not d.is_working for d in days) == 33
    assert [d.day for d in days if d.is_working] == [
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]
    assert days[0] == Arranged(date(2026, 1, 1), is_working=False, name="元旦")


def test_a_holiday_over_new_year_reaches_into_the_year_before():
    days = read_arrangement("元旦：2022年12月31日至2023年1月2日放假调休，共3天。", year=2023)

    assert [d.day for d in days] == [date(2022, 12, 31), date(2023, 1, 1), date(2023, 1, 2)]


def test_plain_lines_and_full_width_digits_are_read():
    days = read_arrangement("２０２７-０１-０１ 休 元旦\n2027/1/3 班", year=2027)

    assert days == [
        Arranged(date(2027, 1, 1), is_working=False, name="元旦"),
        Arranged(date(2027, 1, 3), is_working=True, name=""),
    ]


@pytest.mark.parametrize(
    "line", ["放假安排通知", "元旦：2月30日放假。", "春节：2月15日至9月23日放假。", "2027-13-01 休", "\ud800"]
)
def test_a_line_that_names_no_possible_day_is_named(line):
    with pytest.raises(Unreadable) as refused:
        read_arrangement(f"一、元旦：1月1日放假。\n{line}", year=2027)

    assert refused.value.number == 2
