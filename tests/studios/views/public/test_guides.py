"""Guides of calls: the archive, places, days left; and what a plaque check advises."""

import re
from datetime import UTC, timedelta

import pytest

from studios.choices.calls import CallState
from studios.choices.register import DesignationState
from studios.models import Quota
from studios.ui.plaques import ADVICE
from tests.factories import make_call, make_county, make_decision, make_designation, make_kind, make_union
from tests.studios.views.public.rows import make_city, make_shown
from unions import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_city()


def page(client, address):
    return client.get(address).content.decode()


def earlier(text):
    return re.findall(r'<a href="[^"]*">([^<]*)</a\s*><span class="metaline">', text.partition('id="earlier"')[2])


def test_closed_calls_are_found_by_year_and_words_and_drafts_never(client, city):
    make_call(city, title="今年的申报")
    make_call(city, title="去年的申报", state=CallState.CLOSED, year=2025)
    make_call(city, title="前年的申报", state=CallState.CLOSED, year=2024)
    make_call(city, title="草稿的申报", state=CallState.DRAFT)
    text = page(client, "/calls/")
    assert earlier(text) == ["去年的申报", "前年的申报"]
    assert "今年的申报" in text
    assert earlier(page(client, "/calls/?year=2024")) == ["前年的申报"]
    assert earlier(page(client, "/calls/?q=今年")) == ["今年的申报"]
    assert earlier(page(client, "/calls/?q=草稿")) == []
    assert "草稿的申报" not in page(client, "/calls/?q=草稿&page=x&year=9")


def test_many_closed_calls_are_paged_with_the_same_queries(client, city, django_assert_num_queries):
    for n in range(25):
        make_call(city, title=f"旧批次{n}", state=CallState.CLOSED, year=2020)
    assert len(earlier(page(client, "/calls/"))) == 20
    assert len(earlier(page(client, "/calls/?page=2"))) == 5
    with django_assert_num_queries(6):
        client.get("/calls/")


def test_an_open_call_says_how_many_days_are_left(client, city):
    make_call(city, due_at=clock.now() + timedelta(days=3, hours=1))
    assert "3 days left" in re.sub(r"\s+", " ", page(client, "/en/calls/"))


def test_the_dates_of_a_call_fit_into_a_calendar(client, city):
    call = make_call(city, title="今年的申报，一；二")
    answer = client.get(f"/calls/{call.pk}/calendar/")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    due = call.dates.get(stage="draft").due_at
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert lines.count("BEGIN:VEVENT") == call.dates.count() == lines.count("END:VEVENT")
    assert f"DTSTART:{due.astimezone(UTC):%Y%m%dT%H%M%SZ}" in lines
    assert any("今年的申报，一；二" in line for line in lines)
    assert f"/calls/{call.pk}/calendar/" in page(client, f"/calls/{call.pk}/")
    assert client.get(f"/calls/{make_call(city, state=CallState.DRAFT).pk}/calendar/").status_code == 404


def test_a_guide_shows_the_places_of_recommending_unions_and_not_what_is_taken(client, city):
    call = make_call(city)
    assert "Recommending unions may put forward" not in page(client, f"/en/calls/{call.pk}/")
    Quota.objects.create(call=call, union=make_county(city, "明德区总工会"), places=4)
    Quota.objects.create(call=call, union=make_county(city, "海晏区总工会"), places=3, kind=make_kind("职工创新工作室"))
    text = re.sub(r"\s+", " ", page(client, f"/en/calls/{call.pk}/"))
    assert "Recommending unions may put forward 7 studios in all." in text
    assert [w for w in ("明德区总工会", "海晏区总工会", "职工创新工作室") if w not in text] == []


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({}, "active"),
        ({"valid_until": "2000-01-01"}, "due"),
        ({"state": DesignationState.SUSPENDED}, "suspended"),
        ({"state": DesignationState.REVOKED}, "revoked"),
        ({"state": DesignationState.CANCELLED}, "cancelled"),
    ],
)
def test_a_plaque_check_says_what_to_make_of_the_answer_and_whom_to_ask(client, city, fields, key):
    studio = make_shown(make_union(parent=city))
    fields = fields | ({"revoked_by": make_decision(city)} if key == "revoked" else {})
    naming = make_designation(studio, level="county", union=city, **({"valid_until": None} | fields))
    text = page(client, f"/p/{naming.code}/")
    assert str(ADVICE[key]) in text
    assert "0000-12345678" in text
    assert f"/p/{naming.code}/qr.svg" in text
