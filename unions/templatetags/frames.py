"""Components around content: panel, note, page head, description list, timeline, empty state."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from unions.templatetags.leaves import EMPTY, icon, optional_icon, tag, tone_class

register = template.Library()

NOTE_ICONS = {"": "info", "amber": "triangle-alert", "green": "circle-check", "danger": "circle-alert"}


def _heading(text: object, level: int, css: str = "", id: str = "") -> SafeString:  # noqa: A002
    attributes = format_html(' class="{}"', css) if css else EMPTY
    attributes += format_html(' id="{}"', id) if id else EMPTY
    return format_html("<h{0}{1}>{2}</h{0}>", level, attributes, text)


@register.simple_block_tag
def panel(
    content: SafeString,
    *,
    title: object = "",
    id: str = "",  # noqa: A002 - the attribute's own name
    level: int = 2,
    aside: object = "",
    foot: object = "",
    flush: bool = False,
) -> SafeString:
    """A group with a head; `aside` stands right in the head, `flush` leaves out the body's padding (tables)."""
    head = EMPTY
    if title:
        beside = format_html('<span class="muted">{}</span>', aside) if aside else EMPTY
        head = format_html('<div class="panel__head">{}{}</div>', _heading(title, level, "panel__title"), beside)
    body = content if flush else format_html('<div class="panel__body">{}</div>', content)
    end = format_html('<div class="panel__foot">{}</div>', foot) if foot else EMPTY
    anchor = format_html(' id="{}"', id) if id else EMPTY
    return format_html('<section class="panel"{}>{}{}{}</section>', anchor, head, body, end)


@register.simple_block_tag
def note(content: SafeString, *, tone: str = "", icon: str = "", title: object = "", level: int = 2) -> SafeString:
    """An inset message: information, or amber, green, danger."""
    css = tone_class("note", tone, frozenset(NOTE_ICONS))
    words = format_html("{}<div>{}</div>", _heading(title, level), content) if title else content
    return format_html('<div class="{}">{}<div>{}</div></div>', css, optional_icon(icon or NOTE_ICONS[tone]), words)


@register.simple_block_tag
def pagehead(content: SafeString, *, title: object, sub: object = "") -> SafeString:
    """The page's one h1 with a line of facts; the content is its actions."""
    below = format_html('<p class="pagehead__sub metaline">{}</p>', sub) if sub else EMPTY
    actions = format_html('<div class="btngroup">{}</div>', content) if content.strip() else EMPTY
    return format_html('<div class="pagehead"><div><h1>{}</h1>{}</div>{}</div>', title, below, actions)


@register.simple_block_tag
def crumbs(content: SafeString) -> SafeString:
    """Where this page stands; the content is `crumb` tags."""
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', gettext("You are here"), content)


@register.simple_tag
def crumb(*, text: object, url: str = "") -> SafeString:
    """One step of the breadcrumbs; the page itself has no url."""
    inner = format_html('<a href="{}">{}</a>', url, text) if url else text
    return format_html("<li>{}</li>", inner)


@register.simple_block_tag
def desc(content: SafeString, *, one: bool = False) -> SafeString:
    """Read-only fields like a paper form; the content is `fact` tags."""
    return format_html('<dl class="desc{}">{}</dl>', " desc--one" if one else "", content)


def _fact(label: object, value: object, *, wide: bool) -> SafeString:
    wide_class = mark_safe(' class="is-wide"') if wide else EMPTY
    return format_html("<div{}><dt>{}</dt><dd>{}</dd></div>", wide_class, label, value)


@register.simple_tag
def fact(*, label: object, value: object, wide: bool = False) -> SafeString:
    """One field of a description list; nothing known shows a dash."""
    shown = "—" if value is None or value == "" else value
    return _fact(label, shown, wide=wide)


@register.simple_block_tag
def factblock(content: SafeString, *, label: object, wide: bool = False) -> SafeString:
    """One field of a description list whose value is markup."""
    return _fact(label, content, wide=wide)


@register.simple_block_tag
def sub(
    content: SafeString,
    *,
    title: object,
    id: str = "",  # noqa: A002 - the attribute's own name
    state: object = "",
    tone: str = "",
    icon: str = "",
    actions: object = "",
    level: int = 3,
) -> SafeString:
    """One of several like groups: result 1, result 2."""
    shown = tag(text=state, tone=tone, icon=icon) if state else EMPTY
    right = format_html('<div class="btngroup">{}</div>', actions) if actions else EMPTY
    anchor = format_html(' id="{}"', id) if id else EMPTY
    body = format_html("<div>{}</div>", content) if content.strip() else EMPTY
    head = _heading(title, level)
    return format_html('<section class="sub"{}><header>{}{}{}</header>{}</section>', anchor, head, shown, right, body)


@register.simple_block_tag
def empty(content: SafeString, *, title: object, icon: str = "folder-open", level: int = 3) -> SafeString:
    """Nothing here: what it is and how to start, or which filters hide it."""
    drawn = optional_icon(icon)
    return format_html('<div class="empty">{}{}<div>{}</div></div>', drawn, _heading(title, level), content)


@register.simple_block_tag
def timeline(content: SafeString) -> SafeString:
    """Events in order; the content is `event` tags."""
    return format_html('<ol class="timeline">{}</ol>', content)


@register.simple_block_tag
def event(content: SafeString, *, when: object = "", title: object = "", machine: str = "") -> SafeString:
    """One event of a timeline; `machine` is the instant in ISO form."""
    at = format_html(' datetime="{}"', machine) if machine else EMPTY
    told = format_html("<time{}>{}</time>", at, when) if when else EMPTY
    head = format_html("<b>{}</b>", title) if title else EMPTY
    return format_html("<li>{}{}<div>{}</div></li>", told, head, content)


@register.simple_block_tag
def confirm(content: SafeString, *, title: object, level: int = 1) -> SafeString:
    """The body of a confirm page: a question that names the object; also shown in a dialog."""
    body = format_html('<div class="panel__body stack">{}{}</div>', _heading(title, level), content)
    return format_html('<section class="panel" data-confirm>{}</section>', body)


@register.simple_tag
def saved(*, text: object = "", failed: bool = False) -> SafeString:
    """The autosave status of a form; the script replaces what stands in it."""
    drawn = icon(name="circle-alert" if failed else "cloud-check") if text else EMPTY
    css = "saved saved--failed" if failed else "saved"
    return format_html('<span class="{}" role="status" data-autosave-status>{}{}</span>', css, drawn, text)
