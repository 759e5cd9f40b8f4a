"""What every Atom feed shares: its date."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

from unions import clock


class DatedFeed(Atom1Feed):
    """Dated by its newest entry; an empty one by the day, so that it stays the same until something is found."""

    def latest_post_date(self) -> datetime:
        """The latest change shown."""
        dates = [item["updateddate"] for item in self.items if item["updateddate"]]
        return max(dates, default=timezone.make_aware(datetime.combine(clock.today(), time())))
