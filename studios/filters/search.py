"""What the address of a search asks for, and the groups that answer it; odd values fall back."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from studios.choices.showcase import SearchKind
from studios.queries.search import Hits, find_all, find_more
from studios.ui.search import Hit, hits_of
from studios.values.searching import clean_words
from unions.errors import Sentence

PAGE_SIZE = 20
# Of each kind, on the page of all.
TOP = {SearchKind.STUDIO: 5, SearchKind.LEAD: 3, SearchKind.RESULT: 5, SearchKind.METHOD: 3, SearchKind.STORY: 3}
# While somebody types: so many of each kind, of so many that are looked at.
SUGGESTED = {SearchKind.STUDIO: 3, SearchKind.LEAD: 2, SearchKind.RESULT: 2, SearchKind.METHOD: 1, SearchKind.STORY: 1}
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind with its number of hits ("300+" beyond the bound); the first, without a kind, is all of them."""

    kind: str
    label: Sentence
    count: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The first hits of a kind."""

    tab: Tab
    hits: list[Hit]
    has_more: bool


class Search:
    """A search, read once: words, one kind or all, page."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.q = clean_words(query.get("q", ""))
        asked = query.get("kind", "")
        self.kind = SearchKind(asked) if asked in SearchKind.values else None
        self.is_large = query.get("text") == "large"

    @cached_property
    def found(self) -> dict[SearchKind, Hits]:
        """Keys of the hits, by kind."""
        found = find_all(self.q)
        if self.kind:
            found[self.kind] = find_more(self.q, self.kind, found[self.kind])
        return found

    @property
    def is_empty(self) -> bool:
        """Whether words were given and nothing holds them."""
        return bool(self.q) and not any(hits.ids for hits in self.found.values())

    @property
    def tabs(self) -> list[Tab]:
        """The kinds of which something was found."""
        return [self._tab(kind) for kind, hits in self.found.items() if hits.ids or kind == self.kind]

    def _tab(self, kind: SearchKind) -> Tab:
        hits = self.found[kind]
        count = f"{len(hits.ids)}{'+' if hits.is_cut else ''}"
        return Tab(kind.value, kind.label, count, self.url(kind.value), kind == self.kind)

    @cached_property
    def groups(self) -> list[Group]:
        """The first hits of every kind."""
        tabs = [tab for tab in self.tabs if self.found[SearchKind(tab.kind)].ids]
        return [group for group in map(self._group, tabs) if group.hits]

    def _group(self, tab: Tab) -> Group:
        kind = SearchKind(tab.kind)
        ids = self.found[kind].ids
        return Group(tab, hits_of(kind, ids[: TOP[kind]], self.q), has_more=len(ids) > TOP[kind])

    @cached_property
    def page(self) -> Page:
        """The page of the chosen kind; beyond the end is the last one."""
        ids = self.found[self.kind].ids if self.kind else []
        return Paginator(ids, PAGE_SIZE).get_page(self.query.get("page"))

    @cached_property
    def hits(self) -> list[Hit]:
        """The hits of that page."""
        return hits_of(self.kind, list(self.page.object_list), self.q) if self.kind else []

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form carries besides the words."""
        kind = [("kind", self.kind.value)] if self.kind else []
        return kind + [("text", "large")][: self.is_large]

    def url(self, kind: str = "") -> str:
        """The address of the same words, of one kind or all."""
        query = QueryDict(mutable=True)
        query.update({"q": self.q} | ({"kind": kind} if kind else {}) | ({"text": "large"} if self.is_large else {}))
        return f"?{query.urlencode()}"

    @property
    def all_url(self) -> str:
        """The address of all kinds."""
        return self.url()

    @property
    def studios_url(self) -> str:
        """The list of studios with the same words, where facets narrow further."""
        return self._elsewhere("studios")

    @property
    def feed_url(self) -> str:
        """The studios found as a feed."""
        return self._elsewhere("studios_feed")

    def _elsewhere(self, route: str) -> str:
        query = QueryDict(mutable=True)
        query["q"] = self.q
        return f"{reverse(route)}?{query.urlencode()}"


def suggestions(typed: str) -> list[dict[str, str]]:
    """Names that fit what was typed so far: name, what it is, where it belongs, its page."""
    found = find_all(typed, most=LOOKED_AT)
    hits = ((kind, hit) for kind, most in SUGGESTED.items() for hit in hits_of(kind, found[kind].ids[:most], typed))
    return [{"name": hit.name, "kind": str(kind.one), "about": hit.about, "url": hit.url} for kind, hit in hits]
