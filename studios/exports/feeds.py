"""What every Atom feed shares: its date, and text that XML may hold."""

import re
from datetime import datetime, time

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from unions import clock

# No XML may hold these, though a name may.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class DatedFeed(Atom1Feed):
    """Dated by its newest entry; an empty one by the day, so that it stays the same until something is found."""

    def latest_post_date(self) -> datetime:
        """The latest change shown."""
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=timezone.make_aware(datetime.combine(clock.today(), time())))


def sayable(text: str) -> str:
    """The text without the characters that no XML may hold."""
    return UNSAYABLE.sub("", text)
