import pytest
from django.test import Client

from tests.factories import PASSWORD, make_account
from tests.unions.sign_in.walk import ECHO, SIGN_IN

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unions.sign_in.pages")]


@pytest.mark.parametrize("path", ["/undeclared/", ECHO, "/admin/", "/desk/sessions/", "/desk/password/"])
def test_pages_are_private_unless_they_say_otherwise(client, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(f"{SIGN_IN}?next=")


def test_public_pages_open_for_everybody(client):
    assert client.get("/open/").content == b"open"


def test_the_administration_has_no_sign_in_and_no_password_page_of_its_own(client):
    assert client.get("/admin/login/").headers["Location"] == f"{SIGN_IN}?next=%2Fadmin%2F"
    make_account("zhaoyan", is_staff=True)
    client.post("/admin/login/", {"username": "zhaoyan", "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    client.force_login(make_account())
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get("/admin/password_change/").headers["Location"] == "/desk/password/"


def test_a_script_learns_that_it_is_signed_out(client):
    for header in ("hx-request", "x-autosave", "x-upload"):
        assert client.get(ECHO, headers={header: "true"}).status_code == 401


def test_the_row_history_names_the_account_at_the_desk_only(client):
    account = make_account()
    client.force_login(account)
    assert client.post(ECHO, {"a": "1"}).json()["by"] == account.username
    assert Client().post("/open/").status_code == 200
