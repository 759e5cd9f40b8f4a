from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories import make_account
from tests.unions.sign_in.walk import ECHO, is_signed_in, sign_in
from unions import clock
from unions.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unions.sign_in.pages")]
START = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)


@pytest.fixture
def account():
    return make_account("zhaoyan")


@pytest.fixture
def signed_in(client, account):
    with clock.at(START):
        sign_in(client, account.username)
    return client


def at(minutes):
    return clock.at(START + timedelta(minutes=minutes))


def test_a_session_ends_after_thirty_idle_minutes(signed_in, account):
    with at(29):
        assert is_signed_in(signed_in)
    with at(29 + 30):
        answer = signed_in.get(ECHO)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/sign-in/?next=%2Fdesk%2Fecho%2F")
        page = signed_in.get(answer.headers["Location"])
    assert len(page.context["messages"]) == 1
    assert not is_signed_in(signed_in)
    event = AuditEvent.objects.get(verb="account.signed_out")
    assert (event.subject_id, event.details) == (account.pk, {"reason": "idle"})


def test_use_keeps_a_session_until_twelve_hours_have_passed(signed_in):
    for minutes in range(25, 12 * 60, 25):
        with at(minutes):
            assert is_signed_in(signed_in), minutes
    with at(12 * 60):
        assert not is_signed_in(signed_in)
    assert AuditEvent.objects.get(verb="account.signed_out").details == {"reason": "total"}


def test_a_session_without_stamps_is_over(signed_in):
    session = signed_in.session
    del session["signed_in_at"]
    session.save()
    with at(1):
        assert not is_signed_in(signed_in)


def test_public_pages_do_not_keep_a_session_alive(signed_in):
    for minutes in (10, 20):
        with at(minutes):
            signed_in.get("/open/")
    with at(31):
        assert not is_signed_in(signed_in)


def test_a_session_is_written_once_a_minute_at_most(signed_in, django_assert_num_queries):
    with at(0), django_assert_num_queries(2):
        signed_in.get(ECHO)
    with at(5):
        signed_in.get(ECHO)
        with django_assert_num_queries(2):
            signed_in.get(ECHO)


def test_a_closed_account_is_out_at_its_next_click(signed_in, account):
    with at(1):
        assert signed_in.get(ECHO).status_code == 200
        account.is_active = False
        account.save()
        assert signed_in.get(ECHO).status_code == 302
        assert signed_in.get(ECHO).headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2Fecho%2F"


def test_other_sessions_are_listed_and_ended(signed_in, account):
    other = Client(headers={"user-agent": "Other <browser>"})
    with at(1):
        sign_in(other, account.username)
        page = signed_in.get("/desk/sessions/")
        assert page.context["session_count"] == 2
        assert "Other &lt;browser&gt;" in page.content.decode()
        assert signed_in.post("/desk/sessions/").status_code == 302
        assert not is_signed_in(other)
        assert is_signed_in(signed_in)
    assert Session.objects.filter(session_key=other.session.session_key).count() == 0


def test_a_stolen_cookie_is_worthless_after_signing_out(signed_in):
    cookie = signed_in.cookies["sessionid"].value
    with at(1):
        signed_in.post("/desk/sign-out/")
        thief = Client()
        thief.cookies["sessionid"] = cookie
        assert not is_signed_in(thief)
