"""What a unit writes for its studio's public page, and what the studio offers to others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Length
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import BlockKey, BlockState, ConsentWay, ServiceKind
from unions import clock
from unions.choices.people import DESK_ROLES
from unions.models import Appointment, Union

if TYPE_CHECKING:
    from unions.models import Account


class _OnPath(models.Func):
    """Whether a union's key stands on a path ("1.4.12.")."""

    template = "%(expressions)s, '.'), '.')::bigint[])"
    arg_joiner = " = ANY (string_to_array(rtrim("
    output_field = models.BooleanField()


def staffed(*, but: Any = None) -> Exists:
    """Whether a union has a clerk or chair today, other than the account `but`."""
    rows = Appointment.objects.in_force(clock.today()).filter(role__in=DESK_ROLES, account__is_active=True)
    return Exists(rows.filter(union=OuterRef("pk")).exclude(account=but))


class ProfileBlockQuerySet(models.QuerySet["ProfileBlock"]):
    """Which blocks."""

    def visible_to(self, account: Account) -> Self:
        """Those of studios in scope."""
        return self.filter(account.scope.q("studio__union__path"))

    def with_publisher(self) -> Self:
        """Each with `publisher_id`: the nearest union above the unit with a clerk or chair other than the sender.

        Where nobody sits above, and for units directly below it, that is the root. The same rule as
        `studios.permissions.publishing_union`.
        """
        chain = Union.objects.active().filter(_OnPath(F("pk"), OuterRef("studio__union__path"))).order_by()
        above = chain.exclude(pk=OuterRef("studio__union")).filter(staffed(but=OuterRef(OuterRef("edited_by"))))
        nearest = Subquery(above.order_by(Length("path").desc()).values("pk")[:1])
        return self.annotate(publisher_id=Coalesce(nearest, Subquery(chain.filter(parent=None).values("pk")[:1])))

    def waiting_for(self, account: Account) -> Self:
        """Sent for publishing to one of the account's own desks; what the account sent itself waits for others."""
        sent = self.filter(account.scope.q("studio__union__path", DESK_ROLES), state=BlockState.SUBMITTED)
        return (
            sent.exclude(edited_by=account)
            .with_publisher()
            .filter(publisher_id__in=account.scope.union_ids(*DESK_ROLES))
        )


class ProfileBlock(models.Model):
    """One block of a studio's page: the unit edits `draft`, the recommending union copies it into `published`.

    `published` is None until the block was published once, and again after it was taken off the page.
    """

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="blocks", verbose_name=_("studio"))
    key = models.CharField(_("block"), max_length=14, choices=BlockKey)
    state = models.CharField(_("state"), max_length=10, choices=BlockState, default=BlockState.DRAFT)
    draft = models.JSONField(default=dict)
    published = models.JSONField(null=True, blank=True)
    note = models.CharField(_("reason of the return"), max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    edited_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(_("edited"))
    published_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = ProfileBlockQuerySet.as_manager()

    class Meta:
        ordering = ("studio", "key")
        verbose_name = _("block of the page")
        verbose_name_plural = _("blocks of the page")
        indexes = [models.Index(fields=["state", "edited_at"], name="block_state")]
        constraints = [
            models.UniqueConstraint(fields=["studio", "key"], name="block_once_a_studio"),
            models.CheckConstraint(
                condition=Q(published=None) | Q(published_at__isnull=False), name="block_published_has_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.get_key_display()}"

    @property
    def standing(self) -> BlockState:
        """The state with its label and tone."""
        return BlockState(self.state)

    @property
    def title(self) -> str:
        """What the block is called."""
        return str(BlockKey(self.key).label)

    @property
    def is_public(self) -> bool:
        """Whether something of it stands on the page."""
        return self.published is not None


class Consent(models.Model):
    """A member's recorded agreement to be named in public; withdrawing ends it, the record stays."""

    member = models.ForeignKey("studios.Member", models.CASCADE, related_name="consents", verbose_name=_("member"))
    given_on = models.DateField(_("given"))
    how = models.CharField(_("how it was given"), max_length=60, blank=True)
    withdrawn_on = models.DateField(_("withdrawn"), null=True, blank=True)
    recorded_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-given_on", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(withdrawn_on=None), name="consent_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.given_on}"

    @property
    def way(self) -> str:
        """How it was given, in words."""
        return str(ConsentWay(self.how).label) if self.how in ConsentWay.values else self.how


class ServiceOffer(models.Model):
    """What a studio offers; public while the block of services is published and `is_open`."""

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="offers", verbose_name=_("studio"))
    kind = models.CharField(_("service"), max_length=10, choices=ServiceKind)
    title = models.CharField(_("title"), max_length=60)
    text = models.CharField(_("for whom, how long, what to bring"), max_length=300, blank=True)
    next_on = models.DateField(_("next date"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    is_open = models.BooleanField(_("open to requests"), default=True)

    class Meta:
        ordering = ("kind", "pk")
        verbose_name = _("service offered")
        verbose_name_plural = _("services offered")
        indexes = [models.Index(fields=["studio", "is_open"], name="offer_studio")]

    def __str__(self) -> str:
        return self.title


class Alliance(models.Model):
    """联盟: a leader studio, member studios and their agreement."""

    name = models.CharField(_("name"), max_length=60)
    leader = models.ForeignKey("studios.Studio", models.PROTECT, related_name="led_alliances", verbose_name=_("leader"))
    members = models.ManyToManyField(
        "studios.Studio", related_name="alliances", blank=True, verbose_name=_("member studios")
    )
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    agreed_on = models.DateField(_("agreement"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("-agreed_on", "-pk")
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(agreed_on=None) | Q(ended_on__gte=models.F("agreed_on")),
                name="alliance_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.name
