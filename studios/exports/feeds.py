"""What the feeds of lists share: their date, their language, and summaries."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language

from unions import clock
from unions.values.text import sayable


class DatedFeed(Atom1Feed):
    """Dated by its newest entry; an empty one by the day, so that it stays the same until something is found."""

    def latest_post_date(self) -> datetime:
        """The latest change shown."""
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=timezone.make_aware(datetime.combine(clock.today(), time())))


def new_feed(*, origin: str, title: str, host: str, page_url: str, feed_url: str) -> DatedFeed:
    """A feed without entries; addresses are paths below `origin`."""
    return DatedFeed(
        title=sayable(title),
        link=origin + page_url,
        description="",
        language="en" if (get_language() or "").startswith("en") else "zh-CN",
        feed_url=origin + feed_url,
        author_name=sayable(host) or None,
    )


def summary(text: str) -> str:
    """A text as a summary; the feed says that its summaries are HTML."""
    return escape(sayable(text))
