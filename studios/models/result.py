"""创新成果 and their benefit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from studios.choices.register import BenefitMethod, ProblemArea, ResultState
from studios.models.designation import Designation

if TYPE_CHECKING:
    from unions.models import Account


class ResultQuerySet(models.QuerySet["Result"]):
    """Which results."""

    def public(self) -> Self:
        """Confirmed, not secret, of a studio that was named."""
        named = Designation.objects.in_force().filter(studio=OuterRef("studio"))
        return self.filter(Exists(named), state=ResultState.CONFIRMED, is_secret=False)

    def visible_to(self, account: Account) -> Self:
        """Results of studios in scope."""
        return self.filter(account.scope.q("studio__union__path"))


class Result(models.Model):
    """A result; secret ones hold metadata alone and are never public (domain rules §5)."""

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="results", verbose_name=_("studio"))
    title = models.CharField(_("title"), max_length=60)
    kind = models.ForeignKey("studios.ResultKind", models.PROTECT, related_name="results", verbose_name=_("kind"))
    area = models.CharField(_("problem area"), max_length=12, choices=ProblemArea, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True, db_collation="C")
    finished_on = models.DateField(_("finished"), null=True, blank=True)
    problem = models.TextField(_("problem"), max_length=500, blank=True)
    novelty = models.TextField(_("method and novelty"), max_length=500, blank=True)
    steps = models.JSONField(_("steps of the method"), default=list, blank=True)
    adopters_count = models.PositiveIntegerField(_("adopting units, as reported"), default=0)
    is_secret = models.BooleanField(_("secret"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ResultState, default=ResultState.REPORTED)
    checked_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    confirmed_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_union = models.ForeignKey("unions.Union", models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=300, blank=True)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ("-finished_on", "-pk")
        verbose_name = _("result")
        verbose_name_plural = _("results")
        indexes = [
            models.Index(fields=["-finished_on", "-id"], name="result_finished"),
            models.Index(fields=["studio", "state"], name="result_studio_state"),
            models.Index(F("finished_on").desc(nulls_last=True), F("id").desc(), name="result_by_finished"),
            models.Index(fields=["kind", "id"], name="result_by_kind"),
            models.Index(fields=["number", "id"], name="result_by_number"),
            models.Index(fields=["state", "id"], name="result_by_state"),
            models.Index(fields=["title", "id"], name="result_by_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ResultState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="result_confirmed_has_date",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Benefit(models.Model):
    """Benefit of one result in one year, in yuan; certified by the unit's finance department, confirmed above."""

    result = models.ForeignKey(Result, models.CASCADE, related_name="benefits", verbose_name=_("result"))
    year = models.PositiveSmallIntegerField(_("year"))
    method = models.CharField(_("method"), max_length=14, choices=BenefitMethod)
    amount = models.DecimalField(_("amount, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    formula = models.CharField(_("formula"), max_length=300, blank=True)
    period = models.CharField(_("period"), max_length=60, blank=True)
    is_certified = models.BooleanField(_("certified by finance"), default=False)

    class Meta:
        ordering = ("-year", "pk")
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")
        constraints = [
            models.UniqueConstraint(fields=["result", "year", "method"], name="benefit_once_a_year"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=0), name="benefit_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.year}"
