"""What the address of the public list asks for; odd values fall back, repeated ones are allowed."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from studios.choices.showcase import Facet as FacetKey
from studios.queries.facets import Choice, Counts, count_facets, known_values
from studios.queries.showcase import SORTS, facet_names
from studios.values.searching import clean_words, words_of
from unions.errors import Sentence

MOST_VALUES = 20
USUAL_SORT = next(iter(SORTS))
VIEWS = ("cards", "list")
FACETS = tuple(FacetKey.values)
# As they stand beside the list; the first three are open.
SHOWN = ("group", "level", "service", "county", "honour", "area", "kind", "year")
OPEN = SHOWN[:3]
# Until somebody asks for all of them.
FEW_COUNTIES = 12


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
    all_url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """An applied condition and the address without it."""

    text: str
    url: str


class Showcase:
    """The list's address, read once: words, facets, order, view."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.q = clean_words(query.get("q", ""))
        self.sort = query.get("sort") if query.get("sort") in SORTS else USUAL_SORT
        self.view = query.get("view") if query.get("view") in VIEWS else VIEWS[0]
        self.is_large = query.get("text") == "large"
        self.has_all_counties = query.get("counties") == "all"

    @property
    def words(self) -> tuple[str, ...]:
        """The words, each of which must be found."""
        return words_of(self.q)

    @cached_property
    def choice(self) -> Choice:
        """Words and facets, without values that no studio has."""
        asked = {f: self.query.getlist(f)[:MOST_VALUES] for f in FACETS}
        known = known_values({f: list(map(clean_words, values)) for f, values in asked.items() if values})
        return Choice(self.words, {f: tuple(self._in_order(f, known.get(f, []))) for f in FACETS})

    @cached_property
    def words_of_values(self) -> dict[str, dict[str, str]]:
        """The values that dictionaries name, with their words, in order."""
        return facet_names()

    def _in_order(self, facet: str, values: list[str]) -> list[str]:
        if len(values) < 2:
            return values
        order = list(self.words_of_values.get(facet, ()))
        return sorted(values, key=lambda v: (order.index(v) if v in order else len(order), v))

    @cached_property
    def counts(self) -> Counts:
        """How many fit, and how many each value would show."""
        return count_facets(self.choice, all_counties=self.has_all_counties)

    @property
    def total(self) -> int:
        """How many studios fit."""
        return self.counts.total

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """For each facet its values in order, with their words."""
        counted = self.counts.values
        county = sorted(counted["county"], key=lambda c: (-counted["county"][c], c))
        known = {
            **self.words_of_values,
            "county": {c: c for c in county},
            "year": {y: y for y in sorted(counted["year"])[::-1]},
        }
        return {f: {v: label for v, label in known[f].items() if v in counted[f]} for f in FACETS}

    @property
    def facets(self) -> list[Facet]:
        """The facets, each counted with the others applied."""
        labels = {key.value: key.label for key in FacetKey} | {
            "county": _("District or county"),
            "group": _("Industry"),
        }
        return [self._facet(f, labels[f]) for f in SHOWN if self.names[f]]

    def _facet(self, facet: str, label: Sentence) -> Facet:
        chosen = self.choice.facets[facet]
        options = [Option(v, name, self.counts.values[facet][v], v in chosen) for v, name in self.names[facet].items()]
        is_cut = facet == "county" and not self.has_all_counties and len(options) > FEW_COUNTIES
        if is_cut:
            options = [o for n, o in enumerate(options) if n < FEW_COUNTIES or o.is_chosen]
        url = self.address([*self.pairs(), ("counties", "all")]) if is_cut else ""
        return Facet(facet, label, options, facet in OPEN or bool(chosen), url)

    @property
    def chips(self) -> list[Chip]:
        """What is applied, each with the address without it."""
        words = [Chip(_("“%(words)s”") % {"words": self.q}, self.url(q=""))] if self.q else []
        chosen = ((f, v) for f in FACETS for v in self.choice.facets[f])
        return words + [Chip(self.names[f].get(v, v), self.url(without=(f, v))) for f, v in chosen]

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

    @property
    def sheet_url(self) -> str:
        """The same studios as a sheet."""
        return reverse("studios_sheet") + self._bare_url

    @property
    def feed_url(self) -> str:
        """The same studios as a feed."""
        return reverse("studios_feed") + self._bare_url

    @property
    def _bare_url(self) -> str:
        look = ("view", "counties", "text")
        pairs = [(k, v) for k, v in self.pairs() if k not in look]
        return self.address(pairs) if pairs else ""

    def pairs(self, **changes: str) -> list[tuple[str, str]]:
        """The address as understood, in a fixed order and without what is usual; never the page."""
        own = {"q": self.q, "sort": self.sort, "view": self.view} | changes
        usual = {"q": "", "sort": USUAL_SORT, "view": VIEWS[0]}
        facets = [(f, v) for f in FACETS for v in self.choice.facets[f]]
        large = [("counties", "all")][: self.has_all_counties] + [("text", "large")][: self.is_large]
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
