"""Dictionaries that staff keep in the administration pages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from studios.choices.register import HonourRank, ResultGroup


class Entry(models.Model):
    """What every dictionary entry has; a retired entry stays for old records and leaves new forms."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    aliases = ArrayField(models.CharField(max_length=60), default=list, blank=True, verbose_name=_("also written"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_retired = models.BooleanField(_("retired"), default=False)

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name


class Honour(Entry):
    """荣誉: an honour with its rank; which ones count is each call's list, not a line in the order."""

    rank = models.CharField(_("rank"), max_length=10, choices=HonourRank)

    class Meta(Entry.Meta):
        verbose_name = _("honour")
        verbose_name_plural = _("honours")


class StudioKind(Entry):
    """Kind of studio; `suffix` follows the lead's name in the default name."""

    suffix = models.CharField(_("ending of the name"), max_length=30)

    class Meta(Entry.Meta):
        verbose_name = _("kind of studio")
        verbose_name_plural = _("kinds of studio")


class ResultKind(Entry):
    """Kind of result within the group that screens show."""

    group = models.CharField(_("group"), max_length=12, choices=ResultGroup)
    is_five_small = models.BooleanField(_("one of the five small innovations"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("kind of result")
        verbose_name_plural = _("kinds of result")


class SkillGrade(Entry):
    """Skill grade of a worker; `is_skilled` counts towards the share of engineers and skilled workers."""

    is_skilled = models.BooleanField(_("counts as skilled"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("skill grade")
        verbose_name_plural = _("skill grades")
