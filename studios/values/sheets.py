"""Points and dates of score sheets in words."""

from datetime import datetime
from decimal import Decimal

from django.utils.timezone import localtime


def plain(points: Decimal) -> str:
    """5 rather than 5.00, 4.5 rather than 4.50."""
    return f"{points.normalize():f}"


def moment(value: datetime) -> str:
    """A moment as tables show it: 2026-11-28 18:00."""
    return f"{localtime(value):%Y-%m-%d %H:%M}"
