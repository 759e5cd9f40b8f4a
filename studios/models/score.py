"""Score sheets, their lines, and the list of cases that a panel looks at again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import SheetState, Vote


class ScoreSheet(models.Model):
    """One expert's sheet of one case; `total` is of 100 with automatic points, two decimals half up.

    A paper sheet is typed by one clerk with its scan and counts when a second clerk confirms it. `version` rises with
    each save. A sheet of an expert who left or was recused later is void, kept and not counted.
    """

    assignment = models.OneToOneField("studios.Assignment", models.CASCADE, related_name="sheet")
    rubric = models.ForeignKey("studios.Rubric", models.PROTECT, null=True, blank=True, related_name="sheets")
    seen_version = models.ForeignKey("studios.ApplicationVersion", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.DRAFT)
    total = models.DecimalField(_("total"), max_digits=6, decimal_places=2, null=True, blank=True)
    bonus = models.DecimalField(_("bonus"), max_digits=5, decimal_places=2, default=0)
    vote = models.CharField(_("vote"), max_length=8, choices=Vote, blank=True)
    comment = models.TextField(_("comment"), max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    scan = models.ForeignKey("studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    typed_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        indexes = [models.Index(fields=["state"], name="score_sheet_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=SheetState.SUBMITTED) | Q(submitted_at__isnull=False), name="sheet_submitted_at"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("typed_by")), name="sheet_two_clerks"
            ),
        ]

    def __str__(self) -> str:
        return str(self.assignment)

    @property
    def standing(self) -> SheetState:
        """The state with its label and tone."""
        return SheetState(self.state)


class ScoreLine(models.Model):
    """One criterion on a sheet, in steps of half a point."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="lines")
    criterion = models.ForeignKey("studios.Criterion", models.PROTECT, related_name="+")
    band = models.ForeignKey("studios.Band", models.PROTECT, null=True, blank=True, related_name="+")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_line_once"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="score_line_points"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"


class Reconsideration(models.Model):
    """复议: a case whose experts are far apart, or tied, is talked over again; `outcome` says what came of it."""

    application = models.OneToOneField("studios.Application", models.CASCADE, related_name="reconsideration")
    spread = models.DecimalField(_("spread"), max_digits=6, decimal_places=2, null=True)
    note = models.CharField(_("why"), max_length=300, blank=True)
    asked_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ("asked_at",)
        verbose_name = _("reconsideration")
        verbose_name_plural = _("reconsiderations")

    def __str__(self) -> str:
        return str(self.application)
