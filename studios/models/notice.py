"""公示 and 异议: what is shown to the public for a number of working days, and who objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import Channel, NoticeOrder, NoticeState, ObjectionState, Objector
from unions import clock

if TYPE_CHECKING:
    from unions.models import Account


class NoticeQuerySet(models.QuerySet["PublicNotice"]):
    """Which notices."""

    def public(self) -> Self:
        """Published ones, replaced ones too: what was shown never vanishes; none of a practice call."""
        return self.exclude(state=NoticeState.DRAFT).filter(call__is_practice=False)

    def visible_to(self, account: Account) -> Self:
        """Published ones, and drafts of unions in scope."""
        return self.filter(~Q(state=NoticeState.DRAFT) | account.scope.q("call__union__path"))

    def kept_by(self, account: Account) -> Self:
        """Those that the account's desks keep or watch: of unions in scope."""
        return self.filter(account.scope.q("call__union__path"))

    def newest(self) -> Self:
        """The version that counts of each notice: what no correction replaced."""
        return self.filter(correction=None)


class PublicNotice(models.Model):
    """公示: drafted from the frozen list; publishing freezes `content` under `sha256`, a correction is a new version.

    `published_on` is day 1 of `days` working days (the next working day when it falls on a day off); `ends_on` is the
    last one. `recomputed_from` is what it was before the calendar changed.
    """

    call = models.ForeignKey("studios.Call", models.PROTECT, related_name="notices", verbose_name=_("call"))
    series = models.PositiveSmallIntegerField(_("notice"), default=1)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name=_("corrects")
    )
    note = models.CharField(_("note on the correction"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    title = models.CharField(_("title"), max_length=120)
    basis = models.TextField(_("basis and what was done"), max_length=2000)
    contact = models.TextField(_("who may object and how"), max_length=1000)
    order = models.CharField(_("order"), max_length=12, choices=NoticeOrder, default=NoticeOrder.RECOMMENDER)
    days = models.PositiveSmallIntegerField(_("working days"))
    published_on = models.DateField(_("published"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    content = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    recomputed_from = models.DateField(_("last day before the calendar changed"), null=True, blank=True)
    blocked_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-published_on", "-pk")
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        indexes = [models.Index(fields=["state", "ends_on"], name="notice_state")]
        constraints = [
            models.UniqueConstraint(fields=["call", "series", "version"], name="notice_version_once"),
            models.CheckConstraint(condition=Q(days__gte=3, days__lte=10), name="notice_days"),
            models.CheckConstraint(
                condition=Q(state=NoticeState.DRAFT)
                | (Q(published_on__isnull=False, ends_on__isnull=False) & ~Q(sha256="")),
                name="notice_published_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("notice", args=[self.pk])

    @property
    def standing(self) -> NoticeState:
        """The state with its label and tone."""
        return NoticeState(self.state)

    @property
    def is_running(self) -> bool:
        """Whether objections are taken today."""
        return self.state == NoticeState.RUNNING and self.ends_on is not None and clock.today() <= self.ends_on


class NoticeLine(models.Model):
    """A case on a notice; a correction leaves out those that an objection or giving up removed."""

    notice = models.ForeignKey(PublicNotice, models.CASCADE, related_name="lines")
    application = models.ForeignKey("studios.Application", models.PROTECT, related_name="notice_lines")
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["notice", "application"], name="notice_line_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.application}"


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Which objections."""

    def open(self) -> Self:
        """Not sifted, or accepted and not settled: they block the decision."""
        return self.filter(state__in=[s for s in ObjectionState if s.is_open])

    def public(self) -> Self:
        """Objections whose objector may ask how they stand: none of a practice call."""
        return self.filter(notice__call__is_practice=False)

    def visible_to(self, account: Account) -> Self:
        """Objections to notices of unions in scope; who objects is the handling desk's alone."""
        return self.filter(account.scope.q("notice__call__union__path"))


class Objection(models.Model):
    """异议: what is objected to one candidate, or to the list; `receipt` lets the objector ask how it stands.

    `objector_name`, `contact` and `address` are read by the handling desk alone and never exported.
    """

    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", verbose_name=_("notice"))
    application = models.ForeignKey(
        "studios.Application", models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("case")
    )
    receipt = models.CharField(_("receipt"), max_length=12, unique=True, db_collation="C")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    kind = models.CharField(_("objector"), max_length=10, choices=Objector, default=Objector.PERSON)
    objector_name = models.CharField(_("name"), max_length=80, blank=True)
    contact = models.CharField(_("telephone or address"), max_length=120, blank=True)
    text = models.TextField(_("objection and facts"), max_length=3000)
    evidence = models.ForeignKey("studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("state"), max_length=14, choices=ObjectionState, default=ObjectionState.RECEIVED)
    received_at = models.DateTimeField(_("received"))
    registered_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    sift_by = models.DateField(_("to be sifted by"))
    settle_by = models.DateField(_("to be settled by"), null=True, blank=True)
    sift_reason = models.CharField(_("reason"), max_length=500, blank=True)
    sifted_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    sifted_at = models.DateTimeField(_("sifted"), null=True, blank=True)
    hearing_text = models.TextField(_("what the unit is asked"), max_length=1000, blank=True)
    hearing_at = models.DateTimeField(null=True, blank=True)
    unit_reply = models.TextField(_("the unit's reply"), max_length=2000, blank=True)
    unit_replied_at = models.DateTimeField(null=True, blank=True)
    finding = models.TextField(_("finding"), max_length=2000, blank=True)
    reply = models.TextField(_("reply to the objector"), max_length=1000, blank=True)
    settled_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [models.Index(fields=["notice", "state"], name="objection_notice")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Objector.ANONYMOUS) | ~Q(objector_name=""), name="objection_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(state=ObjectionState.RECEIVED) | Q(sifted_at__isnull=False), name="objection_sifted_at"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_upheld", "partly_upheld", "upheld"])
                | (Q(settled_at__isnull=False) & ~Q(finding="")),
                name="objection_settled_has_finding",
            ),
        ]

    def __str__(self) -> str:
        # The receipt is the objector's own key to the state; the audit record does not hold it.
        return f"#{self.pk}"

    @property
    def standing(self) -> ObjectionState:
        """The state with its label and tone."""
        return ObjectionState(self.state)
