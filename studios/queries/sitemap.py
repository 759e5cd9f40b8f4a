"""Which public pages there are, in ranges of keys that are read without counting what comes before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from studios.models import Call, PublicNotice, Result, Story, Studio
from studios.queries.profile import public_decisions

# Two languages with their alternates take about a kilobyte: a part stays under 10 MB and 50,000 addresses.
SPAN = 6_000
CHUNK = 1_000
RANGES = """
SELECT part FROM generate_series(0, %s) AS part
CROSS JOIN LATERAL (SELECT FROM ({rows}) AS r (id) WHERE r.id >= part * %s AND r.id < (part + 1) * %s LIMIT 1) AS first
ORDER BY part
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages of one route: its rows, the field that stands in the address, and the one that says when it changed."""

    route: str
    rows: Callable[[], QuerySet[Any]]
    argument: str
    changed: str

    def parts(self) -> list[int]:
        """Return the numbers of the ranges that hold any page."""
        rows = self.rows().order_by("-pk").values_list("pk", flat=True)
        last = rows.first()
        if last is None:
            return []
        sql, params = rows.order_by().query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(RANGES.format(rows=sql), [last // SPAN, *params, SPAN, SPAN])
            return [part for (part,) in cursor.fetchall()]

    def holds(self, part: int) -> bool:
        """Say whether a range holds any page."""
        return self.rows().filter(pk__gte=part * SPAN, pk__lt=(part + 1) * SPAN).exists()

    def pages(self, part: int) -> Iterator[tuple[str, date | None]]:
        """Yield what stands in each address of a range, and the day of its last change."""
        last, end = part * SPAN - 1, (part + 1) * SPAN
        rows = self.rows().filter(pk__lt=end).order_by("pk").values_list("pk", self.argument, self.changed)
        while found := list(rows.filter(pk__gt=last)[:CHUNK]):
            yield from ((str(argument), _day(changed)) for _pk, argument, changed in found)
            last = found[-1][0]


def _day(changed: datetime | date | None) -> date | None:
    return timezone.localtime(changed).date() if isinstance(changed, datetime) else changed


KINDS: dict[str, Kind] = {
    "studios": Kind("studio", Studio.objects.public, "number", "changed_at"),
    "results": Kind("result", Result.objects.public, "pk", "confirmed_at"),
    "notices": Kind("notice", PublicNotice.objects.public, "pk", "published_on"),
    "decisions": Kind("public_decision", public_decisions, "pk", "recorded_at"),
    "stories": Kind("story", Story.objects.public, "pk", "changed_at"),
    "calls": Kind("call", Call.objects.public, "pk", "opened_at"),
}
