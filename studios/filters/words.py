"""Searches of the staff's lists by words: conditions on the list's own columns, each answered by an index of its own.

What another table holds is searched there first and comes back as one list of keys. So the database joins the findings
of several indexes as bits, row by row, and visits each row once; a union of keys it would have to look up again.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q, QuerySet
from django.db.models.expressions import Col
from django.db.models.sql import Query

from studios.models import Person, Studio
from studios.models.words import Finds, ResultWords
from unions.queries.among import Among
from unions.ui.filters import SearchFilter

Finder = Callable[[str], Q]


class WordFilter(SearchFilter):
    """Rows for which one of the conditions holds."""

    def __init__(self, find: Finder, **extra: Any) -> None:
        """Keep what makes the conditions of the words."""
        super().__init__(**extra)
        self.find = find

    def condition(self, words: str) -> Q:
        """What the search makes of the words."""
        return self.find(words)


def among(path: str, rows: QuerySet[Any]) -> Q:
    """Rows whose key at `path` is that of one of these rows."""
    return Q(Among(F(path), ArraySubquery(rows.order_by().values("pk"))))


class _OwnWords(F):
    """The vector that the database keeps in the list's own table, though its model does not name it."""

    def resolve_expression(self, query: Query, *_args: Any, **_options: Any) -> Col:  # type: ignore[override]
        """The column of the table that the list begins with."""
        return Col(query.get_initial_alias(), ResultWords._meta.get_field("vector"))


def own_words_hold(words: str) -> Q:
    """Results by title, problem and number; stories by title and text."""
    return Q(Finds(_OwnWords("vector"), words))


def studios_with(words: str) -> QuerySet[Studio]:
    """Studios by name, number, unit, field, lead (Chinese, or the beginning of a syllable) and former names."""
    return Studio.objects.filter(studio_holds(words))


def studio_holds(words: str) -> Q:
    """The condition of `studios_with`, for a list of studios."""
    vector = Func(F("search_text"), function="studios_title_bigrams", output_field=SearchVectorField())
    return Q(Finds(vector, words))


def persons_called(words: str) -> QuerySet[Person]:
    """Persons whose name, or its pinyin, begins so."""
    return Person.objects.filter(person_is_called(words))


def person_is_called(words: str) -> Q:
    """The condition of `persons_called`, for a list of persons."""
    return Q(name__startswith=words) | Q(name_key__startswith=words.lower())
