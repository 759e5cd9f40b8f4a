import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.factories import PASSWORD, make_account
from tests.unions.sign_in.walk import SIGN_IN, is_signed_in, sign_in
from unions.sign_in.kept import SIGN_IN_PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "zhaoyan",
        "ZhaoYan",
        " ｚｈａｏｙａｎ ",
        "13800138000",
        "138 0013 8000",
        "+8613800138000",
        "0086-138-0013-8000",
        "１３８００１３８０００",
    ],
)
def test_username_and_mobile_sign_in_however_they_are_written(client, typed):
    make_account("zhaoyan", mobile="13800138000")
    answer = sign_in(client, typed)
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["zhaoya", "zhaoyan2", "13800138001", "", "zhaoyan\x00", "<b>", "x" * 100_000, "𠮷"])
def test_other_names_do_not_sign_in(client, typed):
    make_account("zhaoyan", mobile="13800138000")
    assert sign_in(client, typed).status_code == 200
    assert not is_signed_in(client)


@pytest.mark.parametrize("password", ["", "wrong", "x" * 100_000, "a\x00b", PASSWORD + " ", PASSWORD.upper()])
def test_a_wrong_password_does_not_sign_in(client, password):
    make_account("zhaoyan")
    assert sign_in(client, "zhaoyan", password).status_code == 200
    assert not is_signed_in(client)


def test_a_closed_account_gets_the_answer_of_a_wrong_password(client):
    make_account("closed", is_active=False)
    make_account("open")
    closed = sign_in(client, "closed")
    wrong = sign_in(client, "open", "wrong password")
    assert closed.status_code == wrong.status_code == 200
    assert closed.context["form"].non_field_errors() == wrong.context["form"].non_field_errors()


def test_the_page_is_chinese_and_english_when_asked_and_stays_so_after_a_mistake(client):
    assert client.get(SIGN_IN, headers={"accept-language": "en"}).headers["Content-Language"] == "zh-hans"
    page = client.get(SIGN_IN, {"lang": "en"})
    assert page.headers["Content-Language"] == "en"
    assert 'name="lang" value="en"' in page.content.decode()
    again = sign_in(client, "nobody", "wrong", lang="en")
    assert again.headers["Content-Language"] == "en"
    assert 'name="lang" value="en"' in again.content.decode()


def test_the_desk_speaks_the_language_of_the_account(client):
    make_account("zhaoyan", language="en")
    sign_in(client, "zhaoyan")
    assert client.get("/desk/sessions/").headers["Content-Language"] == "en"


def test_the_form_needs_its_token(client):
    make_account("zhaoyan")
    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "zhaoyan").status_code == 403
    token = strict.get(SIGN_IN).context["csrf_token"]
    assert sign_in(strict, "zhaoyan", csrfmiddlewaretoken=str(token)).status_code == 302


def test_signing_in_leads_to_the_page_asked_for_and_never_to_another_host(client):
    make_account("zhaoyan")
    assert sign_in(client, "zhaoyan", next="/desk/sessions/").url == "/desk/sessions/"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"):
        assert sign_in(Client(), "zhaoyan", next=elsewhere).url == "/desk/"


def test_signing_out_needs_a_post(client):
    make_account("zhaoyan")
    sign_in(client, "zhaoyan")
    assert client.get("/desk/sign-out/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/desk/sign-out/").status_code == 302
    assert not is_signed_in(client)


def test_nobody_signs_up_or_resets_a_password_by_mail():
    for name in ("account_signup", "account_reset_password", "account_email", "account_set_password"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_every_route_of_signing_in_declares_its_audience():
    routes = {str(p.pattern): p.callback for p in get_resolver("unions.urls").url_patterns if hasattr(p, "callback")}
    wanted = {r: view for r, view in routes.items() if f"/{r}".startswith(SIGN_IN_PAGES)}
    assert len(wanted) == 14
    assert {r for r, view in wanted.items() if not hasattr(view, "audience")} == set()
    public = {r for r, view in wanted.items() if view.audience == ("public",)}
    assert public == {"desk/sign-in/", "desk/sign-in/code/", "desk/sign-out/"}


def test_signing_in_twice_gives_a_new_session_key(client):
    make_account("zhaoyan")
    client.get(SIGN_IN)
    client.session["a"] = 1
    before = client.session.session_key
    sign_in(client, "zhaoyan")
    assert client.session.session_key != before
