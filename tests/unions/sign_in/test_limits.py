import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.utils import translation

from tests.factories import make_account
from tests.unions.sign_in.walk import is_signed_in, sign_in
from unions.models import AuditEvent
from unions.sign_in.adapters import AccountAdapter

TOO_MANY = AccountAdapter.error_messages["too_many_login_attempts"]


def tries(login, count, **fields):
    return [sign_in(Client(), login, "wrong password", **fields) for _try in range(count)]


def is_refused(answer):
    """Read the page: the client's `context` mixes up what threads render at the same moment."""
    with translation.override("zh-hans"):
        return answer.status_code == 429 or str(TOO_MANY) in answer.content.decode()


@pytest.mark.django_db
def test_five_wrong_tries_are_heard_and_the_sixth_is_not(client):
    make_account("zhaoyan")
    assert [is_refused(a) for a in tries("zhaoyan", 6)] == [False] * 5 + [True]
    assert is_refused(sign_in(client, "zhaoyan"))
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_a_name_and_a_mobile_in_any_writing_share_the_five_tries(client):
    make_account("zhaoyan", mobile="13800138000")
    written = ["zhaoyan", "ZHAOYAN", "138 0013 8000", "+8613800138000", "１３８００１３８０００"]
    assert [is_refused(tries(w, 1)[0]) for w in written] == [False] * 5
    assert is_refused(sign_in(client, "13800138000"))
    assert is_refused(sign_in(client, "zhaoyan"))


@pytest.mark.django_db
def test_another_host_name_gives_no_further_tries(client):
    make_account("zhaoyan")
    tries("zhaoyan", 5)
    answer = client.post("/desk/sign-in/", {"login": "zhaoyan", "password": "wrong"}, headers={"host": "localhost"})
    assert is_refused(answer)


@pytest.mark.django_db
def test_another_account_at_another_desk_is_not_shut_out(client):
    make_account("zhaoyan")
    make_account("sunli")
    tries("zhaoyan", 6)
    assert sign_in(client, "sunli", address="198.51.100.8").status_code == 302


@pytest.mark.django_db
def test_after_a_quarter_of_an_hour_the_account_is_open_again(client):
    make_account("zhaoyan")
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False):
        tries("zhaoyan", 5)
    with time_machine.travel(start + timedelta(minutes=14, seconds=59), tick=False):
        assert is_refused(sign_in(client, "zhaoyan"))
    with time_machine.travel(start + timedelta(minutes=15, seconds=1), tick=False):
        assert sign_in(client, "zhaoyan").status_code == 302


@pytest.mark.django_db
def test_right_passwords_use_no_tries():
    make_account("zhaoyan")
    assert {sign_in(Client(), "zhaoyan").status_code for _try in range(8)} == {302}


@pytest.mark.django_db
def test_an_address_has_fifty_tries_over_all_names(client):
    make_account("zhaoyan")
    heard = [not is_refused(tries(f"name{n}", 1)[0]) for n in range(51)]
    assert heard == [True] * 50 + [False]
    assert is_refused(sign_in(client, "zhaoyan"))
    assert sign_in(client, "zhaoyan", address="198.51.100.8").status_code == 302


@pytest.mark.django_db
def test_the_answer_is_the_same_for_known_and_unknown_names():
    make_account("zhaoyan")
    known, unknown = tries("zhaoyan", 6), tries("nobody", 6)
    for one, other in zip(known, unknown, strict=True):
        assert one.status_code == other.status_code == 200
        words = [a.content.decode().replace(a.context["csrf_token"].__str__(), "") for a in (one, other)]
        assert words[0].replace("zhaoyan", "X") == words[1].replace("nobody", "X")


@pytest.mark.django_db
def test_the_answer_takes_about_as_long_for_known_and_unknown_names(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    make_account("zhaoyan")
    taken = {"zhaoyan": [], "nobody": []}
    for _round in range(5):
        for login, times in taken.items():
            start = time.perf_counter()
            tries(login, 1)
            times.append(time.perf_counter() - start)
    known, unknown = (statistics.median(times) for times in taken.values())
    assert 0.5 < known / unknown < 2


def with_a_connection_of_its_own(login):
    try:
        return is_refused(tries(login, 1)[0])
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_counted_exactly():
    account = make_account("zhaoyan", mobile="13800138000")
    cache.clear()
    logins = ["zhaoyan", "138 0013 8000"] * 10
    with ThreadPoolExecutor(10) as threads:
        refused = list(threads.map(with_a_connection_of_its_own, logins))
    assert refused.count(False) == 5
    assert AuditEvent.objects.filter(verb="account.sign_in_refused", subject_id=account.pk).count() == 5
