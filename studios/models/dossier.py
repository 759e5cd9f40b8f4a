"""What has happened to an application: versions, acts, opinions, returns."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import DECISIVE, Stage, StepName
from studios.choices.files import ScanMatch
from studios.choices.sections import SectionKey


class ApplicationVersion(models.Model):
    """A frozen submission; `sha256` covers the canonical JSON of `content`."""

    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    rules = models.ForeignKey("studios.RuleSet", models.PROTECT, related_name="+")
    idempotency_key = models.CharField(max_length=64, unique=True)
    submitted_by = models.ForeignKey("unions.Account", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"))

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.application} v{self.number}"


class Act(models.Model):
    """办理: one step of one desk on one version; a decision is unique unless undone (recalled, sent back, reopened)."""

    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="acts")
    version = models.ForeignKey(ApplicationVersion, models.PROTECT, null=True, blank=True, related_name="acts")
    step = models.CharField(_("step"), max_length=20, choices=StepName)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    target = models.CharField(_("then"), max_length=16, choices=Stage)
    desk = models.ForeignKey("unions.Union", models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("reason"), max_length=1000, blank=True)
    ground = models.CharField(_("ground"), max_length=20, blank=True)
    before = models.JSONField(default=dict)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="acts")
    by_name = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        indexes = [models.Index(fields=["application", "at"], name="act_application")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "stage", "desk", "version"],
                condition=Q(step__in=list(DECISIVE), undone_at=None),
                name="act_one_decision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.get_step_display()}"


class OpinionRecord(models.Model):
    """An opinion of a union on a version, with signer, date and the stamped scan; never overwritten."""

    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="opinion_records")
    act = models.ForeignKey(Act, models.CASCADE, related_name="opinion_records")
    name = models.CharField(_("opinion"), max_length=40)
    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="+")
    version = models.ForeignKey(ApplicationVersion, models.PROTECT, related_name="opinion_records")
    text = models.TextField(_("text"), max_length=1000)
    signer = models.CharField(_("signed by"), max_length=60)
    signed_on = models.DateField(_("date"))
    scan = models.ForeignKey("studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("act__at", "pk")

    def __str__(self) -> str:
        return f"{self.application} {self.name}"


class StampedScan(models.Model):
    """盖章扫描件: the scan of a stamped form, which version of the form it shows, and how that was found.

    Without `how` nobody knows yet: no QR code could be read, and nobody compared it.
    """

    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="stamped_scans")
    file = models.OneToOneField("studios.Attachment", models.PROTECT, related_name="+", verbose_name=_("file"))
    paper = models.CharField(_("whose stamp"), max_length=40)
    version = models.ForeignKey(ApplicationVersion, models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(_("matched"), max_length=4, choices=ScanMatch, blank=True)
    matched_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    matched_at = models.DateTimeField(_("matched"), null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("stamped scan")
        verbose_name_plural = _("stamped scans")

    def __str__(self) -> str:
        return f"{self.application} {self.paper}"


class ReturnNote(models.Model):
    """退回修改: until when, and whether stamps must be renewed."""

    act = models.OneToOneField(Act, models.CASCADE, related_name="return_note")
    due_at = models.DateTimeField(_("until"))
    renew_stamps = models.BooleanField(_("stamps are renewed"), default=False)

    def __str__(self) -> str:
        return str(self.act)


class Remark(models.Model):
    """One remark pinned to a page of the form."""

    note = models.ForeignKey(ReturnNote, models.CASCADE, related_name="remarks")
    section = models.CharField(_("page"), max_length=12, choices=SectionKey)
    text = models.CharField(_("remark"), max_length=500)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text
