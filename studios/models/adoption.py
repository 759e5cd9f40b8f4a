"""What the public sends about a studio's work: "we use this too" and 对接需求."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import AdoptionState, RequestState, ServiceKind
from unions import clock
from unions.choices.people import DESK_ROLES, Role
from unions.models import Union

if TYPE_CHECKING:
    from unions.models import Account


class LetterQuerySet(models.QuerySet):
    """Which letters."""

    def visible_to(self, account: Account) -> Self:
        """Those to studios in scope."""
        return self.filter(account.scope.q("studio__union__path"))

    def kept_by(self, account: Account) -> Self:
        """Those that this account answers: to its own unit, or to a unit that does not log in."""
        own = Q(pk__in=account.scope.union_ids(*DESK_ROLES))
        kept = account.scope.q("path", (Role.CLERK,)) & Q(logs_in=False)
        return self.filter(studio__union__in=Union.objects.filter(own | kept).order_by().values("pk"))


class AdoptionQuerySet(LetterQuerySet):
    """Which adoptions."""

    def confirmed(self) -> Self:
        """Those that the studio confirmed: they alone count and are shown."""
        return self.filter(state=AdoptionState.CONFIRMED)

    def waiting(self) -> Self:
        """Those that nobody has settled yet."""
        return self.filter(state=AdoptionState.REPORTED)


class RequestQuerySet(LetterQuerySet):
    """Which cooperation requests."""

    def waiting(self) -> Self:
        """Those without a first answer."""
        return self.filter(state=RequestState.RECEIVED)


class Adoption(models.Model):
    """A unit says that it uses a result; `contact_*` are read by the studio's unit and the desks above alone."""

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="adoptions", verbose_name=_("studio"))
    result = models.ForeignKey("studios.Result", models.CASCADE, related_name="adoptions", verbose_name=_("result"))
    organisation = models.CharField(_("unit that uses it"), max_length=80)
    county = models.CharField(_("county"), max_length=40, blank=True)
    since_on = models.DateField(_("in use since"), null=True, blank=True)
    effect = models.TextField(_("where it is used and what it brought"), max_length=500, blank=True)
    contact_name = models.CharField(_("your name"), max_length=40)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=AdoptionState, default=AdoptionState.REPORTED)
    note = models.CharField(_("note of the studio"), max_length=300, blank=True)
    receipt = models.CharField(_("receipt"), max_length=12, unique=True, db_collation="C")
    received_at = models.DateTimeField(_("received"))
    settled_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        indexes = [
            models.Index(fields=["result", "state"], name="adoption_result"),
            models.Index(fields=["studio", "state"], name="adoption_studio"),
            models.Index(fields=["-received_at", "-id"], name="adoption_received"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["result", "organisation"],
                condition=~Q(state=AdoptionState.DECLINED),
                name="adoption_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(state=AdoptionState.REPORTED) | Q(settled_at__isnull=False), name="adoption_settled_at"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def standing(self) -> AdoptionState:
        """The state with its label and tone."""
        return AdoptionState(self.state)


class CooperationRequest(models.Model):
    """对接需求: what somebody asks of a studio, to be answered by `due_on`."""

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="requests", verbose_name=_("studio"))
    result = models.ForeignKey(
        "studios.Result", models.SET_NULL, null=True, blank=True, related_name="requests", verbose_name=_("result")
    )
    kind = models.CharField(_("what is asked"), max_length=10, choices=ServiceKind)
    organisation = models.CharField(_("your unit"), max_length=80)
    text = models.TextField(_("the problem, or what you would like"), max_length=1000)
    contact_name = models.CharField(_("your name"), max_length=40)
    contact_phone = models.CharField(_("telephone"), max_length=40)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    receipt = models.CharField(_("receipt"), max_length=12, unique=True, db_collation="C")
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("to be answered by"))
    answered_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("first answered"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    idempotency_key = models.CharField(max_length=64, unique=True, null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ("-received_at", "-pk")
        verbose_name = _("cooperation request")
        verbose_name_plural = _("cooperation requests")
        indexes = [
            models.Index(fields=["studio", "state"], name="request_studio"),
            models.Index(fields=["-received_at", "-id"], name="request_received"),
            models.Index(fields=["state", "due_on"], name="request_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=RequestState.RECEIVED) | Q(answered_at__isnull=False), name="request_answered_at"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def standing(self) -> RequestState:
        """The state with its label and tone."""
        return RequestState(self.state)

    @property
    def is_overdue(self) -> bool:
        """Whether the day of the first answer has passed without one."""
        return self.state == RequestState.RECEIVED and self.due_on < clock.today()
