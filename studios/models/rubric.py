"""评分细则: groups, criteria and bands, as versions that lock when scoring starts; and how a call reviews."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import Formula, Method, NoticeOrder, PanelMethod


class ReviewPlan(models.Model):
    """How a call's panel, visit, meeting and notice work; weights in per cent, points of 100."""

    call = models.OneToOneField("studios.Call", models.CASCADE, related_name="plan", verbose_name=_("call"))
    method = models.CharField(_("method"), max_length=12, choices=PanelMethod, default=PanelMethod.SCORE)
    is_blind = models.BooleanField(_("blind review"), default=False)
    experts_a_case = models.PositiveSmallIntegerField(_("experts a case"), default=5)
    least_sheets = models.PositiveSmallIntegerField(_("valid sheets at least"), default=3)
    visit_weight = models.PositiveSmallIntegerField(_("weight of the visit, per cent"), default=30)
    pass_points = models.DecimalField(_("points to pass"), max_digits=5, decimal_places=2, default=Decimal(75))
    spread_limit = models.DecimalField(_("widest spread"), max_digits=5, decimal_places=2, default=Decimal(15))
    is_secret_ballot = models.BooleanField(_("secret ballot"), default=True)
    opens_scores_at = models.DateTimeField(_("units read scores from"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(_("places of the call"), null=True, blank=True)
    reserves = models.PositiveSmallIntegerField(_("reserves"), default=2)
    notice_order = models.CharField(
        _("order of the notice"), max_length=12, choices=NoticeOrder, default=NoticeOrder.RECOMMENDER
    )
    takes_anonymous = models.BooleanField(_("anonymous objections with facts are taken"), default=False)

    class Meta:
        verbose_name = _("review settings")
        verbose_name_plural = _("review settings")
        constraints = [
            models.CheckConstraint(condition=Q(visit_weight__lte=100), name="plan_visit_weight"),
            models.CheckConstraint(condition=Q(least_sheets__gte=1), name="plan_least_sheets"),
        ]

    def __str__(self) -> str:
        return str(self.call)


class Rubric(models.Model):
    """One version of a call's rubric; locked once the first sheet is begun."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="rubrics", verbose_name=_("call"))
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=60)
    note = models.CharField(_("what changed"), max_length=300, blank=True)
    vetoes = models.JSONField(_("grounds of veto"), default=list)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="rubric_number_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class RubricGroup(models.Model):
    """A group of criteria, such as 成果与效益."""

    rubric = models.ForeignKey(Rubric, models.CASCADE, related_name="groups", verbose_name=_("rubric"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=40)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["rubric", "position"], name="rubric_group_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """指标: points, who judges it by what, and for automatic ones the formula.

    Automatic points are `points × figure ÷ target`, nothing below `floor`, at most `cap` (points unless set); a
    `table` of [at least, points] rows replaces the proportion. `service_points` holds for service industries.
    """

    group = models.ForeignKey(RubricGroup, models.CASCADE, related_name="criteria", verbose_name=_("group"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=60)
    hint = models.CharField(_("what to look at"), max_length=300, blank=True)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    service_points = models.DecimalField(
        _("points in service industries"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    method = models.CharField(_("method"), max_length=10, choices=Method)
    is_bonus = models.BooleanField(_("bonus"), default=False)
    wants_comment = models.BooleanField(_("a comment is asked for"), default=False)
    page = models.CharField(_("page of the form"), max_length=12, blank=True)
    formula = models.CharField(_("formula"), max_length=24, choices=Formula, blank=True)
    target = models.DecimalField(_("full points at"), max_digits=14, decimal_places=2, null=True, blank=True)
    floor = models.DecimalField(_("nothing below"), max_digits=14, decimal_places=2, null=True, blank=True)
    cap = models.DecimalField(_("at most"), max_digits=5, decimal_places=2, null=True, blank=True)
    table = models.JSONField(_("table"), default=list, blank=True)

    class Meta:
        ordering = ("group__position", "position")
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "position"], name="criterion_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=~Q(method=Method.AUTO) | ~Q(formula=""), name="criterion_automatic_has_formula"
            ),
            models.CheckConstraint(condition=Q(points__gt=0), name="criterion_points"),
        ]

    def __str__(self) -> str:
        return self.name


class Band(models.Model):
    """A band of a criterion with the text that anchors it; `least` and `most` are points."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="bands", verbose_name=_("criterion"))
    position = models.PositiveSmallIntegerField(_("position"))
    name = models.CharField(_("name"), max_length=20)
    least = models.DecimalField(_("from"), max_digits=5, decimal_places=2)
    most = models.DecimalField(_("to"), max_digits=5, decimal_places=2)
    anchor = models.CharField(_("anchor text"), max_length=200, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "position"], name="band_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(least__lte=models.F("most")), name="band_ordered"),
        ]

    def __str__(self) -> str:
        return self.name


class AutomaticPoints(models.Model):
    """Points of an automatic criterion, computed from the rows of one frozen version, never typed."""

    version = models.ForeignKey("studios.ApplicationVersion", models.CASCADE, related_name="automatic_points")
    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="automatic_points")
    figure = models.DecimalField(_("figure"), max_digits=16, decimal_places=4, null=True)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2)
    found = models.CharField(_("found"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "criterion"], name="automatic_points_once")]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"
