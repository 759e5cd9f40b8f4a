"""What the address of an archive asks for: words, a year, a page; odd values fall back."""

from collections.abc import Sequence
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from studios.filters.showcase import Chip
from studios.values.searching import clean_words, words_of


class Archive:
    """The address, read once; `years` are those that there is anything of."""

    def __init__(self, query: QueryDict, years: Sequence[int]) -> None:
        self.q = clean_words(query.get("q", ""))
        self.years = years
        asked = query.get("year", "")
        self.year = int(asked) if asked in map(str, years) else None
        self.is_large = query.get("text") == "large"

    @property
    def words(self) -> tuple[str, ...]:
        """The words, each of which must be found."""
        return words_of(self.q)

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.q or self.year)

    @property
    def chips(self) -> list[Chip]:
        """What is applied, each with the address without it."""
        words = [Chip(_("“%(words)s”") % {"words": self.q}, self._url(year=self.year))] if self.q else []
        return words + ([Chip(str(self.year), self._url(q=self.q))] if self.year else [])

    def _url(self, **asked: object) -> str:
        query = QueryDict(mutable=True)
        query.update({name: str(value) for name, value in asked.items() if value})
        if self.is_large:
            query["text"] = "large"
        return f"?{query.urlencode()}"
