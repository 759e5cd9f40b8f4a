"""申报批次: a call for applications with its dates, wording, opinions and evidence slots."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import ALWAYS_ON, PATH, CallState, DecisionVerb, Stage
from unions import clock
from unions.choices.tree import Level

if TYPE_CHECKING:
    from unions.models import Account

MOST_COPIES = 9


class CallQuerySet(models.QuerySet["Call"]):
    """Which calls."""

    def public(self) -> Self:
        """Calls whose guide the public reads: open ones and those closed after being open; never a practice call."""
        return self.exclude(state=CallState.DRAFT).filter(is_practice=False)

    def open(self) -> Self:
        """Calls that take applications now."""
        return self.filter(state=CallState.OPEN, opens_at__lte=clock.now())

    def visible_to(self, account: Account) -> Self:
        """Every call that was opened, and the drafts of unions in scope."""
        return self.filter(~Q(state=CallState.DRAFT) | account.scope.q("union__path"))


class Call(models.Model):
    """One union's call of one year at one level. `path` lists the optional stages that are on."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="calls", verbose_name=_("naming union"))
    level = models.CharField(_("level"), max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField(_("year"))
    title = models.CharField(_("title"), max_length=60)
    state = models.CharField(_("state"), max_length=8, choices=CallState, default=CallState.DRAFT)
    verb = models.CharField(_("decision verb"), max_length=8, choices=DecisionVerb, default=DecisionVerb.NAME)
    level_name = models.CharField(_("wording of the level"), max_length=40, blank=True)
    approval_basis = models.TextField(_("approval basis"), max_length=500, blank=True)
    guide = models.TextField(_("guide text"), max_length=3000, blank=True)
    path = models.JSONField(_("optional stages"), default=list)
    opens_at = models.DateTimeField(_("opens"))
    valid_years = models.PositiveSmallIntegerField(_("years of validity"), null=True, blank=True, default=3)
    notice_days = models.PositiveSmallIntegerField(_("working days of the public notice"), default=5)
    single_sign = models.BooleanField(_("a clerk signs too"), default=False)
    needs_unit_scan = models.BooleanField(_("the unit's stamped scan is asked for"), default=False)
    paper_copies = models.PositiveSmallIntegerField(
        _("copies of the stamped paper form"), default=3, db_default=3, validators=[MaxValueValidator(MOST_COPIES)]
    )
    is_practice = models.BooleanField(
        _("practice call"),
        default=False,
        db_default=False,
        help_text=_("Never public; nothing of it enters the register or a figure."),
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-pk")
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [
            models.Index(fields=["-year", "-id"], name="call_year"),
            models.Index(fields=["state", "opens_at"], name="call_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["union", "level", "year", "title"], name="call_once"),
            models.CheckConstraint(condition=Q(notice_days__gte=3, notice_days__lte=10), name="call_notice_days"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public guide page; a practice call has none, staff read its own page."""
        return reverse("call_edit" if self.is_practice else "call", args=[self.pk])

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the path that are on, in their fixed order."""
        return tuple(s for s in PATH if s in ALWAYS_ON or s.value in self.path)

    @property
    def phase(self) -> CallState:
        """The state with its label and tone."""
        return CallState(self.state)

    @property
    def wording(self) -> str:
        """The level as the call words it."""
        return self.level_name or self.get_level_display()

    @property
    def is_open(self) -> bool:
        """Whether applications may be opened now."""
        return self.state == CallState.OPEN and self.opens_at <= clock.now()


class CallStage(models.Model):
    """The binding date of one stage (draft = filing); `reminder_days` is an optional limit in working days."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="dates", verbose_name=_("call"))
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    due_at = models.DateTimeField(_("until"))
    reminder_days = models.PositiveSmallIntegerField(_("working days at a desk"), null=True, blank=True)

    class Meta:
        ordering = ("due_at",)
        constraints = [models.UniqueConstraint(fields=["call", "stage"], name="call_stage_once")]

    def __str__(self) -> str:
        return f"{self.call} {self.get_stage_display()}"


class Extension(models.Model):
    """A later date for a stage, for the whole call or one union and all below it, with its reason."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="extensions", verbose_name=_("call"))
    union = models.ForeignKey("unions.Union", models.PROTECT, null=True, blank=True, verbose_name=_("union"))
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)
    due_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-due_at",)

    def __str__(self) -> str:
        return f"{self.call} {self.due_at:%Y-%m-%d}"

    def serves(self, path: str, stage: str) -> bool:
        """Whether it holds for a union with this path at this stage."""
        return self.stage == stage and (self.union is None or path.startswith(self.union.path))


class Opinion(models.Model):
    """One opinion that a call lists, given at a stage; several recommenders fill the same line in turn."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="opinions", verbose_name=_("call"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=40)
    stage = models.CharField(_("stage"), max_length=16, choices=Stage)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["call", "position"], name="opinion_position_once")]

    def __str__(self) -> str:
        return self.name


class Slot(models.Model):
    """An evidence slot: a place in the application for files that show one thing."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="slots", verbose_name=_("call"))
    position = models.PositiveSmallIntegerField(_("position"))
    key = models.SlugField(_("key"), max_length=30)
    name = models.CharField(_("name"), max_length=60)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    is_required = models.BooleanField(_("required"), default=True)

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["call", "key"], name="slot_key_once")]

    def __str__(self) -> str:
        return self.name


def binding_date(dates: list[CallStage], extensions: list[Extension], stage: str, path: str) -> datetime | None:
    """The date that binds a union at a stage: the call's, or the latest extension that serves it."""
    own = [d.due_at for d in dates if d.stage == stage]
    later = [e.due_at for e in extensions if e.serves(path, stage)]
    return max(own + later, default=None)
