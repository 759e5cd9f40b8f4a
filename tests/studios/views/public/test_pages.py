"""Home, plaque check, guides of calls, results, decisions, statements."""

from datetime import date, timedelta

import pytest

from studios.choices.calls import CallState
from studios.choices.register import DesignationState
from studios.models import Extension, Slot
from tests.factories import (
    make_call,
    make_condition,
    make_decision,
    make_designation,
    make_honour,
    make_officer,
    make_studio,
    make_union,
)
from tests.story import Desk, make_story
from tests.studios.views.public.rows import make_city, make_method, make_shown
from unions import clock

pytestmark = pytest.mark.django_db


def page(client, address):
    return client.get(address).content.decode()


@pytest.fixture
def city():
    return make_city()


@pytest.fixture
def studio(city):
    return make_shown(make_union("一厂工会", parent=city, county="明德区"))


def test_home_shows_figures_new_studios_open_calls_and_decisions(client, city, studio):
    call = make_call(city, title="今年的申报")
    make_call(city, title="明年的草稿", state=CallState.DRAFT)
    make_studio(studio.union, "筹建中工作室")
    text = page(client, "/")
    number = studio.designations.get().decision.number
    assert [w for w in (studio.name, call.title, number, "东澜市总工会") if w not in text] == []
    assert [w for w in ("明年的草稿", "筹建中工作室", "涉密成果") if w in text] == []


@pytest.mark.parametrize("rows", [1, 4])
def test_home_takes_sixteen_queries(client, city, rows, django_assert_num_queries):
    for n in range(rows):
        studio = make_shown(make_union(parent=city), f"张{'一二三四'[n]}")
        make_call(city)
        make_method(studio)
        make_story(Desk(city, *[make_officer(city)] * 3))
    client.get("/")  # keeps the headline's figures
    with django_assert_num_queries(16):
        client.get("/")


def test_an_empty_register_has_a_home_page(client):
    assert client.get("/").status_code == 200
    assert client.get("/en/studios/").status_code == 200


STATES = [
    ({}, "Valid"),
    ({"valid_until": date(2000, 1, 1)}, "Awaiting re-verification"),
    ({"state": DesignationState.RECTIFICATION}, "In rectification"),
    ({"state": DesignationState.SUSPENDED}, "Suspended"),
    ({"state": DesignationState.CANCELLED}, "Cancelled"),
]


@pytest.mark.parametrize(("fields", "answer"), STATES)
def test_a_plaque_is_answered_with_its_state(client, studio, fields, answer):
    naming = make_designation(studio, level="county", **({"valid_until": None} | fields))
    text = page(client, f"/en/p/{naming.code}/")
    assert f"<h2>{answer}</h2>" in text
    assert studio.number in text


def test_a_revoked_plaque_says_so_with_the_paper(client, city, studio):
    paper = make_decision(city, number="测工〔2026〕3号")
    naming = make_designation(
        studio, level="county", state=DesignationState.REVOKED, revoked_by=paper, revoked_on=date(2026, 3, 1)
    )
    text = page(client, f"/en/p/{naming.code}/")
    assert "<h2>Revoked</h2>" in text
    assert "测工〔2026〕3号" in text


def test_a_code_is_read_in_any_case_and_not_indexed(client, studio):
    code = studio.designations.get().code
    response = client.get(f"/p/{code.lower()}/")
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("code", ["AAAAAAAAAA", "O0", "長" * 300, "a b"])
def test_an_unknown_code_is_answered_with_a_sentence(client, studio, code):
    response = client.get(f"/en/p/{code}/")
    assert response.status_code == 404
    assert "No plaque in this register bears the code" in response.content.decode()


def test_confusable_characters_are_explained(client, studio):
    assert "Codes hold no O 0." in page(client, "/en/p/O0/")


def test_the_form_leads_to_the_answer(client, studio):
    assert client.get("/p/?code=ab c2").headers["Location"] == "/p/ABC2/"
    assert client.get("/p/?code=/../").status_code == 302
    assert client.get("/p/").status_code == 200


def test_the_guide_of_an_open_call_says_who_what_and_when(client, city):
    call = make_call(city, title="今年的申报", approval_basis="经批准", guide="导语")
    make_condition(call, text="运行三年以上")
    call.rule_sets.first().honours.add(make_honour())
    Slot.objects.create(call=call, position=1, key="place", name="固定场所照片")
    text = page(client, f"/calls/{call.pk}/")
    shown = ["运行三年以上", "市劳动模范", "固定场所照片", "经批准", "单位工会意见", "0000-12345678"]
    assert [word for word in shown if word not in text] == []
    assert f"/desk/applications/new/?call={call.pk}" in text


def test_drafts_have_no_guide_and_closed_calls_no_start(client, city):
    draft, closed = make_call(city, state=CallState.DRAFT), make_call(city, state=CallState.CLOSED)
    assert client.get(f"/calls/{draft.pk}/").status_code == 404
    assert draft.title not in page(client, "/calls/")
    assert "/desk/applications/new/" not in page(client, f"/calls/{closed.pk}/")


def test_a_call_past_its_date_takes_nothing_until_it_is_extended(client, city):
    call = make_call(city, due_at=clock.now() - timedelta(days=1))
    assert "/desk/applications/new/" not in page(client, f"/calls/{call.pk}/")
    later = {"due_at": clock.now() + timedelta(days=5), "stage": "draft", "reason": "台风", "at": clock.now()}
    Extension.objects.create(call=call, union=make_union("某区总工会", parent=city), **later)
    assert "/desk/applications/new/" not in page(client, f"/calls/{call.pk}/")
    Extension.objects.create(call=call, **later)
    text = page(client, f"/calls/{call.pk}/")
    assert "/desk/applications/new/" in text
    assert "台风" not in text


def test_a_decision_lists_its_studios_and_an_empty_one_is_not_public(client, city, studio):
    paper = studio.designations.get().decision
    assert studio.name in page(client, f"/decisions/{paper.pk}/")
    assert client.get(f"/decisions/{make_decision(city).pk}/").status_code == 404


def test_public_pages_set_no_cookie_and_are_the_same_for_everybody(client, city, studio):
    call = make_call(city)
    code = studio.designations.get().code
    addresses = ["/", "/studios/", f"/studios/{studio.number}/", f"/p/{code}/", "/p/", "/calls/", f"/calls/{call.pk}/"]
    addresses += [
        "/results/",
        "/privacy/",
        "/accessibility/",
        "/studios/none/",
        f"/results/{studio.results.first().pk}/",
    ]
    before = {}
    for address in addresses + ["/en" + a for a in addresses]:
        response = client.get(address)
        before[address] = response.content
        assert response.cookies == {}
        assert "Cookie" not in response.headers.get("Vary", "")
        assert b"csrfmiddlewaretoken" not in response.content
    client.force_login(make_officer(city))
    assert {address: client.get(address).content for address in before} == before


def test_large_text_stays_on_in_the_links_of_the_layout(client, studio):
    text = page(client, "/studios/?q=焊接&text=large")
    assert 'data-text="large"' in text
    assert '<input type="hidden" name="text" value="large">' in text
    assert 'href="/en/studios/?q=%E7%84%8A%E6%8E%A5&amp;text=large"' in text
