"""纸质原件: the stamped paper of a case as each desk receives it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.models.application import ApplicationDesk
from studios.models.dossier import ApplicationVersion

MOST_COPIES = 20


class OriginalReceiptQuerySet(models.QuerySet["OriginalReceipt"]):
    """Which receipts."""

    def standing(self) -> Self:
        """Those that nobody corrected."""
        return self.filter(struck_at=None)


class OriginalReceipt(models.Model):
    """Copies of the stamped form that a desk took in; `stamps` names the stages whose stamp is on the paper.

    A receipt is never changed: a correction strikes it out with a reason and may put another in its place.
    """

    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="original_receipts")
    desk = models.ForeignKey(ApplicationDesk, models.CASCADE, related_name="original_receipts")
    version = models.ForeignKey(ApplicationVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    copies = models.PositiveSmallIntegerField(_("copies"))
    received_on = models.DateField(_("received"))
    brought_by = models.CharField(_("handed in by"), max_length=60, blank=True)
    stamps = models.JSONField(_("stamps on the paper"), default=list, blank=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, related_name="+", verbose_name=_("received by"))
    at = models.DateTimeField()
    struck_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = OriginalReceiptQuerySet.as_manager()

    class Meta:
        ordering = ("received_on", "pk")
        verbose_name = _("receipt of paper originals")
        verbose_name_plural = _("receipts of paper originals")
        constraints = [
            models.CheckConstraint(condition=Q(copies__gte=1, copies__lte=MOST_COPIES), name="original_copies"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="original_struck_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} × {self.copies}"
