"""Pictures: a photo in the width that the screen needs, the cover of a studio, its plaque."""

import re
from typing import Protocol

from django import template
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from unions.templatetags.leaves import EMPTY

register = template.Library()

# A name that ends with its kind stands on lines of its own, the long kind on two.
PLAQUE_LINES = re.compile(r"(.+?)(劳模和工匠人才)?((?:劳模|职工|工匠)?创新工作室)")
DRAWINGS = frozenset({"bio", "build", "chip", "medical", "port", "power", "rail", "tunnel"})
CARD_SIZES = "(min-width: 1240px) 300px, (min-width: 640px) 45vw, 92vw"
PAGE_SIZES = "(min-width: 1000px) 400px, 92vw"
# What a browser shows that knows no srcset.
USUAL = 640


class Shown(Protocol):
    """A picture in several widths."""

    alt: str
    widths: list[int]

    def url(self, width: int = USUAL) -> str:
        """The address of the derivative at least so wide."""

    def preview_url(self, width: int = USUAL) -> str:
        """The same at the desk."""

    def fitting(self, width: int) -> int:
        """Which derivative that is."""

    def height_at(self, width: int) -> int:
        """How high it is."""


@register.simple_tag
def photo(*, picture: Shown | None, sizes: str = "100vw", lazy: bool = True, preview: bool = False) -> SafeString:
    """A picture in all its widths; `sizes` says how wide it is shown, `preview` takes it from the desk.

    The style sheet gives the frame: the picture fills it.
    """
    if not picture or not picture.widths:
        return EMPTY
    address = picture.preview_url if preview else picture.url
    width = picture.fitting(USUAL)
    attributes = {
        "src": address(width),
        "srcset": ", ".join(f"{address(w)} {w}w" for w in picture.widths),
        "sizes": sizes,
        "width": width,
        "height": picture.height_at(width),
        "alt": picture.alt,
        "loading": "lazy" if lazy else "eager",
        "decoding": "async",
    }
    return format_html("<img{}>", flatatt(attributes))


@register.simple_tag
def plaque(*, name: str, issuer: object = "", large: bool = False) -> SafeString:
    """The plaque of a studio; decoration, the name stands beside it in words."""
    found = PLAQUE_LINES.fullmatch(name)
    lines = format_html_join(SafeString("<br>"), "{}", ((part,) for part in found.groups() if part)) if found else name
    return format_html(
        '<div class="plaque{}" aria-hidden="true"><b>{}</b><small>{}</small></div>',
        " plaque--lg" if large else "",
        lines,
        issuer,
    )


@register.simple_tag
def cover(
    *,
    name: str,
    picture: Shown | None = None,
    drawing: str = "",
    issuer: object = "",
    large: bool = False,
) -> SafeString:
    """A studio's picture: its photo, else the drawing of its industry, else the plaque; both decoration."""
    if picture:
        return photo(picture=picture, sizes=PAGE_SIZES if large else CARD_SIZES, lazy=not large)
    if drawing not in DRAWINGS:
        return plaque(name=name, issuer=issuer, large=large)
    source = static(f"img/covers/{drawing}.svg")
    return format_html(
        '<img src="{}" alt="" width="640" height="360" loading="{}">', source, "eager" if large else "lazy"
    )
