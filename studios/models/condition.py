"""条件: what a call asks of an application, as versioned rules, and what was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import Check, Severity, Verdict


class RuleSet(models.Model):
    """One version of a call's conditions; an application keeps the version it was submitted under."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="rule_sets", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    honours = models.ManyToManyField("studios.Honour", blank=True, verbose_name=_("honours that count"))
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="rule_set_number_once")]

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


class Condition(models.Model):
    """One row: the rule's own text, the check that answers it, and how much it weighs."""

    rules = models.ForeignKey(RuleSet, models.CASCADE, related_name="conditions", verbose_name=_("rules"))
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("text of the rule"), max_length=300)
    source = models.CharField(_("source"), max_length=120, blank=True)
    severity = models.CharField(_("weight"), max_length=10, choices=Severity, default=Severity.HARD)
    check_name = models.CharField(_("check"), max_length=24, choices=Check, default=Check.EVIDENCE)
    threshold = models.DecimalField(_("at least"), max_digits=8, decimal_places=2, null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("within years"), null=True, blank=True)
    slot = models.SlugField(_("evidence slot"), max_length=30, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["rules", "position"], name="condition_position_once"),
            models.CheckConstraint(
                condition=~Q(check_name=Check.EVIDENCE) | ~Q(slot="") | Q(severity=Severity.SOFT),
                name="condition_evidence_has_slot",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def weight(self) -> Severity:
        """How much it weighs, with label and tone."""
        return Severity(self.severity)


class ConditionRow(models.Model):
    """条件 as found for one submitted version; verdict of evidence rows is a person's, with file and page."""

    version = models.ForeignKey("studios.ApplicationVersion", models.CASCADE, related_name="condition_rows")
    condition = models.ForeignKey(Condition, models.PROTECT, related_name="rows")
    found = models.CharField(_("found"), max_length=300, blank=True)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict, default=Verdict.OPEN)
    section = models.CharField(_("page of the form"), max_length=12, blank=True)
    explanation = models.TextField(_("the applicant's explanation"), max_length=500, blank=True)
    attachment = models.ForeignKey("studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    page = models.PositiveSmallIntegerField(_("page"), null=True, blank=True)
    looked_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    waived_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    waived_at = models.DateTimeField(_("waived"), null=True, blank=True)
    waiver_reason = models.CharField(_("reason of the waiver"), max_length=300, blank=True)

    class Meta:
        ordering = ("condition__position",)
        constraints = [
            models.UniqueConstraint(fields=["version", "condition"], name="condition_row_once"),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.WAIVED) | (Q(waived_by__isnull=False) & ~Q(waiver_reason="")),
                name="condition_waived_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition} {self.get_verdict_display()}"

    @property
    def judged(self) -> Verdict:
        """The verdict with its label and tone."""
        return Verdict(self.verdict)

    @property
    def stops(self) -> bool:
        """Whether this row keeps the application from passing qualification."""
        return self.condition.severity != Severity.SOFT and not Verdict(self.verdict).is_settled
