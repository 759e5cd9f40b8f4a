"""Messages in the application and by e-mail."""

from datetime import timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import make_account, make_officer, make_union, moment
from tests.unions.queue import work_off
from unions import clock
from unions.actions.mails import choose_rhythm, mail_digests
from unions.actions.messages import read_message, send_messages
from unions.choices.outbox import MailRhythm
from unions.models import JobResult, Message
from unions.queries.mails import rhythm_of

pytestmark = pytest.mark.django_db
QUERIES = 7


def tell(account, text, url="", hour=9):
    with clock.at(moment(2026, 9, 1, hour)):
        return send_messages([account], lambda: text, url=url)[0]


@pytest.fixture
def account(client):
    account = make_officer(make_union())
    client.force_login(account)
    return account


def shown(client, query=""):
    return [m.text for m in client.get(f"/desk/messages/{query}").context["page"].object_list]


def test_unread_messages_stand_first_and_others_messages_nowhere(client, account):
    tell(account, "一", hour=9)
    two = tell(account, "二", hour=10)
    tell(account, "三", hour=11)
    tell(make_account(), "别人的")
    client.post(f"/desk/messages/{two.pk}/")

    assert shown(client) == ["三", "一", "二"]
    assert shown(client, "?unread=1") == ["三", "一"]


def test_opening_marks_as_read_and_leads_to_the_page(client, account):
    message = tell(account, "请处理", url="/desk/calendar/")

    answer = client.post(f"/desk/messages/{message.pk}/")

    message.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, "/desk/calendar/")
    assert message.read_at is not None


def test_reading_the_page_marks_nothing(client, account):
    message = tell(account, "请处理", url="/desk/")
    assert client.get(f"/desk/messages/{message.pk}/").status_code == 405
    client.get("/desk/messages/")
    message.refresh_from_db()
    assert message.read_at is None


def test_a_foreign_message_is_unknown(client, account):
    message = tell(make_account(), "别人的")

    assert client.post(f"/desk/messages/{message.pk}/").status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_an_address_elsewhere_is_not_followed(client, account):
    message = tell(account, "x", url="https://example.com/")
    assert client.post(f"/desk/messages/{message.pk}/").url == "/desk/messages/"


def test_all_are_marked_at_once_but_only_ones_own(client, account):
    tell(account, "一")
    tell(account, "二")
    other = tell(make_account(), "别人的")

    client.post("/desk/messages/read/")

    assert account.messages.unread().count() == 0
    assert Message.objects.unread().get() == other


@pytest.mark.parametrize("count", [1, 25])
def test_the_page_costs_the_same_for_one_message_and_many(client, account, count, django_assert_num_queries):
    for n in range(count):
        tell(account, f"第{n}条")
    client.get("/desk/messages/")
    with django_assert_num_queries(QUERIES):
        client.get("/desk/messages/")


@pytest.mark.django_db(transaction=True)
def test_an_e_mail_leaves_once_and_only_where_an_address_is_known():
    ProcrastinateJob.objects.count()
    with_mail, without = make_account(email="wang@example.com"), make_account()

    send_messages([with_mail, without], lambda: "请处理\n申报件", url="/desk/")
    work_off()
    work_off()

    assert [(m.to, m.subject) for m in mail.outbox] == [(["wang@example.com"], "请处理 申报件")]
    assert "/desk/" in mail.outbox[0].body
    assert with_mail.messages.get().mailed_at is not None
    assert without.messages.get().mailed_at is None
    assert JobResult.objects.filter(text__contains="1").exists()


def test_messages_stand_day_by_day(client, account):
    for day in (1, 1, 2):
        with clock.at(moment(2026, 9, day)):
            send_messages([account], lambda: "x")
    assert client.get("/desk/messages/").content.decode().count("table__day") == 2


def test_one_chooses_when_one_is_written_to(client, account):
    assert "邮件接收方式" not in client.get("/desk/messages/").content.decode()
    type(account).objects.filter(pk=account.pk).update(email="a@example.com")
    client.post("/desk/messages/mail/", {"rhythm": "daily"})
    client.post("/desk/messages/mail/", {"rhythm": "odd"})
    assert rhythm_of(account) == "daily"
    assert '<option value="daily" selected>' in client.get("/desk/messages/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_digest_tells_once_a_day_of_what_is_unread():
    daily, never = make_account(email="daily@example.com"), make_account(email="never@example.com")
    choose_rhythm(MailRhythm.DAILY, by=daily)
    choose_rhythm(MailRhythm.NEVER, by=never)
    with clock.at(clock.now() - timedelta(days=9)):
        send_messages([daily], lambda: "太旧")
    sent = [send_messages([daily, never], lambda text=text: text, url="/desk/")[0] for text in ("一", "二", "三")]
    read_message(sent[1], by=daily)
    work_off()
    assert mail.outbox == []

    assert (mail_digests(), mail_digests()) == (1, 0)

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["daily@example.com"], "有2条未读消息")
    assert [text in letter.body for text in ("一", "二", "三", "太旧")] == [True, False, True, False]
    assert never.messages.filter(mailed_at=None).count() == 3


@pytest.mark.django_db(transaction=True)
def test_nobody_with_an_address_means_no_job():
    before = ProcrastinateJob.objects.count()
    send_messages([make_account()], lambda: "x")
    assert ProcrastinateJob.objects.count() == before
