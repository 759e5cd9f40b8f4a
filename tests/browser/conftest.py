"""A real browser against a live server: one browser, one server and one city a module.

Not one a session: an event loop left running in the process would trip the tests after these.
"""

import os
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.city import build_city
from tests.browser.watch import DESKTOP, PHONE, PLAIN, Watched, sign_in

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items):
    """Everything in this folder needs Chromium; without it the tests say so and are skipped."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed; set CHROMIUM to its path"))


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def server(django_db_setup, tmp_path_factory):
    """The application with its static files on a free port; uploads go to a folder of their own."""
    assert connection.settings_dict["NAME"].startswith("test_")
    # Playwright's loop runs in this thread, where Django would take every query for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    clocked = ["tests.browser.moved_clock.middleware", *settings.MIDDLEWARE]
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"), TOTP_REQUIRED={}, MIDDLEWARE=clocked):
        live = LiveServer("127.0.0.1")
        yield live.url
        live.stop()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def test_database(db):
    """Every test here asks for the test database by name: a module's city would else land in the real one."""
    assert connection.settings_dict["NAME"].startswith("test_")


@pytest.fixture(scope="module")
def city(server, django_db_blocker):
    """A city with its officers, for the tests of a module; emptied behind them."""
    with django_db_blocker.unblock():
        yield build_city()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def doors(browser, server):
    """One signed-in state for each person, so that each signs in once."""
    kept = {"": None}

    def state(username):
        if username not in kept:
            context = browser.new_context(base_url=server)
            sign_in(context.new_page(), username)
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return state


@pytest.fixture
def open_page(browser, server):
    """Make pages that must stay without faults; each has cookies of its own."""
    watched = []

    def make(width=DESKTOP):
        one = Watched(browser, server, width)
        watched.append(one)
        return one.page

    yield make
    faults = [fault for one in watched for fault in one.close()]
    assert faults == []


@pytest.fixture
def page(open_page):
    return open_page(DESKTOP)


@pytest.fixture
def phone(open_page):
    return open_page(PHONE)


@pytest.fixture
def plain(open_page):
    """Without JavaScript."""
    return open_page(PLAIN)
