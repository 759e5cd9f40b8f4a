"""The meeting's pages: opening, changing at the line, freezing, the record, the projector; who may, and stale forms."""

from typing import Any

import pytest
from django.test import Client

from studios.choices.calls import Stage
from studios.models import Application, Meeting, MeetingChange
from tests.board import make_cases, make_seats, score
from tests.city import City, again
from tests.factories import make_officer
from tests.review import make_review_city
from unions import clock
from unions.choices.people import Role
from unions.models import Account

PAGES = ("", "open/", "swap/", "tie/", "veto/", "freeze/", "screen/")


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel", "meeting")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def listed(city: City, *totals: str, places: int = 2) -> Meeting:
    seats = list(city.call.seats.all()) or make_seats(city.call, 3)
    for case, total in zip(make_cases(city.call, city, len(totals), state=Stage.MEETING), totals, strict=True):
        score(case, seats, total, total, total)
    chair = signed_in(city.city_chair)
    answer = chair.post(address(city, "open/"), {"places": places, "reserves": 1})
    assert answer.status_code == 302
    return Meeting.objects.get()


def address(city: City, page: str = "") -> str:
    return f"/desk/calls/{city.call.pk}/meeting/{page}"


def minutes(meeting: Meeting, **more: Any) -> dict[str, Any]:
    return {
        "kind": "party_group",
        "number": "党组纪要12号",
        "held_on": str(clock.today()),
        "present": "王、李",
        "revision": meeting.revision,
    } | more


def test_a_meeting_is_opened_changed_and_frozen_by_its_forms(city: City) -> None:
    meeting = listed(city, "90", "80", "70", "60")
    chair = signed_in(city.city_chair)
    lines = {line.position: line for line in meeting.lines.all()}
    swap = {"one": lines[2].pk, "other": lines[4].pk, "reason": "产业平衡", "revision": meeting.revision}
    assert chair.post(address(city, "swap/"), swap).status_code == 302
    meeting.refresh_from_db()
    veto = {"line": lines[1].pk, "ground": "forged", "note": "材料不实", "revision": meeting.revision}
    assert chair.post(address(city, "veto/"), veto).status_code == 302
    assert again(lines[1].application).state == Stage.NOT_SELECTED
    meeting.refresh_from_db()
    assert chair.post(address(city, "freeze/"), minutes(meeting)).status_code == 302
    meeting.refresh_from_db()
    text = chair.get(address(city)).content.decode()
    assert meeting.sha256 in text
    assert "产业平衡" in text
    assert [again(lines[n].application).state for n in (4, 3, 2)] == [Stage.DECISION, Stage.DECISION, Stage.MEETING]


def test_a_stale_form_is_409(city: City) -> None:
    meeting = listed(city, "90", "80", "70", "60")
    clerk = signed_in(city.city_clerk)
    lines = {line.position: line for line in meeting.lines.all()}
    swap = {"one": lines[2].pk, "other": lines[4].pk, "reason": "产业平衡", "revision": meeting.revision}
    assert clerk.post(address(city, "swap/"), swap).status_code == 302
    assert clerk.post(address(city, "swap/"), swap).status_code == 409
    assert MeetingChange.objects.count() == 1


def test_a_refused_change_stays_on_the_form(city: City) -> None:
    meeting = listed(city, "90", "80", "70", "60")
    clerk = signed_in(city.city_clerk)
    lines = {line.position: line for line in meeting.lines.all()}
    swap = {"one": lines[2].pk, "other": lines[4].pk, "reason": "", "revision": meeting.revision}
    answer = clerk.post(address(city, "swap/"), swap)
    assert answer.status_code == 200
    assert answer.context["form"].errors["reason"]
    answer = clerk.post(address(city, "swap/"), swap | {"one": "999999", "other": "\x00"})
    assert sorted(answer.context["form"].errors) == ["one", "other", "reason"]


def test_a_tie_is_voted_on_by_its_form(city: City) -> None:
    meeting = listed(city, "90", "80", "80", places=2)
    Meeting.objects.update(reserves=0)
    chair = signed_in(city.city_chair)
    third = meeting.lines.get(position=3)
    form = chair.get(address(city, "tie/")).context["form"]
    key = next(key for key, (first, _second) in form.ways.items() if first.pk == third.pk)
    answer = chair.post(address(city, "freeze/"), minutes(meeting))
    assert answer.context["form"].non_field_errors()
    vote = {"order": key, "reason": "7票对2票", "revision": meeting.revision}
    assert chair.post(address(city, "tie/"), vote).status_code == 302
    assert meeting.lines.get(position=2).pk == third.pk


def test_a_reserve_is_moved_up_by_its_form(city: City) -> None:
    meeting = listed(city, "90", "80", "70")
    chair = signed_in(city.city_chair)
    assert chair.post(address(city, "freeze/"), minutes(meeting)).status_code == 302
    first, reserve = meeting.lines.get(position=1), meeting.lines.get(position=3)
    Application.objects.filter(pk=first.application_id).update(state=Stage.WITHDRAWN, desk=None)
    assert address(city, "promote/") in chair.get(address(city)).content.decode()
    assert chair.post(address(city, "promote/"), {"reason": ""}).status_code == 200
    assert chair.post(address(city, "promote/"), {"reason": "递补"}).status_code == 302
    assert again(reserve.application).state == Stage.DECISION


def test_the_room_is_the_naming_unions(city: City) -> None:
    listed(city, "90", "80", "70")
    for account in (city.county_chair, city.unit_clerk, make_officer(city.county, Role.AUDITOR)):
        client = signed_in(account)
        assert {client.get(address(city, page)).status_code for page in PAGES} == {403}
    auditor = signed_in(make_officer(city.city, Role.AUDITOR))
    assert [auditor.get(address(city, page)).status_code for page in PAGES] == [200, *[403] * 5, 200]
    clerk = signed_in(city.city_clerk)
    assert [clerk.get(address(city, page)).status_code for page in PAGES] == [200, 200, 200, 200, 403, 403, 200]


def test_without_a_meeting_the_page_offers_to_open_one(city: City) -> None:
    clerk = signed_in(city.city_clerk)
    assert address(city, "open/") in clerk.get(address(city)).content.decode()
    for page in ("swap/", "tie/", "screen/"):
        assert clerk.get(address(city, page)).status_code == 404


def test_the_projector_shows_no_navigation(city: City) -> None:
    listed(city, "90", "80", "70")
    text = signed_in(city.city_chair).get(address(city, "screen/")).content.decode()
    assert "<nav" not in text
    assert "90.00" in text


def test_the_list_is_exported(city: City) -> None:
    listed(city, "90", "80", "70")
    answer = signed_in(city.city_clerk).get(address(city) + "?export=csv")
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 4


@pytest.mark.parametrize(("page", "queries"), [("", 12), ("screen/", 7)])
def test_the_list_takes_as_many_queries_for_three_as_for_nine(
    city: City, page: str, queries: int, django_assert_num_queries
) -> None:
    meeting = listed(city, "90", "80", "70")
    chair = signed_in(city.city_chair)
    chair.get(address(city, page))
    with django_assert_num_queries(queries):
        chair.get(address(city, page))
    meeting.delete()
    listed(city, *(str(n) for n in range(69, 39, -5)))
    with django_assert_num_queries(queries):
        chair.get(address(city, page))
