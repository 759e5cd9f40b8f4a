"""Bars drawn on the server: a chart as SVG for the page, its data stand in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# As wide as a phone has room for, so that words stay legible there and no bar leaves the page.
LABELS, WIDTH, STEP, THICK, GAP = 138, 372, 34, 10, 2
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """A label with this call's count and the earlier one's."""

    label: str
    now: int
    before: int


def bar_chart(bars: Sequence[Bar], *, key: str, title: str, description: str) -> SafeString:
    """Pairs of bars lying down, the present call's above the earlier one's."""
    most = max((max(bar.now, bar.before) for bar in bars), default=0) or 1
    drawn = format_html_join("", "{}", ((_pair(bar, i, most),) for i, bar in enumerate(bars)))
    return framed(drawn, STEP * len(bars) + 4, key=key, title=title, description=description)


def framed(drawn: SafeString, height: int, *, key: str, title: str, description: str) -> SafeString:
    """The drawing with a title and a sentence for those who do not see it."""
    return format_html(
        '<svg viewBox="0 0 {w} {h}" role="img" aria-labelledby="{key}-t {key}-d">'
        '<title id="{key}-t">{title}</title><desc id="{key}-d">{text}</desc>{drawn}</svg>',
        w=WIDTH,
        h=height,
        key=f"bars-{key}",
        title=title,
        text=description,
        drawn=drawn,
    )


def shortened(label: str) -> str:
    """As much of a label as there is room for: a Chinese sign is twice as wide as a Latin one."""
    room = 2 * LONGEST
    for place, sign in enumerate(label):
        room -= 1 if sign.isascii() else 2
        if room < 0:
            return f"{label[: place - 1]}…"
    return label


def _pair(bar: Bar, place: int, most: int) -> SafeString:
    top = STEP * place + 6
    words = shortened(bar.label)
    text = format_html('<text x="{}" y="{}" text-anchor="end">{}</text>', LABELS - 8, top + 15, words)
    rows = (("bars__now", bar.now, top), ("bars__before", bar.before, top + THICK + GAP))
    return text + format_html_join("", "{}", ((_bar(css, count, y, most),) for css, count, y in rows))


def _bar(css: str, count: int, y: int, most: int) -> SafeString:
    long = round((WIDTH - LABELS - 40) * count / most, 1)
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/><text class="bars__count" x="{}" y="{}">{}</text>',
        css,
        LABELS,
        y,
        long,
        THICK,
        LABELS + long + 5,
        y + THICK - 1,
        count,
    )
