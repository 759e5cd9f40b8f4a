"""Pictures for public pages: the upload, its frame and its words; what is shown are derivatives without metadata."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studios.choices.showcase import PictureUse
from studios.models.result import Result
from studios.models.story import Story
from studios.models.studio import Studio, register_q
from studios.values.crops import WHOLE, pixels

if TYPE_CHECKING:
    from unions.models import Account


class PictureQuerySet(models.QuerySet["Picture"]):
    """Which pictures."""

    def public(self) -> Self:
        """Published ones of a named studio, of a public result, or of a story that was published."""
        of_studio = Q(use__in=PictureUse.of_studios()) & Exists(Studio.objects.public().filter(pk=OuterRef("studio")))
        of_result = Q(use=PictureUse.RESULT) & Exists(Result.objects.public().filter(pk=OuterRef("result")))
        of_story = Q(use=PictureUse.STORY) & Exists(Story.objects.public().filter(pk=OuterRef("story")))
        return self.filter(of_studio | of_result | of_story, is_public=True).exclude(widths=[])

    def visible_to(self, account: Account) -> Self:
        """Those of studios whose register may be read, and of stories in scope."""
        return self.filter(register_q(account, "studio__") | account.scope.q("story__union__path"))


class Picture(models.Model):
    """A picture for public pages: the upload as it came, the crop in parts of a thousand, and the alternative text.

    Derivatives (WebP in the widths of `widths`, none until they are made) come from the upload without metadata. Their
    files bear `code`, which is drawn anew with each change of the crop: an address never shows two pictures.
    """

    studio = models.ForeignKey("studios.Studio", models.CASCADE, null=True, blank=True, related_name="pictures")
    story = models.ForeignKey("studios.Story", models.CASCADE, null=True, blank=True, related_name="pictures")
    result = models.ForeignKey("studios.Result", models.SET_NULL, null=True, blank=True, related_name="pictures")
    attachment = models.ForeignKey("studios.Attachment", models.PROTECT, related_name="+", verbose_name=_("file"))
    use = models.CharField(_("stands as"), max_length=10, choices=PictureUse)
    alt = models.CharField(_("alternative text"), max_length=120)
    caption = models.CharField(_("caption"), max_length=120, blank=True)
    crop = models.JSONField(_("crop"), default=list, blank=True)
    width = models.PositiveIntegerField(_("width, pixels"))
    height = models.PositiveIntegerField(_("height, pixels"))
    widths = models.JSONField(default=list)
    code = models.CharField(max_length=32, unique=True, db_collation="C")
    is_public = models.BooleanField(_("published"), default=False)
    made_by = models.ForeignKey("unions.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("added"))

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The crop: left, top, width and height in thousandths of the upright upload."""
        left, top, width, height = self.crop or WHOLE
        return left, top, width, height

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the upright upload in pixels."""
        return self.width, self.height

    @property
    def is_made(self) -> bool:
        """Whether there are derivatives to show."""
        return bool(self.widths)

    def fitting(self, width: int) -> int:
        """The derivative at least so wide, or the widest."""
        return min((w for w in self.widths if w >= width), default=max(self.widths, default=width))

    def height_at(self, width: int) -> int:
        """How high a derivative of this width is."""
        across, down = pixels(self.box, self.size)
        return max(1, round(width * down / across))

    def url(self, width: int = 640) -> str:
        """The public address of the derivative at least so wide; the same in both languages."""
        return reverse("picture", args=[self.code, self.fitting(width)])

    def preview_url(self, width: int = 640) -> str:
        """The desk's address of the same, published or not."""
        return reverse("picture_preview", args=[self.pk, self.fitting(width)])

    def path(self, width: int) -> str:
        """Where a derivative lies below the folder of files."""
        return f"pictures/{self.code[:2]}/{self.code}-{width}.webp"
