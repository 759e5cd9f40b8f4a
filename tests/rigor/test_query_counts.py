"""Literal numbers of queries at few and at many rows: no page asks more because there is more to show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studios.actions import desks
from studios.actions.decisions import Paper, name_studios
from studios.choices.sections import SectionKey
from studios.models import Application, ApplicationVersion, Decision
from tests.contents import complete_contents
from tests.factories import make_decision, make_designation, make_named_studio, make_officer, make_studio
from tests.rigor.crowd import build_city, ready, signed_file
from tests.studios.actions.test_application_steps import City, again, at_city, at_county, sign
from unions import clock
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
MANY = 12


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    return build_city()


def queries_of(client: Client, address: str) -> int:
    """How many a page asks, once everything that is kept between requests is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def more_cases(city: City, count: int) -> None:
    for _ in range(count):
        city.studio = make_studio(city.unit)
        at_county(city)


@pytest.mark.parametrize("address", ["/desk/", "/desk/cases/", "/desk/cases/?state=recommendation&sort=due"])
def test_lists_of_cases(city: City, address: str) -> None:
    at_county(city)
    client = signed_in(city.county_chair)
    few = queries_of(client, address)
    more_cases(city, MANY)
    assert (queries_of(client, address), few <= 10) == (few, True)


def test_the_list_of_decisions(city: City) -> None:
    name_studios(
        city.call,
        [ready(city)],
        paper=Paper(number="测工〔2026〕1号", decided_on=clock.today(), file=signed_file(city)),
        by=city.city_chair,
    )
    client = signed_in(city.city_chair)
    few = queries_of(client, "/desk/decisions/")
    for _ in range(MANY):
        make_decision(city.city)
    assert (queries_of(client, "/desk/decisions/"), few <= 10) == (few, True)


def test_the_page_of_a_decision(city: City) -> None:
    decision = make_decision(city.city)
    make_designation(make_named_studio(city.unit), decision=decision)
    client = signed_in(city.city_chair)
    few = queries_of(client, f"/desk/decisions/{decision.pk}/")
    for _ in range(MANY):
        make_designation(make_named_studio(city.unit), decision=decision)
    assert (queries_of(client, f"/desk/decisions/{decision.pk}/"), few <= 12) == (few, True)


def test_the_paper_page_of_a_call(city: City) -> None:
    address = f"/desk/calls/{city.call.pk}/name/"
    ready(city)
    client = signed_in(city.city_chair)
    few = queries_of(client, address)
    for _ in range(MANY):
        ready(city)
    assert (queries_of(client, address), few <= 10) == (few, True)


def grown(application: Application, times: int) -> None:
    """The frozen content with this many members and results."""
    content = complete_contents() | {"files": [], "explanations": {}}
    member, result = content["team"]["members"][0], content["results"]["results"][0]
    content["team"]["members"] = [member | {"key": f"m{n}"} for n in range(times)]
    content["results"]["results"] = [result | {"key": f"r{n}"} for n in range(times)]
    ApplicationVersion.objects.filter(application=application).update(content=content)


@pytest.mark.parametrize("seat", ["county_chair", "city_clerk"])
def test_the_page_of_a_case_with_five_and_fifty_members_and_results(city: City, seat: str) -> None:
    application = at_county(city) if seat == "county_chair" else at_city(city)
    client = signed_in(getattr(city, seat))
    grown(application, 5)
    few = queries_of(client, application.get_absolute_url())
    grown(application, 50)
    assert (queries_of(client, application.get_absolute_url()), few <= 45) == (few, True)


def test_the_page_of_a_case_with_a_long_timeline(city: City) -> None:
    application = at_county(city)
    client = signed_in(city.county_chair)
    few = queries_of(client, application.get_absolute_url())
    for _ in range(4):
        desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
        application = again(application)
        desks.recall(application, by=city.county_chair, revision=application.revision)
        application = again(application)
    assert queries_of(client, application.get_absolute_url()) == few


@pytest.mark.parametrize("key", list(SectionKey))
def test_no_page_of_the_form_asks_more_for_more_rows(city: City, key: SectionKey) -> None:
    from_few, from_many = complete_contents()[key], complete_contents()[key]
    for name, rows in from_many.items():
        if isinstance(rows, list) and rows:
            from_many[name] = [rows[0] | {"key": f"k{n}"} for n in range(20 if name != "leads" else 2)]
    application = at_county(city)
    Application.objects.filter(pk=application.pk).update(state="returned", desk=None)
    client = signed_in(city.unit_clerk)
    address = f"/desk/applications/{application.number}/form/{key}/"
    application.sections.filter(key=key).update(content=from_few)
    few = queries_of(client, address)
    application.sections.filter(key=key).update(content=from_many)
    assert queries_of(client, address) == few


def test_other_lists_stay_within_ten(city: City) -> None:
    clerk = make_officer(city.city, Role.CLERK, Role.ADMINISTRATOR, Role.CHAIR)
    for _ in range(3):
        make_named_studio(city.unit)
        make_decision(city.city)
    client = signed_in(clerk)
    lists = (
        "desk/studios", "desk/workers", "desk/persons", "desk/projects", "desk/results", "desk/apprenticeships",
        "desk/activities", "desk/designations", "desk/calls", "desk/unions", "desk/accounts", "desk/audit",
        "desk/decisions", "desk/messages", "desk/jobs",
    )  # fmt: skip
    counts = {name: queries_of(client, f"/{name}/") for name in lists}
    assert {name: count for name, count in counts.items() if count > 10} == {}
    assert Decision.objects.count() > 3
