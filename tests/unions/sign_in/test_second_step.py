import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from tests.factories import make_account, make_county, make_officer, make_union
from tests.unions.sign_in.walk import CODE, ENROL, code_for, enrol, is_signed_in, sign_in
from unions.actions.second_step import remove_second_step
from unions.choices.people import Role
from unions.models import AuditEvent

HIGH = ("country", "province", "city")


@pytest.fixture
def required(settings):
    settings.TOTP_REQUIRED = {"chair": HIGH, "administrator": HIGH}


def verbs(account):
    return list(AuditEvent.objects.filter(subject_id=account.pk).order_by("position").values_list("verb", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "level", "is_led"),
    [
        (Role.CHAIR, "city", True),
        (Role.ADMINISTRATOR, "city", True),
        (Role.CLERK, "city", False),
        (Role.AUDITOR, "city", False),
        (Role.CHAIR, "county", False),
    ],
)
def test_roles_that_need_a_second_step_are_led_to_it(client, required, role, level, is_led):
    city = make_union()
    union = city if level == "city" else make_county(city)
    account = make_officer(union, role)
    sign_in(client, account.username)
    answer = client.get("/desk/sessions/")
    assert (answer.status_code, answer.headers.get("Location")) == ((302, ENROL) if is_led else (200, None))


@pytest.mark.django_db
def test_without_the_setting_nobody_is_led(client, settings):
    settings.TOTP_REQUIRED = {}
    sign_in(client, make_officer(make_union(), Role.CHAIR).username)
    assert is_signed_in(client)


@pytest.mark.django_db
def test_every_level_can_be_asked_for(client, settings):
    settings.TOTP_REQUIRED = {"clerk": "*"}
    clerk = make_officer(make_union(parent=make_union()), Role.CLERK)
    sign_in(client, clerk.username)
    assert client.get("/desk/sessions/").headers["Location"] == ENROL


@pytest.mark.django_db
def test_until_enrolled_only_enrolling_and_signing_out_are_open(client, required):
    chair = make_officer(make_union(), Role.CHAIR)
    sign_in(client, chair.username)
    assert client.get(ENROL).status_code == 200
    for path in ("/desk/password/", "/desk/second-step/", "/desk/second-step/remove/", "/admin/"):
        assert client.get(path).headers["Location"] == ENROL, path
    script = client.post("/desk/sessions/", headers={"hx-request": "true"})
    assert (script.status_code, script.headers["HX-Redirect"]) == (401, ENROL)
    assert client.get("/healthz").status_code == 200
    assert client.post("/desk/sign-out/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_enrolling_shows_recovery_codes_and_opens_the_desk(client, required):
    chair = make_officer(make_union(), Role.CHAIR)
    sign_in(client, chair.username)
    _secret, _code, answer = enrol(client)
    assert answer.url == "/desk/second-step/recovery-codes/"
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert is_signed_in(client)
    assert verbs(chair) == ["account.signed_in", "account.totp_added"]


@pytest.mark.django_db(transaction=True)
def test_signing_in_asks_for_the_code_of_now(required):
    chair = make_officer(make_union(), Role.CHAIR)
    with time_machine.travel(1_800_000_000, tick=False):
        first = Client()
        sign_in(first, chair.username)
        secret, _code, _answer = enrol(first)
    with time_machine.travel(1_800_000_060, tick=False):
        client = Client()
        assert sign_in(client, chair.username).url == CODE
        assert not is_signed_in(client)
        for wrong in (code_for(secret, later=-1), code_for(secret, later=1), "", "abc", "１２３", "x" * 10_000):
            cache.clear()
            assert client.post(CODE, {"code": wrong}).status_code == 200
            assert not is_signed_in(client)
        assert client.post(CODE, {"code": code_for(secret)}).status_code == 302
        assert is_signed_in(client)
    assert "account.sign_in_refused" in verbs(chair)


@pytest.mark.django_db(transaction=True)
def test_the_code_of_enrolling_serves_no_second_time(required):
    chair = make_officer(make_union(), Role.CHAIR)
    with time_machine.travel(1_800_000_000, tick=False):
        first, second = Client(), Client()
        sign_in(first, chair.username)
        _secret, code, _answer = enrol(first)
        sign_in(second, chair.username)
        assert second.post(CODE, {"code": code}).status_code == 200
        assert not is_signed_in(second)


@pytest.mark.django_db(transaction=True)
def test_one_code_given_by_four_at_once_lets_one_in(required):
    chair = make_officer(make_union(), Role.CHAIR)
    first = Client()
    sign_in(first, chair.username)
    secret, _code, _answer = enrol(first)
    clients = [Client() for _one in range(4)]
    while 30 - time.time() % 30 < 8:
        time.sleep(0.5)
    for each in clients:
        sign_in(each, chair.username)
    Authenticator.objects.filter(type="totp").update(last_used_at=None)
    cache.clear()
    code = code_for(secret)

    def give(client):
        try:
            return client.post(CODE, {"code": code}).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(give, clients))
    assert answers.count(302) == 1


