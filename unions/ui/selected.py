"""Rows selected in a list: kept in the session, so that they outlive the turn of a page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from unions.errors import Sentence
from unions.models import Account
from unions.values.numbers import whole_number

SESSION_KEY = "selected"
MOST_SELECTED = 1_000


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done to the selected rows, as the list offers it."""

    key: str
    label: Sentence
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Where a selection goes, and what may be done with it."""

    url: str
    acts: Sequence[Act]


_offers: dict[str, Callable[[Account], Bulk]] = {}


def offer_acts(key: str, bulk_of: Callable[[Account], Bulk]) -> None:
    """Offer acts on a list of this app once, by the list's key; called when the application is ready."""
    _offers[key] = bulk_of


def acts_on(key: str, account: Account) -> Bulk | None:
    """What an app offers to do with selected rows of a list; nothing where none does."""
    offer = _offers.get(key)
    return offer(account) if offer else None


def selected_in(request: HttpRequest, key: str) -> frozenset[int]:
    """Keys of the rows that are selected in this list."""
    return frozenset(request.session.get(SESSION_KEY, {}).get(key, ()))


def keep_selected(request: HttpRequest, key: str, keys: Iterable[int]) -> None:
    """Keep the selection of a list; an empty one leaves nothing behind."""
    held: dict[str, Any] = {name: rows for name, rows in request.session.get(SESSION_KEY, {}).items() if name != key}
    if rows := sorted(keys)[:MOST_SELECTED]:
        held[key] = rows
    request.session[SESSION_KEY] = held


def numbers_in(values: Iterable[str]) -> set[int]:
    """Whole numbers among what a form sent; anything else is no row."""
    return {number for value in values if (number := whole_number(value)) is not None}


def ticked(request: HttpRequest, key: str) -> set[int]:
    """The selection after a form was sent: rows of other pages stay, those of this page are as they were ticked."""
    shown, chosen = numbers_in(request.POST.getlist("shown")), numbers_in(request.POST.getlist("row"))
    return (set(selected_in(request, key)) - shown) | chosen
