"""Recording namings that were decided on paper elsewhere."""

import pytest

from studios.models import Decision, Designation, Studio
from tests.factories import make_county, make_officer, make_studio, make_union
from unions.choices.people import Role

pytestmark = pytest.mark.django_db
PAPER = {"level": "province", "issuer": "海东省总工会", "number": "海工发[2024]12号", "decided_on": "2024-05-06"}


@pytest.fixture
def county():
    return make_county(make_union("甲市总工会"))


@pytest.fixture
def studio(county) -> Studio:
    return make_studio(make_union(parent=county))


def page(studio: Studio) -> str:
    return f"/desk/studios/{studio.pk}/designations/new/"


def test_a_union_above_records_a_naming_from_outside(client, county, studio):
    client.force_login(make_officer(county, Role.CLERK))
    assert page(studio) in client.get(f"/desk/studios/{studio.pk}/").content.decode()

    answer = client.post(page(studio), PAPER)

    assert (answer.status_code, answer["Location"]) == (302, f"/desk/studios/{studio.pk}/")
    made = Designation.objects.select_related("decision", "studio").get()
    assert (made.level, made.origin, made.decision.number) == ("province", "recorded", "海工发〔2024〕12号")
    assert made.studio.number is not None
    assert client.get(f"/desk/decisions/{made.decision_id}/").status_code == 200
    assert page(studio) in client.get(f"/desk/studios/{studio.pk}/").content.decode()


def test_the_same_naming_twice_and_a_wrong_number_are_refused_with_the_text_kept(client, county, studio):
    client.force_login(make_officer(county, Role.CLERK))
    client.post(page(studio), PAPER)

    again = client.post(page(studio), PAPER)
    wrong = client.post(page(studio), {**PAPER, "number": "第12号", "valid_until": "2020-01-01"})

    assert (again.status_code, wrong.status_code) == (200, 200)
    assert "number" in again.context["form"].errors
    assert "第12号" in wrong.content.decode()
    assert set(wrong.context["form"].errors) == {"number", "valid_until"}
    assert Decision.objects.count() == 1


def test_a_unit_does_not_record_its_own_namings(client, studio):
    client.force_login(make_officer(studio.union, Role.CLERK))
    assert client.post(page(studio), PAPER).status_code == 403
    assert page(studio) not in client.get(f"/desk/studios/{studio.pk}/").content.decode()
    assert not Designation.objects.exists()


def test_a_union_elsewhere_knows_nothing_of_it(client, studio):
    client.force_login(make_officer(make_county(make_union("乙市总工会")), Role.CLERK))
    assert client.post(page(studio), PAPER).status_code == 404
