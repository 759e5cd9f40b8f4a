import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.factories import make_account

pytestmark = pytest.mark.urls("tests.unions.sign_in.pages")


@contextmanager
def no_database():
    """Point the connection to a port where nobody listens, as when the server is down."""
    connection.close()
    known = connection.settings_dict.copy()
    connection.settings_dict.update({"HOST": "127.0.0.1", "PORT": "1", "OPTIONS": {"connect_timeout": "3"}})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(known)


def is_unavailable(answer):
    return (answer.status_code, answer.headers.get("Retry-After")) == (503, "15")


@pytest.mark.django_db
def test_a_view_that_loses_the_database_answers_503():
    answer = Client(raise_request_exception=False).get("/lost/")
    assert is_unavailable(answer)
    assert "503" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_stays_a_500():
    answer = Client(raise_request_exception=False).get("/fault/")
    assert (answer.status_code, "Retry-After" in answer.headers) == (500, False)


@pytest.mark.django_db(transaction=True)
def test_a_lost_session_lookup_answers_503_and_all_is_well_when_the_server_is_back():
    client = Client(raise_request_exception=False)
    client.force_login(make_account())
    assert client.get("/desk/echo/").status_code == 200
    with no_database():
        start = time.monotonic()
        for answer in (client.get("/desk/echo/"), client.post("/desk/echo/", {"a": "1"}), client.get("/readyz")):
            assert answer.status_code == 503
        assert is_unavailable(client.get("/desk/echo/"))
        assert client.get("/healthz").status_code == 200
        assert client.get("/open/").status_code == 200
        assert time.monotonic() - start < 5
    assert client.get("/desk/echo/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_by_the_server_is_replaced():
    client = Client(raise_request_exception=False)
    client.force_login(make_account())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        number = cursor.fetchone()[0]
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [number])
    other.close()
    assert is_unavailable(client.get("/desk/echo/"))
    assert client.get("/desk/echo/").status_code == 200


def test_a_process_that_never_saw_the_database_answers_503():
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "c = Client(raise_request_exception=False); c.cookies['sessionid'] = 'x' * 32\n"
        "a = c.get('/desk/sessions/'); print(a.status_code, a.headers.get('Retry-After'), c.get('/healthz').status_code)"
    )
    environment = os.environ | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LINGXIAN_ENV": "test",
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        cwd=Path(settings.BASE_DIR),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["503", "15", "200"]
