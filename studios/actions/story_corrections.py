"""Corrections of published stories: a copy that is changed and checked, then takes the place of the text."""

from typing import TypeVar

from django.utils.translation import gettext as _

from studios.actions.story_rows import CHANGED, fingerprint, locked_story, require_writer, tell_writers
from studios.choices.stories import SHOWN
from studios.models import SiteMeeting, Stop, Story, Talk
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Stale
from unions.models import Account

R = TypeVar("R", Talk, Stop)
COPIED = ("kind", "title", "summary", "body", "source", "author", "word")


@one_transaction
def begin_correction(story: Story, *, by: Account) -> Story:
    """A copy of a published story to be changed and checked; the one that is under way is answered instead."""
    fresh = locked_story(story)
    require_writer(by, fresh.union)
    if fresh.state not in SHOWN:
        raise Stale(CHANGED, code="moved_on")
    if earlier := fresh.corrections.first():
        return earlier
    now = clock.now()
    made = Story(union=fresh.union, corrects=fresh, made_by=by, made_at=now, changed_at=now)
    _copy(fresh, made)
    made.writers.add(by)
    record(Verb.STORY_BEGUN, by=by, subject=made, union=fresh.union, details={"corrects": fresh.pk})
    return made


def publish_correction(correction: Story, *, by: Account) -> Story:
    """Copy a checked correction, which is under lock, into the story that it corrects; the copy goes."""
    original = locked_story(correction.corrects or correction)
    before = fingerprint(original)
    original.correction, original.corrected_at = correction.correction, clock.now()
    original.checked_by, original.changed_at = by, clock.now()
    original.revision += 1
    _copy(correction, original)
    details = {"note": original.correction, "before": before, "sha256": fingerprint(original)}
    record(Verb.STORY_CORRECTED, by=by, subject=original, union=original.union, details=details)
    correction.pictures.update(story=original)
    original.writers.add(*correction.writers.all())
    correction.delete()
    words = {"title": original.title}
    tell_writers(original, lambda: _("The correction is published: %(title)s.") % words, by=by)
    return original


def _copy(source: Story, target: Story) -> None:
    """Save the target with the source's text, studios, meeting, programme and route."""
    for name in COPIED:
        setattr(target, name, getattr(source, name))
    target.save()
    target.studios.set(source.studios.all())
    SiteMeeting.objects.filter(story=target).delete()
    meeting = SiteMeeting.objects.filter(story=source).first()
    if meeting is not None:
        talks, stops = list(meeting.talks.all()), list(meeting.stops.all())
        meeting.pk = target.pk
        meeting.save(force_insert=True)
        Talk.objects.bulk_create(_of(meeting, row) for row in talks)
        Stop.objects.bulk_create(_of(meeting, row) for row in stops)


def _of(meeting: SiteMeeting, row: R) -> R:
    row.pk, row.meeting = None, meeting
    return row
