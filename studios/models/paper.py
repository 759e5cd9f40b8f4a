"""Papers that the program writes: Word templates an office edits, what was written, and orders to the plaque maker."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from studios.choices.reviews import PaperFormat, PaperKind


def kinds() -> list[tuple[str, Any]]:
    """The kinds of paper, asked when they are needed: a new one changes no table."""
    return PaperKind.choices


class PaperTemplate(models.Model):
    """A Word template of a union for one kind of paper; the newest one that is not retired is used."""

    union = models.ForeignKey("unions.Union", models.PROTECT, related_name="paper_templates", verbose_name=_("union"))
    kind = models.CharField(_("paper"), max_length=14, choices=kinds)
    file = models.ForeignKey("studios.Attachment", models.PROTECT, related_name="+", verbose_name=_("template"))
    note = models.CharField(_("note"), max_length=120, blank=True)
    uploaded_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        ordering = ("kind", "-uploaded_at")
        verbose_name = _("paper template")
        verbose_name_plural = _("paper templates")

    def __str__(self) -> str:
        return self.get_kind_display()


class Paper(models.Model):
    """A paper as it was written: `list_sha256` is the hash of the list it shows, equal to the page's."""

    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="papers", verbose_name=_("call"))
    kind = models.CharField(_("paper"), max_length=14, choices=kinds)
    format = models.CharField(_("format"), max_length=5, choices=PaperFormat)
    file = models.ForeignKey("studios.Attachment", models.PROTECT, related_name="+", verbose_name=_("file"))
    list_sha256 = models.CharField(max_length=64, blank=True)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"))

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        indexes = [models.Index(fields=["call", "kind"], name="paper_call")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_format_display()}"


class PlaqueOrder(models.Model):
    """An order of plaques from a maker for the namings of one decision, and its receipt."""

    decision = models.ForeignKey(
        "studios.Decision", models.PROTECT, related_name="plaque_orders", verbose_name=_("decision")
    )
    maker = models.CharField(_("maker"), max_length=80)
    ordered_on = models.DateField(_("ordered"))
    pieces = models.PositiveSmallIntegerField(_("pieces"))
    received_on = models.DateField(_("received"), null=True, blank=True)
    received_pieces = models.PositiveSmallIntegerField(_("pieces received"), null=True, blank=True)
    receipt_note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-ordered_on", "-pk")
        verbose_name = _("plaque order")
        verbose_name_plural = _("plaque orders")

    def __str__(self) -> str:
        return f"{self.maker} {self.ordered_on}"
