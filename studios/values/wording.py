"""Compares names as people write them: spaces, brackets and widths do not matter; nearest ones are offered."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

MARKUP = re.compile(r"<\s*[/!?]?[A-Za-z]|&#|javascript:", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s()（）\[\]【】〔〕《》“”\"'·•,，、.。;；:：/\-—_]+")
LEAST_LIKENESS = 0.34


def cleaned(text: str) -> str:
    """Take away what no name holds: control and direction marks, lone surrogates, outer and doubled spaces."""
    if not text.isprintable() or "\u3000" in text:
        text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(text.split())


@lru_cache(maxsize=16384)
def comparable(text: str) -> str:
    """Fold a name to what counts when two are compared."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def has_markup(text: str) -> bool:
    """Whether the text tries to be HTML."""
    return ("<" in text or "&" in text or ":" in text) and MARKUP.search(text) is not None


def nearest(written: str, names: Iterable[str], *, common: tuple[str, ...] = (), most: int = 3) -> tuple[str, ...]:
    """Return up to `most` names that share the most with what was written; `common` parts are not counted."""
    wanted = _core(written, common)
    scored = [(_likeness(wanted, _core(name, common)), name) for name in names]
    good = sorted((item for item in scored if item[0] >= LEAST_LIKENESS), key=lambda item: (-item[0], item[1]))
    return tuple(name for _score, name in good[:most])


@lru_cache(maxsize=16384)
def _core(name: str, common: tuple[str, ...]) -> str:
    folded = comparable(name)
    for part in common:
        if len(folded) > len(part):
            folded = folded.removeprefix(part).removesuffix(part)
    return folded


def _likeness(one: str, other: str) -> float:
    """Share of the written pairs of characters that the name holds, less for what it holds besides."""
    if not one or not other:
        return 0.0
    pairs, others = _pairs(one), _pairs(other)
    shared = len(pairs & others)
    letters = len(set(one) & set(other)) / len(set(one))
    return 0.6 * shared / len(pairs) + 0.2 * shared / len(others) + 0.2 * letters


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset(text)
