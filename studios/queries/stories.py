"""Stories: what waits for whom, and what the public reads."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet
from django.utils.translation import ngettext

from studios.choices.showcase import StoryKind, StoryState
from studios.choices.stories import EDITED, StoryStep
from studios.models import Picture, SiteMeeting, Stop, Story, Studio, Talk
from studios.permissions import checks_story, keeps_story, publishes_story, wrote_story
from studios.queries.pictures import story_picture
from studios.queries.tasks import Task
from unions import clock
from unions.choices.people import DESK_ROLES
from unions.models import Account
from unions.values.counts import bounded


def checkers_of(story: Story) -> QuerySet[Account]:
    """Clerks and chairs of the story's union who wrote none of it."""
    return Account.objects.holding(story.union, *DESK_ROLES).exclude(pk__in=story.writers.values("pk"))


def open_steps(story: Story, account: Account) -> list[StoryStep]:
    """The steps that are open to this account, in the order of the table."""
    fitting = [step for step in StoryStep if story.state == step.source]
    return [step for step in fitting if MAY.get(step, keeps_story)(account, story)]


MAY = {StoryStep.TAKE_BACK: wrote_story, StoryStep.RETURN: checks_story, StoryStep.PUBLISH: publishes_story}


def is_editable(story: Story, account: Account) -> bool:
    """Whether the account may write it now."""
    return story.state in EDITED and keeps_story(account, story)


def story_tasks(to_check: int, to_revise: int) -> list[Task]:
    """That stories wait to be checked and revised, each with its list; the navigation has counted them."""
    checks = ngettext("%(n)s story to check", "%(n)s stories to check", to_check)
    revisions = ngettext("%(n)s story to revise", "%(n)s stories to revise", to_revise)
    rows = ((checks, to_check, "stories_to_check"), (revisions, to_revise, "stories_to_revise"))
    return [Task(None, words % {"n": bounded(number)}, route, count=number) for words, number, route in rows if number]


def with_desk_parts(rows: QuerySet[Story]) -> QuerySet[Story]:
    """Stories as the staff's list shows them."""
    return rows.select_related("union", "made_by", "corrects")


# What the public reads ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """How many public stories each kind and each year has."""

    kinds: dict[str, int]
    years: dict[int, int]


def story_page(pk: int | str) -> Story | None:
    """A published or archived story with all that its page shows; None for any other."""
    return with_page_parts(Story.objects.public()).filter(pk=pk).first()


def with_page_parts(rows: QuerySet[Story]) -> QuerySet[Story]:
    """Stories with pictures, meeting, programme, route and the named studios they tell of; nothing that is not public itself."""
    named = Studio.objects.public().select_related("union").order_by("number")
    is_shown = Exists(Studio.objects.public().filter(pk=OuterRef("studio")))
    pictures = Picture.objects.filter(is_public=True).exclude(widths=[])
    return rows.select_related("union", "meeting").prefetch_related(
        Prefetch("pictures", pictures, to_attr="shown"),
        Prefetch("studios", named, to_attr="told_of"),
        Prefetch("meeting__talks", Talk.objects.select_related("story").defer("story__body"), to_attr="programme"),
        Prefetch("meeting__stops", Stop.objects.select_related("studio").annotate(is_shown=is_shown), to_attr="route"),
    )


def _listed(rows: QuerySet[Story]) -> QuerySet[Story]:
    """Stories as a list shows them, with the first picture of each."""
    return rows.select_related("union", "meeting").annotate(first_picture=story_picture()).defer("body")


def chosen_stories(words: Collection[str], *, kind: str = "", year: int | None = None) -> QuerySet[Story]:
    """Published stories that fit, the newest first; the archive is left out."""
    rows = _listed(Story.objects.filter(state=StoryState.PUBLISHED))
    for word in words:
        rows = rows.filter(words__vector__finds=word)
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(published_at__year=year) if year else rows


def counted(words: Collection[str], *, kind: str = "", year: int | None = None) -> Counted:
    """How many each kind and each year would show, the other choice applied, in one query."""
    rows = chosen_stories(words).order_by().values_list("kind", "published_at__year").annotate(n=Count("pk"))
    kinds: dict[str, int] = dict.fromkeys(StoryKind.values, 0)
    years: dict[int, int] = {}
    for of_kind, of_year, number in rows:
        if year in (None, of_year):
            kinds[of_kind] += number
        if kind in ("", of_kind):
            years[of_year] = years.get(of_year, 0) + number
    return Counted({k: n for k, n in kinds.items() if n}, dict(sorted(years.items(), reverse=True)))


def coming_meetings() -> QuerySet[SiteMeeting]:
    """Site meetings that are still to come, the nearest first."""
    shown = Story.objects.filter(state=StoryState.PUBLISHED)
    return (
        SiteMeeting.objects.filter(story__in=shown, held_on__gte=clock.today())
        .select_related("story__union")
        .order_by("held_on", "pk")
    )


def latest_stories(limit: int) -> list[Story]:
    """The newest published stories but those of the movement's history."""
    rows = Story.objects.filter(state=StoryState.PUBLISHED).exclude(kind=StoryKind.HISTORY)
    return list(_listed(rows).order_by("-published_at", "-pk")[:limit])


def history_stories() -> QuerySet[Story]:
    """The stories of the movement's history in the order in which they were published."""
    rows = Story.objects.filter(state=StoryState.PUBLISHED, kind=StoryKind.HISTORY)
    return _listed(rows).order_by("published_at", "pk")


def talk_texts(story: Story) -> QuerySet[Any]:
    """Stories of the same union that may hold the text of a talk, the newest first."""
    rows = Story.objects.filter(union=story.union_id, corrects=None).exclude(kind=StoryKind.SITE_MEETING)
    return rows.exclude(pk=story.pk).order_by("-changed_at", "-pk")
