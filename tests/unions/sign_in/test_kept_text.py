from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import PASSWORD, make_account, make_officer, make_union
from tests.unions.sign_in.walk import CODE, ECHO, SIGN_IN, code_for, enrol, hidden, sign_in
from unions import clock
from unions.sign_in.kept import KeptText, is_own_page, unsealed

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.unions.sign_in.pages")]
START = datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
LATER = START + timedelta(minutes=45)
KEPT = "/desk/sign-in/kept-text/"
TEXT = "攻关了铝合金侧墙焊接变形的难题 <b>&amp;\r\n第二行 𠮷"
FIELDS = {"summary": TEXT, "tags": ["a", "b"], "empty": "", "password1": "secret words", "version": "7"}


@pytest.fixture
def account():
    return make_account("zhaoyan")


@pytest.fixture
def expired(client, account):
    with clock.at(START):
        sign_in(client, account.username)
    return client


def send(client, path=ECHO, fields=FIELDS, **more):
    with clock.at(LATER):
        return client.post(path, fields, **more)


def again(client, page, login="zhaoyan", password=PASSWORD):
    fields = {"kept": hidden(page, "kept"), "next": hidden(page, "next"), "lang": ""}
    with clock.at(LATER):
        return sign_in(client, login, password, **fields)


def test_a_form_sent_too_late_is_given_back_after_signing_in(expired):
    page = send(expired, f"{ECHO}?tab=2")
    assert page.status_code == 401
    assert page.headers["Cache-Control"] == "no-store, private"
    assert TEXT not in page.content.decode()
    assert "secret words" not in page.content.decode()
    answer = again(expired, page)
    assert answer.headers["Location"] == KEPT
    with clock.at(LATER):
        shown = expired.get(KEPT)
        kept = shown.context["kept"]
        assert kept.path == f"{ECHO}?tab=2"
        assert f'action="{ECHO}?tab=2"' in shown.content.decode()
        assert "攻关了铝合金侧墙焊接变形的难题 &lt;b&gt;&amp;amp;" in shown.content.decode()
        sent = expired.post(kept.path, dict_of(kept.fields)).json()["sent"]
    assert sent == {"summary": [TEXT], "tags": ["a", "b"], "empty": [""], "version": ["7"]}


def dict_of(fields):
    found = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    return found


def test_a_wrong_password_in_between_loses_nothing(expired):
    page = send(expired)
    wrong = again(expired, page, password="wrong password")
    assert wrong.status_code == 200
    assert again(expired, wrong).headers["Location"] == KEPT


def test_after_sending_the_text_is_forgotten(expired):
    again(expired, send(expired))
    with clock.at(LATER):
        expired.get(KEPT)
        expired.get(KEPT)
        expired.post("/desk/file/", {})
        assert expired.get(KEPT).status_code == 200
        expired.post(ECHO, {"summary": TEXT})
        assert expired.get(KEPT).status_code == 303
        assert "kept_text" not in expired.session


def test_the_text_can_be_left(expired):
    again(expired, send(expired))
    with clock.at(LATER):
        assert expired.post(KEPT).headers["Location"] == "/desk/"
        assert expired.get(KEPT).status_code == 303


def test_another_account_does_not_get_the_text(expired):
    make_account("sunli")
    answer = again(expired, send(expired), login="sunli")
    assert answer.headers["Location"] == "/desk/"
    assert "kept_text" not in expired.session


def test_a_forged_or_foreign_line_is_ignored(client, account):
    other = KeptText(account.pk + 1, ECHO, (("a", "1"),)).seal()
    outside = KeptText(account.pk, "https://evil.example/desk/", (("a", "1"),)).seal()
    public = KeptText(account.pk, "/open/", (("a", "1"),)).seal()
    password = KeptText(account.pk, "/desk/password/", (("a", "1"),)).seal()
    for line in (other, outside, public, password, "x", "\ud800", other[:-2], ""):
        assert unsealed(line, account=account.pk) is None
        if line != "\ud800":
            assert sign_in(Client(), "zhaoyan", kept=line).headers["Location"] == "/desk/"


