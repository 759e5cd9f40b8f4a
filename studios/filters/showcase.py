"""What the address of the public list asks for; odd values fall back, repeated ones are allowed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from studios.queries.showcase import FACETS, SORTS, Cell, Choice, cells, facet_names
from unions.errors import Sentence

LONGEST = 60
MOST_WORDS = 5
VIEWS = ("cards", "list")


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: how many studios it would show, and whether it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its options."""

    key: str
    label: Sentence
    options: list[Option]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied condition and the address without it."""

    text: str
    url: str


def clean_words(raw: str) -> str:
    """The search as typed, without control characters and lone surrogates, at most sixty characters."""
    kept = (
        c if c.isprintable() and c != "\ufffd" else " " for c in raw[: LONGEST * 4] if not "\ud800" <= c <= "\udfff"
    )
    return " ".join("".join(kept).split())[:LONGEST]


class Showcase:
    """The list's address, read once: words, facets, order, view."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.q = clean_words(query.get("q", ""))
        self.sort = query.get("sort") if query.get("sort") in SORTS else SORTS[0]
        self.view = query.get("view") if query.get("view") in VIEWS else VIEWS[0]
        self.is_large = query.get("text") == "large"

    @property
    def words(self) -> tuple[str, ...]:
        """The words, each of which must be found."""
        return tuple(self.q.split()[:MOST_WORDS])

    @cached_property
    def cells(self) -> list[Cell]:
        """Counts of studios by all facets at once."""
        return cells(self.words)

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """For each facet its values that exist, in order, with their words."""
        known = facet_names()
        known["county"] = {c: c for c in sorted({cell.values["county"] for cell in self.cells})}
        used = {f: {cell.values[f] for cell in self.cells} for f in FACETS}
        return {f: {value: label for value, label in known[f].items() if value in used[f] and value} for f in FACETS}

    @cached_property
    def choice(self) -> Choice:
        """Words and facets, without values that no studio has."""
        asked = {f: set(self.query.getlist(f)) for f in FACETS}
        return Choice(self.words, {f: tuple(v for v in self.names[f] if v in asked[f]) for f in FACETS})

    @property
    def total(self) -> int:
        """How many studios fit."""
        return sum(cell.n for cell in self.cells if self.choice.fits(cell))

    @property
    def facets(self) -> list[Facet]:
        """The facets, each counted with the others applied."""
        labels = {"group": _("Industry"), "level": _("Level"), "county": _("District or county"), "kind": _("Kind")}
        return [Facet(f, labels[f], list(self._options(f)), self._is_open(f)) for f in FACETS if self.names[f]]

    def _is_open(self, facet: str) -> bool:
        return facet in ("group", "level") or bool(self.choice.facets[facet])

    def _options(self, facet: str) -> Iterator[Option]:
        chosen = self.choice.facets[facet]
        for value, label in self.names[facet].items():
            fitting = (c.n for c in self.cells if c.values[facet] == value and self.choice.fits(c, but=facet))
            yield Option(value, label, sum(fitting), value in chosen)

    @property
    def chips(self) -> list[Chip]:
        """What is applied, each with the address without it."""
        words = [Chip(_("“%(words)s”") % {"words": self.q}, self.url(q=""))] if self.q else []
        chosen = ((f, v) for f in FACETS for v in self.choice.facets[f])
        return words + [Chip(self.names[f][v], self.url(without=(f, v))) for f, v in chosen]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Orders: words, address, whether it is the present one."""
        labels = {"changed": _("Latest changes"), "results": _("Most results"), "named": _("Latest naming")}
        return [(labels[key], self.url(sort=key), key == self.sort) for key in SORTS]

    @property
    def sort_label(self) -> str:
        """Words of the present order."""
        return next(label for label, _url, is_present in self.sorts if is_present)

    @property
    def views(self) -> list[tuple[str, str, str, bool]]:
        """Views: words, icon, address, whether it is the present one."""
        drawn = {"cards": (_("Cards"), "layout-grid"), "list": (_("List"), "list")}
        return [(*drawn[key], self.url(view=key), key == self.view) for key in VIEWS]

    @property
    def cleared_url(self) -> str:
        """The address with nothing applied; order and view stay."""
        return self.address([(k, v) for k, v in self.pairs() if k not in (*FACETS, "q")])

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of facets carries besides its boxes."""
        return [(k, v) for k, v in self.pairs() if k not in FACETS]

    @property
    def hidden_with_facets(self) -> list[tuple[str, str]]:
        """What the search form carries besides its words."""
        return [(k, v) for k, v in self.pairs() if k != "q"]

    def pairs(self, **changes: str) -> list[tuple[str, str]]:
        """The address as understood, in a fixed order and without what is usual; never the page."""
        own = {"q": self.q, "sort": self.sort, "view": self.view} | changes
        usual = {"q": "", "sort": SORTS[0], "view": VIEWS[0]}
        facets = [(f, v) for f in FACETS for v in self.choice.facets[f]]
        large = [("text", "large")] if self.is_large else []
        return (
            [("q", own["q"])][: bool(own["q"])]
            + facets
            + [(k, own[k]) for k in ("sort", "view") if own[k] != usual[k]]
            + large
        )

    def url(self, *, without: tuple[str, str] | None = None, **changes: str) -> str:
        """The address with changes, or without one value of a facet."""
        return self.address([pair for pair in self.pairs(**changes) if pair != without])

    @staticmethod
    def address(pairs: list[tuple[str, str]]) -> str:
        """Parameters as a query string."""
        query = QueryDict(mutable=True)
        for name, value in pairs:
            query.appendlist(name, value)
        return f"?{query.urlencode()}"
