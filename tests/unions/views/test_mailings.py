"""The outbox over its pages: a selection, everybody shown, one click."""

import pytest
from django.test import Client

from tests.factories import make_account, make_county, make_officer, make_union
from unions import clock
from unions.models import Account, AuditEvent, Mailing, MailingTemplate, Message, Union
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


def draft(client: Client, clerk: Account, text: str) -> Mailing | None:
    key = next(s.key for s in selections_of(clerk))
    client.post("/desk/mailings/new/", {"selection": key, "about": "提醒", "text": text})
    return Mailing.objects.first()


def test_places_are_filled_in_for_each_recipient(client: Client, union: Union, clerk: Account) -> None:
    county = make_county(union, "甲县总工会")
    one, two = make_officer(county, name="王建国"), make_officer(county, name="李秀英")
    type(two).objects.filter(pk=two.pk).update(home=make_union("乙厂工会", parent=county))
    mailing = draft(client, clerk, "{姓名}（{单位}）：{sender}提醒。")
    page = client.get(f"/desk/mailings/{mailing.pk}/send/").content.decode()
    assert "李秀英（乙厂工会）：测试市总工会提醒。" in page

    client.post(f"/desk/mailings/{mailing.pk}/send/")

    assert {m.account: m.text for m in Message.objects.all()} == {
        one: "王建国（甲县总工会）：测试市总工会提醒。",
        two: "李秀英（乙厂工会）：测试市总工会提醒。",
    }


@pytest.mark.parametrize(("text", "words"), [("{姓 名}到会", "无法识别"), ("{批次}将截止", "没有内容")])
def test_a_place_that_stands_for_nothing_is_refused(client, union, clerk, text, words) -> None:
    make_officer(make_county(union))
    key = next(s.key for s in selections_of(clerk))
    page = client.post("/desk/mailings/new/", {"selection": key, "about": "x", "text": text}).content.decode()
    assert words in page
    assert text in page
    assert not Mailing.objects.exists()


def test_a_sent_message_shows_who_read_it_and_sends_failed_e_mails_again(client, union, clerk) -> None:
    officer = make_officer(make_county(union), email="a@example.com")
    mailing = draft(client, clerk, "请提交。")
    client.post(f"/desk/mailings/{mailing.pk}/send/")
    assert client.post(f"/desk/mailings/{mailing.pk}/retry/").status_code == 422
    Message.objects.filter(account=officer).update(mail_fault="SMTPServerDisconnected", mail_tries=3)

    page = client.get(f"/desk/mailings/{mailing.pk}/").content.decode()
    assert "未送达" in page
    assert "1人中0人已读" in page
    assert client.post(f"/desk/mailings/{mailing.pk}/retry/").status_code == 302
    assert AuditEvent.objects.filter(verb="messages.retried").count() == 1


# Templates -------------------------------------------------------------------------------------------------------------


def template(union: Union, **fields: str) -> MailingTemplate:
    words = {"name": "催报", "about": "催报", "text": "{姓名}，请提交。"} | fields
    return MailingTemplate.objects.create(union=union, changed_at=clock.now(), **words)


def test_a_template_is_written_previewed_and_used(client: Client, union: Union, clerk: Account) -> None:
    sent = {"union": union.pk, "name": "催报", "about": "催报", "text": "{姓名}，{单位}尚未提交。"}
    page = client.post("/desk/mailings/templates/new/", sent | {"preview": "1"}).content.decode()
    assert "王建国，东澜机床厂工会尚未提交。" in page
    assert not MailingTemplate.objects.exists()

    assert client.post("/desk/mailings/templates/new/", sent).status_code == 302
    kept = MailingTemplate.objects.get()
    assert "{姓名}，{单位}尚未提交。" in client.get(f"/desk/mailings/new/?template={kept.pk}").content.decode()
    assert client.get("/desk/mailings/new/?template=x").status_code == 200
    assert [row for row, _cells in client.get("/desk/mailings/templates/").context["listing"].rows] == [kept]


def test_a_template_with_an_unknown_place_or_a_taken_name_is_refused(client, union, clerk) -> None:
    template(union)
    sent = {"union": union.pk, "name": "催报", "about": "x", "text": "x"}
    assert "已有同名模板" in client.post("/desk/mailings/templates/new/", sent).content.decode()
    sent |= {"name": "另一个", "text": "{名字}"}
    assert "无法识别" in client.post("/desk/mailings/templates/new/", sent).content.decode()
    assert MailingTemplate.objects.count() == 1


def test_templates_are_changed_and_removed_by_the_own_union_alone(client, union, clerk) -> None:
    own, foreign = template(union), template(make_union())
    for page in ("", "remove/"):
        assert client.get(f"/desk/mailings/templates/{foreign.pk}/{page}").status_code == 404
    sent = {"union": union.pk, "name": "改名", "about": "x", "text": "x"}
    client.post(f"/desk/mailings/templates/{own.pk}/", sent)
    own.refresh_from_db()
    assert own.name == "改名"
    client.post(f"/desk/mailings/templates/{own.pk}/remove/")
    assert list(MailingTemplate.objects.all()) == [foreign]
    verbs = AuditEvent.objects.filter(verb__startswith="mailing.template").values_list("verb", flat=True)
    assert sorted(verbs) == ["mailing.template_removed", "mailing.template_saved"]
