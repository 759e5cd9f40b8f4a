"""What a job of the queue has done so far and what it answered; the queue itself keeps neither."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobResult(models.Model):
    """How far a job is, and the sentence, page and faults that it left for whoever started it.

    `faults` holds a `head` of labels and the `rows` below it; `file` is a sheet that its owner downloads; `told_at` is
    when its owner got a message.
    """

    job = models.BigIntegerField(_("job"), primary_key=True)
    done = models.PositiveIntegerField(_("done so far"), default=0)
    total = models.PositiveIntegerField(_("to be done"), default=0)
    text = models.CharField(_("result"), max_length=300, blank=True)
    url = models.CharField(_("page"), max_length=200, blank=True)
    faults = models.JSONField(_("faults"), default=dict, blank=True)
    file = models.CharField(max_length=80, blank=True, default="", db_default="")
    file_name = models.CharField(max_length=160, blank=True, default="", db_default="")
    at = models.DateTimeField(_("when"))
    told_at = models.DateTimeField(_("owner told"), null=True, blank=True)

    class Meta:
        verbose_name = _("result of a job")
        verbose_name_plural = _("results of jobs")

    def __str__(self) -> str:
        return self.text
