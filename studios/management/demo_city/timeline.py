"""When things happened in the demo city: days counted back from the day of seeding, at office hours."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from unions import clock
from unions.errors import CalendarMissing
from unions.queries.workdays import Calendar

# Days before the seeding at which the city began to use the system.
BEGAN = 560
CLOSING = time(17, 30)


@dataclass(slots=True)
class Timeline:
    """Instants relative to one day; weekends and holidays fall back to the working day before."""

    today: date = field(default_factory=clock.today)
    calendar: Calendar = field(default_factory=Calendar)

    def day(self, ago: int) -> date:
        """The working day so many days ago (negative: ahead), or the one before it."""
        found = self.today - timedelta(days=ago)
        while not self._is_working(found):
            found -= timedelta(days=1)
        return found

    def at(self, ago: int, minutes: int = 0) -> datetime:
        """That day at nine o'clock and so many minutes."""
        return timezone.make_aware(datetime.combine(self.day(ago), time(9)) + timedelta(minutes=minutes))

    def closing(self, ago: int) -> datetime:
        """That day at 17:30, as calls set their dates."""
        return timezone.make_aware(datetime.combine(self.day(ago), CLOSING))

    def _is_working(self, day: date) -> bool:
        try:
            return self.calendar.is_working(day)
        except CalendarMissing:
            return day.isoweekday() <= 5


class Agenda:
    """What is to be done, collected in any order and done in the order of time, so that the records read as they grew."""

    def __init__(self, timeline: Timeline) -> None:
        """Begin with nothing to do."""
        self.timeline = timeline
        self._entries: list[tuple[datetime, int, Callable[[], object]]] = []

    def add(self, ago: int, do: Callable[[], object], *, minutes: int = 0) -> None:
        """Do something so many days ago."""
        self._entries.append((self.timeline.at(ago, minutes), len(self._entries), do))

    def run(self) -> None:
        """Do everything, each at its instant."""
        for instant, _number, do in sorted(self._entries, key=lambda entry: entry[:2]):
            with clock.at(instant):
                do()
        self._entries.clear()
