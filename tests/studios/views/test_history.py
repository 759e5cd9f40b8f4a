"""Row history of the register."""

import pytest

from studios.models import HISTORIES, Member
from studios.views.desk.history import VISIBLE
from tests.factories import (
    make_account,
    make_application,
    make_call,
    make_county,
    make_officer,
    make_person,
    make_studio,
    make_union,
)
from unions.choices.people import Role
from unions.queries.history import event_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make_union(parent=make_county(make_union()))


@pytest.mark.parametrize("model", list(HISTORIES))
def test_personal_columns_stay_out_of_the_history(model):
    columns = {f.name for f in event_model(model)._meta.local_fields}
    assert columns.isdisjoint({"mobile", "birth_month", "name_key", "contact_name", "contact_phone", "search_text"})


def test_a_clerk_reads_the_history_of_a_studio_and_of_its_members(client, unit):
    studio = make_studio(unit, "甲工作室")
    member = Member.objects.create(studio=studio, person=make_person("张伟", home=unit))
    studio.name = "乙工作室"
    studio.save()
    client.force_login(make_officer(unit))

    page = client.get(f"/desk/history/studio/{studio.pk}/").content.decode()
    assert "甲工作室" in page
    assert "乙工作室" in page
    assert "张伟" in client.get(f"/desk/history/member/{member.pk}/").content.decode()


def test_what_lies_outside_scope_is_unknown(client, unit):
    beside = make_union(parent=unit.parent)
    studio = make_studio(unit)
    member = Member.objects.create(studio=studio, person=make_person(home=unit))
    application = make_application(make_call(unit.parent.parent), studio)
    client.force_login(make_officer(beside))

    for noun, row in (("studio", studio), ("member", member), ("person", member.person), ("application", application)):
        assert client.get(f"/desk/history/{noun}/{row.pk}/").status_code == 404


def test_a_units_draft_is_the_units_alone(client, unit):
    application = make_application(make_call(unit.parent.parent), make_studio(unit), opened_by=make_account())

    client.force_login(make_officer(unit.parent))
    assert client.get(f"/desk/history/application/{application.pk}/").status_code == 404
    client.force_login(make_officer(unit))
    assert client.get(f"/desk/history/application/{application.pk}/").status_code == 200


def test_an_administrator_sees_no_history_of_cases(client, unit):
    studio = make_studio(unit)
    client.force_login(make_officer(unit, Role.ADMINISTRATOR))
    assert client.get(f"/desk/history/studio/{studio.pk}/").status_code == 403


@pytest.mark.parametrize("noun", sorted(VISIBLE))
def test_every_noun_answers_for_an_unknown_number(client, unit, noun):
    client.force_login(make_officer(unit))
    assert client.get(f"/desk/history/{noun}/999999/").status_code == 404


def test_a_studio_in_preparation_has_no_history_for_those_above(client, unit):
    studio = make_studio(unit)
    member = Member.objects.create(studio=studio, person=make_person("张伟", home=unit))
    client.force_login(make_officer(unit.parent))
    for noun, row in (("studio", studio), ("member", member)):
        assert client.get(f"/desk/history/{noun}/{row.pk}/").status_code == 404


def test_the_pages_of_rows_lead_to_their_history(client, unit):
    call = make_call(unit)
    studio = make_studio(unit)
    person = make_person(home=unit)
    client.force_login(make_officer(unit, Role.CHAIR))
    pages = {
        f"/desk/studios/{studio.pk}/": f"/desk/history/studio/{studio.pk}/",
        f"/desk/persons/{person.pk}/": f"/desk/history/person/{person.pk}/",
        f"/desk/calls/{call.pk}/": f"/desk/history/call/{call.pk}/",
        f"/desk/unions/{unit.pk}/": f"/desk/history/union/{unit.pk}/",
    }
    for page, history in pages.items():
        assert f'href="{history}"' in client.get(page).content.decode()
        assert client.get(history).status_code == 200
