import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unions.sign_in.pages")]
POLICY = {
    "default-src": {"'self'"},
    "script-src": {"'self'"},
    "style-src": {"'self'"},
    "img-src": {"'self'", "data:", "blob:"},
    "object-src": {"'none'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "form-action": {"'self'"},
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def policy(answer):
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip())
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/open/", 200),
        ("/nowhere/", 404),
        ("/fault/", 500),
        ("/lost/", 503),
        ("/desk/echo/", 302),
        ("/desk/sign-in/", 200),
        ("/healthz", 200),
        ("/static/css/tokens.css", 200),
        ("/open", 301),
    ],
)
def test_every_answer_carries_the_headers(path, status):
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert policy(answer) == POLICY
    answer.close()


def test_files_and_refused_forms_carry_them_too():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_account())
    for answer in (client.get("/desk/file/"), client.post("/desk/echo/"), client.get("/desk/echo/")):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert policy(answer) == POLICY
        assert answer.headers["Cache-Control"] == "no-store, private"


def test_public_pages_set_no_cookie_and_do_not_vary_by_it():
    signed_in = Client()
    signed_in.force_login(make_account())
    for client in (Client(), signed_in):
        for path in ("/open/", "/healthz", "/nowhere/"):
            answer = client.get(path)
            assert "Cookie" not in answer.headers.get("Vary", "")
            assert not answer.cookies
            # What does not say how it is kept is not kept; what is not there is asked for again.
            expected = "no-cache" if path == "/nowhere/" else "no-store"
            assert expected in answer.headers["Cache-Control"]


def test_public_pages_do_not_ask_for_the_account(django_assert_num_queries):
    client = Client()
    client.force_login(make_account())
    with django_assert_num_queries(0):
        client.get("/open/")
        client.post("/open/", {"a": "1"})


def run_in_production(*command, **more):
    environment = os.environ | {
        "LINGXIAN_ENV": "production",
        "LINGXIAN_SECRET_KEY": "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6-_",
        "LINGXIAN_HOSTS": "lingxian.example",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **more,
    }
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )


def test_the_deployment_check_is_clean():
    done = run_in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, "no issues" in done.stdout) == (0, True), done.stderr


def test_in_production_every_page_is_encrypted():
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "c = Client(headers={'host': 'lingxian.example'})\n"
        "plain = c.get('/desk/sign-in/')\n"
        "print(plain.status_code, plain.headers['Location'])\n"
        "print(c.get('/healthz', secure=True).headers['Strict-Transport-Security'])\n"
        "print(c.get('/healthz').status_code)\n"
        "from django.conf import settings; print(sorted(settings.TOTP_REQUIRED))\n"
    )
    done = run_in_production("-c", code, LINGXIAN_VAR="var/none")
    lines = done.stdout.splitlines()
    assert lines[0] == "301 https://lingxian.example/desk/sign-in/", done.stderr
    assert lines[1:] == ["max-age=31536000; includeSubDomains; preload", "200", "['administrator', 'chair']"]
