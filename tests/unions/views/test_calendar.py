"""The calendar page."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_county, make_officer, make_union
from tests.unions.values.test_holidays import NOTICE_2026
from unions.actions.calendar import seed_calendar
from unions.models import CalendarDay, CalendarYear
from unions.queries.workdays import is_working

pytestmark = pytest.mark.django_db
DAY = {"day": "2026-03-03", "worked": "no", "name": "停电"}


@pytest.fixture
def city():
    seed_calendar()
    return make_union("东澜市总工会")


@pytest.fixture
def clerk(city, client):
    account = make_officer(city)
    client.force_login(account)
    return account


def test_a_clerk_of_the_root_changes_a_day(client, clerk):
    answer = client.post("/desk/calendar/2026/", DAY)

    assert (answer.status_code, answer.url) == (302, "/desk/calendar/2026/")
    assert not is_working(date(2026, 3, 3))
    assert CalendarDay.objects.get(day=date(2026, 3, 3)).name == "停电"


def test_a_clerk_below_reads_but_changes_nothing(client, city):
    client.force_login(make_officer(make_county(city)))

    page = client.get("/desk/calendar/2026/")
    assert page.status_code == 200
    assert b'name="worked"' not in page.content
    assert client.post("/desk/calendar/2026/", DAY).status_code == 403
    assert client.get("/desk/calendar/2026/paste/").status_code == 403
    assert is_working(date(2026, 3, 3))


def test_a_faulty_day_keeps_what_was_typed(client, clerk):
    page = client.post("/desk/calendar/2026/", {"day": "2026-02-31", "worked": "no", "name": "停电"})

    assert page.status_code == 200
    assert page.context["form"].errors.keys() == {"day"}
    assert "停电" in page.content.decode()


def test_a_faulty_list_is_kept_and_its_line_is_named(client, clerk):
    page = client.post("/desk/calendar/2026/paste/", {"text": NOTICE_2026 + "\n八、不知道"})

    assert page.status_code == 200
    assert "八、不知道" in page.context["form"].errors["text"][0]
    assert "国庆节：10月1日" in page.content.decode()


def test_a_missing_year_is_entered_from_the_page(client, clerk):
    with time_machine.travel("2026-11-20 09:00+08:00", tick=False):
        assert client.get("/desk/calendar/").url == "/desk/calendar/2027/"
        assert client.get("/desk/calendar/2027/").context["is_entered"] is False
        text = NOTICE_2026.replace("10月10日（周六）", "10月10日（周日）")
        assert client.post("/desk/calendar/2027/paste/", {"text": text}).url == "/desk/calendar/2027/"
    assert CalendarYear.objects.filter(pk=2027).exists()


@pytest.mark.parametrize("query", ["?day=2026-02-31", "?day=x", "?day=%00", "?day=" + "9" * 5000])
def test_an_odd_day_in_the_address_falls_back(client, clerk, query):
    assert client.get(f"/desk/calendar/2026/{query}").status_code == 200


@pytest.mark.parametrize("year", [1, 2011, 2050, 99999])
def test_years_far_off_are_unknown(client, clerk, year):
    assert client.get(f"/desk/calendar/{year}/").status_code == 404
    assert client.get(f"/desk/calendar/{year}/paste/").status_code == 404


def test_the_page_of_a_year_costs_the_same_with_and_without_exceptions(client, clerk, django_assert_num_queries):
    for year in (2012, 2026):
        client.get(f"/desk/calendar/{year}/")
        with django_assert_num_queries(QUERIES):
            client.get(f"/desk/calendar/{year}/")


QUERIES = 8


LINES = "2027-01-01,休,元旦\n2027-01-02,休\n2027-01-03,休\n2027-02-05,休,春节\n2027-02-08,休,春节\n2027-02-14,班\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_year_is_entered_from_a_file(client, clerk, encoding):
    sent = {"text": "", "source": "国办发明电", "file": SimpleUploadedFile("放假.csv", LINES.encode(encoding))}
    with time_machine.travel("2026-11-20", tick=False):
        answer = client.post("/desk/calendar/2027/paste/", sent)
    assert answer.status_code == 302
    assert CalendarDay.objects.filter(day__year=2027, is_working=False).count() == 3
    assert is_working(date(2027, 2, 14))


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"\xff\xfe\xff", b"x" * 60_000, b""])
def test_a_file_that_is_no_list_keeps_what_was_typed(client, clerk, content):
    sent = {"text": "", "source": "保留的来源", "file": SimpleUploadedFile("a.txt", content)}
    answer = client.post("/desk/calendar/2027/paste/", sent)
    assert answer.status_code == 200
    assert "保留的来源" in answer.content.decode()
    assert not CalendarYear.objects.filter(pk=2027).exists()


def test_a_list_in_both_places_is_asked_about(client, clerk):
    sent = {"text": LINES, "source": "", "file": SimpleUploadedFile("a.txt", LINES.encode())}
    page = client.post("/desk/calendar/2027/paste/", sent).content.decode()
    assert "文件和粘贴只用一种" in page


def test_a_year_that_the_program_knows_is_entered_by_a_button(client, clerk):
    assert "采用随软件提供的安排" in client.get("/desk/calendar/2023/").content.decode()
    assert "采用随软件提供的安排" not in client.get("/desk/calendar/2026/").content.decode()
    assert client.post("/desk/calendar/2023/import/").status_code == 302
    assert not is_working(date(2023, 10, 2))
