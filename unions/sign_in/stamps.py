"""When a session began and when it was last used, kept in the session itself."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from unions import clock

BEGAN, SEEN = "signed_in_at", "seen_at"
# A session is written at most this often; so it may end that much early, never late.
WRITE_EVERY = 60


def begin(session: SessionBase) -> None:
    """Stamp a session at signing in."""
    session[BEGAN] = session[SEEN] = clock.now().timestamp()


def signed_in_at(session: SessionBase) -> datetime | None:
    """When the account signed in; None for a session without stamps."""
    return datetime.fromtimestamp(session[BEGAN], UTC) if BEGAN in session else None


def overrun(session: SessionBase) -> str:
    """`idle` or `total` where a limit is passed, else nothing; a session without stamps is over."""
    now = clock.now().timestamp()
    if BEGAN not in session or now - session[BEGAN] >= settings.SESSION_TOTAL.total_seconds():
        return "total"
    return "idle" if now - session.get(SEEN, 0) >= settings.SESSION_IDLE.total_seconds() else ""


def touch(session: SessionBase) -> None:
    """Note that the session is in use."""
    now = clock.now().timestamp()
    if now - session[SEEN] >= WRITE_EVERY:
        session[SEEN] = now
