"""What is kept of ledgers beside their rows: answers to what was asked, and each import with its outcome."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studios.choices.ledger import ImportState


class LedgerAnswer(models.Model):
    """What somebody answered about a ledger; without `upload` it holds for every later ledger of the union.

    `question` is "header", "cell", or the key of a column whose names are meant.
    """

    union = models.ForeignKey("unions.Union", models.CASCADE, related_name="+", verbose_name=_("union"))
    upload = models.ForeignKey("studios.Attachment", models.CASCADE, null=True, blank=True, related_name="+")
    question = models.CharField(_("question"), max_length=20)
    written = models.CharField(_("written"), max_length=200)
    meant = models.CharField(_("meant"), max_length=200, blank=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("answer about a ledger")
        verbose_name_plural = _("answers about ledgers")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "upload", "question", "written"], name="ledger_answer_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.written} {self.meant}"


class LedgerImport(models.Model):
    """One import of a ledger: who, which file, what was expected, and how it ended.

    While the worker has it, `rows` holds what was checked; it is emptied at the end.
    """

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="+", verbose_name=_("union"))
    upload = models.ForeignKey("studios.Attachment", models.PROTECT, related_name="+", verbose_name=_("file"))
    sha256 = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=10, choices=ImportState)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    job = models.BigIntegerField(null=True, blank=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(_("started"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        verbose_name = _("import of a ledger")
        verbose_name_plural = _("imports of ledgers")
        constraints = [
            models.UniqueConstraint(fields=["union"], condition=Q(state="running"), name="ledger_import_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="running", ended_at=None) | (~Q(state="running") & Q(ended_at__isnull=False)),
                name="ledger_import_ends",
            ),
        ]
        indexes = [models.Index(fields=["upload", "-id"], name="ledger_import_upload")]

    def __str__(self) -> str:
        return f"{self.upload} {self.state}"
