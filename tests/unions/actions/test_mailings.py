"""A bulk message leaves once, to those who were shown; an empty selection is nobody."""

import pytest

from tests.factories import make_account, make_county, make_officer, make_union
from tests.rigor.crowd import all_at_once
from unions.actions.mailings import Letter, compose_mailing, discard_mailing, edit_mailing, send_mailing
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, AuditEvent, Mailing, Message, Union

LETTER = Letter(about="提醒", text="请在周五前提交。", url="/desk/")


@pytest.fixture
def union(db) -> Union:
    return make_union("测试市总工会")


@pytest.fixture
def clerk(union: Union) -> Account:
    return make_officer(union)


def composed(union: Union, clerk: Account, *people: Account) -> Mailing:
    return compose_mailing(union, LETTER, recipients=people, by=clerk)


def test_composing_sends_nothing(union: Union, clerk: Account) -> None:
    one, gone = make_account(), make_account(is_active=False)
    mailing = composed(union, clerk, one, gone)
    assert list(mailing.recipients.all()) == [one]
    assert Message.objects.count() == 0


def test_an_empty_selection_is_nobody(union: Union, clerk: Account) -> None:
    for people in ((), (make_account(is_active=False),)):
        with pytest.raises(Refusal) as refused:
            composed(union, clerk, *people)
        assert (refused.value.code, refused.value.field) == ("nobody", "recipients")
    assert Mailing.objects.count() == 0


def test_sending_again_changes_nothing(union: Union, clerk: Account) -> None:
    one, two, sibling = make_account(), make_account(), make_account()
    mailing = composed(union, clerk, one, two)
    first = send_mailing(mailing, by=clerk)
    second = send_mailing(mailing, by=make_officer(union, Role.CHAIR))
    assert (second.sent_at, second.sent_by) == (first.sent_at, clerk)
    assert sorted(Message.objects.values_list("account", flat=True)) == [one.pk, two.pk]
    assert not sibling.messages.exists()
    assert {(m.text, m.url) for m in Message.objects.all()} == {(LETTER.text, LETTER.url)}
    assert AuditEvent.objects.filter(verb="mailing.sent").count() == 1


def test_who_was_taken_out_or_lost_the_account_gets_nothing(union: Union, clerk: Account) -> None:
    one, two, three = (make_account() for _ in range(3))
    mailing = composed(union, clerk, one, two, three)
    edit_mailing(mailing, Letter(about="改", text="改过的话"), recipients=[one, two, make_account()], by=clerk)
    Account.objects.filter(pk=two.pk).update(is_active=False)
    send_mailing(mailing, by=clerk)
    assert [(m.account, m.text) for m in Message.objects.all()] == [(one, "改过的话")]


def test_nobody_left_is_refused(union: Union, clerk: Account) -> None:
    one = make_account()
    mailing = composed(union, clerk, one)
    with pytest.raises(Refusal):
        edit_mailing(mailing, LETTER, recipients=[], by=clerk)
    Account.objects.filter(pk=one.pk).update(is_active=False)
    with pytest.raises(Refusal):
        send_mailing(mailing, by=clerk)
    assert Mailing.objects.get().sent_at is None


def test_what_was_sent_or_discarded_stays(union: Union, clerk: Account) -> None:
    sent, thrown = composed(union, clerk, make_account()), composed(union, clerk, make_account())
    send_mailing(sent, by=clerk)
    discard_mailing(thrown, by=clerk)
    with pytest.raises(Stale):
        edit_mailing(sent, LETTER, recipients=list(sent.recipients.all()), by=clerk)
    with pytest.raises(Stale):
        discard_mailing(sent, by=clerk)
    with pytest.raises(Stale):
        send_mailing(thrown, by=clerk)
    assert Message.objects.count() == 1


def test_others_neither_write_nor_send(union: Union, clerk: Account) -> None:
    mailing = composed(union, clerk, make_account())
    for by in (make_officer(make_county(union)), make_officer(union, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            composed(union, by, make_account())
        with pytest.raises(Forbidden):
            send_mailing(mailing, by=by)
    assert Message.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_send_once() -> None:
    union = make_union()
    clerk, people = make_officer(union), [make_account() for _ in range(5)]
    mailing = compose_mailing(union, LETTER, recipients=people, by=clerk)
    all_at_once([lambda: send_mailing(mailing, by=clerk)] * 10)
    assert Message.objects.count() == 5
