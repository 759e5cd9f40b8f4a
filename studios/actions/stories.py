"""Stories for the public: begun, saved, sent for checking by a second person, returned, published, archived."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.attachments import detach_file, keep_file
from studios.actions.story_corrections import publish_correction
from studios.actions.story_rows import CHANGED, fingerprint, locked_story, require_writer, tell_writers
from studios.choices.files import FileKind
from studios.choices.showcase import StoryKind, StoryState
from studios.choices.stories import EDITED, StoryStep
from studios.models import Story, Studio
from studios.permissions import checks_story, publishes_story, wrote_story
from studios.queries.stories import checkers_of
from studios.values.uploads.inspection import inspect_upload
from studios.values.uploads.word import WordText, word_text
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

WORD_SLOT = "story_word"
WORD = frozenset({FileKind.DOCX})
NOT_CHECKING = gettext_lazy("A story is checked by a clerk or chair of the same union who wrote none of it.")
NOT_WRITTEN = gettext_lazy("A story is taken back by those who wrote it.")
NOT_PUBLISHING = gettext_lazy("The chair publishes; a clerk only where no chair is left who wrote none of the text.")
IN_CHECK = gettext_lazy("This story is being checked. Take it back first to change it.")
IS_SHOWN = gettext_lazy("What was published is changed by a correction, which is checked again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryText:
    """What the writer fills in; `body` None leaves the text from Word as it is."""

    kind: str
    title: str
    summary: str = ""
    source: str = ""
    author: str = ""
    body: str | None = None
    correction: str = ""
    studios: Collection[Studio] = ()


@one_transaction
def begin_story(union: Union, *, by: Account, kind: str, title: str) -> Story:
    """A draft with its title; an empty one of the same name that the account began is answered instead."""
    require_writer(by, union)
    same = Story.objects.filter(union=union, kind=kind, title=title, made_by=by, state=StoryState.DRAFT)
    if earlier := same.filter(body="", corrects=None).first():
        return earlier
    now = clock.now()
    made = Story.objects.create(union=union, kind=kind, title=title, made_by=by, made_at=now, changed_at=now)
    made.writers.add(by)
    record(Verb.STORY_BEGUN, by=by, subject=made, union=union, details={"kind": kind})
    return made


def editable_story(story: Story, *, by: Account, revision: int) -> Story:
    """The same for those who write it, while it may be written; a returned one becomes a draft by it."""
    fresh = locked_story(story, revision=revision)
    require_writer(by, fresh.union)
    if fresh.state not in EDITED:
        raise Stale(IN_CHECK if fresh.state == StoryState.SUBMITTED else IS_SHOWN, code="moved_on")
    if fresh.state == StoryState.RETURNED:
        _move(fresh, StoryStep.REVISE, by=by)
    return fresh


def keep_changes(fresh: Story, *, by: Account, details: dict[str, object]) -> None:
    """Save a locked story, note who wrote, and put it on record."""
    fresh.revision += 1
    fresh.changed_at = clock.now()
    fresh.save()
    fresh.writers.add(by)
    record(Verb.STORY_SAVED, by=by, subject=fresh, union=fresh.union, details=details)


@one_transaction
def save_story(story: Story, *, by: Account, text: StoryText, revision: int) -> Story:
    """Keep what the writer filled in."""
    fresh = editable_story(story, by=by, revision=revision)
    if (text.kind == StoryKind.SITE_MEETING) != (fresh.kind == StoryKind.SITE_MEETING):
        raise Refusal(_("A site meeting stays one: its programme belongs to it."), field="kind")
    names = ("kind", "title", "summary", "source", "author", "correction")
    changed = [name for name in names if getattr(fresh, name) != getattr(text, name)]
    for name in names:
        setattr(fresh, name, getattr(text, name))
    if text.body is not None and text.body != fresh.body:
        changed.append("body")
        fresh.body, fresh.word = text.body, None
    fresh.studios.set(text.studios)
    keep_changes(fresh, by=by, details={"changed": changed, "studios": len(text.studios)})
    return fresh


def take_over_word(story: Story, *, by: Account, stream: BinaryIO, name: str, revision: int) -> WordText:
    """Put the text of a Word file in the place of the story's own; the file is kept byte-exact beside it.

    The file is inspected and converted before the row is locked.
    """
    require_writer(by, story.union)
    inspect_upload(stream, name=name, allowed=WORD)
    text = word_text(stream)
    with transaction.atomic():
        fresh = editable_story(story, by=by, revision=revision)
        if fresh.word and fresh.word.removed_at is None and not fresh.corrects_id:
            detach_file(fresh.word, by=by)
        fresh.word = keep_file(stream, name=name, by=by, union=fresh.union, slot=WORD_SLOT, allowed=WORD)
        fresh.body = text.html
        keep_changes(fresh, by=by, details={"word": fresh.word.sha256, "pictures_left_out": text.pictures})
    return text


@one_transaction
def discard_story(story: Story, *, by: Account, revision: int) -> None:
    """Drop a draft for good; the audit record stays."""
    fresh = locked_story(story, revision=revision)
    require_writer(by, fresh.union)
    if fresh.state not in EDITED:
        raise Stale(CHANGED, code="moved_on")
    record(Verb.STORY_DISCARDED, by=by, subject=fresh, union=fresh.union)
    fresh.delete()


def _move(fresh: Story, step: StoryStep, *, by: Account, **details: object) -> None:
    """The one writer of a story's state, along the table of steps."""
    if fresh.state != step.source:
        raise Stale(CHANGED, code="moved_on")
    fresh.state = step.target
    fresh.revision += 1
    fresh.changed_at = clock.now()
    fresh.save()
    record(VERBS[step], by=by, subject=fresh, union=fresh.union, details=details)


