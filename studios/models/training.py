"""师带徒 and 活动."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studios.choices.register import ActivityKind


class Apprenticeship(models.Model):
    """A master–apprentice pair with its agreement and the grade before and after."""

    studio = models.ForeignKey(
        "studios.Studio", models.CASCADE, related_name="apprenticeships", verbose_name=_("studio")
    )
    master = models.ForeignKey("studios.Person", models.PROTECT, related_name="taught", verbose_name=_("master"))
    apprentice = models.ForeignKey(
        "studios.Person", models.PROTECT, related_name="learned", verbose_name=_("apprentice")
    )
    agreed_on = models.DateField(_("agreement"), null=True, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    grade_before = models.ForeignKey(
        "studios.SkillGrade", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grade before")
    )
    grade_after = models.ForeignKey(
        "studios.SkillGrade", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("grade after")
    )

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("apprenticeship")
        verbose_name_plural = _("apprenticeships")
        indexes = [
            models.Index(fields=["-starts_on", "-id"], name="apprenticeship_starts"),
            models.Index(F("ends_on").desc(nulls_last=True), F("id").desc(), name="apprenticeship_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="apprenticeship_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(master=F("apprentice")), name="apprenticeship_two_people"),
        ]

    def __str__(self) -> str:
        return f"{self.master} {self.apprentice}"


class Activity(models.Model):
    """Training, exchange, site meeting or service of a studio."""

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="activities", verbose_name=_("studio"))
    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind)
    happened_on = models.DateField(_("date"))
    topic = models.CharField(_("topic"), max_length=80)
    people_count = models.PositiveIntegerField(_("people"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    note = models.TextField(_("note"), max_length=500, blank=True)

    class Meta:
        ordering = ("-happened_on", "-pk")
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [
            models.Index(fields=["-happened_on", "-id"], name="activity_happened"),
            models.Index(F("people_count").desc(nulls_last=True), F("id").desc(), name="activity_by_people"),
            models.Index(fields=["kind", "id"], name="activity_by_kind"),
            models.Index(fields=["topic", "id"], name="activity_by_topic"),
        ]

    def __str__(self) -> str:
        return self.topic