@pytest.mark.django_db(transaction=True)
def test_a_recovery_code_opens_once(required):
    chair = make_officer(make_union(), Role.CHAIR)
    first = Client()
    sign_in(first, chair.username)
    _secret, _code, answer = enrol(first)
    code = first.get(answer.url).context["unused_codes"][0]
    for expected in (True, False):
        client = Client()
        sign_in(client, chair.username)
        client.post(CODE, {"code": code})
        assert is_signed_in(client) is expected


@pytest.mark.django_db(transaction=True)
def test_seeds_are_not_readable_in_the_database(client):
    account = make_account()
    sign_in(client, account.username)
    secret, _code, _answer = enrol(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        stored = cursor.fetchone()[0]
    assert secret not in stored
    assert not any(code in stored for code in codes)
    assert stored.count("gAAAA") == 2


@pytest.mark.django_db(transaction=True)
def test_an_older_session_without_the_step_has_to_sign_in_again(required):
    chair = make_officer(make_union(), Role.CHAIR)
    older, newer = Client(), Client()
    sign_in(older, chair.username)
    sign_in(newer, chair.username)
    enrol(newer)
    assert older.get("/desk/sessions/").headers["Location"] == "/desk/sign-in/"
    assert "_auth_user_id" not in older.session
    assert is_signed_in(newer)


@pytest.mark.django_db(transaction=True)
def test_removing_the_step_is_recorded_and_leads_back_to_enrolling(client, required):
    chair = make_officer(make_union(), Role.CHAIR)
    sign_in(client, chair.username)
    enrol(client)
    assert client.get("/desk/second-step/remove/").status_code == 200
    assert client.post("/desk/second-step/remove/").status_code == 302
    assert verbs(chair)[-1] == "account.totp_removed"
    assert Authenticator.objects.filter(user=chair).count() == 0
    assert client.get("/desk/sessions/").headers["Location"] == ENROL


@pytest.mark.django_db(transaction=True)
def test_removing_the_step_later_asks_for_the_password(client):
    account = make_account()
    start = time.time()
    with time_machine.travel(start, tick=False):
        sign_in(client, account.username)
        enrol(client)
    with time_machine.travel(start + 600, tick=False):
        answer = client.post("/desk/second-step/remove/")
        assert answer.headers["Location"].startswith("/desk/password/again/")
        assert client.get(answer.headers["Location"]).status_code == 200
    assert Authenticator.objects.filter(user=account, type="totp").exists()


@pytest.mark.django_db(transaction=True)
def test_an_administrator_removes_the_step_of_a_lost_phone(required):
    city = make_union()
    administrator, chair = make_officer(city, Role.ADMINISTRATOR), make_officer(city, Role.CHAIR)
    client = Client()
    sign_in(client, chair.username)
    enrol(client)
    assert remove_second_step(chair, by=administrator)
    assert not is_signed_in(client)
    assert AuditEvent.objects.filter(verb="account.totp_removed", account=administrator, subject_id=chair.pk).exists()
    assert not remove_second_step(chair, by=administrator)
