"""归档包: everything of a case or of a call as one ZIP, for whoever asked for it, for some days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unions import clock

if TYPE_CHECKING:
    from unions.models import Account


class PackageQuerySet(models.QuerySet["ArchivePackage"]):
    """Which packages."""

    def kept_for(self, account: Account) -> Self:
        """The account's own ones that may still be fetched."""
        return self.filter(by=account, ends_at__gt=clock.now())

    def over(self) -> Self:
        """Those that nobody may fetch any more."""
        return self.filter(ends_at__lte=clock.now())


class ArchivePackage(models.Model):
    """A ZIP below the folder of files; without `application` it holds the whole call, as its owner reads it."""

    by = models.ForeignKey("unions.Account", models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    call = models.ForeignKey("studios.Call", models.CASCADE, related_name="packages", verbose_name=_("call"))
    application = models.ForeignKey(
        "studios.Application", models.CASCADE, null=True, blank=True, related_name="packages", verbose_name=_("case")
    )
    name = models.CharField(_("file name"), max_length=160)
    path = models.CharField(max_length=120, unique=True, db_collation="C")
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField(max_length=64)
    file_count = models.PositiveIntegerField(_("files"))
    missing_count = models.PositiveIntegerField(_("files missing or damaged"), default=0)
    made_at = models.DateTimeField(_("made"))
    ends_at = models.DateTimeField(_("kept until"))

    objects = PackageQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("archive package")
        verbose_name_plural = _("archive packages")
        indexes = [models.Index(fields=["by", "ends_at"], name="package_owner")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page, for its owner alone."""
        return reverse("package", args=[self.pk])
