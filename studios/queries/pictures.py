"""Pictures that the public sees, and those that a studio's keepers see before."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from studios.choices.showcase import PictureUse
from studios.models import Picture, Story, Studio
from unions.models import Account

# What it takes to show a picture.
FIELDS = ("pk", "use", "alt", "caption", "crop", "width", "height", "widths", "code", "result_id")


def public_pictures(*uses: PictureUse) -> ArraySubquery:
    """The public pictures of each row of a queryset of studios, the newest first, without a query of their own."""
    rows = Picture.objects.public().filter(studio=OuterRef("pk"), use__in=uses).order_by("-made_at", "-pk")
    return ArraySubquery(rows.values(json=JSONObject(**{name: F(name) for name in FIELDS})))


def result_pictures() -> ArraySubquery:
    """The public pictures of each row of a queryset of results, in the order in which they were added."""
    rows = Picture.objects.public().filter(result=OuterRef("pk"), use=PictureUse.RESULT).order_by("made_at", "pk")
    return ArraySubquery(rows.values(json=JSONObject(**{name: F(name) for name in FIELDS})))


def story_picture() -> ArraySubquery:
    """The first picture of each row of a queryset of published stories."""
    rows = Picture.objects.filter(story=OuterRef("pk"), is_public=True).exclude(widths=[]).order_by("made_at", "pk")
    return ArraySubquery(rows[:1].values(json=JSONObject(**{name: F(name) for name in FIELDS})))


def as_pictures(rows: list[dict[str, Any]]) -> list[Picture]:
    """The pictures of such a column."""
    return [Picture(**row) for row in rows]


def pictures_of(owner: Studio | Story) -> QuerySet[Picture]:
    """All pictures of a studio or story, published or not, in the order in which they were added."""
    rows = Picture.objects.filter(studio=owner) if isinstance(owner, Studio) else Picture.objects.filter(story=owner)
    return rows.select_related("result", "attachment", "made_by")


def public_covers(studio: Studio) -> QuerySet[Picture]:
    """The covers of a studio that the public may see, the newest first."""
    return Picture.objects.public().filter(studio=studio, use=PictureUse.COVER).order_by("-made_at", "-pk")


def public_file(code: str, width: int) -> Path | None:
    """The file of a derivative that the public may have."""
    return _file(Picture.objects.public().filter(code=code).first(), width)


def preview_file(account: Account, pk: int, width: int) -> Path | None:
    """The file of a derivative for those who may see its studio or story."""
    return _file(Picture.objects.visible_to(account).filter(pk=pk).first(), width)


def _file(picture: Picture | None, width: int) -> Path | None:
    if picture is None or width not in picture.widths:
        return None
    path = Path(settings.MEDIA_ROOT) / picture.path(width)
    return path if path.is_file() else None
