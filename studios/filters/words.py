"""Searches of the staff's lists by words: each by an index, their findings put together.

An OR over several tables would read them whole; a union of keys reads what each index finds.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from studios.models import Person, Result, Studio
from unions.ui.filters import SearchFilter

Finder = Callable[[str], Iterable[QuerySet[Any]]]
STUDIO_VECTOR = "studios_title_bigrams(search_text)"


class WordFilter(SearchFilter):
    """Rows whose key one of the searches finds."""

    def __init__(self, find: Finder, **extra: Any) -> None:
        """Keep the searches; each gives rows of the list's model."""
        super().__init__(**extra)
        self.find = find

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Rows that any of the searches finds."""
        words = "".join(c for c in str(value or "") if c.isprintable()).strip()[:60]
        if not words:
            return qs
        first, *others = (rows.order_by().values("pk") for rows in self.find(words))
        return qs.filter(pk__in=first.union(*others) if others else first)


def _holding(vector: str, words: str) -> RawSQL:
    return RawSQL(f"{vector} @@ studios_query(%s)", [words], output_field=BooleanField())  # noqa: S611


def studios_with(words: str) -> QuerySet[Studio]:
    """Studios by name, number, unit, field, lead (Chinese, or the beginning of a syllable) and former names."""
    return Studio.objects.filter(_holding(STUDIO_VECTOR, words))


def results_with(words: str) -> QuerySet[Result]:
    """Results by title, problem and number."""
    return Result.objects.filter(_holding("vector", words))


def persons_called(words: str) -> QuerySet[Person]:
    """Persons whose name, or its pinyin, begins so."""
    return Person.objects.filter(Q(name__startswith=words) | Q(name_key__startswith=words.lower()))
