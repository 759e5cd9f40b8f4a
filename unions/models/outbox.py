"""The outbox: a bulk message waits here, with its recipients in sight, until somebody sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from unions.choices.people import DESK_ROLES

if TYPE_CHECKING:
    from unions.models.account import Account


class Mailing(models.Model):
    """A message to many; nothing leaves before `sent_at`, and an empty selection is nobody."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="mailings", verbose_name=_("union"))
    about = models.CharField(_("about"), max_length=120)
    text = models.CharField(_("text"), max_length=500)
    url = models.CharField(max_length=200, blank=True)
    recipients = models.ManyToManyField("unions.Account", blank=True, related_name="+", verbose_name=_("recipients"))
    facts = models.JSONField(default=dict, blank=True)
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


class MailingTemplateQuerySet(models.QuerySet["MailingTemplate"]):
    """Which templates."""

    def usable_by(self, account: Account) -> Self:
        """Templates of the unions at which the account is clerk or chair."""
        return self.filter(union__in=account.scope.union_ids(*DESK_ROLES))


class MailingTemplate(models.Model):
    """Words that a union sends again and again; places in braces are filled in for each recipient."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="mailing_templates", verbose_name=_("union"))
    name = models.CharField(_("name"), max_length=60)
    about = models.CharField(_("about"), max_length=120)
    text = models.CharField(_("text"), max_length=300)
    changed_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(_("changed"))

    objects = MailingTemplateQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        constraints = [models.UniqueConstraint(fields=["union", "name"], name="mailing_template_once")]

    def __str__(self) -> str:
        return self.name
