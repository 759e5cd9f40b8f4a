"""Tags of the layouts: large text and the other language, both carried in the address."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from unions.templatetags.leaves import EMPTY, badge, icon

register = template.Library()

ENGLISH = "/en/"
CURRENT = mark_safe(' aria-current="page"')


def _request(context: template.Context) -> HttpRequest | None:
    return context.get("request")


def _is_large(request: HttpRequest | None) -> bool:
    return bool(request) and request.GET.get("text") == "large"


def _address(request: HttpRequest, path: str, *, large: bool) -> str:
    query = request.GET.copy()
    query.pop("text", None)
    if large:
        query["text"] = "large"
    return f"{path}?{query.urlencode()}" if query else path


@register.simple_tag(takes_context=True)
def is_large(context: template.Context) -> bool:
    """Whether the address asks for large text."""
    return _is_large(_request(context))


@register.simple_tag(takes_context=True)
def keep_large(context: template.Context) -> str:
    """What a link of the layout adds so that large text stays on without script."""
    return "?text=large" if _is_large(_request(context)) else ""


@register.simple_tag(takes_context=True)
def large_text_switch(context: template.Context) -> SafeString:
    """The switch to large text: a link that works alone; the script remembers the choice."""
    request = _request(context)
    is_on = _is_large(request)
    url = _address(request, request.path, large=not is_on) if request else "?text=large"
    normal, large = gettext("Normal text"), gettext("Large text")
    return format_html(
        '<a href="{}" data-large-text data-normal="{}" data-large="{}">{}<span>{}</span></a>',
        url,
        normal,
        large,
        icon(name="a-large-small"),
        normal if is_on else large,
    )


@register.simple_tag(takes_context=True)
def other_language_url(context: template.Context) -> str:
    """The same public page in the other language; the language is the address."""
    request = _request(context)
    path = request.path if request else "/"
    is_english = path.startswith(ENGLISH)
    other = "/" + path.removeprefix(ENGLISH) if is_english else "/en" + path
    return _address(request, other, large=_is_large(request)) if request else other


@register.simple_tag
def public_path(*, path: str = "/") -> str:
    """A public address in the present language: `/studios/` or `/en/studios/`."""
    return path if (get_language() or "zh").startswith("zh") else f"/en{path}"


@register.simple_tag
def side_links(*, groups: Iterable[dict[str, Any]]) -> SafeString:
    """The groups of the navigation with their links; plain code, for every signed-in page draws them twice."""
    return format_html_join("", "{}{}", ((_heading(group["label"]), _links(group["items"])) for group in groups))


def _heading(label: str) -> SafeString:
    return format_html("<h2>{}</h2>", label) if label else EMPTY


def _links(items: Iterable[dict[str, Any]]) -> SafeString:
    return format_html_join(
        "",
        '<a href="{}"{}>{}{}{}</a>',
        (
            (
                item["url"],
                CURRENT if item["current"] else EMPTY,
                icon(name=item["icon"] or "circle"),
                item["label"],
                badge(count=item["count"]),
            )
            for item in items
        ),
    )
