"""称号: studio × level × decision, with its plaque."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.register import DesignationState, Origin, PlaqueState
from unions import clock
from unions.choices.tree import Level

if TYPE_CHECKING:
    from unions.models import Account

NOTICE_MONTHS = 6


class DesignationQuerySet(models.QuerySet["Designation"]):
    """Which designations."""

    def in_force(self) -> Self:
        """Those that still stand: active, in rectification or suspended."""
        return self.filter(
            state__in=[DesignationState.ACTIVE, DesignationState.RECTIFICATION, DesignationState.SUSPENDED]
        )

    def visible_to(self, account: Account) -> Self:
        """Designations of studios in scope."""
        return self.filter(account.scope.q("studio__union__path"))


class Designation(models.Model):
    """A studio's naming at a level; `valid_until` is the last day (empty = until revoked)."""

    studio = models.ForeignKey("studios.Studio", models.PROTECT, related_name="designations", verbose_name=_("studio"))
    level = models.CharField(_("level"), max_length=10, choices=Level)
    level_name = models.CharField(_("wording of the level"), max_length=40, blank=True)
    decision = models.ForeignKey(
        "studios.Decision", models.PROTECT, related_name="designations", verbose_name=_("decision")
    )
    union = models.ForeignKey(
        "unions.Union", models.PROTECT, null=True, related_name="designations", verbose_name=_("naming union")
    )
    application = models.OneToOneField(
        "studios.Application", models.PROTECT, null=True, blank=True, related_name="designation"
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, default=Origin.DECIDED)
    decided_on = models.DateField(_("decided"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=14, choices=DesignationState, default=DesignationState.ACTIVE)
    revoked_by = models.ForeignKey(
        "studios.Decision", models.PROTECT, null=True, blank=True, related_name="revoked", verbose_name=_("revoked by")
    )
    revoked_on = models.DateField(_("revoked"), null=True, blank=True)
    plaque_number = models.CharField(_("plaque number"), max_length=24, unique=True, null=True, db_collation="C")
    code = models.CharField(_("plaque code"), max_length=10, unique=True, db_collation="C")
    plaque_state = models.CharField(_("plaque"), max_length=12, choices=PlaqueState, default=PlaqueState.ISSUED)
    plaque_due_on = models.DateField(_("plaque to be returned by"), null=True, blank=True)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        ordering = ("-decided_on", "-pk")
        verbose_name = _("designation")
        verbose_name_plural = _("designations")
        indexes = [
            models.Index(fields=["studio", "state"], name="designation_studio_state"),
            models.Index(fields=["level", "state"], name="designation_level"),
            models.Index(fields=["-decided_on"], name="designation_decided"),
            models.Index(F("plaque_due_on").desc(nulls_last=True), F("id").desc(), name="designation_by_plaque_due"),
            models.Index(F("valid_until").desc(nulls_last=True), F("id").desc(), name="designation_by_until"),
            models.Index(fields=["plaque_state", "id"], name="designation_by_plaque"),
            models.Index(fields=["state", "id"], name="designation_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["studio", "level", "decision"], name="designation_once_a_decision"),
            models.CheckConstraint(
                condition=~Q(state=DesignationState.REVOKED) | Q(revoked_by__isnull=False),
                name="designation_revoked_has_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.get_level_display()}"

    def get_absolute_url(self) -> str:
        """The plaque check that the QR code opens."""
        return reverse("plaque", args=[self.code])

    @property
    def wording(self) -> str:
        """The level as the naming paper words it."""
        return self.level_name or self.get_level_display()

    @property
    def standing(self) -> DesignationState:
        """The stored state with its label and tone."""
        return DesignationState(self.state)

    @property
    def plaque(self) -> PlaqueState:
        """Where the plaque is, with label and tone."""
        return PlaqueState(self.plaque_state)

    @property
    def is_in_force(self) -> bool:
        """Whether it still stands."""
        return self.state in (DesignationState.ACTIVE, DesignationState.RECTIFICATION, DesignationState.SUSPENDED)

    @property
    def is_due(self) -> bool:
        """Six months before its last day, or after it: the tag 待复核 (domain rules §5)."""
        if self.valid_until is None or self.state != DesignationState.ACTIVE:
            return False
        return clock.today() >= self.valid_until - relativedelta(months=NOTICE_MONTHS)

    @property
    def is_overdue(self) -> bool:
        """Whether its last day has passed."""
        return self.is_due and self.valid_until is not None and clock.today() > self.valid_until

    @staticmethod
    def last_day(decided_on: date, years: int | None) -> date | None:
        """`decided_on` plus the call's years; None lasts until revoked."""
        return decided_on + relativedelta(years=years) if years else None


class StudioSerial(models.Model):
    """The last serial given per root union (studios) or per year (applications); its row is the lock."""

    key = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key} {self.last}"
