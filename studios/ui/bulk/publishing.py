"""Stories and blocks of pages that are shown to the public, and stories that go to the archive."""

from collections.abc import Callable, Sequence
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from studios.actions.profiles import publish_block
from studios.actions.stories import NOT_PUBLISHING, archive_story, publish_story
from studios.actions.story_rows import NOT_WRITING
from studios.choices.showcase import StoryState
from studios.choices.stories import StoryStep
from studios.models import ProfileBlock, Story
from studios.permissions import keeps_story
from studios.queries.open_texts import faults_of_blocks
from studios.ui.bulk.acts import BulkAct, Done, Refusals, Work, done_for, one_by_one
from unions.errors import Sentence
from unions.models import Account


def _not_to_publish(rows: Sequence[Story], account: Account) -> Refusals:
    """Which stories the account does not publish, asked once for all."""
    open_ = set(
        Story.objects.to_publish_by(account).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    return {row.pk: _not_waiting(row) or NOT_PUBLISHING for row in rows if row.pk not in open_}


def _not_waiting(story: Story) -> Sentence:
    return "" if story.state == StoryState.SUBMITTED else _("This story does not wait for a check.")


def _not_to_archive(story: Story, account: Account) -> Sentence:
    if not keeps_story(account, story):
        return NOT_WRITING
    return "" if story.state == StoryState.PUBLISHED else _("Only published stories go to the archive.")


def _faulty(rows: Sequence[ProfileBlock], _account: Account) -> Refusals:
    return {pk: " ".join(faults) for pk, faults in faults_of_blocks(rows).items()}


def _act(action: Callable[..., Story | ProfileBlock], work: Work) -> Done:
    return done_for(work, lambda row: action(row, by=work.by, revision=row.revision))


PUBLISH = BulkAct(
    key="publish",
    label=StoryStep.PUBLISH.label,
    effect=gettext_lazy("Everybody reads these stories from now on; their writers are told."),
    refusals=_not_to_publish,
    run=partial(_act, publish_story),
)
ARCHIVE = BulkAct(
    key="archive",
    label=pgettext_lazy("story", "Archive"),
    effect=gettext_lazy("These stories keep their addresses and say that they are old; their writers are told."),
    refusals=one_by_one(_not_to_archive),
    run=partial(_act, archive_story),
)
PUBLISH_BLOCKS = BulkAct(
    key="publish",
    label=StoryStep.PUBLISH.label,
    effect=gettext_lazy("These blocks stand on the studios' public pages from now on; each unit is told."),
    refusals=_faulty,
    run=partial(_act, publish_block),
)
