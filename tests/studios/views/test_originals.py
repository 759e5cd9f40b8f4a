"""The list of paper originals with its counters, the panel of a case, and taking in by one and by many."""

import re

import pytest

from studios.actions.originals import Paper, receive_originals
from studios.choices.originals import Lack
from studios.models import OriginalReceipt
from tests.city import City, at_city, at_county, make_city
from tests.factories import make_officer, make_union
from tests.review import another_unit
from tests.test_routes import signed_in
from unions import clock
from unions.choices.people import Role
from unions.models import Mailing

pytestmark = pytest.mark.django_db
LIST = "/desk/originals/"
LIST_QUERIES = 11
PREVIEW_QUERIES = 13


@pytest.fixture
def city() -> City:
    return make_city()


def paper(copies: int = 3, **more) -> Paper:
    return Paper(copies=copies, received_on=clock.today(), **more)


def numbers(answer) -> list[str]:
    return [row.number for row, _cells in answer.context["listing"].rows]


def test_the_list_shows_stamps_and_copies_those_with_most_missing_first(city):
    whole, owing = at_city(city), at_city(another_unit(city))
    receive_originals(whole, paper(3, stamps=["unit_review"]), by=city.city_clerk)
    receive_originals(owing, paper(1), by=city.city_clerk)
    answer = signed_in(city.city_clerk).get(f"{LIST}?call={city.call.pk}")
    assert numbers(answer) == [owing.number, whole.number]
    shown = [{cell.column.key: cell.value for cell in cells} for _row, cells in answer.context["listing"].rows]
    assert [(row["at_naming"], row["missing"], row["paper"]) for row in shown] == [
        (1, 2, Lack.NAMING),
        (3, 0, Lack.NOTHING),
    ]
    assert [row["unit_stamp"] for row in shown] == ["缺", clock.today()]


def test_each_counter_equals_the_list_it_leads_to(city):
    whole = at_city(city)
    for _place in range(2):
        at_county(another_unit(city))
    receive_originals(whole, paper(), by=city.city_clerk)
    client = signed_in(city.city_clerk)
    counters = client.get(f"{LIST}?call={city.call.pk}").context["counters"]
    assert [number for _label, number, _url in counters] == [3, 2, 2, 3, 1]
    for _label, number, url in counters:
        assert client.get(LIST + url).context["listing"].count == number


def test_the_list_filters_searches_and_exports(city):
    first, second = at_city(city), at_city(another_unit(city))
    receive_originals(first, paper(), by=city.city_clerk)
    client = signed_in(city.city_clerk)
    for query, expected in (
        (f"lack={Lack.NOTHING}", [first.number]),
        (f"lack={Lack.NAMING}", [second.number]),
        (f"q={second.number}", [second.number]),
        (f"recommender={city.county.pk}&q={first.number}", [first.number]),
        ("lack=nonsense&call=x&recommender=0", [second.number, first.number]),
    ):
        assert numbers(client.get(f"{LIST}?{query}")) == expected, query
    text = b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()
    assert [line.split(",")[0] for line in text.splitlines()[1:]] == [second.studio.name, first.studio.name]


def test_of_calls_without_paper_and_cases_that_ended_nothing_is_awaited(city):
    application = at_city(city)
    client = signed_in(city.city_clerk)
    type(city.call).objects.filter(pk=city.call.pk).update(paper_copies=0)
    assert numbers(client.get(LIST)) == []
    assert "originals" not in client.get(application.get_absolute_url()).context
    type(city.call).objects.filter(pk=city.call.pk).update(paper_copies=1)
    assert numbers(client.get(LIST)) == [application.number]
    type(application).objects.filter(pk=application.pk).update(state="withdrawn")
    assert numbers(client.get(LIST)) == []


