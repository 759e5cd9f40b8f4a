"""E-mails of messages: who is written to when, what waits for the day's digest, and how the outbox stands."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet

from unions import clock
from unions.choices.outbox import MailRhythm
from unions.models import Account, Message, Preference
from unions.models.message import MessageQuerySet

RHYTHM_KEY = "mail"
# What is older waits for the page of messages alone.
DIGEST_DAYS = timedelta(days=7)


def rhythms_of(accounts: Iterable[Account]) -> dict[int, MailRhythm]:
    """When each account is written to, where it has chosen; one query."""
    chosen = Preference.objects.filter(key=RHYTHM_KEY, account__in=[a.pk for a in accounts])
    said = {account: value.get("rhythm") for account, value in chosen.values_list("account", "value")}
    return {account: MailRhythm(value) for account, value in said.items() if value in MailRhythm.values}


def rhythm_of(account: Account) -> MailRhythm:
    """When one account is written to."""
    return rhythms_of([account]).get(account.pk, MailRhythm.AT_ONCE)


def digest_readers() -> QuerySet[Account]:
    """Accounts that get one e-mail a day and have unread messages that did not leave yet."""
    daily = Preference.objects.filter(key=RHYTHM_KEY, value__rhythm=MailRhythm.DAILY).values("account")
    waiting = Message.objects.filter(account__in=daily, pk__in=_digestible()).values("account")
    return Account.objects.active().exclude(email="").filter(pk__in=waiting).order_by("pk")


def digest_of(account: Account) -> QuerySet[Message]:
    """What a day's e-mail tells of: unread messages that did not leave yet, the oldest first."""
    return account.messages.filter(pk__in=_digestible()).order_by("sent_at", "pk")


def _digestible() -> QuerySet[Message]:
    return Message.objects.unread().filter(mailed_at=None, sent_at__gt=clock.now() - DIGEST_DAYS)


def outbox_of(account: Account) -> MessageQuerySet:
    """Messages that go by e-mail to accounts that this administrator keeps; the page shows no words of them."""
    rows = Message.objects.exclude(account__email="").filter(account__in=Account.objects.administered_by(account))
    return rows.select_related("account__home")
