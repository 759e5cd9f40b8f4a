"""攻关课题."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studios.choices.register import ProblemArea, ProjectState


class Project(models.Model):
    """A problem that a studio works on; dates are days, months are stored as their first day."""

    studio = models.ForeignKey("studios.Studio", models.CASCADE, related_name="projects", verbose_name=_("studio"))
    title = models.CharField(_("title"), max_length=40)
    area = models.CharField(_("problem area"), max_length=12, choices=ProblemArea)
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProjectState, default=ProjectState.RUNNING)
    difficulty = models.TextField(_("difficulty solved"), max_length=500, blank=True)

    class Meta:
        ordering = ("-starts_on", "-pk")
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        indexes = [
            models.Index(fields=["-starts_on", "-id"], name="project_starts"),
            models.Index(F("starts_on").desc(nulls_last=True), F("id").desc(), name="project_by_start"),
            models.Index(F("ends_on").desc(nulls_last=True), F("id").desc(), name="project_by_end"),
            models.Index(fields=["area", "id"], name="project_by_area"),
            models.Index(fields=["state", "id"], name="project_by_state"),
            models.Index(fields=["title", "id"], name="project_by_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.title
