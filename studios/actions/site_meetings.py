"""现场会: date, place, programme and route of a site meeting, written with its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from studios.actions.stories import editable_story, keep_changes
from studios.choices.showcase import StoryKind
from studios.models import SiteMeeting, Stop, Story, Studio, Talk
from unions.actions.transactions import one_transaction
from unions.errors import Refusal
from unions.models import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRow:
    """One item of the programme; `story` holds the text of the talk."""

    title: str
    starts_at: time | None = None
    speaker: str = ""
    story: Story | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """One stop of the route."""

    place: str
    studio: Studio | None = None
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFacts:
    """When, where, who, and the rows in their order."""

    held_on: date
    place: str
    host: str = ""
    people_count: int | None = None
    talks: Sequence[TalkRow] = ()
    stops: Sequence[StopRow] = ()


@one_transaction
def save_meeting(story: Story, *, by: Account, facts: MeetingFacts, revision: int) -> SiteMeeting:
    """Keep date, place, programme and route; the rows are written anew in the order given."""
    fresh = editable_story(story, by=by, revision=revision)
    if fresh.kind != StoryKind.SITE_MEETING:
        raise Refusal(_("Only a site meeting has a programme."))
    if any(row.story and row.story.union_id != fresh.union_id for row in facts.talks):
        raise Refusal(_("The text of a talk is a story of the same union."))
    held = {name: getattr(facts, name) for name in ("held_on", "place", "host", "people_count")}
    meeting, _made = SiteMeeting.objects.update_or_create(story=fresh, defaults=held)
    meeting.talks.all().delete()
    meeting.stops.all().delete()
    Talk.objects.bulk_create(
        Talk(meeting=meeting, position=n, title=r.title, starts_at=r.starts_at, speaker=r.speaker, story=r.story)
        for n, r in enumerate(facts.talks, start=1)
    )
    Stop.objects.bulk_create(
        Stop(meeting=meeting, position=n, place=r.place, studio=r.studio, what=r.what)
        for n, r in enumerate(facts.stops, start=1)
    )
    keep_changes(fresh, by=by, details={"talks": len(facts.talks), "stops": len(facts.stops)})
    return meeting
