"""Tells people: a message in the application, and an e-mail besides where an address is known."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from unions import clock
from unions.choices.outbox import MailRhythm
from unions.errors import Sentence
from unions.models import Account, Mailing, Message, Union
from unions.queries.mails import rhythms_of


class Wording(Protocol):
    """Makes the sentence in the language that is active when it is called."""

    def __call__(self) -> Sentence:
        """The sentence."""


def send_messages(accounts: Iterable[Account], wording: Wording, *, url: str = "") -> list[Message]:
    """Write one message an account, worded in the account's language; e-mails leave after the commit."""
    return _send([_message(account, wording, url) for account in {a.pk: a for a in accounts}.values()])


def send_letters(letters: Iterable[tuple[Account, str]], *, mailing: Mailing) -> list[Message]:
    """Write each account the words made for it; the bulk message keeps them."""
    now = clock.now()
    return _send(
        [
            Message(account=account, text=text[:300], url=mailing.url, mailing=mailing, sent_at=now)
            for account, text in letters
        ]
    )


def _send(rows: Sequence[Message]) -> list[Message]:
    sent = Message.objects.bulk_create(rows)
    reached = [m for m in sent if m.account.email]
    if reached:
        rhythms = rhythms_of([m.account for m in reached])
        defer_mails([m.pk for m in reached if rhythms.get(m.account_id, MailRhythm.AT_ONCE) == MailRhythm.AT_ONCE])
    return sent


def defer_mails(numbers: Sequence[int]) -> None:
    """Let the worker e-mail the messages with these keys once the transaction is through."""
    keys: list[JSONValue] = list(numbers)
    if keys:
        transaction.on_commit(lambda: app.configure_task("unions.mail_messages").defer(numbers=keys))


def tell_unions(unions: Iterable[Union], wording: Wording, *, roles: tuple[str, ...], url: str = "") -> list[Message]:
    """Write to everybody who holds one of the roles at one of the unions; nobody there is nobody told."""
    accounts = [a for union in unions for a in Account.objects.holding(union, *roles)]
    return send_messages(accounts, wording, url=url)


def _message(account: Account, wording: Wording, url: str) -> Message:
    with translation.override(account.language):
        text = str(wording())[:300]
    return Message(account=account, text=text, url=url, sent_at=clock.now())


@transaction.atomic
def read_message(message: Message, *, by: Account) -> Message:
    """Mark one's own message as read."""
    if message.account_id == by.pk and message.read_at is None:
        message.read_at = clock.now()
        message.save(update_fields=["read_at"])
    return message


@transaction.atomic
def read_all_messages(*, by: Account) -> int:
    """Mark all of one's own messages as read; answers how many were unread."""
    return by.messages.unread().update(read_at=clock.now())
