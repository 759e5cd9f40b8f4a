"""Small components without content of their own: icon, tag, level, button, meter, figure."""

from functools import lru_cache

from django import template
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from unions.values.counts import bounded

register = template.Library()

EMPTY = mark_safe("")
TONES = frozenset({"", "grey", "blue", "green", "amber", "danger", "gold", "red", "line"})
KINDS = frozenset({"", "primary", "brand", "danger", "quiet"})


def tone_class(block: str, tone: str, allowed: frozenset[str] = TONES) -> str:
    """Return `block block--tone`; an unknown tone is a mistake of the template."""
    if tone not in allowed:
        message = f"{block} knows no {tone!r}; use one of {sorted(allowed - {''})}."
        raise template.TemplateSyntaxError(message)
    return f"{block} {block}--{tone}" if tone and tone != "grey" else block


@register.simple_tag
@lru_cache(maxsize=500)
def icon(*, name: str, large: bool = False) -> SafeString:
    """Draw an icon of the sprite, hidden from readers; words stand beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        " icon--lg" if large else "",
        static("icons/sprite.svg"),
        name,
    )


def optional_icon(name: str) -> SafeString:
    """Draw the icon, or nothing for an empty name."""
    return icon(name=name) if name else EMPTY


def quiet_words(text: object) -> SafeString:
    """Words that only a screen reader says."""
    return format_html('<span class="vh">{}</span>', text) if text else EMPTY


@register.simple_tag
def tag(*, text: object, tone: str = "", icon: str = "") -> SafeString:
    """A state in words on a tinted ground."""
    return format_html('<span class="{}">{}{}</span>', tone_class("tag", tone), optional_icon(icon), text)


@register.simple_tag
def state(*, value: object, icon: str = "") -> SafeString:
    """The tag of a choice that carries its own `label`, `tone` and perhaps `icon`."""
    if not value:
        return EMPTY
    drawn = icon or getattr(value, "icon", "")
    return tag(text=getattr(value, "label", value), tone=getattr(value, "tone", ""), icon=drawn)


@register.simple_tag
def level(*, text: object, national: bool = False) -> SafeString:
    """The level of a naming: a diamond and a word."""
    return format_html('<span class="level{}">{}</span>', " level--nation" if national else "", text)


@register.simple_tag
def badge(*, count: int | None, label: object = "") -> SafeString:
    """A count beside a link, up to its bound; nothing for zero."""
    return format_html('<span class="badge">{}</span>{}', bounded(count), quiet_words(label)) if count else EMPTY


@register.simple_tag
def avatar(*, name: str, small: bool = False) -> SafeString:
    """The first character of a name in a circle."""
    small_class = " avatar--sm" if small else ""
    return format_html('<span class="avatar{}" aria-hidden="true">{}</span>', small_class, str(name)[:1])


def _button_class(kind: str, *, small: bool, block: bool) -> str:
    extra = (" btn--sm" if small else "") + (" btn--block" if block else "")
    return tone_class("btn", kind, KINDS) + extra


def _button_words(text: object, about: object, icon: str, icon_after: str) -> SafeString:
    spoken = quiet_words(about)
    return format_html("{}{}{}{}", optional_icon(icon), text, spoken, optional_icon(icon_after))


@register.simple_tag
def button(
    *,
    text: object,
    kind: str = "",
    icon: str = "",
    icon_after: str = "",
    about: object = "",
    name: str = "",
    value: object = "",
    type: str = "submit",  # noqa: A002 - the attribute's own name
    form: str = "",
    small: bool = False,
    block: bool = False,
    disabled: object = False,
    described_by: str = "",
) -> SafeString:
    """A button; `about` is said to screen readers only, `described_by` is the id of the reason beside it."""
    attributes = {
        "class": _button_class(kind, small=small, block=block),
        "type": type,
        "name": name or None,
        "value": value if name else None,
        "form": form or None,
        "disabled": bool(disabled),  # a count or a list of faults, too
        "aria-describedby": described_by or None,
    }
    words = _button_words(text, about, icon, icon_after)
    return format_html("<button{}>{}</button>", flatatt(attributes), words)


@register.simple_tag
def link_button(
    *,
    text: object,
    url: str,
    kind: str = "",
    icon: str = "",
    icon_after: str = "",
    about: object = "",
    small: bool = False,
    block: bool = False,
    dialog: bool = False,
    download: bool = False,
) -> SafeString:
    """A link that looks like a button; `dialog` opens the page it leads to in a dialog where script runs."""
    attributes = {
        "class": _button_class(kind, small=small, block=block),
        "href": url,
        "data-dialog": dialog,
        "download": download,
    }
    words = _button_words(text, about, icon, icon_after)
    return format_html("<a{}>{}</a>", flatatt(attributes), words)


@register.simple_tag
def chip(*, text: object, url: str, removes: bool = True, about: object = "") -> SafeString:
    """An applied filter that its link removes, or (`removes=False`) one to apply."""
    if not removes:
        return format_html('<a class="chip chip--plain" href="{}">{}</a>', url, text)
    return format_html('<a class="chip" href="{}">{}{}{}</a>', url, quiet_words(about), text, icon(name="x"))


@register.simple_tag
def meter(*, value: float, label: object, total: float = 100, tone: str = "") -> SafeString:
    """Parts done out of `total`, as SVG."""
    done = max(0, min(100, round(100 * (value or 0) / total))) if total else 0
    return format_html(
        '<svg class="{}" viewBox="0 0 100 8" preserveAspectRatio="none" role="progressbar" aria-label="{}"'
        ' aria-valuenow="{}" aria-valuemin="0" aria-valuemax="{}"><rect width="{}" height="8"/></svg>',
        tone_class("meter", tone, frozenset({"", "green"})),
        label,
        value or 0,
        total,
        done,
    )


@register.simple_tag
def stat(*, label: object, value: object, unit: object = "", change: object = "", trend: str = "") -> SafeString:
    """A figure with its unit; `trend` up or down colours `change`."""
    delta = EMPTY
    if change:
        drawn = icon(name=f"trending-{trend}") if trend else EMPTY
        delta = format_html('<div class="{}">{}{}</div>', f"delta delta--{trend}" if trend else "delta", drawn, change)
    shown = "—" if value is None or value == "" else value
    return format_html(
        '<div class="stat__l">{}</div><div class="stat__n">{}<small>{}</small></div>{}', label, shown, unit, delta
    )
