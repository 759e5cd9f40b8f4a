"""Paper originals: taken in, corrected, counted; who may, what is recorded, who is told, what a change makes worthless."""

from datetime import timedelta

import pytest

from studios.actions.originals import Paper, correct_receipt, receive_originals
from studios.models import Application, OriginalReceipt
from studios.queries.originals import paper_of_case, with_originals
from tests.city import City, again, at_city, at_county, make_city
from tests.factories import make_officer, make_union
from tests.studios.actions.test_stamped_scans import newer
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


def paper(copies: int = 3, **more) -> Paper:
    return Paper(copies=copies, received_on=more.pop("received_on", clock.today()), **more)


def facts(application: Application) -> Application:
    return with_originals(Application.objects.filter(pk=application.pk)).get()


def test_each_desk_above_the_unit_takes_its_own_copies(city):
    application = at_city(city)
    receive_originals(application, paper(3), by=city.county_clerk)
    receive_originals(application, paper(2, brought_by="李送"), by=city.city_clerk)
    found = facts(application)
    assert (found.at_recommender, found.at_naming, found.copies_missing) == (3, 2, 1)
    county, naming = paper_of_case(application).places
    assert (county.desk.union, county.missing) == (city.county, 0)
    assert (naming.desk.union, naming.copies, naming.missing) == (city.city, 2, 1)
    row = naming.receipts[0]
    assert (row.by, row.brought_by, row.version.number) == (city.city_clerk, "李送", 1)


def test_a_receipt_is_recorded_and_the_unit_is_told(city):
    application = at_city(city)
    Message.objects.all().delete()
    receive_originals(application, paper(2), by=city.city_clerk)
    event = AuditEvent.objects.get(verb=Verb.APPLICATION_ORIGINALS_RECEIVED)
    assert (event.details["copies"], event.details["version"]) == (2, 1)
    told = Message.objects.all()
    assert {message.account for message in told} == {city.unit_clerk, city.unit_chair}
    assert {message.url for message in told} == {f"{application.get_absolute_url()}#originals"}
    assert "已收纸质原件2份，还缺1份" in told[0].text


@pytest.mark.parametrize("who", ["unit_clerk", "unit_chair"])
def test_the_unit_takes_nothing_in(city, who):
    application = at_city(city)
    with pytest.raises(Forbidden):
        receive_originals(application, paper(), by=getattr(city, who))
    with pytest.raises(Forbidden):
        receive_originals(application, paper(), by=make_officer(make_union("外市总工会"), Role.CLERK))
    with pytest.raises(Forbidden):
        receive_originals(application, paper(), by=make_officer(city.city, Role.AUDITOR))
    assert not OriginalReceipt.objects.exists()


def test_what_is_written_must_make_sense(city):
    application = at_city(city)
    for wrong, field in (
        (paper(0), "copies"),
        (paper(21), "copies"),
        (paper(received_on=clock.today() + timedelta(days=1)), "received_on"),
        (paper(version=7), "version"),
    ):
        with pytest.raises(Refusal) as refused:
            receive_originals(application, wrong, by=city.city_clerk)
        assert refused.value.field == field
    Application.objects.filter(pk=application.pk).update(state="withdrawn")
    with pytest.raises(Refusal) as refused:
        receive_originals(application, paper(), by=city.city_clerk)
    assert refused.value.code == "closed"


def test_two_who_take_in_the_same_pile_notice_each_other(city):
    application = at_city(city)
    receive_originals(application, paper(), by=city.city_clerk, seen=0)
    with pytest.raises(Stale):
        receive_originals(application, paper(), by=city.city_chair, seen=0)
    assert facts(application).at_naming == 3


def test_a_correction_keeps_what_stood_there_with_the_reason(city):
    application = at_city(city)
    wrong = receive_originals(application, paper(3), by=city.city_clerk)
    Message.objects.all().delete()
    right = correct_receipt(wrong, paper(2), by=city.city_chair, reason="少了1份", seen=1)
    wrong.refresh_from_db()
    assert (wrong.copies, wrong.struck_by, wrong.struck_reason) == (3, city.city_chair, "少了1份")
    assert (right.copies, facts(application).at_naming) == (2, 2)
    event = AuditEvent.objects.get(verb=Verb.APPLICATION_ORIGINALS_CORRECTED)
    assert (event.details["before"], event.details["copies"], event.details["reason"]) == (3, 2, "少了1份")
    assert Message.objects.filter(account=city.unit_clerk).exists()
    assert correct_receipt(right, paper(0), by=city.city_clerk, reason="记错了件") is None
    assert (facts(application).at_naming, paper_of_case(application).entries) == (0, 4)


def test_a_correction_needs_a_reason_its_own_desk_and_a_standing_entry(city):
    application = at_city(city)
    row = receive_originals(application, paper(), by=city.city_clerk)
    with pytest.raises(Refusal) as refused:
        correct_receipt(row, paper(1), by=city.city_clerk, reason="  ")
    assert refused.value.field == "reason"
    for stranger in (city.county_clerk, city.unit_clerk):
        with pytest.raises(Forbidden):
            correct_receipt(row, paper(1), by=stranger, reason="改")
    with pytest.raises(Stale):
        correct_receipt(row, paper(1), by=city.city_clerk, reason="改", seen=9)
    correct_receipt(row, paper(1), by=city.city_clerk, reason="改")
    with pytest.raises(Stale):
        correct_receipt(row, paper(2), by=city.city_clerk, reason="再改")


def test_after_a_change_that_renews_stamps_old_paper_counts_for_nothing(city):
    application = at_county(city)
    receive_originals(application, paper(3, stamps=["unit_review"]), by=city.county_clerk)
    assert facts(application).unit_stamp == clock.today()
    application = newer(application, city, renew=True)
    found = facts(application)
    assert (found.at_recommender, found.unit_stamp) == (0, None)
    assert paper_of_case(application).places[0].receipts[0].is_outdated
    with pytest.raises(Refusal) as refused:
        receive_originals(application, paper(3, version=1), by=city.county_clerk)
    assert (refused.value.field, refused.value.code) == ("version", "outdated")
    receive_originals(application, paper(3), by=city.county_clerk)
    assert facts(application).at_recommender == 3


def test_paper_that_a_return_let_stand_still_counts(city):
    application = at_county(city)
    receive_originals(application, paper(3), by=city.county_clerk)
    application = newer(application, city, renew=False)
    assert facts(again(application)).at_recommender == 3
