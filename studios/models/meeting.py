"""会议研究: the ranked list with its cut line, changed by hand with reasons, then frozen as a record."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import MeetingKind, Outcome


class Meeting(models.Model):
    """One call's meeting; `revision` rises with each change, so that two people at the line notice each other.

    Frozen: record number, date, those present and recused, the list as `content` and its `sha256`.
    """

    call = models.OneToOneField("studios.Call", models.CASCADE, related_name="meeting", verbose_name=_("call"))
    places = models.PositiveSmallIntegerField(_("places"))
    reserves = models.PositiveSmallIntegerField(_("reserves"), default=0)
    revision = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("meeting"), max_length=12, choices=MeetingKind, blank=True)
    number = models.CharField(_("record number"), max_length=60, blank=True)
    held_on = models.DateField(_("date"), null=True, blank=True)
    present = models.CharField(_("present"), max_length=500, blank=True)
    recused = models.CharField(_("recused"), max_length=300, blank=True)
    content = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    frozen_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(frozen_at=None) | (~Q(number="") & ~Q(sha256="") & Q(held_on__isnull=False)),
                name="meeting_frozen_has_record",
            )
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.number}".strip()

    @property
    def is_frozen(self) -> bool:
        """Whether the list stands for good."""
        return self.frozen_at is not None


class MeetingLine(models.Model):
    """A case's place on the list: `position` as ranked and moved, `rank` and `points` as computed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="lines")
    application = models.OneToOneField("studios.Application", models.CASCADE, related_name="meeting_line")
    position = models.PositiveSmallIntegerField(_("position"))
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, default=Outcome.NOT_CHOSEN)
    promoted_at = models.DateTimeField(_("moved up"), null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="meeting_line_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.application}"

    @property
    def result(self) -> Outcome:
        """The outcome with its label and tone."""
        return Outcome(self.outcome)


class MeetingChange(models.Model):
    """One change at the line, with its reason and who made it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="changes")
    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="+")
    other = models.ForeignKey("studios.Application", models.CASCADE, null=True, blank=True, related_name="+")
    text = models.CharField(_("change"), max_length=200)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text
