"""The side navigation: apps register items, a page shows those of the account's roles whose pages exist."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from unions.errors import Sentence

DESK = "/desk/"
Count = Callable[[HttpRequest], int]
When = Callable[[HttpRequest], bool]


@dataclass(frozen=True, slots=True)
class Item:
    """One link; without roles it is for everybody whom `when` lets; `count` is asked only where the item is shown."""

    label: Sentence
    url_name: str
    icon: str
    roles: tuple[str, ...] = ()
    group: Sentence = ""
    count: Count | None = None
    is_for_staff: bool = False
    when: When | None = None

    @property
    def url(self) -> str:
        """The page's address; empty while the page does not exist."""
        return _address(self.url_name)

    def is_for(self, account: Any) -> bool:
        """Whether one of the roles is held anywhere."""
        if self.is_for_staff:
            return bool(account.is_staff)
        return not self.roles or bool(account.scope.roles & set(self.roles))


@cache
def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


_items: list[Item] = []


def register(items: Iterable[Item]) -> None:
    """Add items in order; an item whose page is there already stays where it is."""
    names = {item.url_name for item in _items}
    _items.extend(item for item in items if item.url_name not in names)


def registered() -> tuple[Item, ...]:
    """Every item, whoever it is for."""
    return tuple(_items)


def groups(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups in order of registration, each with the items that this account may open."""
    shown = [
        item for item in _items if item.url and item.is_for(request.user) and (item.when is None or item.when(request))
    ]
    current = _current(request.path, [item.url for item in shown])
    found: dict[str, list[dict[str, Any]]] = {}
    for item in shown:
        found.setdefault(str(item.group), []).append(_drawn(item, request, current))
    return [{"label": label, "items": items} for label, items in found.items()]


def _current(path: str, urls: list[str]) -> str:
    """The page itself or the nearest one above it; the desk's own page has no others below it."""
    return max((url for url in urls if path == url or (path.startswith(url) and url != DESK)), key=len, default="")


def _drawn(item: Item, request: HttpRequest, current: str) -> dict[str, Any]:
    count = item.count(request) if item.count else None
    return {
        "label": item.label,
        "url": item.url,
        "icon": item.icon,
        "count": count,
        "current": item.url == current,
    }
