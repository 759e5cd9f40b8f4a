"""What waits for me equals what the linked list shows: every count of the desk and of the navigation."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from studios.models import Adoption, CooperationRequest, ProfileBlock, SiteVisit
from tests.city import City, at_county, ready, submitted
from tests.factories import (
    make_adoption,
    make_call,
    make_named_studio,
    make_notice,
    make_objection,
    make_officer,
    make_request,
    make_result,
    make_worker,
)
from tests.panel import make_assignment, make_seat
from tests.review import another_unit, make_review_city, qualified
from tests.story import Desk, make_story
from unions import clock
from unions.choices.people import Role
from unions.models import Account, Message

pytestmark = pytest.mark.django_db
PEOPLE = ("unit_clerk", "unit_chair", "county_clerk", "county_chair", "city_clerk", "city_chair")


def count_of(client: Client, url: str) -> int:
    """The rows of the list at an address."""
    context = client.get(url).context
    return context["listing"].count if "listing" in context else context["page"].paginator.count


def fill_panel(city: City) -> None:
    """Two experts of whom one owes two sheets and one has left; a third owes nothing."""
    one, two = qualified(city, 2)
    owing, gone = make_seat(city.call), make_seat(city.call, state="left", left_at=clock.now())
    make_seat(city.call)
    for seat in (owing, gone):
        for case in (one, two):
            make_assignment(seat, case)


def fill_visits(city: City) -> None:
    """Three cases at the visit: not planned, planned, and reported twice over."""
    city.call = make_call(city.city, path=("recommendation", "visit"))
    _bare, planned, reported = (ready(another_unit(city)) for _ in range(3))
    SiteVisit.objects.create(application=planned, planned_at=clock.now())
    SiteVisit.objects.create(
        application=reported, planned_at=clock.now(), state="reported", reported_at=clock.now(), points=80
    )


def fill_notice(city: City) -> None:
    """Objections in every state but settled ones, beside those of another call."""
    city.call = make_call(city.city, path=("recommendation", "notice"))
    notice = make_notice(city.call, ready(another_unit(city)))
    for _ in range(2):
        make_objection(notice)
    make_objection(notice, state="accepted", sifted_at=clock.now(), settle_by=clock.today() + timedelta(days=3))
    make_objection(notice, state="declined", sifted_at=clock.now())


def fill_letters(city: City) -> None:
    """Letters that wait, were answered, and belong to a neighbour."""
    studio = make_named_studio(city.unit, lead=make_worker(home=city.unit))
    result = make_result(studio)
    make_adoption(result)
    make_adoption(result, state="confirmed")
    make_request(studio)
    make_request(studio)
    elsewhere = make_named_studio(another_unit(city).unit)
    make_request(elsewhere)
    make_adoption(make_result(elsewhere))


@pytest.fixture
def city() -> City:
    """A city in which something of everything waits."""
    made = make_review_city("panel")
    fill_panel(made)
    fill_visits(made)
    fill_notice(made)
    made.call = make_call(made.city)
    ready(another_unit(made))
    ready(another_unit(made))
    at_county(another_unit(made))
    submitted(another_unit(made))
    submitted(made)
    fill_letters(made)
    for step in ("submitted", "returned"):
        make_story(Desk(made.county, made.county_clerk, made.county_clerk, made.county_chair), state=step)
    return made


def counted_links(client: Client) -> list[tuple[str, str, int]]:
    """Everything that the desk counts, with the list that it leads to."""
    context = client.get("/desk/").context
    tasks = [(task.text, task.url, task.count) for task in context["tasks"] if task.count is not None]
    items = [item for group in context["navigation"] for item in group["items"] if item["count"]]
    counts = [(str(item["label"]), item["url"], item["count"]) for item in items]
    return [*tasks, *((label, with_waiting(url), count) for label, url, count in counts)]


def with_waiting(url: str) -> str:
    """A list of letters counts what waits; its item leads to the whole list."""
    return f"{url}?waits=me" if url in ("/desk/adoptions/", "/desk/requests/") else url


def test_each_count_is_the_number_of_rows_that_its_list_shows(client: Client, city: City) -> None:
    seen: set[str] = set()
    for person in PEOPLE:
        client.force_login(Account.objects.get(pk=getattr(city, person).pk))
        for words, url, count in counted_links(client):
            assert count_of(client, url) == count, f"{person}: {words} says {count}, {url} shows another number"
            seen.add(url.split("?")[0])
    assert {
        "/desk/",
        "/desk/cases/",
        "/desk/requests/",
        "/desk/adoptions/",
        "/desk/stories/to-check/",
        "/desk/stories/to-revise/",
    } <= seen
    assert any(url.endswith("/objections/") for url in seen)
    assert any(url.endswith("/board/experts/") for url in seen)


def test_every_task_with_a_number_in_its_words_has_a_list_to_count(client: Client, city: City) -> None:
    client.force_login(city.city_clerk)
    tasks: list[Any] = client.get("/desk/").context["tasks"]
    assert [task.text for task in tasks if any(c.isdigit() for c in task.text) and task.count is None] == []


def test_the_bell_counts_what_its_list_shows(client: Client, city: City) -> None:
    reader = make_officer(city.city, Role.CHAIR)
    for n in range(3):
        Message.objects.create(account=reader, text=str(n), sent_at=clock.now(), read_at=clock.now() if n else None)
    client.force_login(reader)
    answer = client.get("/desk/")
    assert 'href="/desk/messages/?unread=1"' in answer.content.decode()
    assert count_of(client, "/desk/messages/?unread=1") == answer.context["unread_count"] == 1


def test_what_another_unit_waits_for_is_in_no_count(client: Client, city: City) -> None:
    client.force_login(city.unit_chair)
    mine = {url: count for _words, url, count in counted_links(client)}
    assert (mine["/desk/requests/?waits=me"], mine["/desk/adoptions/?waits=me"]) == (2, 1)
    assert CooperationRequest.objects.count() == 3
    assert Adoption.objects.filter(state="reported").count() == 2
    assert not ProfileBlock.objects.exists()
