"""What a studio's page reads beside its register, each part a column of the studio's own row: no statement more."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from studios.choices.showcase import BlockKey, PictureUse, StoryState
from studios.models import Alliance, Apprenticeship, ProfileBlock, ServiceOffer, Story, Studio
from studios.queries.pictures import public_pictures

MOST_STORIES = 5


def page_parts(today: date) -> dict[str, Any]:
    """The columns by name; rows come as JSON."""
    return {
        "published_blocks": published_blocks(),
        "open_offers": _open_offers(),
        "led": _alliances(today, Q(leader=OuterRef("pk"))),
        "joined": _alliances(today, Q(pk__in=_joined())),
        "told": _stories(),
        "covers": public_pictures(PictureUse.COVER),
        "training": _training(today),
    }


def published_blocks(*keys: BlockKey) -> ArraySubquery:
    """The published blocks of each row of a queryset of studios, all or those of the keys, without a query of their own."""
    rows = ProfileBlock.objects.filter(studio=OuterRef("pk"), published__isnull=False).order_by()
    chosen = rows.filter(key__in=keys) if keys else rows
    return ArraySubquery(chosen.values(json=JSONObject(key=F("key"), content=F("published"))))


def _open_offers() -> ArraySubquery:
    rows = ServiceOffer.objects.filter(studio=OuterRef("pk"), is_open=True).order_by("next_on", "pk")
    return ArraySubquery(rows.values(json=JSONObject(id=F("pk"), next_on=F("next_on"), places=F("places"))))


def _joined() -> QuerySet[Any]:
    return Alliance.members.through.objects.filter(studio=OuterRef(OuterRef("pk"))).values("alliance")


def _alliances(today: date, own: Q) -> ArraySubquery:
    """Lasting alliances with the public studios in them, and what the leader's union published of them."""
    shown = ProfileBlock.objects.filter(studio=OuterRef("leader"), key=BlockKey.ALLIANCES).values("published")
    rows = Alliance.objects.filter(own, Exists(Studio.objects.public().filter(pk=OuterRef("leader"))))
    lasting = rows.exclude(ended_on__lte=today).order_by("-agreed_on", "pk")
    studios = Studio.objects.public().filter(alliances=OuterRef("pk")).order_by("number")
    facts = JSONObject(
        id=F("pk"),
        agreed_on=F("agreed_on"),
        leader=JSONObject(id=F("leader"), name=F("leader__name"), number=F("leader__number")),
        members=ArraySubquery(studios.values(json=JSONObject(id=F("pk"), name=F("name"), number=F("number")))),
        shown=Subquery(shown),
    )
    return ArraySubquery(lasting.values(json=facts))


def _stories() -> ArraySubquery:
    rows = Story.objects.filter(studios=OuterRef("pk"), state=StoryState.PUBLISHED).order_by("-published_at", "-pk")
    facts = JSONObject(id=F("pk"), title=F("title"), summary=F("summary"), kind=F("kind"), at=F("published_at"))
    return ArraySubquery(rows[:MOST_STORIES].values(json=facts))


def _training(today: date) -> Subquery:
    """Apprentices in numbers: people, how many learn now, how many have a higher grade since."""
    now = Q(starts_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    facts = JSONObject(
        people=Count("apprentice", distinct=True),
        now=Count("apprentice", filter=now, distinct=True),
        raised=Count("pk", filter=Q(grade_after__isnull=False) & ~Q(grade_after=F("grade_before"))),
        masters=Count("master", distinct=True),
    )
    rows = Apprenticeship.objects.filter(studio=OuterRef("pk")).order_by().values("studio")
    return Subquery(rows.annotate(json=facts).values("json"))


def written_blocks(studio: Studio, *, sent_only: bool) -> dict[str, dict[str, Any]]:
    """Drafts for a preview by the block's key; `sent_only` leaves out what the unit has not sent."""
    rows = ProfileBlock.objects.filter(studio=studio)
    if sent_only:
        rows = rows.filter(state="submitted")
    return {block.key: block.draft for block in rows}
