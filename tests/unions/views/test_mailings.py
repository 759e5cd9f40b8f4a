"""The outbox over its pages: a selection, everybody shown, one click."""

import pytest
from django.test import Client

from tests.factories import make_account, make_county, make_officer, make_union
from unions import clock
from unions.models import Account, Mailing, Message, Union
from unions.ui.selections import selections_of


@pytest.fixture
def union(db) -> Union:
    return make_union("测试市总工会")


@pytest.fixture
def clerk(client: Client, union: Union) -> Account:
    account = make_officer(union)
    client.force_login(account)
    return account


def make_mailing(union: Union, people: int = 1) -> Mailing:
    mailing = Mailing.objects.create(union=union, about="提醒", text="请提交。", made_at=clock.now())
    mailing.recipients.set([make_account() for _ in range(people)])
    return mailing


def test_a_message_is_composed_shown_and_sent(client: Client, union: Union, clerk: Account) -> None:
    officer = make_officer(make_county(union), name="收信人甲")
    key = next(s.key for s in selections_of(clerk))

    answer = client.post("/desk/mailings/new/", {"selection": key, "about": "提醒", "text": "请提交。"})

    mailing = Mailing.objects.get()
    assert answer["Location"] == f"/desk/mailings/{mailing.pk}/"
    assert "收信人甲" in client.get(answer["Location"]).content.decode()
    assert "收信人甲" in client.get(f"/desk/mailings/{mailing.pk}/send/").content.decode()
    assert Message.objects.count() == 0

    client.post(f"/desk/mailings/{mailing.pk}/send/")
    client.post(f"/desk/mailings/{mailing.pk}/send/")

    assert [m.account for m in Message.objects.all()] == [officer]
    assert "收信人甲" in client.get(f"/desk/mailings/{mailing.pk}/").content.decode()


def test_an_empty_selection_says_so_and_keeps_the_words(client: Client, union: Union, clerk: Account) -> None:
    key = next(s.key for s in selections_of(clerk))
    answer = client.post("/desk/mailings/new/", {"selection": key, "about": "提醒", "text": "保留的话"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "没有人会收到" in page
    assert "保留的话" in page
    assert Mailing.objects.count() == 0


def test_a_foreign_selection_cannot_be_chosen(client: Client, union: Union, clerk: Account) -> None:
    other = make_union("别的市总工会")
    make_officer(make_county(other))
    answer = client.post("/desk/mailings/new/", {"selection": f"below-{other.pk}", "about": "x", "text": "x"})
    assert "selection" in answer.context["form"].errors


def test_the_mailings_of_others_are_not_found(client: Client, union: Union, clerk: Account) -> None:
    own, other = make_mailing(union), make_mailing(make_union())
    assert client.get(f"/desk/mailings/{own.pk}/").status_code == 200
    for page in ("", "send/", "discard/"):
        assert client.get(f"/desk/mailings/{other.pk}/{page}").status_code == 404
        assert client.post(f"/desk/mailings/{other.pk}/{page}").status_code == 404


def test_a_draft_is_discarded_and_stays_in_the_list(client: Client, union: Union, clerk: Account) -> None:
    mailing = make_mailing(union)
    client.post(f"/desk/mailings/{mailing.pk}/discard/")
    assert Mailing.objects.get().discarded_at is not None
    assert "已丢弃" in client.get("/desk/mailings/").content.decode()


@pytest.mark.parametrize("rows", [1, 8])
def test_the_list_takes_the_same_queries(
    client: Client, union: Union, clerk: Account, rows: int, django_assert_num_queries
) -> None:
    for _ in range(rows):
        make_mailing(union, people=rows)
    client.get("/desk/mailings/")
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/desk/mailings/")


LIST_QUERIES = 8


@pytest.mark.parametrize("text", ["\x00", "\ud800", "长" * 100_000, "𠮷" * 10, "\u202e倒"])
def test_nasty_words_never_fail(client: Client, union: Union, clerk: Account, text: str) -> None:
    make_officer(make_county(union))
    key = next(s.key for s in selections_of(clerk))
    values = {"selection": key, "about": text, "text": text}
    body = "&".join(f"{k}={v}" for k, v in values.items()).encode("utf-8", "surrogatepass")
    answer = client.post("/desk/mailings/new/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302, 400)
