"""The newest stories as an Atom feed."""

from collections.abc import Callable, Iterable

from django.utils.html import escape
from django.utils.translation import get_language

from studios.exports.feeds import DatedFeed
from studios.models import Story
from unions.values.text import sayable

MIME = "application/atom+xml; charset=utf-8"
ENTRIES = 30


def atom(stories: Iterable[Story], *, title: str, url: str, feed_url: str, absolute: Callable[[str], str]) -> bytes:
    """Title, date, summary and address of each story."""
    feed = DatedFeed(title, url, "", language=get_language(), feed_url=feed_url)
    for story in stories:
        feed.add_item(
            sayable(story.title),
            absolute(story.get_absolute_url()),
            # The feed says that its summaries are HTML.
            escape(sayable(story.summary)),
            pubdate=story.published_at,
            updateddate=story.corrected_at or story.published_at,
            author_name=sayable(story.author or story.union.name),
            categories=[str(story.get_kind_display())],
            unique_id=absolute(f"/stories/{story.pk}/"),
        )
    return feed.writeString("utf-8").encode()
