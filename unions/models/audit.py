"""The audit record: a chain of hashes that shows when a row was changed, added or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from unions.choices.audit import Verb

if TYPE_CHECKING:
    from unions.models.account import Account


def verbs() -> list[tuple[str, Any]]:
    """The vocabulary, asked when it is needed: a new verb changes no table."""
    return Verb.choices


class AuditHead(models.Model):
    """The single row whose lock orders the chain; holds the last position and hash."""

    position = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return str(self.position)


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    """Which events."""

    def visible_to(self, account: Account) -> Self:
        """Events within scope (case roles for all verbs, administrators for people), and one's own."""
        people = Q(verb__startswith="account.") | Q(verb__startswith="appointment.") | Q(verb__startswith="union.")
        return self.filter(
            account.scope.q("union_path")
            | (people & account.scope.q("union_path", roles=("administrator",)))
            | Q(account=account)
        )


class AuditEvent(models.Model):
    """Who did what to which subject, when, within which union; `hash` covers the row and the one before."""

    position = models.BigIntegerField(_("position"), unique=True)
    at = models.DateTimeField(_("when"))
    account = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+", verbose_name=_("who"))
    account_name = models.CharField(_("who"), max_length=60, blank=True)
    verb = models.CharField(_("what"), max_length=40, choices=verbs)
    union = models.ForeignKey("unions.Union", models.PROTECT, null=True, related_name="+", verbose_name=_("union"))
    union_path = models.CharField(max_length=200, db_collation="C", blank=True)
    subject_type = models.CharField(_("kind"), max_length=40, blank=True)
    subject_id = models.BigIntegerField(_("number"), null=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("-position",)
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        indexes = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["verb", "-at"], name="audit_verb"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["union_path"], name="audit_union_path"),
        ]
        # Rows are only ever added; the chain would show a change, the trigger refuses it.
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.position} {self.verb}"
