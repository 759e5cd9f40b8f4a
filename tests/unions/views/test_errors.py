"""Pages for what went wrong: in both languages, with a way on, also when the database is gone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_account
from tests.unions.middleware.test_outage import no_database

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unions.sign_in.pages")]
# Address, status, and what the page says in Chinese and in English.
PAGES = {
    "unreadable/": (400, "没有读懂这次提交", "This request could not be read"),
    "refused/": (403, "没有这项权限", "You may not do this here"),
    "nowhere/": (404, "没有这个页面", "This page does not exist"),
    "fault/": (500, "这里出了问题", "Something went wrong here"),
    "lost/": (503, "暂时不能使用", "Out of service for a moment"),
}
SECRETS = ("Traceback", "ZeroDivisionError", "OperationalError", "BadRequest", "/unions/", "csrfmiddlewaretoken")


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_each_page_says_what_happened_in_its_language_and_how_to_go_on(reader, address, prefix):
    status, chinese, english = PAGES[address]
    with CaptureQueriesContext(connection) as queries:
        answer = reader.get(f"{prefix}{address}")
    text = answer.content.decode()
    said, other = (english, chinese) if prefix == "/en/" else (chinese, english)
    assert (answer.status_code, len(queries)) == (status, 0)
    assert f"<h1>{said}</h1>" in text
    assert other not in text
    assert f'action="{prefix}search/"' in text
    assert f'href="{prefix}"' in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert not answer.cookies


@pytest.mark.django_db(transaction=True)
def test_they_are_shown_without_a_database_too(reader):
    with no_database():
        found = {address: reader.get(f"/en/{address}") for address in PAGES}
        assert {a: r.status_code for a, r in found.items()} == {a: page[0] for a, page in PAGES.items()}
        assert [a for a, r in found.items() if PAGES[a][2] not in r.content.decode()] == []
        lost = reader.get("/en/studios/")
        assert (lost.status_code, lost.headers["Retry-After"]) == (503, "15")
        assert "Out of service for a moment" in lost.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_scripts_get_a_sentence_and_programs_an_object(reader, address):
    status, chinese, english = PAGES[address]
    answer = reader.get(f"/en/{address}", headers={"hx-request": "true"})
    assert (answer.status_code, answer.content.decode()) == (status, english)
    answer = reader.get(f"/{address}", headers={"x-autosave": "1"})
    assert (answer.headers["Content-Type"], answer.content.decode()) == ("text/plain; charset=utf-8", f"{chinese}\n")
    answer = reader.get(f"/en/{address}", headers={"accept": "application/json"})
    assert answer.json() == {"error": {"status": status, "message": english}}


def test_addresses_of_data_are_answered_as_data(reader):
    assert reader.get("/open-data/v1/nothing.json").json()["error"]["status"] == 404
    assert reader.get("/nothing.csv").headers["Content-Type"].startswith("text/plain")


def test_a_query_without_end_is_answered_with_400_and_read_no_second_time(reader):
    answer = reader.get("/studios/", {f"a{n}": "1" for n in range(5000)})
    assert answer.status_code == 400
    assert "没有读懂这次提交" in answer.content.decode()


def test_a_foreign_host_is_answered_with_400(reader):
    answer = reader.get("/studios/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_at_the_desk_the_account_chooses_the_language(reader):
    reader.force_login(make_account(language="en"))
    text = reader.get("/desk/nowhere/").content.decode()
    assert "<h1>This page does not exist</h1>" in text


def test_a_page_that_fails_itself_still_leaves_a_sentence(reader, monkeypatch):
    def broken(*_args, **_kwargs):
        raise OSError

    monkeypatch.setattr("unions.views.errors.render_to_string", broken)
    answer = reader.get("/en/fault/")
    assert (answer.status_code, answer.content.decode()) == (500, "Something went wrong here\n")
