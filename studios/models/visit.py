"""实地考察 and 联审: visits by two or more, and what other departments say of the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import VisitState

if TYPE_CHECKING:
    from unions.models import Account


class VisitQuerySet(models.QuerySet["SiteVisit"]):
    """Which visits."""

    def visible_to(self, account: Account) -> Self:
        """Visits of calls of unions in scope, and those the account takes part in."""
        takes_part = Q(visitors__account=account)
        return self.filter(account.scope.q("application__call__union__path") | takes_part).distinct()


class SiteVisit(models.Model):
    """A visit to one case's studio; `points` is of 100 over the criteria judged on site."""

    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="visits")
    state = models.CharField(_("state"), max_length=10, choices=VisitState, default=VisitState.PLANNED)
    planned_at = models.DateTimeField(_("planned for"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    present = models.CharField(_("present at the unit"), max_length=200, blank=True)
    findings = models.TextField(_("findings"), max_length=2000, blank=True)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    reported_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("planned_at", "pk")
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")
        indexes = [models.Index(fields=["planned_at"], name="visit_planned")]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=~Q(state=VisitState.CANCELLED), name="visit_one_a_case"
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.REPORTED) | Q(points__isnull=False), name="visit_reported_has_points"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def standing(self) -> VisitState:
        """The state with its label and tone."""
        return VisitState(self.state)


class Visitor(models.Model):
    """A member of a visit's team."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="visitors")
    account = models.ForeignKey("unions.Account", models.PROTECT, related_name="visits")
    is_head = models.BooleanField(_("heads the team"), default=False)
    was_present = models.BooleanField(_("was there"), default=False)

    class Meta:
        ordering = ("-is_head", "pk")
        constraints = [models.UniqueConstraint(fields=["visit", "account"], name="visitor_once")]

    def __str__(self) -> str:
        return str(self.account)


class VisitLine(models.Model):
    """The team's finding on one criterion judged on site."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="lines")
    criterion = models.ForeignKey("studios.Criterion", models.PROTECT, related_name="+")
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("what was seen"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "criterion"], name="visit_line_once"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="visit_line_points"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"


class Consultation(models.Model):
    """联审: the list of candidates as it was sent to one department; `content` is what stood on it."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="consultations", verbose_name=_("call"))
    department = models.CharField(_("department"), max_length=60)
    sent_on = models.DateField(_("sent"))
    due_on = models.DateField(_("reply until"), null=True, blank=True)
    content = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    replied_on = models.DateField(_("replied"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    scan = models.ForeignKey("studios.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("sent_on", "pk")
        verbose_name = _("departmental review")
        verbose_name_plural = _("departmental reviews")
        constraints = [models.UniqueConstraint(fields=["call", "department", "sent_on"], name="consultation_once")]

    def __str__(self) -> str:
        return self.department


class DepartmentFinding(models.Model):
    """A department's negative word on one candidate: a row of the condition sheet, open until the desk settles it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="findings")
    application = models.ForeignKey("studios.Application", models.CASCADE, related_name="department_findings")
    text = models.CharField(_("finding"), max_length=500)
    settled_note = models.CharField(_("how it was settled"), max_length=300, blank=True)
    settled_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        ordering = ("consultation", "pk")
        constraints = [models.UniqueConstraint(fields=["consultation", "application"], name="department_finding_once")]

    def __str__(self) -> str:
        return f"{self.consultation} {self.application}"
