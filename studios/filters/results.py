"""What the addresses of the public lists of results and methods ask for; odd values fall back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from studios.choices.register import ProblemArea, ResultGroup
from studios.filters.showcase import MOST_VALUES, Chip
from studios.models import ResultEntry
from studios.queries.results import (
    MOST_COUNTED,
    MOST_LISTED,
    SORTS,
    Wanted,
    busiest_counties,
    counted,
    found_results,
    in_order,
    industry_groups,
    years_of_results,
)
from studios.values.searching import clean_words, number_forms, words_of
from unions.errors import Sentence

USUAL_SORT = next(iter(SORTS))
STUDIO = re.compile(r"LX-[A-Z0-9]{1,10}-[0-9]{1,10}")
CHOICES = ("kind", "area", "group", "county", "year")
OPEN = ("kind", "group")


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter, and whether it is chosen."""

    value: str
    label: Sentence
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its options."""

    key: str
    label: Sentence
    options: list[Option]

    @property
    def is_open(self) -> bool:
        """Whether it stands open: the usual ones, and those in use."""
        return self.key in OPEN or any(option.is_chosen for option in self.options)


def _studio_number(typed: str) -> str:
    return next((form for form in number_forms(typed) if STUDIO.fullmatch(form)), "")


class ResultList:
    """The list's address, read once: words, filters, order, and the rows that fit."""

    filters: tuple[str, ...] = CHOICES
    flags: tuple[str, ...] = ()

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        typed = clean_words(query.get("q", ""))
        # A studio's number finds its results, typed or linked.
        number = _studio_number(typed)
        self.q = "" if number else typed
        self.studio = number or _studio_number(clean_words(query.get("studio", "")))
        self.sort = query.get("sort") if query.get("sort") in SORTS else USUAL_SORT
        self.is_used = query.get("used") == "1"
        self.is_large = query.get("text") == "large"

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, Sentence]]:
        """For each filter its values in order, with their words."""
        return {key: NAMES[key](self) for key in self.filters}

    def counties(self) -> dict[str, str]:
        """The busiest counties, and any other that was asked for."""
        return {county: county for county in dict.fromkeys([*busiest_counties(), *self._asked("county")])}

    def _asked(self, key: str) -> list[str]:
        return [value for raw in self.query.getlist(key)[:MOST_VALUES] if (value := clean_words(raw)[:40])]

    @cached_property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The chosen values that exist, in order."""
        asked = {key: self._asked(key) for key in self.filters}
        return {key: tuple(v for v in self.names[key] if v in asked[key]) for key in self.filters}

    @property
    def wanted(self) -> Wanted:
        """What the query looks for."""
        flags = (*self.flags, "used") if self.is_used else self.flags
        return Wanted(words_of(self.q), self.chosen, self.studio, flags)

    @cached_property
    def rows(self) -> QuerySet[ResultEntry]:
        """The results that fit."""
        return found_results(self.wanted)

    @cached_property
    def keys(self) -> QuerySet[ResultEntry]:
        """Their keys in order."""
        return in_order(self.rows, self.sort, total=self.total).values_list("pk", flat=True)

    @cached_property
    def total(self) -> int:
        """How many fit, at most one more than are counted."""
        return counted(self.rows)

    @property
    def has_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.total > MOST_COUNTED

    @property
    def most(self) -> int:
        """Up to how many are counted."""
        return MOST_COUNTED

    def page(self, size: int) -> Page:
        """The page asked for; beyond the end is the last one."""
        paginator = Paginator(self.keys, size)
        paginator.count = min(self.total, MOST_LISTED)
        return paginator.get_page(self.query.get("page"))

    @property
    def choices(self) -> list[Choice]:
        """The filters as the form shows them."""
        labels = {
            "kind": _("Kind of result"),
            "area": _("Problem area"),
            "group": _("Industry"),
            "county": _("District or county"),
            "year": _("Year"),
        }
        return [self._choice(key, labels[key]) for key in self.filters if self.names[key]]

    def _choice(self, key: str, label: Sentence) -> Choice:
        options = [Option(value, name, value in self.chosen[key]) for value, name in self.names[key].items()]
        return Choice(key, label, options)

    @property
    def chips(self) -> list[Chip]:
        """What is applied, each with the address without it."""
        found = [Chip(_("“%(words)s”") % {"words": self.q}, self.url("q"))] if self.q else []
        found += [Chip(self.studio, self.url("studio"))] if self.studio else []
        found += [Chip(_("Used by other units"), self.url("used"))] if self.is_used else []
        return found + [
            Chip(str(self.names[key][value]), self.url((key, value)))
            for key in self.filters
            for value in self.chosen[key]
        ]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Orders: words, address, whether it is the present one."""
        labels = {
            "finished": _("Latest results"),
            "confirmed": _("Latest verified"),
            "adopters": _("Most adopting units"),
        }
        return [(labels[key], self.url(sort=key), key == self.sort) for key in SORTS]

    @property
    def sort_label(self) -> str:
        """Words of the present order."""
        return next(label for label, _url, is_present in self.sorts if is_present)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form of filters carries besides its boxes."""
        return [(k, v) for k, v in self.pairs() if k not in (*self.filters, "used")]

    @property
    def hidden_with_filters(self) -> list[tuple[str, str]]:
        """What the search form carries besides its words."""
        return [(k, v) for k, v in self.pairs() if k != "q"]

    @property
    def query_string(self) -> str:
        """The address of the same list elsewhere: as a sheet or a feed."""
        return self.url("text")

    def pairs(self, *, sort: str = "") -> list[tuple[str, str]]:
        """The address as understood, in a fixed order and without what is usual; never the page."""
        sort = sort or self.sort
        own = [("q", self.q), ("studio", self.studio)]
        own += [(key, value) for key in self.filters for value in self.chosen[key]]
        own += [("used", "1" if self.is_used else ""), ("sort", sort if sort != USUAL_SORT else "")]
        return [(k, v) for k, v in [*own, ("text", "large" if self.is_large else "")] if v]

    def url(self, without: str | tuple[str, str] = "", *, sort: str = "") -> str:
        """The address in another order, or without one parameter or one of its values."""
        query = QueryDict(mutable=True)
        for name, value in self.pairs(sort=sort):
            if without not in (name, (name, value)):
                query.appendlist(name, value)
        return f"?{query.urlencode()}"


NAMES: dict[str, Callable[[ResultList], Mapping[str, Sentence]]] = {
    "kind": lambda _list: {group.value: group.label for group in ResultGroup},
    "area": lambda _list: {area.value: area.label for area in ProblemArea},
    "group": lambda _list: industry_groups(),
    "county": ResultList.counties,
    "year": lambda _list: {str(year): str(year) for year in years_of_results()},
}


class MethodList(ResultList):
    """The library of working methods with their steps: by words and industry."""

    filters = ("group",)
    flags = ("steps",)
