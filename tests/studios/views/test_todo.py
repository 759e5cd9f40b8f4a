"""The to-do page reminds of a calendar that is missing, and blocks nothing."""

from datetime import datetime

import pytest

from tests.factories import make_officer, make_union
from unions import clock
from unions.models import CalendarYear

pytestmark = pytest.mark.django_db
NOVEMBER = datetime.fromisoformat("2026-11-10T09:00:00+08:00")


@pytest.mark.parametrize(("entered", "reminds"), [((2026,), True), ((2026, 2027), False)])
def test_the_desk_reminds_of_next_years_calendar_from_november(client, entered, reminds):
    for year in entered:
        CalendarYear.objects.get_or_create(pk=year)
    with clock.at(NOVEMBER):
        client.force_login(make_officer(make_union()))
        answer = client.get("/desk/")
    assert answer.status_code == 200
    assert ("2027年的工作日历尚未录入" in answer.content.decode()) is reminds