def test_another_city_sees_none(city):
    application = at_city(city)
    stranger = signed_in(make_officer(make_union("外市总工会"), Role.CLERK))
    assert numbers(stranger.get(LIST)) == []
    assert stranger.get(f"{application.get_absolute_url()}originals/").status_code == 404


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_asks_the_same_number_of_queries(city, rows, django_assert_num_queries):
    places = [city, *(another_unit(city) for _n in range(rows - 1))]
    for place in places:
        receive_originals(at_city(place), paper(1), by=city.city_clerk)
    client = signed_in(city.city_clerk)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_a_clerk_takes_paper_in_on_the_case(city):
    application = at_city(city)
    client = signed_in(city.city_clerk)
    address = f"{application.get_absolute_url()}originals/"
    assert address in client.get(application.get_absolute_url()).content.decode()
    page = client.get(address)
    assert page.context["form"]["copies"].value() == 3
    sent = {"copies": 2, "received_on": f"{clock.today()}", "version": 1, "stamps": ["unit_review"], "seen": 0}
    refused = client.post(address, sent | {"copies": 99, "brought_by": "李送"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (200, ["copies"])
    assert "李送" in refused.content.decode()
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 409
    row = OriginalReceipt.objects.get()
    assert (row.copies, row.stamps, row.by) == (2, ["unit_review"], city.city_clerk)
    correct = f"{address}{row.pk}/correct/"
    assert correct in client.get(application.get_absolute_url()).content.decode()
    fixed = sent | {"copies": 1, "reason": "数错", "seen": 1}
    assert client.post(correct, fixed).status_code == 302
    assert "数错" in client.get(application.get_absolute_url()).content.decode()


def test_readers_see_the_paper_and_take_none_in(city):
    application = at_city(city)
    receive_originals(application, paper(2), by=city.city_clerk)
    client = signed_in(city.unit_clerk)
    page = client.get(application.get_absolute_url())
    assert page.context["paper_desk"] is None
    assert "缺1份" in page.content.decode()
    assert client.get(f"{application.get_absolute_url()}originals/").status_code == 403


def test_a_pile_is_taken_in_at_once_and_what_is_complete_is_left_out(city):
    owing, whole = at_city(city), at_city(another_unit(city))
    receive_originals(owing, paper(1), by=city.city_clerk)
    receive_originals(whole, paper(3), by=city.city_clerk)
    client = signed_in(city.city_clerk)
    address = "/desk/selected/originals/"
    preview = client.post(f"{address}?view=0", {"act": "receive", "row": [owing.pk, whole.pk], "next": LIST})
    assert [name for name, _note in preview.context["left_out"]] == [whole.number]
    sent = {"act": "receive", "rows": preview.context["kept"], "next": LIST}
    bare = client.post(f"{address}confirm/?view=0", sent | {"received_on": ""})
    assert list(bare.context["form"].errors) == ["received_on"]
    sent |= {"received_on": f"{clock.today()}", "brought_by": "县总"}
    assert client.post(f"{address}confirm/?view=0", sent).status_code == 302
    assert OriginalReceipt.objects.filter(application=owing).values_list("copies", flat=True)[1] == 2
    assert client.post(f"{address}confirm/?view=0", sent).status_code == 409


def test_the_preview_of_a_pile_asks_the_same_for_one_case_and_for_many(city, django_assert_num_queries):
    client = signed_in(city.city_clerk)
    cases = [at_city(city)]
    for more in ([], [at_city(another_unit(city)) for _ in range(3)]):
        cases += more
        sent = {"act": "receive", "row": [case.pk for case in cases], "next": LIST}
        with django_assert_num_queries(PREVIEW_QUERIES):
            preview = client.post("/desk/selected/originals/?view=0", sent)
        assert len(preview.context["rows"]) == len(cases)


def test_those_who_owe_paper_can_be_written_to(city):
    whole, owing = at_city(city), at_city(another_unit(city))
    receive_originals(whole, paper(), by=city.city_clerk)
    make_officer(owing.union, Role.CLERK)
    client = signed_in(city.city_clerk)
    page = client.get(f"{LIST}?call={city.call.pk}").content.decode()
    link = re.search(r'href="(/desk/mailings/new/\?to=originals-\d+)"', page)[1]
    form = client.get(link)
    assert form.context["form"]["selection"].value() == f"originals-{city.call.pk}"
    client.post(link, {"selection": f"originals-{city.call.pk}", "about": "催交", "text": "交纸质件"})
    people = Mailing.objects.get().recipients.all()
    assert not people.filter(pk=city.unit_clerk.pk).exists()
    assert people.filter(appointments__union=owing.union).exists()
