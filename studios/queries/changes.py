"""What the public sees has a mark: it tells whether anything may look different since an answer was made."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import connection
from django.utils import timezone

from studios.choices.calls import CallState
from unions import clock

# How many changes there were and when the last one was noted, of all and of wide ones alone. The sum grows with each
# commit, a late one too; the moment tells a database that was set back to a backup from the one before.
CHANGES = """
SELECT coalesce(sum(changes), 0)::bigint, max(at),
       coalesce(sum(changes) FILTER (WHERE is_wide), 0)::bigint, max(at) FILTER (WHERE is_wide)
FROM studios_publicchange
"""
# Guides say how many whole days are left and whether a call is open: this number falls whenever one of them changes.
HOURS = """
SELECT coalesce(sum(floor(extract(epoch FROM at - %(now)s) / 86400)), 0)::bigint FROM (
  SELECT opens_at AS at FROM studios_call WHERE state = %(open)s
  UNION ALL SELECT d.due_at FROM studios_callstage d JOIN studios_call c ON c.id = d.call_id WHERE c.state = %(open)s
  UNION ALL SELECT e.due_at FROM studios_extension e JOIN studios_call c ON c.id = e.call_id WHERE c.state = %(open)s
) dates
"""
STAMP = """
SELECT e.stamp FROM studios_showcaseentry e JOIN studios_studio s ON s.id = e.studio_id WHERE s.number = %(number)s
"""
ASKED = f"SELECT c.*, ({HOURS}), ({STAMP}) FROM ({CHANGES}) c"  # noqa: S608 - nothing typed by anybody is in it


@dataclass(frozen=True, slots=True)
class Mark:
    """What must be equal for a page to be the same, and the moment since which it is."""

    text: str
    since: datetime


def public_mark() -> Mark:
    """The mark of any page: it changes with everything that any public page shows, and with the day."""
    changes, at, _wide, _wide_at, hours, _stamp = _asked("")
    return _mark(at, changes, at, hours)


def studio_mark(number: str) -> Mark:
    """The mark of a studio's page: its own last change, and what all pages share.

    A studio that is not in force has no stamp: its page changes with everything.
    """
    changes, at, wide, wide_at, hours, stamp = _asked(number.upper())
    if stamp is None:
        return _mark(at, changes, at, hours)
    return _mark(at, "studio", stamp, wide, wide_at, hours)


def _asked(number: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"now": clock.now(), "open": CallState.OPEN.value, "number": number})
        return cursor.fetchone() or (0, None, 0, None, 0, None)


def _mark(at: datetime | None, *parts: object) -> Mark:
    """Dates on a page (days left, plaques that fall due) change at midnight."""
    day = clock.today()
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return Mark(" ".join(str(part) for part in (day, *parts)), max(at or midnight, midnight))
