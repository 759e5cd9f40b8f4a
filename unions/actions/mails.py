"""Sends messages by e-mail: one by one or a day's digest, keeps what failed, and tries again when asked."""

from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unions import clock
from unions.actions.audit import record
from unions.actions.job_results import Follow
from unions.actions.messages import defer_mails
from unions.choices.audit import Verb
from unions.choices.outbox import MailRhythm
from unions.errors import Forbidden, Refusal
from unions.models import Account, Message, Preference
from unions.permissions import keeps_root
from unions.queries.mails import RHYTHM_KEY, digest_of, digest_readers, outbox_of

LONGEST_SUBJECT = 80


def mail_each(numbers: Sequence[int], follow: Follow) -> tuple[int, int]:
    """Send the messages with these keys, each once; answers how many left and how many could not.

    Accounts that lost their address are skipped. Each message is written when it has left, so that a second run sends
    only what is still to be sent.
    """
    waiting = list(Message.objects.to_mail().filter(pk__in=numbers).select_related("account"))
    sent = 0
    for done, message in enumerate(waiting, start=1):
        page = _page(message, "\n\n")
        subject = " ".join(message.text.split())
        sent += _deliver([message], message.account, subject, f"{message.text}{page}\n")
        follow(done, len(waiting))
    return sent, len(waiting) - sent


def _deliver(messages: Sequence[Message], account: Account, subject: str, body: str) -> bool:
    """Send one e-mail; what went wrong is kept without the address."""
    rows = Message.objects.filter(pk__in=[m.pk for m in messages])
    try:
        send_mail(subject[:LONGEST_SUBJECT], body, None, [account.email])
    except (SMTPException, OSError) as fault:
        rows.update(mail_tries=F("mail_tries") + 1, mail_fault=_said(fault))
        return False
    rows.update(mail_tries=F("mail_tries") + 1, mail_fault="", mailed_at=clock.now())
    return True


def _said(fault: Exception) -> str:
    code = getattr(fault, "smtp_code", "") or getattr(fault, "errno", "") or ""
    return f"{type(fault).__name__} {code}".strip()[:120]


def mail_digests() -> int:
    """Write to everybody who wants one e-mail a day; answers how many left."""
    return sum(_mail_digest(account) for account in digest_readers())


def _mail_digest(account: Account) -> bool:
    messages = list(digest_of(account))
    if not messages:
        return False
    with translation.override(account.language):
        n = len(messages)
        subject = ngettext("%(n)s message waits for you", "%(n)s messages wait for you", n) % {"n": n}
        lines = [_digest_line(message) for message in messages]
        body = "\n\n".join([*lines, _("All messages: %(page)s") % {"page": f"{settings.SITE_URL}/desk/messages/"}])
    return _deliver(messages, account, subject, f"{body}\n")


def _digest_line(message: Message) -> str:
    return f"{localtime(message.sent_at):%m-%d %H:%M} {message.text}" + _page(message, "\n")


def _page(message: Message, before: str) -> str:
    """The whole address of the message's page, set off from its words; nothing for a message without one."""
    return f"{before}{settings.SITE_URL}{message.url}" if message.url.startswith("/") else ""


@transaction.atomic
def retry_mails(*, by: Account) -> int:
    """Try again what could not be sent to accounts that this administrator keeps; answers how many."""
    if not keeps_root(by):
        raise Forbidden(_("Administrators of the highest union here keep the outbox."))
    numbers = list(outbox_of(by).failed().filter(account__is_active=True).order_by("pk").values_list("pk", flat=True))
    if not numbers:
        raise Refusal(_("Every e-mail has left; there is nothing to send again."))
    defer_mails(numbers)
    record(Verb.MESSAGES_RETRIED, by=by, details={"count": len(numbers)})
    return len(numbers)


def choose_rhythm(rhythm: MailRhythm, *, by: Account) -> Preference:
    """Say when one wants to be written to by e-mail; nobody else is told and nothing is audited."""
    return Preference.objects.update_or_create(
        account=by, key=RHYTHM_KEY, defaults={"value": {"rhythm": rhythm.value}}
    )[0]
