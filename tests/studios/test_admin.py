"""Dictionaries in the administration pages."""

import pytest

from studios.models import Honour, ResultKind, SkillGrade, StudioKind
from tests.factories import PASSWORD, make_account, make_officer, make_union
from unions.choices.audit import Verb
from unions.models import AuditEvent, Industry, IndustryGroup
from unions.queries.history import history_of

pytestmark = pytest.mark.django_db
MODELS = (Honour, StudioKind, ResultKind, SkillGrade, Industry, IndustryGroup)


def address(model, *rest):
    return "/".join(["/admin", model._meta.app_label, model._meta.model_name, *map(str, rest)]) + "/"


def honour(**values):
    return {"name": "省劳动模范", "name_en": "", "rank": "province", "aliases": "", "position": 1} | values


@pytest.fixture
def staff(client):
    account = make_account(is_staff=True)
    client.force_login(account)
    return account


@pytest.mark.parametrize("model", MODELS)
def test_staff_open_every_list_and_entry(client, staff, reference, model):
    row = model.objects.first()
    assert client.get(address(model)).status_code == 200
    assert client.get(address(model, row.pk, "change")).status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/admin/studios/honour/", "/admin/studios/honour/add/"])
def test_others_do_not_get_in(client, path):
    signed_out = client.get(path)
    assert signed_out.status_code == 302
    assert "/desk/sign-in/" in signed_out.url or "/admin/login/" in signed_out.url
    client.force_login(make_officer(make_union(), "administrator", "chair", "clerk"))
    assert client.get(path, follow=True).status_code == 403


def test_the_administration_has_no_sign_in_form_of_its_own(client):
    account = make_account(is_staff=True)
    answer = client.post("/admin/login/", {"username": account.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert "/desk/sign-in/" in answer.url
    assert "_auth_user_id" not in client.session


def test_a_new_honour_with_aliases_is_recorded(client, staff):
    answer = client.post(address(Honour, "add"), honour(aliases="省级劳模、省劳模\n省级劳动模范"))

    assert answer.status_code == 302
    row = Honour.objects.get()
    assert row.aliases == ["省级劳模", "省劳模", "省级劳动模范"]
    event = AuditEvent.objects.get(verb=Verb.DICTIONARY_EDITED)
    assert (event.account, event.subject, event.details["is_new"]) == (staff, "省劳动模范", True)
    assert history_of(row)[0].kind == "insert"


def test_a_renamed_entry_is_still_found_by_its_old_name(client, staff):
    row = Honour.objects.create(name="省劳模", rank="province", aliases=["省级劳模"])

    client.post(address(Honour, row.pk, "change"), honour(aliases="省级劳模"))

    row.refresh_from_db()
    assert (row.name, row.aliases) == ("省劳动模范", ["省级劳模", "省劳模"])


def test_a_name_that_stands_for_another_entry_is_refused(client, staff):
    Honour.objects.create(name="市劳动模范", rank="city", aliases=["市级劳模"])

    page = client.post(address(Honour, "add"), honour(aliases="市级劳模"))

    assert page.status_code == 200
    assert "市劳动模范" in str(page.context["adminform"].form.errors["aliases"])
    assert Honour.objects.count() == 1
    assert not AuditEvent.objects.filter(verb=Verb.DICTIONARY_EDITED).exists()


def test_a_refused_record_takes_the_change_back(client, staff):
    row = Honour.objects.create(name="省劳模", rank="province")
    AuditEvent.objects.create(position=1, at="2026-01-01T00:00Z", verb="union.edited", previous_hash="", hash="")

    client.raise_request_exception = False
    assert client.post(address(Honour, row.pk, "change"), honour()).status_code == 500
    row.refresh_from_db()
    assert row.name == "省劳模"


@pytest.mark.parametrize("model", MODELS)
def test_entries_are_retired_not_deleted(client, staff, reference, model):
    row = model.objects.first()
    assert client.post(address(model, row.pk, "delete"), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_an_industry_changes_its_group_and_keeps_its_code(client, staff, reference):
    client.post(address(Industry, "37", "change"), {"code": "99", "name": "轨道装备", "group": "energy"})

    row = Industry.objects.get(code="37")
    assert (row.name, row.group_id) == ("轨道装备", "energy")
    assert client.get(address(Industry, "add")).status_code == 403


@pytest.mark.parametrize(
    "path", ["auth/group", "mfa/authenticator", "usersessions/usersession", "procrastinate/procrastinatejob"]
)
def test_staff_see_dictionaries_alone(client, staff, path):
    assert client.get(f"/admin/{path}/").status_code in (403, 404)
