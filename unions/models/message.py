"""Messages in the application."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages."""

    def unread(self) -> Self:
        """Messages that were not opened yet."""
        return self.filter(read_at=None)


class Message(models.Model):
    """A sentence to one account with the page it is about; e-mailed besides where an address is known."""

    account = models.ForeignKey("unions.Account", models.CASCADE, related_name="messages", verbose_name=_("to"))
    text = models.CharField(_("text"), max_length=300)
    url = models.CharField(_("page"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("e-mailed"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("-sent_at", "-pk")
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            models.Index(fields=["account", "-sent_at"], name="message_account"),
            models.Index(fields=["account"], condition=models.Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return self.text
