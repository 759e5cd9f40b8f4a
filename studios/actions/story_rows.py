"""What every act on a story begins and ends with: the locked row, who may write, the fingerprint, the messages."""

import hashlib

from django.utils.translation import gettext_lazy

from studios.models import Story
from studios.permissions import writes_stories_of
from unions.actions.messages import Wording, send_messages
from unions.errors import Forbidden, Stale
from unions.models import Account, Union

NOT_WRITING = gettext_lazy("Clerks and chairs write the stories of their own union.")
CHANGED = gettext_lazy("Somebody else changed this story in the meantime. Look at it again.")


def require_writer(by: Account, union: Union) -> None:
    """Only clerks and chairs of the union."""
    if not writes_stories_of(by, union):
        raise Forbidden(NOT_WRITING)


def locked_story(story: Story, *, revision: int | None = None) -> Story:
    """The story under lock; 409 when it is gone or was changed since the page was shown."""
    rows = Story.objects.select_for_update(of=("self",)).select_related("union", "corrects", "word", "meeting")
    fresh = rows.filter(pk=story.pk).first()
    if fresh is None or (revision is not None and fresh.revision != revision):
        raise Stale(CHANGED, code="stale")
    return fresh


def fingerprint(story: Story) -> str:
    """SHA-256 over what the public reads of the text."""
    return hashlib.sha256(f"{story.title}\n{story.summary}\n{story.body}".encode()).hexdigest()


def tell_writers(story: Story, wording: Wording, *, by: Account) -> None:
    """Tell those who wrote it, but not who acts."""
    writers = [account for account in story.writers.all() if account.pk != by.pk]
    send_messages(writers, wording, url=story.get_desk_url())
