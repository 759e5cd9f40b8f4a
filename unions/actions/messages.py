"""Tells people: a message in the application, and an e-mail besides where an address is known."""

from collections.abc import Iterable
from typing import Protocol

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from unions import clock
from unions.errors import Sentence
from unions.models import Account, Message, Union


class Wording(Protocol):
    """Makes the sentence in the language that is active when it is called."""

    def __call__(self) -> Sentence:
        """The sentence."""


def send_messages(accounts: Iterable[Account], wording: Wording, *, url: str = "") -> list[Message]:
    """Write one message an account, worded in the account's language; e-mails leave after the commit."""
    rows = [_message(account, wording, url) for account in {a.pk: a for a in accounts}.values()]
    sent = Message.objects.bulk_create(rows)
    if any(m.account.email for m in sent):
        numbers: list[JSONValue] = [m.pk for m in sent if m.account.email]
        transaction.on_commit(lambda: app.configure_task("unions.mail_messages").defer(numbers=numbers))
    return sent


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
