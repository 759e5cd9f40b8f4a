"""决定: the numbered paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import DecisionVerb
from studios.choices.register import DecisionKind, Origin
from studios.models.designation import Designation

if TYPE_CHECKING:
    from unions.models import Account


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Which decisions."""

    def visible_to(self, account: Account) -> Self:
        """Decisions of unions in scope, and those of unions outside the tree that name a studio in scope."""
        named = Designation.objects.filter(account.scope.q("studio__union__path"), decision=OuterRef("pk"))
        return self.filter(account.scope.q("union__path") | (Q(union=None) & Exists(named)))


class Decision(models.Model):
    """A numbered, dated paper of a union that names studios, or revokes namings of an earlier one."""

    union = models.ForeignKey(
        "unions.Union", models.PROTECT, null=True, related_name="decisions", verbose_name=_("union")
    )
    issuer = models.CharField(_("issued by"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=DecisionKind, default=DecisionKind.NAMING)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.DECIDED)
    call = models.ForeignKey("studios.Call", models.PROTECT, null=True, blank=True, related_name="decisions")
    verb = models.CharField(_("verb"), max_length=8, choices=DecisionVerb, default=DecisionVerb.NAME)
    number = models.CharField(_("document number"), max_length=60)
    title = models.CharField(_("title"), max_length=120, blank=True)
    decided_on = models.DateField(_("date"))
    meeting_record = models.CharField(_("meeting record"), max_length=120, blank=True)
    paper = models.ForeignKey(
        "studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed file")
    )
    revokes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="revocations", verbose_name=_("revokes")
    )
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-pk")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["-decided_on"], name="decision_decided")]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="decision_number_once_an_issuer"),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.REVOCATION) | Q(revokes__isnull=False) | Q(origin=Origin.RECORDED),
                name="decision_revocation_names_its_target",
            ),
        ]

    def __str__(self) -> str:
        return self.number
