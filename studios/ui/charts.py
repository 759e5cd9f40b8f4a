"""Charts of one series as SVG: bars lying down and columns; the numbers stand in a table beside each."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from studios.ui.bars import LABELS, WIDTH, framed, shortened

STEP, THICK, FOOT, HIGH, TOP = 26, 14, 26, 190, 22
WIDEST_COLUMN = 44
Row = tuple[str, int]


def lying_bars(rows: Sequence[Row], *, key: str, title: str, description: str) -> SafeString:
    """One bar a row, its label at the left and its number at the end."""
    most = max((count for _label, count in rows), default=0) or 1
    drawn = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text><rect class="bars__now" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="bars__count" x="{}" y="{}">{}</text>',
        (_lying(label, count, place, most) for place, (label, count) in enumerate(rows)),
    )
    return framed(drawn, STEP * len(rows) + 4, key=key, title=title, description=description)


def _lying(label: str, count: int, place: int, most: int) -> tuple[object, ...]:
    top, long = STEP * place + 6, round((WIDTH - LABELS - 60) * count / most, 1)
    said = (LABELS - 8, top + THICK - 2, shortened(label))
    return (*said, LABELS, top, long, THICK, LABELS + long + 6, top + THICK - 2, f"{count:,}")


def columns(rows: Sequence[Row], *, key: str, title: str, description: str) -> SafeString:
    """One column a row, its number on top and its label below."""
    most = max((count for _label, count in rows), default=0) or 1
    step = WIDTH / max(len(rows), 1)
    wide = min(step * 0.7, WIDEST_COLUMN)
    drawn = format_html_join(
        "",
        '<rect class="bars__now" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="bars__count" x="{}" y="{}" text-anchor="middle">{}</text>'
        '<text class="bars__count" x="{}" y="{}" text-anchor="middle">{}</text>',
        (_standing(label, count, step * (place + 0.5), wide, most) for place, (label, count) in enumerate(rows)),
    )
    axis = format_html('<line class="ax0" x1="0" x2="{}" y1="{}" y2="{}"/>', WIDTH, HIGH, HIGH)
    return framed(drawn + axis, HIGH + FOOT, key=key, title=title, description=description)


def _standing(label: str, count: int, middle: float, wide: float, most: int) -> tuple[object, ...]:
    high = round((HIGH - TOP) * count / most, 1)
    top, centre = round(HIGH - high, 1), round(middle, 1)
    bar = (round(middle - wide / 2, 1), top, round(wide, 1), high)
    return (*bar, centre, top - 5, f"{count:,}", centre, HIGH + 17, label)
