"""What a studio's page reads beside its register, each part a column of the studio's own row: no statement more."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.utils.translation import gettext

from studios.choices.showcase import BlockKey, BlockState, PictureUse, StoryState
from studios.models import (
    Alliance,
    Apprenticeship,
    Member,
    Picture,
    ProfileBlock,
    Result,
    ServiceOffer,
    Story,
    Studio,
)
from studios.queries.pictures import public_pictures
from studios.values.answers import number_of, rows_of
from studios.values.blocks import numbers_of

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
        "present_members": _members(),
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


def _members() -> ArraySubquery:
    """Present members; a name leaves the database only with recorded consent."""
    name = Case(When(consented_on__isnull=False, then=F("person__name")), default=Value(""))
    facts = JSONObject(
        role=F("role"),
        trade=F("trade"),
        title=F("title"),
        name=name,
        grade=F("skill_grade__name"),
        grade_en=F("skill_grade__name_en"),
    )
    rows = Member.objects.filter(studio=OuterRef("pk"), left_on=None)
    return ArraySubquery(rows.values(json=facts))


def drafts_of(studio: Studio, *states: BlockState) -> dict[str, dict[str, Any]]:
    """The drafts of a studio that are in one of the states, by the block's key."""
    rows = ProfileBlock.objects.filter(studio=studio, state__in=states)
    return {block.key: block.draft for block in rows}


def names_in(studio: Studio, content: Mapping[str, Any]) -> dict[str, str]:
    """What the keys in a block's content are called: results, member studios, the picture, the founding."""
    results = {*numbers_of(content, "shown"), *_result_keys(content)}
    members = {key for row in rows_of(content, "alliances") for key in numbers_of(row, "members")}
    picture = number_of(content, "picture")
    found = {"founded": gettext("The studio was founded")}
    if results:
        found |= {f"result-{r.pk}": r.title for r in Result.objects.public().filter(studio=studio, pk__in=results)}
    if members:
        found |= {f"studio-{s.pk}": s.name for s in Studio.objects.public().filter(pk__in=members)}
    if picture:
        found |= {f"picture-{p.pk}": p.alt for p in Picture.objects.filter(studio=studio, pk=picture)}
    return found


def _result_keys(content: Mapping[str, Any]) -> list[int]:
    """Results that are left out of the timeline: "result-12"."""
    hidden = [str(key) for key in content.get("hidden") or ()]
    return [int(number) for key in hidden if (number := key.removeprefix("result-")).isdecimal()]
