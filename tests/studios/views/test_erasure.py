"""The page on which a chair erases a person."""

import pytest

from tests.factories import make_county, make_officer, make_person, make_union
from unions.choices.people import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_person("欧阳慧", home=make_union(parent=make_county(make_union())))


def test_a_chair_erases_a_person_with_a_reason(client, person):
    client.force_login(make_officer(person.home, Role.CHAIR))
    address = f"/desk/persons/{person.pk}/erase/"
    assert address in client.get(f"/desk/persons/{person.pk}/").content.decode()

    assert client.post(address, {"reason": " "}).status_code == 200
    assert client.post(address, {"reason": "本人申请"}).status_code == 302

    person.refresh_from_db()
    assert person.erased_at is not None
    assert "欧阳慧" not in client.get(f"/desk/persons/{person.pk}/").content.decode()
    assert client.post(address, {"reason": "再来"}).status_code == 200


def test_clerks_and_strangers_do_not(client, person):
    client.force_login(make_officer(person.home, Role.CLERK))
    assert client.post(f"/desk/persons/{person.pk}/erase/", {"reason": "x"}).status_code == 403
    client.force_login(make_officer(make_union("别市总工会"), Role.CHAIR))
    assert client.post(f"/desk/persons/{person.pk}/erase/", {"reason": "x"}).status_code == 404
    person.refresh_from_db()
    assert person.erased_at is None
