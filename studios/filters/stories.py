"""What the address of the library asks for, and the filters of the staff's list of stories."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.choices.showcase import StoryKind, StoryState
from studios.filters.words import WordFilter, own_words_hold
from studios.models import Story
from studios.queries.stories import chosen_stories, counted
from studios.values.searching import clean_words, words_of
from unions.models import Union
from unions.ui.filters import select
from unions.values.numbers import whole_number


def unions_with_stories(request: HttpRequest) -> QuerySet[Union]:
    """Unions in scope that wrote stories."""
    written = Story.objects.visible_to(request.user).order_by().values("union")
    return Union.objects.filter(pk__in=written).order_by("path")


class StoryFilter(django_filters.FilterSet):
    """By words, kind, state and union."""

    q = WordFilter(
        lambda words: own_words_hold(words) | Q(title__icontains=words),
        label=gettext_lazy("Title or text"),
    )
    kind = django_filters.ChoiceFilter(
        choices=StoryKind.choices, label=gettext_lazy("Kind"), empty_label=gettext_lazy("All kinds"), widget=select()
    )
    state = django_filters.ChoiceFilter(
        choices=StoryState.choices, label=gettext_lazy("State"), empty_label=gettext_lazy("All states"), widget=select()
    )
    union = django_filters.ModelChoiceFilter(
        queryset=unions_with_stories,
        label=gettext_lazy("Union"),
        empty_label=gettext_lazy("All unions"),
        widget=select(),
    )

    class Meta:
        model = Story
        fields = ("q", "kind", "state", "union")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: how many stories it would show, the address that chooses or clears it."""

    label: str
    count: int
    url: str
    is_chosen: bool


class Shelf:
    """The address of the library, read once: words, kind, year; odd values fall back."""

    def __init__(self, query: QueryDict) -> None:
        """Read the address."""
        self.q = clean_words(query.get("q", ""))
        self.kind = query.get("kind", "") if query.get("kind") in StoryKind.values else ""
        year = whole_number(query.get("year"), digits=4)
        self.year = year if year and year > 0 else None
        self.is_large = query.get("text") == "large"

    @property
    def words(self) -> tuple[str, ...]:
        """The words, each of which must be found."""
        return words_of(self.q)

    @cached_property
    def stories(self) -> QuerySet[Story]:
        """What fits."""
        return chosen_stories(self.words, kind=self.kind, year=self.year)

    @cached_property
    def counts(self) -> Any:
        """How many each kind and year would show."""
        return counted(self.words, kind=self.kind, year=self.year)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is chosen."""
        return not (self.q or self.kind or self.year)

    @property
    def kinds(self) -> list[Choice]:
        """All kinds, then each that has stories."""
        numbers = self.counts.kinds
        every = Choice(_("All"), sum(numbers.values()), self.url(kind=""), not self.kind)
        shown = [k for k in StoryKind if k in numbers or k == self.kind]
        return [every, *(self._kind(k, numbers.get(k, 0)) for k in shown)]

    def _kind(self, kind: StoryKind, number: int) -> Choice:
        return Choice(str(kind.label), number, self.url(kind=kind.value), self.kind == kind)

    @property
    def years(self) -> list[Choice]:
        """Each year with stories; the chosen one leads back to all."""
        rows = self.counts.years
        return [
            Choice(str(y), n, self.url(year="" if y == self.year else str(y)), y == self.year) for y, n in rows.items()
        ]

    @property
    def kind_label(self) -> str:
        """The words of the chosen kind."""
        return str(StoryKind(self.kind).label) if self.kind else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the search form carries besides its words."""
        return [(name, value) for name, value in self._pairs() if name != "q"]

    def _pairs(self, **changes: str) -> Iterator[tuple[str, str]]:
        own = {"q": self.q, "kind": self.kind, "year": str(self.year or "")} | changes
        large = {"text": "large"} if self.is_large else {}
        yield from ((name, value) for name, value in (own | large).items() if value)

    def url(self, **changes: str) -> str:
        """The address with changes; never the page."""
        query = QueryDict(mutable=True)
        for name, value in self._pairs(**changes):
            query[name] = value
        return f"?{query.urlencode()}"
