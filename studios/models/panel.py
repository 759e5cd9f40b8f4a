"""评审专家: the pool, seats in one call's panel, recusals and who scores what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import CallState
from studios.choices.reviews import RecusalGround, SeatState, SheetState

if TYPE_CHECKING:
    from unions.models import Account


class ExpertQuerySet(models.QuerySet["Expert"]):
    """Which experts."""

    def visible_to(self, account: Account) -> Self:
        """The pools of unions at which the account works, and of those below."""
        return self.filter(account.scope.q("union__path"))


class Expert(models.Model):
    """A member of a union's pool of experts; `home` is the union of the unit that employs the person."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="experts", verbose_name=_("pool of"))
    person = models.ForeignKey("studios.Person", models.PROTECT, related_name="expertises", verbose_name=_("person"))
    account = models.ForeignKey(
        "unions.Account", models.PROTECT, null=True, blank=True, related_name="expertises", verbose_name=_("account")
    )
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    title = models.CharField(_("professional title"), max_length=40, blank=True)
    specialties = models.ManyToManyField(
        "unions.IndustryGroup", blank=True, related_name="+", verbose_name=_("specialties")
    )
    field_of_work = models.CharField(_("field of work"), max_length=60, blank=True)
    is_active = models.BooleanField(_("available"), default=True)
    added_at = models.DateTimeField()

    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ("person__name_key", "pk")
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [models.UniqueConstraint(fields=["union", "person"], name="expert_once_a_pool")]

    def __str__(self) -> str:
        return str(self.person)


class PanelGroup(models.Model):
    """A group of a call's panel with the industry groups it looks at (none = all)."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="panel_groups", verbose_name=_("call"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=40)
    industry_groups = models.ManyToManyField("unions.IndustryGroup", blank=True, verbose_name=_("industry groups"))

    class Meta:
        ordering = ("position",)
        verbose_name = _("panel group")
        verbose_name_plural = _("panel groups")
        constraints = [models.UniqueConstraint(fields=["call", "name"], name="panel_group_once")]

    def __str__(self) -> str:
        return self.name


class SeatQuerySet(models.QuerySet["PanelSeat"]):
    """Which seats."""

    def of(self, account: Account) -> Self:
        """Seats of the account, declined and left ones out; a call in draft keeps its panel to itself."""
        mine = self.filter(expert__account=account, state__in=[SeatState.INVITED, SeatState.DECLARED])
        return mine.exclude(call__state=CallState.DRAFT)

    def seated(self) -> Self:
        """Seats of experts who are invited or at work."""
        return self.filter(state__in=[SeatState.INVITED, SeatState.DECLARED])

    def at_work(self) -> Self:
        """Seats whose experts have declared and stay."""
        return self.filter(state=SeatState.DECLARED)


class PanelSeat(models.Model):
    """An expert's seat in one call: not an appointment, it gives no scope. `label` (专家1) stands for the name."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="seats", verbose_name=_("call"))
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats", verbose_name=_("expert"))
    group = models.ForeignKey(
        PanelGroup, models.SET_NULL, null=True, blank=True, related_name="seats", verbose_name=_("panel group")
    )
    number = models.PositiveSmallIntegerField(_("seat"))
    state = models.CharField(_("state"), max_length=10, choices=SeatState, default=SeatState.INVITED)
    capacity = models.PositiveSmallIntegerField(_("cases at most"), null=True, blank=True)
    code_hash = models.CharField(max_length=128, blank=True, editable=False)
    code_until = models.DateTimeField(_("code holds until"), null=True, blank=True)
    invited_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    invited_at = models.DateTimeField()
    declared_at = models.DateTimeField(_("declared"), null=True, blank=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    left_reason = models.CharField(_("reason"), max_length=300, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        verbose_name = _("panel seat")
        verbose_name_plural = _("panel seats")
        constraints = [
            models.UniqueConstraint(fields=["call", "expert"], name="seat_once"),
            models.UniqueConstraint(fields=["call", "number"], name="seat_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.expert)

    @property
    def standing(self) -> SeatState:
        """The state with its label and tone."""
        return SeatState(self.state)


class Recusal(models.Model):
    """回避: an expert has nothing to do with a case; `ground` is found or declared, `note` says what was found."""

    seat = models.ForeignKey(PanelSeat, models.CASCADE, related_name="recusals", verbose_name=_("seat"))
    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="recusals")
    ground = models.CharField(_("ground"), max_length=12, choices=RecusalGround)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("application", "at")
        verbose_name = _("recusal")
        verbose_name_plural = _("recusals")
        constraints = [models.UniqueConstraint(fields=["seat", "application"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.seat} {self.application}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Which assignments."""

    def live(self) -> Self:
        """Those that count: the expert is still in the panel and the sheet, if there is one, is not void."""
        seats = [SeatState.INVITED, SeatState.DECLARED]
        return self.filter(seat__state__in=seats).exclude(sheet__state=SheetState.VOID)


class Assignment(models.Model):
    """An expert scores a case; a `is_fixed` one stays when the rest is dealt out anew."""

    seat = models.ForeignKey(PanelSeat, models.CASCADE, related_name="assignments", verbose_name=_("seat"))
    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="assignments")
    position = models.PositiveSmallIntegerField(default=0)
    is_fixed = models.BooleanField(_("fixed"), default=False)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [models.UniqueConstraint(fields=["seat", "application"], name="assignment_once")]
        indexes = [models.Index(fields=["application"], name="assignment_application")]

    def __str__(self) -> str:
        return f"{self.seat} {self.application}"
