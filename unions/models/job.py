"""What a job of the queue answered; the queue itself keeps no results."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobResult(models.Model):
    """The sentence and page that a job left for whoever started it."""

    job = models.BigIntegerField(_("job"), primary_key=True)
    text = models.CharField(_("result"), max_length=300, blank=True)
    url = models.CharField(_("page"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("result of a job")
        verbose_name_plural = _("results of jobs")

    def __str__(self) -> str:
        return self.text