def test_a_line_is_good_for_a_day(account):
    line = KeptText(account.pk, ECHO, (("a", "1"),)).seal()
    assert unsealed(line, account=account.pk)
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        assert unsealed(line, account=account.pk) is None


def test_the_second_step_does_not_lose_the_text():
    chair = make_officer(make_union(), "chair")
    client = Client()
    with time_machine.travel(1_800_000_000, tick=False):
        sign_in(client, chair.username)
        client.get(ECHO)
    with time_machine.travel(1_800_000_001, tick=False):
        from_page, _code, _answer = enrol(client)
    with time_machine.travel(1_800_000_000 + 3600, tick=False):
        page = client.post(ECHO, FIELDS)
        assert page.status_code == 401
        fields = {"kept": hidden(page, "kept"), "next": hidden(page, "next")}
        assert sign_in(client, chair.username, **fields).headers["Location"] == CODE
        assert client.post(CODE, {"code": code_for(from_page)}).headers["Location"] == KEPT
        assert client.get(KEPT).context["kept"].fields[0] == ("summary", TEXT)


def test_files_are_named_as_lost_and_the_rest_is_kept(expired):
    upload = SimpleUploadedFile("scan.pdf", b"%PDF-1.7")
    page = send(expired, fields={"summary": TEXT, "scan": upload})
    again(expired, page)
    with clock.at(LATER):
        kept = expired.get(KEPT).context["kept"]
    assert (kept.had_files, kept.fields) == (True, (("summary", TEXT),))


def test_too_much_text_is_not_carried_but_the_way_back_is(expired):
    answer = send(expired, fields={"summary": "长" * 70_000}, headers={"referer": f"http://testserver{ECHO}?page=2"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{SIGN_IN}?{urlencode({'next': ECHO + '?page=2'})}"
    send(expired)


@pytest.mark.parametrize("referer", ["https://evil.example/desk/echo/", "http://testserver/open/", "", "javascript:1"])
def test_a_foreign_page_is_no_way_back(client, referer):
    answer = client.post(ECHO, {"a": "1"}, headers={"referer": referer})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in/?next=%2Fdesk%2F")


def test_a_form_of_a_stranger_is_not_kept(client):
    answer = client.post(ECHO, FIELDS)
    assert (answer.status_code, "kept" in answer.content.decode()) == (303, False)


def test_a_form_without_its_token_is_not_kept_from_another_site(account):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    for origin in ({}, {"origin": "https://evil.example"}, {"origin": "null"}):
        answer = strict.post(ECHO, FIELDS, headers=origin)
        assert answer.status_code == 403
        assert TEXT.splitlines()[1] not in answer.content.decode()


def test_a_form_whose_token_is_old_is_given_back_with_a_fresh_one(account):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account)
    answer = strict.post(ECHO, FIELDS, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    kept = answer.context["kept"]
    fields = dict_of(kept.fields) | {"csrfmiddlewaretoken": str(answer.context["csrf_token"])}
    assert "password1" not in fields
    sent = strict.post(kept.path, fields, headers={"origin": "http://testserver"})
    assert sent.json()["sent"]["summary"] == [TEXT]


def test_scripts_get_401_and_no_page(expired):
    for header in ("hx-request", "x-autosave", "x-upload"):
        answer = send(expired, headers={header: "true"})
        assert (answer.status_code, answer.headers["X-Signed-Out"]) == (401, "1")
        assert b"<html" not in answer.content


@pytest.mark.parametrize(
    "path", ["/desk/password/", "/desk/sign-in/", "/open/", "/", "/desk/none/", "//evil.example", ""]
)
def test_only_pages_of_the_desk_take_text_back(path):
    assert not is_own_page(path)
    assert is_own_page(ECHO)
