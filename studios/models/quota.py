"""名额: how many a recommender may put forward in a call, what was granted above it, and which places are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unions.choices.people import CASE_ROLES

if TYPE_CHECKING:
    from unions.models import Account


class QuotaQuerySet(models.QuerySet["Quota"]):
    """Which quotas."""

    def visible_to(self, account: Account) -> Self:
        """Quotas of unions in scope: a recommender sees its own, the naming union above it all."""
        return self.filter(account.scope.q("union__path"))

    def with_counts(self) -> Self:
        """Quotas with `taken` places, what was `granted` besides, the `total` and how many are `left`."""
        granted = QuotaGrant.objects.filter(quota=models.OuterRef("pk")).values("quota").annotate(n=Sum("places"))
        taken = QuotaPlace.objects.filter(quota=models.OuterRef("pk"), freed_at=None).values("quota")
        return self.annotate(
            taken=Coalesce(models.Subquery(taken.annotate(n=Count("pk")).values("n")), 0),
            granted=Coalesce(models.Subquery(granted.values("n")), 0),
        ).annotate(total=F("places") + F("granted"), left=F("places") + F("granted") - F("taken"))


class Quota(models.Model):
    """Places of a recommending union in a call, for one studio kind or all; `floor` is shown, never enforced."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="quotas", verbose_name=_("call"))
    union = models.ForeignKey(
        "unions.Union", models.PROTECT, related_name="quotas", verbose_name=_("recommending union")
    )
    kind = models.ForeignKey(
        "studios.StudioKind", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("studio kind")
    )
    places = models.PositiveSmallIntegerField(_("places"))
    floor = models.PositiveSmallIntegerField(_("at least, advice only"), null=True, blank=True)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        ordering = ("call", "union__name", "kind__position")
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.UniqueConstraint(fields=["call", "union", "kind"], name="quota_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.places}"

    def get_absolute_url(self) -> str:
        """The quota with its grants and the cases that hold its places."""
        return reverse("quota", args=[self.pk])


class QuotaGrant(models.Model):
    """Places beyond the quota, granted by the chair of the level above with a reason."""

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="grants", verbose_name=_("quota"))
    places = models.PositiveSmallIntegerField(_("further places"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.quota} +{self.places}"


class QuotaPlace(models.Model):
    """A place that a case took when its last recommender forwarded it; freed or kept by the rule of §4.

    Places are numbered: of two for the same one the database keeps the first.
    """

    quota = models.ForeignKey(Quota, models.PROTECT, related_name="taken_places", verbose_name=_("quota"))
    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField(_("number"))
    taken_at = models.DateTimeField()
    freed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(freed_at=None), name="quota_place_one_a_case"),
            models.UniqueConstraint(
                fields=["quota", "number"], condition=Q(freed_at=None), name="quota_place_number_once"
            ),
        ]
        indexes = [models.Index(fields=["quota", "freed_at"], name="quota_place_quota")]

    def __str__(self) -> str:
        return f"{self.quota} {self.application}"


class RecommendationBatchQuerySet(models.QuerySet["RecommendationBatch"]):
    """Which recommendation summaries."""

    def visible_to(self, account: Account) -> Self:
        """One's own unions' summaries; those of unions below once they were handed over."""
        own = account.scope.union_ids(*CASE_ROLES)
        return self.filter(Q(union__in=own) | account.scope.q("union__path") & Q(handed_at__isnull=False))

    def with_parties(self) -> Self:
        """Summaries with everything that their page shows."""
        return self.select_related("call__union", "union", "scan", "handed_by", "made_by")

    def open(self) -> Self:
        """Summaries that were not handed over yet."""
        return self.filter(handed_at=None)


class RecommendationBatch(models.Model):
    """推荐汇总: a recommender's ranked list under one report number, one paper and one stamped scan."""

    call = models.ForeignKey("studios.Call", models.PROTECT, related_name="batches", verbose_name=_("call"))
    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="batches", verbose_name=_("recommender"))
    number = models.CharField(_("report number"), max_length=60, blank=True)
    opinion = models.TextField(_("opinion"), max_length=1000, blank=True)
    signer = models.CharField(_("signed by"), max_length=60, blank=True)
    signed_on = models.DateField(_("date"), null=True, blank=True)
    scan = models.ForeignKey(
        "studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stamped scan")
    )
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    handed_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    handed_at = models.DateTimeField(_("handed over"), null=True, blank=True)

    objects = RecommendationBatchQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("recommendation summary")
        verbose_name_plural = _("recommendation summaries")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "union"], condition=Q(handed_at=None), name="batch_one_open_a_recommender"
            ),
            models.UniqueConstraint(
                fields=["union", "number"],
                condition=Q(handed_at__isnull=False),
                name="batch_number_once_a_recommender",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.union)

    def get_absolute_url(self) -> str:
        """The ranked list with its paper."""
        return reverse("batch", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it was not handed over yet."""
        return self.handed_at is None


class BatchLine(models.Model):
    """One case on a ranked list; `version` is what stood on the paper."""

    batch = models.ForeignKey(RecommendationBatch, models.CASCADE, related_name="lines")
    application = models.ForeignKey("studios.Application", models.PROTECT, related_name="batch_lines")
    rank = models.PositiveSmallIntegerField(_("rank"))
    version = models.ForeignKey("studios.ApplicationVersion", models.PROTECT, related_name="+")

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(fields=["batch", "application"], name="batch_line_once"),
            models.UniqueConstraint(
                fields=["batch", "rank"], name="batch_line_rank_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank} {self.application}"
