import pytest
from django.test import Client

from tests.factories import PASSWORD, make_account
from tests.unions.sign_in.walk import ECHO, is_signed_in, sign_in
from unions import clock
from unions.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unions.sign_in.pages")]
CHANGE = "/desk/password/"
NEW = "two cranes over the quay at five"


def change(client, new=NEW, *, old=PASSWORD, again=None):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": again or new})


def test_whoever_must_change_the_password_gets_no_other_page(client):
    account = make_account(must_change_password=True)
    sign_in(client, account.username)
    for path in (ECHO, "/desk/sessions/", "/admin/", "/desk/second-step/", "/undeclared/"):
        assert client.get(path).headers["Location"] == CHANGE, path
    assert client.post(ECHO, {"a": "1"}).headers["Location"] == CHANGE
    assert client.post(ECHO, headers={"x-autosave": "1"}).status_code == 401
    assert client.get("/open/").content == b"open"
    assert client.get(CHANGE).status_code == 200
    assert client.post("/desk/sign-out/").status_code == 302


def test_changing_the_password_opens_the_desk_and_is_recorded(client):
    account = make_account(must_change_password=True)
    sign_in(client, account.username)
    assert change(client).status_code == 302
    assert client.get(ECHO).status_code == 200
    account.refresh_from_db()
    assert (account.must_change_password, account.password_changed_at is None) == (False, False)
    assert clock.now() >= account.password_changed_at
    assert (
        AuditEvent.objects.filter(verb="account.password_changed", account=account, subject_id=account.pk).count() == 1
    )
    assert sign_in(Client(), account.username, NEW).status_code == 302


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(client):
    account, other = make_account(), Client()
    sign_in(client, account.username)
    sign_in(other, account.username)
    change(client)
    assert is_signed_in(client)
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    ("new", "again"),
    [
        (PASSWORD, None),
        ("Gonghui@20261122", None),
        ("too short", None),
        ("123456789012", None),
        (NEW, "another one"),
        ("", None),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(client, new, again):
    account = make_account(must_change_password=True)
    sign_in(client, account.username)
    answer = change(client, new, again=again)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    account.refresh_from_db()
    assert account.must_change_password
    assert account.check_password(PASSWORD)


def test_the_current_password_is_asked_for(client):
    account = make_account()
    sign_in(client, account.username)
    assert change(client, old="wrong").status_code == 200
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


def test_a_password_like_the_username_is_refused(client):
    account = make_account("wangxiulan1975")
    sign_in(client, account.username)
    assert change(client, "wangxiulan1975!").status_code == 200
