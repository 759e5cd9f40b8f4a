import pytest
from django.urls import reverse

from studios.choices.sections import SectionKey
from studios.models import Application
from tests.factories import make_application, make_call, make_kind, make_officer, make_studio, make_union

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine():
    city = make_union("东澜市总工会")
    unit = make_union("轨道公司工会", parent=city)
    application = make_application(make_call(city), make_studio(unit))
    for key in SectionKey:
        application.sections.create(key=key)
    return application


@pytest.fixture
def clerk(client, mine):
    account = make_officer(mine.union, name="江望舒")
    client.force_login(account)
    return account


def test_my_applications_are_those_of_my_unit(client, mine, clerk):
    other = make_application(mine.call, make_studio(make_union("别的单位", parent=mine.call.union), "外单位工作室"))
    text = client.get(reverse("applications")).text
    assert mine.studio.name in text
    assert mine.call.title in text
    assert other.studio.name not in text


def test_a_chair_sees_the_applications_and_no_draft(client, mine):
    client.force_login(make_officer(mine.union, "chair"))
    text = client.get(reverse("applications")).text
    assert mine.studio.name in text
    assert reverse("application_form", args=[mine.number]) not in text


def test_an_application_is_opened_for_a_studio_of_the_register(client, mine, clerk):
    studio = make_studio(mine.union, "旧工作室")
    url = f"{reverse('application_new')}?call={mine.call.pk}"
    assert client.get(url).status_code == 200
    answer = client.post(url, {"studio_choice": str(studio.pk)})
    opened = Application.objects.get(studio=studio)
    assert answer.url == reverse("application_form", args=[opened.number])
    assert opened.sections.get(key="basics").content["name"] == "旧工作室"


def test_an_application_is_opened_for_a_new_studio(client, mine, clerk):
    url = f"{reverse('application_new')}?call={mine.call.pk}"
    empty = client.post(url, {"studio_choice": "new"})
    assert (empty.status_code, Application.objects.count()) == (200, 1)
    client.post(url, {"studio_choice": "new", "union": mine.union.pk, "name": "新工作室", "kind": make_kind().pk})
    assert Application.objects.filter(studio__name="新工作室").exists()


def test_a_studio_of_another_unit_is_not_offered(client, mine, clerk):
    foreign = make_studio(make_union("别的单位", parent=mine.call.union))
    answer = client.post(f"{reverse('application_new')}?call={mine.call.pk}", {"studio_choice": str(foreign.pk)})
    assert answer.status_code == 200
    assert not Application.objects.filter(studio=foreign).exists()


@pytest.mark.parametrize("call", ["", "x", "999999", "9" * 30])
def test_an_unknown_call_is_not_found_or_the_only_one(client, mine, clerk, call):
    assert client.get(f"{reverse('application_new')}?call={call}").status_code in (200, 404)


def test_a_draft_is_thrown_away_after_a_question(client, mine, clerk):
    url = reverse("application_discard", args=[mine.number])
    assert client.get(url).status_code == 200
    assert Application.objects.filter(pk=mine.pk).exists()
    client.post(url)
    assert not Application.objects.filter(pk=mine.pk).exists()
