"""Messages in the application."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from unions.choices.outbox import MailState


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages."""

    def unread(self) -> Self:
        """Messages that were not opened yet."""
        return self.filter(read_at=None)

    def to_mail(self) -> Self:
        """Messages whose account has an address and that have not left by e-mail."""
        return self.filter(mailed_at=None, account__is_active=True).exclude(account__email="")

    def failed(self) -> Self:
        """Messages that could not be sent by e-mail."""
        return self.filter(mailed_at=None).exclude(mail_fault="")


class Message(models.Model):
    """A sentence to one account with the page it is about; e-mailed besides where an address is known."""

    account = models.ForeignKey("unions.Account", models.CASCADE, related_name="messages", verbose_name=_("to"))
    text = models.CharField(_("text"), max_length=300)
    url = models.CharField(_("page"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailing = models.ForeignKey(
        "unions.Mailing",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("bulk message"),
    )
    mailed_at = models.DateTimeField(_("e-mailed"), null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    mail_fault = models.CharField(_("what went wrong"), max_length=120, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["account", "-sent_at"], name="message_account"),
            models.Index(fields=["account"], condition=models.Q(read_at=None), name="message_unread"),
            models.Index(fields=["-id"], condition=~models.Q(mail_fault=""), name="message_failed"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def mail_state(self) -> MailState:
        """Where the e-mail of this message stands; the account is read with it."""
        if self.mailed_at is not None:
            return MailState.SENT
        if self.mail_fault:
            return MailState.FAILED
        return MailState.WAITING if self.account.email else MailState.NONE
