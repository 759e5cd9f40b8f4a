"""How values look on screen: money in 万元, dates in words, telephone numbers masked."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from unions.values.money import display_wan

register = template.Library()

UNKNOWN = "—"


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _decimal(value: object) -> Decimal | None:
    try:
        number = Decimal(str(value))
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() else None


def _local(value: object) -> date | datetime | None:
    if isinstance(value, datetime):
        return timezone.localtime(value) if timezone.is_aware(value) else value
    return value if isinstance(value, date) else None


@register.filter
def money(yuan: object) -> str:
    """Yuan as 万元 with two decimals and thousands, without the unit; unknown is a dash."""
    number = _decimal(yuan)
    return display_wan(number)


@register.filter
def money_full(yuan: object) -> str:
    """Yuan to the fen with thousands, without the unit; unknown is a dash."""
    number = _decimal(yuan)
    return UNKNOWN if number is None else f"{number:,.2f}"


@register.filter
def cn_date(value: object) -> str:
    """A day in prose: 2026年9月28日, in English 28 September 2026."""
    day = _local(value)
    if day is None:
        return UNKNOWN
    return f"{day.year}年{day.month}月{day.day}日" if _is_chinese() else date_format(day, "j F Y")


@register.filter
def cn_month(value: object) -> str:
    """A month in prose: 2026年9月, in English September 2026."""
    day = _local(value)
    if day is None:
        return UNKNOWN
    return f"{day.year}年{day.month}月" if _is_chinese() else date_format(day, "F Y")


@register.filter
def cn_datetime(value: object) -> str:
    """An instant in prose, office time: 2026年9月28日17:00, in English 28 September 2026, 17:00."""
    at = _local(value)
    if not isinstance(at, datetime):
        return cn_date(value)
    joint = "" if _is_chinese() else ", "
    return f"{cn_date(at)}{joint}{at:%H:%M}"


@register.filter
def iso_date(value: object) -> str:
    """A day in a table: 2026-09-28."""
    day = _local(value)
    return UNKNOWN if day is None else f"{day:%Y-%m-%d}"


@register.filter
def iso_datetime(value: object) -> str:
    """An instant in a table, office time: 2026-09-28 17:00."""
    at = _local(value)
    return f"{at:%Y-%m-%d %H:%M}" if isinstance(at, datetime) else iso_date(value)


@register.filter
def mask_phone(number: object) -> str:
    """A telephone number that shows only its first three and last four digits."""
    digits = str(number or "").strip()
    if not digits:
        return UNKNOWN
    if len(digits) < 8:
        return "*" * max(0, len(digits) - 2) + digits[-2:]
    return digits[:3] + "*" * (len(digits) - 7) + digits[-4:]
