"""Working days beyond the published calendar, so that the demo city can be built in later years too."""

from datetime import date, timedelta

from unions.actions.calendar import paste_year
from unions.models import Account, CalendarYear

# So far ahead a notice or an objection of the demo may end.
AHEAD = timedelta(days=21)
SOURCE = "演示推算，并非公布的放假安排"
FIXED = "元旦：{0}年1月1日放假\n劳动节：{0}年5月1日至5月5日放假\n国庆节：{0}年10月1日至10月7日放假"
SPRING = {2027: "2月5日至2月11日", 2028: "1月25日至1月31日", 2029: "2月12日至2月18日", 2030: "2月2日至2月8日"}


def enter_calendar(today: date, *, by: Account) -> None:
    """What the years beyond the published ones may look like, where the demo reaches into them."""
    known = set(CalendarYear.objects.values_list("pk", flat=True))
    for year in range(max(known) + 1, (today + AHEAD).year + 1):
        spring = f"\n春节：{year}年{SPRING[year]}放假" if year in SPRING else ""
        paste_year(year, by=by, text=FIXED.format(year) + spring, source=SOURCE)
