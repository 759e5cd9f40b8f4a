"""A union moves, merges or closes while its case is on a desk: the desk goes on, and so does the case."""

import pytest
from django.test import Client

from studios.actions import desks
from studios.actions.filings import open_application, submit_application
from studios.choices.calls import Stage
from studios.models import Application
from tests.city import NOTHING_WRONG, City, again, at_city, at_county, sign, submitted
from tests.factories import make_county, make_officer, make_studio, make_union
from tests.rigor.crowd import build_city
from unions import clock
from unions.actions.accounts import deactivate_account
from unions.actions.unions import close_union, merge_unions, move_union
from unions.choices.people import Role
from unions.models import Account, Message, Union

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}
    return build_city()


@pytest.fixture
def keeper(city: City) -> Account:
    """The city's administrator."""
    return make_officer(city.city, Role.ADMINISTRATOR)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def pages_of(application: Application) -> list[str]:
    return [
        f"/desk/cases/{application.number}/",
        f"/desk/cases/{application.number}/versions/",
        "/desk/cases/",
        "/desk/",
    ]


def all_shown(application: Application, *accounts: Account) -> None:
    for account in accounts:
        for page in pages_of(application):
            assert signed_in(account).get(page).status_code == 200, f"{page} as {account}"


def test_a_merged_unions_desk_goes_to_the_successor_who_acts(city: City, keeper: Account) -> None:
    application = at_county(city)
    into = make_county(city.city, "并入县总工会")
    chair = make_officer(into, Role.CHAIR)
    merge_unions(city.county, by=keeper, into=into)
    application = again(application)
    assert (application.state, application.desk) == (Stage.RECOMMENDATION, into)
    assert Message.objects.filter(account=chair).exists()
    all_shown(application, chair, city.city_clerk, city.unit_clerk)
    desks.forward(application, by=chair, opinion=sign(), revision=application.revision)
    application = again(application)
    assert application.state == Stage.QUALIFICATION
    all_shown(application, chair, city.city_clerk)


def test_the_successor_recalls_what_the_merged_union_had_decided(city: City, keeper: Account) -> None:
    application = at_city(city)
    into = make_county(city.city, "并入县总工会")
    chair = make_officer(into, Role.CHAIR)
    merge_unions(city.county, by=keeper, into=into)
    application = again(application)
    desks.recall(application, by=chair, revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.RECOMMENDATION, into)
    desks.forward(application, by=chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def test_a_case_sent_back_reaches_the_successor_of_the_desk_before(city: City, keeper: Account) -> None:
    application = at_city(city)
    into = make_county(city.city, "并入县总工会")
    chair = make_officer(into, Role.CHAIR)
    merge_unions(city.county, by=keeper, into=into)
    application = again(application)
    desks.send_back(application, by=city.city_clerk, note="意见不全", revision=application.revision)
    application = again(application)
    assert application.desk == into
    desks.forward(application, by=chair, opinion=sign(), revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.QUALIFICATION, city.city)


def with_town(city: City) -> tuple[Union, Account]:
    """The unit stands below a town, so that two recommenders follow each other."""
    town = make_union("测试镇总工会", parent=city.county, kind="federation", level="town")
    city.unit = make_union("镇办厂", parent=town)
    city.unit_clerk, city.unit_chair = make_officer(city.unit, Role.CLERK), make_officer(city.unit, Role.CHAIR)
    city.studio = make_studio(city.unit)
    return town, make_officer(town, Role.CHAIR)


def test_a_union_that_took_over_two_desks_in_a_row_acts_once(city: City, keeper: Account) -> None:
    town, _chair = with_town(city)
    application = at_county(city)
    assert application.desk == town
    merge_unions(town, by=keeper, into=city.county)
    application = again(application)
    assert application.desk == city.county
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.QUALIFICATION, city.city)


def test_such_a_case_is_sent_back_to_the_unit_and_comes_again(city: City, keeper: Account) -> None:
    town, town_chair = with_town(city)
    application = at_county(city)
    desks.forward(application, by=town_chair, opinion=sign(), revision=application.revision)
    merge_unions(town, by=keeper, into=city.county)
    application = again(application)
    desks.send_back(application, by=city.county_clerk, note="盖章不清", revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.UNIT_REVIEW, city.unit)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    assert application.desk == city.county
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def test_a_closed_units_case_goes_on_at_its_successor(city: City, keeper: Account) -> None:
    application = submitted(city)
    heir = make_union("接续厂", parent=city.county)
    chair = make_officer(heir, Role.CHAIR)
    close_union(city.unit, by=keeper, successor=heir)
    application = again(application)
    assert (application.union, application.desk) == (heir, heir)
    all_shown(application, chair, city.county_chair)
    desks.agree(application, by=chair, opinion=sign(), revision=application.revision)
    assert again(application).desk == city.county


def test_a_unit_that_moves_takes_nothing_from_cases_under_way(city: City, keeper: Account) -> None:
    application = at_county(city)
    elsewhere = make_county(city.city, "另一县总工会")
    move_union(city.unit, by=keeper, parent=elsewhere)
    application = again(application)
    assert application.desk == city.county
    all_shown(application, city.county_chair, city.city_clerk)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    assert again(application).desk == city.city


def test_a_draft_files_along_the_new_way_after_a_move(city: City, keeper: Account) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    elsewhere = make_county(city.city, "另一县总工会")
    chair = make_officer(elsewhere, Role.CHAIR)
    move_union(city.unit, by=keeper, parent=elsewhere)
    submit_application(again(application), by=city.unit_clerk, idempotency_key="m", faults=NOTHING_WRONG)
    application = again(application)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    assert application.desk == elsewhere
    assert signed_in(chair).get(f"/desk/cases/{application.number}/").status_code == 200


def test_who_is_deactivated_in_mid_form_is_out_at_the_next_click(city: City, keeper: Account) -> None:
    application = at_county(city)
    client = signed_in(city.county_chair)
    page = f"/desk/cases/{application.number}/forward/"
    assert client.get(page).status_code == 200
    deactivate_account(city.county_chair, by=keeper)
    sent = {
        "revision": application.revision,
        "text": "同意",
        "signer": "签字人",
        "signed_on": clock.today().isoformat(),
    }
    answer = client.post(page, sent)
    assert answer.status_code == 401
    assert "/desk/sign-in/" in answer.content.decode()
    assert again(application).state == Stage.RECOMMENDATION
    assert client.get("/desk/").status_code in (302, 303)
