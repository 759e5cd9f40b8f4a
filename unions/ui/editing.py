"""Lists whose rows may be edited in a sheet: an app says which, for whom, and where the sheet is taken out."""

from collections.abc import Callable
from dataclasses import dataclass

from unions.models import Account


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether an account edits rows of the list at all, and the address of its sheet."""

    may: Callable[[Account], bool]
    url: Callable[[], str]


_offers: dict[str, Offer] = {}


def offer_editing(key: str, *, may: Callable[[Account], bool], url: Callable[[], str]) -> None:
    """Offer it once for a list, by the list's key; called when the application is ready."""
    _offers[key] = Offer(may, url)


def editing_url(key: str, account: Account, query: str) -> str:
    """Where the rows that the filter leaves are taken out; empty where this account edits none."""
    offer = _offers.get(key)
    if offer is None or not offer.may(account):
        return ""
    return f"{offer.url()}?view=0&{query}"
