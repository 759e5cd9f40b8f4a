"""The outbox: e-mails that left, wait or failed, without their words; failed ones are sent again."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import make_account, make_county, make_officer, make_union
from tests.unions.queue import run_sql, work_off
from unions import clock
from unions.actions import mails
from unions.actions.mails import retry_mails
from unions.actions.messages import send_messages
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account, AuditEvent, Message, Union

pytestmark = pytest.mark.django_db
QUERIES = 8


@pytest.fixture
def city() -> Union:
    return make_union("测试市总工会")


@pytest.fixture
def keeper(city: Union) -> Account:
    return make_officer(city, Role.ADMINISTRATOR)


def written(account: Account, **fields: Any) -> Message:
    return Message.objects.create(account=account, text="密语金丝雀", sent_at=clock.now(), **fields)


def test_the_outbox_shows_states_and_no_words(client: Client, city: Union, keeper: Account) -> None:
    reader = make_officer(make_county(city), name="收信人", email="a@example.com")
    written(reader)
    written(reader, mailed_at=clock.now(), mail_tries=1)
    written(reader, mail_fault="SMTPServerDisconnected", mail_tries=3)
    written(make_officer(city))
    written(make_officer(make_union(), email="b@example.com"))
    client.force_login(keeper)

    answer = client.get("/desk/outbox/")
    states = [str(m.mail_state) for m, _cells in answer.context["listing"].rows]
    assert sorted(states) == ["failed", "sent", "waiting"]
    assert "密语金丝雀" not in answer.content.decode()
    assert "密语金丝雀" not in b"".join(client.get("/desk/outbox/?export=csv").streaming_content).decode()
    for state in states:
        assert client.get(f"/desk/outbox/?state={state}").context["listing"].count == 1


def test_only_administrators_of_the_root_keep_it(client: Client, city: Union) -> None:
    for account in (make_officer(city), make_officer(make_county(city), Role.ADMINISTRATOR)):
        client.force_login(account)
        assert client.get("/desk/outbox/").status_code == 403
        assert client.post("/desk/outbox/retry/").status_code == 403
        with pytest.raises(Forbidden):
            retry_mails(by=account)


@pytest.mark.parametrize("count", [1, 25])
def test_the_outbox_costs_the_same(client, city, keeper, count, django_assert_num_queries) -> None:
    for _ in range(count):
        written(make_officer(city, email=f"{Message.objects.count()}@example.com"))
    client.force_login(keeper)
    client.get("/desk/outbox/")
    with django_assert_num_queries(QUERIES):
        client.get("/desk/outbox/")


@pytest.mark.django_db(transaction=True)
def test_what_could_not_be_sent_is_tried_later_and_again_when_asked(city, keeper, monkeypatch) -> None:
    good, bad = make_officer(city, email="good@example.com"), make_officer(city, email="bad@example.com")
    real = mails.send_mail

    def broken(subject: str, body: str, sender: str | None, to: list[str]) -> int:
        if to == ["bad@example.com"]:
            raise SMTPRecipientsRefused({to[0]: (550, b"no such user")})
        return real(subject, body, sender, to)

    monkeypatch.setattr(mails, "send_mail", broken)
    send_messages([good, bad], lambda: "请处理")
    work_off()

    assert [m.to for m in mail.outbox] == [["good@example.com"]]
    failed = bad.messages.get()
    assert (failed.mail_state, failed.mail_tries, failed.mail_fault) == ("failed", 1, "SMTPRecipientsRefused")
    job = ProcrastinateJob.objects.get(task_name="unions.mail_messages")
    assert (job.status, job.scheduled_at is not None) == ("todo", True)

    monkeypatch.setattr(mails, "send_mail", real)
    run_sql("DELETE FROM procrastinate_jobs")
    assert retry_mails(by=keeper) == 1
    work_off()
    failed.refresh_from_db()
    assert (failed.mail_state, failed.mail_tries) == ("sent", 2)
    assert [m.to for m in mail.outbox] == [["good@example.com"], ["bad@example.com"]]
    with pytest.raises(Refusal):
        retry_mails(by=keeper)
    assert AuditEvent.objects.get(verb="messages.retried").details["count"] == 1


def test_a_fault_is_kept_without_the_address() -> None:
    assert (
        mails._said(SMTPRecipientsRefused({"a@example.com": (550, b"a@example.com unknown")}))
        == "SMTPRecipientsRefused"
    )
    assert mails._said(SMTPServerDisconnected("a@example.com")) == "SMTPServerDisconnected"
    assert mails._said(ConnectionRefusedError(111, "no")) == "ConnectionRefusedError 111"
    assert make_account().email == ""
