"""Files, kept byte-exact under generated names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.files import FileKind
from studios.choices.originals import StampOf

if TYPE_CHECKING:
    from unions.models import Account


# What comes with an objection is served by the handling desk's own page alone.
OBJECTION_SLOT = "objection"
# The signed file of a decision, and the same once the union that decided shows it to the public.
PAPER_SLOT, PUBLIC_PAPER_SLOT = "paper", "public_paper"
# A member's signed consent, by the key of the consent; it stands with the consents, not among the studio's files.
CONSENT_SLOT = "consent-"
# Files that desks and the system add to a case: no part of what the unit submits, nor of its limits.
OFFICE_SLOTS = ("scan", *(stamp.slot for stamp in StampOf), PAPER_SLOT, "form_pdf")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which files."""

    def visible_to(self, account: Account) -> Self:
        """Files of unions in scope; files of a case follow the case (actions check it besides)."""
        seen = self.filter(account.scope.q("union__path") | Q(uploaded_by=account))
        return seen.exclude(slot=OBJECTION_SLOT)


class Attachment(models.Model):
    """One uploaded file; `union` owns it, `slot` says what it shows (section, evidence slot, scan, paper)."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="+", verbose_name=_("union"))
    studio = models.ForeignKey("studios.Studio", models.PROTECT, null=True, blank=True, related_name="attachments")
    application = models.ForeignKey(
        "studios.Application", models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    result = models.ForeignKey("studios.Result", models.SET_NULL, null=True, blank=True, related_name="attachments")
    slot = models.CharField(_("shows"), max_length=40, blank=True)
    name = models.CharField(_("file name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=8, choices=FileKind)
    size = models.PositiveIntegerField(_("size, bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=120, unique=True, db_collation="C")
    uploaded_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    is_anonymous = models.BooleanField(
        _("filed anonymous"), default=False, help_text=_("Names neither persons nor units; blind reviewers read it.")
    )
    released_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField(_("released to blind reviewers"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ("uploaded_at", "pk")
        verbose_name = _("file")
        verbose_name_plural = _("files")
        indexes = [models.Index(fields=["application", "slot"], name="attachment_application_slot")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pictured(self) -> bool:
        """Whether pages can be drawn anew, which leaves names in the file's properties behind."""
        kind = FileKind(self.kind)
        return kind.is_picture or kind == FileKind.PDF
