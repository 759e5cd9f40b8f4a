"""What the public sees has a mark: it tells whether anything may look different since an answer was made."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from studios.choices.calls import CallState
from unions import clock

T = TypeVar("T")
KEPT_SECONDS = 24 * 60 * 60
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
# The last changes of the studio and of those whose names its page shows. One without a stamp, because it is not in force,
# leaves none at all.
STAMPS = """
SELECT CASE WHEN bool_and(e.stamp IS NOT NULL) THEN string_agg(e.stamp::text, '.' ORDER BY shown.id) END
FROM studios_studio s
CROSS JOIN LATERAL (
  SELECT s.id
  UNION SELECT l.leader_id FROM studios_alliance l JOIN studios_alliance_members m ON m.alliance_id = l.id
    WHERE m.studio_id = s.id
  UNION SELECT m.studio_id FROM studios_alliance_members m WHERE m.alliance_id IN (
    SELECT l.id FROM studios_alliance l WHERE l.leader_id = s.id
    UNION ALL SELECT j.alliance_id FROM studios_alliance_members j WHERE j.studio_id = s.id)
) shown
LEFT JOIN studios_showcaseentry e ON e.studio_id = shown.id
WHERE s.number = %(number)s
"""
ASKED = f"SELECT c.*, ({HOURS}), ({STAMPS}) FROM ({CHANGES}) c"  # noqa: S608 - nothing typed by anybody is in it


@dataclass(frozen=True, slots=True)
class Mark:
    """What must be equal for a page to be the same, and the moment since which it is."""

    text: str
    since: datetime


def public_mark() -> Mark:
    """The mark of any page: it changes with everything that any public page shows, and with the day."""
    changes, at, _wide, _wide_at, hours, _stamps = _asked("")
    return _mark(at, changes, at, hours)


def studio_mark(number: str) -> Mark:
    """The mark of a studio's page: its own last change, those of its allies, and what all pages share.

    A page that shows a studio not in force changes with everything.
    """
    changes, at, wide, wide_at, hours, stamps = _asked(number.upper())
    if stamps is None:
        return _mark(at, changes, at, hours)
    return _mark(at, "studio", stamps, wide, wide_at, hours)


def kept_until_change(key: str, reckon: Callable[[], T], *, mark: str = "") -> T:
    """What was reckoned since the last public change of this day, else reckoned anew; `mark` is the page's own."""
    mark = mark or public_mark().text
    kept: tuple[str, T] | None = cache.get(key)
    if kept and kept[0] == mark:
        return kept[1]
    found = reckon()
    # One row a key: the cache also counts tries of signing in, and must not fill up.
    cache.set(key, (mark, found), KEPT_SECONDS)
    return found


def _asked(number: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"now": clock.now(), "open": CallState.OPEN.value, "number": number})
        return cursor.fetchone() or (0, None, 0, None, 0, None)


def _mark(at: datetime | None, *parts: object) -> Mark:
    """Dates on a page (days left, plaques that fall due) change at midnight."""
    day = clock.today()
    midnight = timezone.make_aware(datetime.combine(day, time()))
    return Mark(" ".join(str(part) for part in (day, *parts)), max(at or midnight, midnight))
