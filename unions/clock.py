"""The one source of the present time; tests and the demo command set it, nothing else does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_at: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present instant, aware."""
    return _set_at.get() or timezone.now()


def today() -> date:
    """The present day in the office's time zone."""
    return timezone.localdate(now())


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Let the clock stand at an aware instant for a while."""
    token = _set_at.set(instant)
    try:
        yield
    finally:
        _set_at.reset(token)
