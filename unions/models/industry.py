"""Industries of GB/T 4754-2017 and the groups that screens show."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class IndustryGroup(models.Model):
    """One of the eleven groups over the divisions, for filters and the matrix."""

    code = models.SlugField(_("code"), primary_key=True, max_length=20)
    name_zh = models.CharField(_("Chinese name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ("position",)
        verbose_name = _("industry group")
        verbose_name_plural = _("industry groups")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """Name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh


class Industry(models.Model):
    """A section (letter) or division (two digits) of the standard."""

    code = models.CharField(_("code"), primary_key=True, max_length=4, db_collation="C")
    name = models.CharField(_("name"), max_length=60)
    section = models.CharField(_("section"), max_length=1)
    group = models.ForeignKey(
        IndustryGroup,
        models.PROTECT,
        verbose_name=_("industry group"),
        related_name="industries",
        null=True,
        blank=True,
    )

    class Meta:
        ordering = ("code",)
        verbose_name = _("industry")
        verbose_name_plural = _("industries")

    def __str__(self) -> str:
        return self.name

    @property
    def is_division(self) -> bool:
        """Whether this is a two-digit division, the level that forms use."""
        return self.code.isdigit()
