"""申报: studio × call, its sections and desks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import FINAL, Stage
from studios.choices.sections import SectionKey, SectionState
from unions.choices.people import CASE_ROLES, DESK_ROLES, Role

if TYPE_CHECKING:
    from studios.models.call import Call
    from studios.models.studio import Studio
    from unions.models import Account

# Before the first submission the answers are the unit's alone (domain rules §2).
PRIVATE = (Stage.DRAFT, Stage.EXPIRED)
# How long before a date its holders are reminded: the nearest span that fits counts.
AHEAD = (timedelta(days=1), timedelta(days=7))
AT_A_DESK = (Stage.UNIT_REVIEW, Stage.RECOMMENDATION, Stage.QUALIFICATION, Stage.DECISION)


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Which applications."""

    def visible_to(self, account: Account) -> Self:
        """Scope ∪ on one of my desks ∪ my union has acted on it."""
        mine = account.scope.union_ids(*CASE_ROLES)
        passed = ApplicationDesk.objects.filter(application=OuterRef("pk"), union__in=mine, reached_at__isnull=False)
        return self.filter(account.scope.q("union__path") | Q(desk__in=mine) | Exists(passed))

    def on_desk_of(self, account: Account) -> Self:
        """What waits at a union where the account is clerk or chair; a returned case waits at its unit."""
        at_desk = Q(desk__in=account.scope.union_ids(*DESK_ROLES), state__in=AT_A_DESK)
        chaired, kept = account.scope.union_ids(Role.CHAIR), account.scope.union_ids(Role.CLERK)
        changing = Q(ready_at=None, union__in=kept)
        confirming = Q(union__in=chaired) | Q(union__in=kept, call__single_sign=True)
        returned = changing | (Q(ready_at__isnull=False) & confirming)
        return self.filter(at_desk | (Q(state=Stage.RETURNED) & returned))

    def readable_by(self, account: Account) -> Self:
        """Visible ones whose answers may be read: a unit's draft is the unit's alone."""
        own = account.scope.union_ids(*CASE_ROLES)
        return self.visible_to(account).filter(
            ~Q(state__in=PRIVATE) | Q(version_count__gt=0) | Q(union__in=own) | Q(opened_by=account)
        )

    def running(self) -> Self:
        """Not in a final state."""
        return self.exclude(state__in=FINAL)

    def standing(self, call: Call, studio: Studio) -> Self:
        """The one application that counts for a studio in a call; withdrawn and expired ones make room."""
        return self.filter(call=call, studio=studio).exclude(state__in=[Stage.WITHDRAWN, Stage.EXPIRED])

    def with_parties(self) -> Self:
        """Applications with call, studio, union and desk at hand."""
        return self.select_related("call__union", "studio__kind", "studio__industry", "union__parent", "desk", "rules")


class Application(models.Model):
    """申报: owns its answers until naming; `state` is written by one function alone."""

    number = models.CharField(_("number"), max_length=16, unique=True, db_collation="C")
    call = models.ForeignKey("studios.Call", models.PROTECT, related_name="applications", verbose_name=_("call"))
    studio = models.ForeignKey("studios.Studio", models.PROTECT, related_name="applications", verbose_name=_("studio"))
    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="applications", verbose_name=_("unit"))
    rules = models.ForeignKey("studios.RuleSet", models.PROTECT, related_name="applications", verbose_name=_("rules"))
    state = models.CharField(_("state"), max_length=16, choices=Stage, default=Stage.DRAFT)
    desk = models.ForeignKey(
        "unions.Union", models.PROTECT, null=True, blank=True, related_name="desk_applications", verbose_name=_("desk")
    )
    desk_position = models.PositiveSmallIntegerField(default=0)
    state_since = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("until"), null=True, blank=True)
    state_before = models.JSONField(default=dict, editable=False)
    version_count = models.PositiveSmallIntegerField(_("version"), default=0)
    revision = models.PositiveIntegerField(default=0, help_text=_("Rises with each step; forms carry it."))
    explanations = models.JSONField(_("explanations"), default=dict, blank=True)
    opened_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(_("opened"))
    changed_at = models.DateTimeField(_("changed"))
    is_proxy = models.BooleanField(_("filed for the unit"), default=False)
    ready_at = models.DateTimeField(
        _("changes finished"), null=True, blank=True, help_text=_("The clerk is done; the unit's chair confirms.")
    )
    overdue_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    soon_told_at = models.DateTimeField(null=True, blank=True, editable=False)
    giving_up_reason = models.CharField(_("reason for giving up"), max_length=300, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            models.Index(fields=["desk", "state", "state_since"], name="application_desk"),
            models.Index(fields=["call", "state"], name="application_call_state"),
            models.Index(fields=["union"], name="application_union"),
            models.Index(fields=["-changed_at", "-id"], name="application_changed"),
            models.Index(fields=["state", "due_at"], name="application_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "studio"],
                condition=~Q(state__in=[Stage.WITHDRAWN, Stage.EXPIRED]),
                name="application_once_a_call",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_A_DESK) | Q(desk__isnull=False), name="application_at_a_desk_has_one"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[Stage.DRAFT, Stage.EXPIRED]) | Q(version_count__gt=0),
                name="application_submitted_has_version",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The case page."""
        return reverse("application", args=[self.number])

    @property
    def stage(self) -> Stage:
        """The state with its label and tone."""
        return Stage(self.state)

    @property
    def is_editable(self) -> bool:
        """Whether the unit may change its answers."""
        return self.state in (Stage.DRAFT, Stage.RETURNED)

    @property
    def was_reminded(self) -> bool:
        """Whether the present desk was reminded already."""
        return self.reminded_at is not None and self.reminded_at >= self.state_since

    def owes_reminder(self, now: datetime) -> bool:
        """Whether its date comes within a week, or within a day, and nobody was told so yet at this place."""
        if self.due_at is None or not now < self.due_at <= now + AHEAD[-1]:
            return False
        near = next(span for span in AHEAD if self.due_at <= now + span)
        told = self.soon_told_at
        return told is None or told < self.due_at - near or told < self.state_since

    def owes_overdue_message(self, now: datetime) -> bool:
        """Whether its date has passed and nobody was told since it did, at this place."""
        if self.due_at is None or self.due_at >= now:
            return False
        told = self.overdue_told_at
        return told is None or told <= self.due_at or told < self.state_since


class ApplicationDeskQuerySet(models.QuerySet["ApplicationDesk"]):
    """Which desks."""

    def above_unit(self) -> Self:
        """The desks above the unit with their unions, in the order of the way."""
        return self.exclude(stage=Stage.UNIT_REVIEW).select_related("union").order_by("position")


class ApplicationDesk(models.Model):
    """One desk on the way, computed at first submission; a merged union's desk goes to its successor."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="desks")
    position = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=16, choices=Stage)
    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="+")
    reached_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationDeskQuerySet.as_manager()

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="application_desk_once")]
        indexes = [models.Index(fields=["union", "application"], name="application_desk_union")]

    def __str__(self) -> str:
        return f"{self.application} {self.union}"


class Section(models.Model):
    """The answers of one page; `version` rises with every save, so that two tabs notice each other."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=12, choices=SectionKey)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=SectionState, default=SectionState.EMPTY)
    faults = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "key"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.application} {self.key}"