VERBS = {
    StoryStep.SUBMIT: Verb.STORY_SUBMITTED,
    StoryStep.TAKE_BACK: Verb.STORY_TAKEN_BACK,
    StoryStep.RETURN: Verb.STORY_RETURNED,
    StoryStep.REVISE: Verb.STORY_REVISED,
    StoryStep.PUBLISH: Verb.STORY_PUBLISHED,
    StoryStep.ARCHIVE: Verb.STORY_ARCHIVED,
}


@one_transaction
def submit_story(story: Story, *, by: Account, revision: int) -> Story:
    """Send a draft for checking by somebody else of the same union."""
    fresh = locked_story(story, revision=revision)
    require_writer(by, fresh.union)
    fresh.writers.add(by)
    _require_complete(fresh)
    checkers = list(checkers_of(fresh))
    if not checkers:
        raise Refusal(_("Nobody else at this union could check it. A second clerk or chair is needed."))
    fresh.note = ""
    _move(fresh, StoryStep.SUBMIT, by=by)
    words = {"title": fresh.title}
    send_messages(checkers, lambda: _("A story waits for your check: %(title)s.") % words, url=fresh.get_desk_url())
    return fresh


def _require_complete(story: Story) -> None:
    is_meeting = story.kind == StoryKind.SITE_MEETING
    if is_meeting and not hasattr(story, "meeting"):
        raise Refusal(_("Fill in date and place of the site meeting first."))
    if not story.body.strip() and not is_meeting:
        raise Refusal(_("Write the text first, or take it from a Word file."))
    if story.corrects_id and not story.correction:
        raise Refusal(_("Write what is corrected first. The public reads this note."))


@one_transaction
def take_back_story(story: Story, *, by: Account, revision: int) -> Story:
    """Take a story back from checking to go on writing; who checks it returns it instead."""
    fresh = locked_story(story, revision=revision)
    if not wrote_story(by, fresh):
        raise Forbidden(NOT_WRITTEN)
    _move(fresh, StoryStep.TAKE_BACK, by=by)
    return fresh


@one_transaction
def return_story(story: Story, *, by: Account, note: str, revision: int) -> Story:
    """Give a story back to its writer with the reason."""
    fresh = locked_story(story, revision=revision)
    if not checks_story(by, fresh):
        raise Forbidden(NOT_CHECKING)
    if not note.strip():
        raise Refusal(_("Write what is to be changed."), field="note")
    fresh.note = note.strip()
    _move(fresh, StoryStep.RETURN, by=by, note=fresh.note)
    words = {"title": fresh.title, "note": fresh.note}
    tell_writers(fresh, lambda: _("Returned to you: %(title)s. %(note)s") % words, by=by)
    return fresh


@one_transaction
def revise_story(story: Story, *, by: Account, revision: int) -> Story:
    """Make a returned story a draft again."""
    fresh = locked_story(story, revision=revision)
    require_writer(by, fresh.union)
    _move(fresh, StoryStep.REVISE, by=by)
    return fresh


@one_transaction
def publish_story(story: Story, *, by: Account, revision: int) -> Story:
    """Show a checked story to the public; a correction is copied into the story that it corrects, and goes."""
    fresh = locked_story(story, revision=revision)
    if not publishes_story(by, fresh):
        raise Forbidden(NOT_PUBLISHING)
    if fresh.corrects is not None:
        return publish_correction(fresh, by=by)
    fresh.checked_by, fresh.published_at, fresh.note = by, clock.now(), ""
    _move(fresh, StoryStep.PUBLISH, by=by, sha256=fingerprint(fresh))
    words = {"title": fresh.title}
    tell_writers(fresh, lambda: _("Published: %(title)s.") % words, by=by)
    return fresh


@one_transaction
def archive_story(story: Story, *, by: Account, revision: int) -> Story:
    """Move a published story to the archive; its address stays and says so."""
    fresh = locked_story(story, revision=revision)
    require_writer(by, fresh.union)
    fresh.archived_at = clock.now()
    _move(fresh, StoryStep.ARCHIVE, by=by)
    words = {"title": fresh.title}
    tell_writers(fresh, lambda: _("Archived: %(title)s.") % words, by=by)
    return fresh
