"""Two people act on one story at once: exactly one of them does."""

from functools import partial

import pytest

from studios.actions.stories import publish_story, return_story, save_story
from studios.actions.story_corrections import begin_correction
from studios.choices.showcase import StoryState
from studios.models import Story
from tests.factories import make_officer
from tests.rigor.crowd import all_at_once
from tests.story import make_desk, published, submitted, text_of, written
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Stale
from unions.models import AuditEvent
from unions.queries.audit import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_checkers_decide_once() -> None:
    desk = make_desk()
    chairs = [make_officer(desk.union, Role.CHAIR) for _ in range(4)]
    for chair in chairs:
        assert chair.scope
    story = submitted(desk)
    jobs = [partial(publish_story, story, by=chair, revision=story.revision) for chair in chairs]
    jobs += [partial(return_story, story, by=chair, note="补", revision=story.revision) for chair in chairs]
    answers = all_at_once(jobs)
    won = [a for a in answers if isinstance(a, Story)]
    assert (len(won), sum(isinstance(a, Stale) for a in answers)) == (1, 7)
    after = Story.objects.get(pk=story.pk)
    assert after.state == won[0].state
    assert after.state in (StoryState.PUBLISHED, StoryState.RETURNED)
    decided = AuditEvent.objects.filter(verb__in=[Verb.STORY_PUBLISHED, Verb.STORY_RETURNED])
    assert decided.count() == 1
    assert verify_chain().bad_position is None


def test_two_writers_save_one_text() -> None:
    desk = make_desk()
    story = written(desk)
    writers = [desk.clerk, desk.second, desk.chair]
    for writer in writers:
        assert writer.scope
    jobs = [
        partial(save_story, story, by=writer, text=text_of(story, title=writer.username), revision=story.revision)
        for writer in writers
    ]
    answers = all_at_once(jobs)
    assert sum(isinstance(a, Stale) for a in answers) == 2
    saved = next(a for a in answers if isinstance(a, Story))
    assert Story.objects.get(pk=story.pk).title == saved.title


def test_two_begin_one_correction() -> None:
    desk = make_desk()
    story = published(desk)
    answers = all_at_once([partial(begin_correction, story, by=a) for a in (desk.clerk, desk.second, desk.chair)])
    assert {a.pk for a in answers} == {Story.objects.get(corrects=story).pk}
