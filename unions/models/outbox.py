"""The outbox: a bulk message waits here, with its recipients in sight, until somebody sends it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mailing(models.Model):
    """A message to many; nothing leaves before `sent_at`, and an empty selection is nobody."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="mailings", verbose_name=_("union"))
    about = models.CharField(_("about"), max_length=120)
    text = models.CharField(_("text"), max_length=500)
    url = models.CharField(max_length=200, blank=True)
    recipients = models.ManyToManyField("unions.Account", blank=True, related_name="+", verbose_name=_("recipients"))
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))
    sent_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("bulk message")
        verbose_name_plural = _("bulk messages")
        indexes = [models.Index(fields=["union", "-made_at"], name="mailing_union")]

    def __str__(self) -> str:
        return self.about
