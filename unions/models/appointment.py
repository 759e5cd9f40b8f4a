"""Authority: who holds which role at which union, from when to when."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from unions.choices.people import Role


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Which appointments."""

    def in_force(self, day: date) -> Self:
        """Begun, not ended, and at a union that still lives."""
        return self.open(day).filter(starts_on__lte=day, union__state="active")

    def open(self, day: date) -> Self:
        """In force or to begin later."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), ended_at=None)

    def awaiting(self) -> Self:
        """Ended by a merger and waiting for a yes or no at the union that took over."""
        return self.filter(awaits__isnull=False)


class Appointment(models.Model):
    """岗位授权: account × union × role; `ends_on` is its last day, `ended_at` the instant if it was ended by hand."""

    account = models.ForeignKey(
        "unions.Account", models.PROTECT, related_name="appointments", verbose_name=_("account")
    )
    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="appointments", verbose_name=_("union"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    deputy_for = models.ForeignKey(
        "unions.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputised",
        verbose_name=_("stands in for"),
    )
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))
    ended_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    awaits = models.ForeignKey(
        "unions.Union",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="awaited_appointments",
        verbose_name=_("to be confirmed at"),
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [models.Index(fields=["union", "role"], name="appointment_union_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["account", "union", "role"],
                condition=Q(ends_on=None, ended_at=None),
                name="appointment_one_open",
            ),
            models.CheckConstraint(
                condition=Q(awaits=None) | Q(ended_at__isnull=False), name="appointment_awaiting_has_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.get_role_display()} {self.union}"

    def is_open(self, day: date) -> bool:
        """Whether it is in force or will be."""
        return self.ended_at is None and (self.ends_on is None or self.ends_on >= day)

    @property
    def last_on(self) -> date | None:
        """The day on which it ended or will end; None when open-ended."""
        return timezone.localdate(self.ended_at) if self.ended_at else self.ends_on
