"""The words of a search as statements read them: expressions of the text search with their parameters."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from studios.values.searching import number_forms, spelled, unproved_runs, words_of


@dataclass(frozen=True, slots=True)
class Sought:
    """Words, each of which must be found; expressions hold names of parameters alone, never what was typed."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> "Sought":
        """What was typed."""
        return cls(words_of(typed))

    @property
    def runs(self) -> list[str]:
        """What pairs of characters do not prove."""
        return [run for word in self.words for run in unproved_runs(word)]

    @property
    def params(self) -> dict[str, Any]:
        """What the expressions name."""
        words = {f"word{n}": word for n, word in enumerate(self.words)}
        runs = {f"run{n}": run for n, run in enumerate(self.runs)}
        return words | runs | {"spelled": spelled(self.words), "numbers": number_forms(" ".join(self.words))}

    def query(self, function: str = "studios_query", joined: str = " && ", more: str = "") -> str:
        """The words as a query; syllables typed apart are tried as one word, too."""
        asked = joined.join(f"{function}(%(word{n})s{more})" for n in range(len(self.words)))
        return f"(({asked}) || {function}(%(spelled)s{more}))" if spelled(self.words) else f"({asked})"

    def held(self, vector: str, *texts: str) -> str:
        """The condition that a vector holds every word, and one of the texts each run that pairs do not prove."""
        runs = (" OR ".join(f"strpos({text}, %(run{n})s) > 0" for text in texts) for n in range(len(self.runs)))
        return " AND ".join([f"{vector} @@ {self.query()}", *(f"({run})" for run in runs)])

    def held_by_entry(self) -> str:
        """The condition on a row of the public list: its words, or one of its numbers."""
        return f"({self.held('vector', 'body')} OR keys && %(numbers)s::varchar[])"


def like(text: str) -> str:
    """A text that LIKE takes as it is."""
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def likes(texts: Iterable[str], pattern: str) -> list[str]:
    """Each text put into a pattern of LIKE."""
    return [pattern.format(like(text)) for text in texts]
