"""自报数据: what an old ledger said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportedFigures(models.Model):
    """Figures as reported in a ledger: shown as such, in no total and no condition. Amounts in yuan."""

    studio = models.OneToOneField("studios.Studio", models.CASCADE, related_name="reported_figures")
    source = models.CharField(_("source"), max_length=120, blank=True)
    reported_at = models.DateTimeField(_("recorded"))
    members = models.PositiveIntegerField(_("members"), null=True, blank=True)
    results = models.PositiveIntegerField(_("results"), null=True, blank=True)
    patents = models.PositiveIntegerField(_("patents"), null=True, blank=True)
    apprentices = models.PositiveIntegerField(_("apprentices"), null=True, blank=True)
    area = models.DecimalField(_("area, m²"), max_digits=8, decimal_places=2, null=True, blank=True)
    funds = models.DecimalField(_("funds of three years, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    benefit = models.DecimalField(_("benefit a year, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("reported figures")
        verbose_name_plural = _("reported figures")

    def __str__(self) -> str:
        return str(self.studio)
