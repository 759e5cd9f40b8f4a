"""Found words marked in a text, and the piece of a long text around the first of them; everything is escaped."""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString

from studios.values.searching import tokens_of
from unions.values.text import folded

# A snippet begins so many characters before the first word found.
LEAD_IN = 24
PUNCTUATION = "。；！？，、：. "


def marked(text: str, words: Iterable[str], *, most: int = 0) -> SafeString:
    """The text with the words marked; with `most`, the piece of so many characters around the first."""
    line = " ".join(text.split())
    spans = list(_spans(line, words))
    start, end = _window(line, spans[0][0] if spans else 0, most)
    pieces, at = ["…" if start else ""], start
    for first, last in spans:
        if at <= first and last <= end:
            pieces += [escape(line[at:first]), "<mark>", escape(line[first:last]), "</mark>"]
            at = last
    pieces += [escape(line[at:end]), "…" if end < len(line) else ""]
    # Only escaped text stands between the tags.
    return SafeString("".join(pieces))


def is_in(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words is in the text."""
    return any(True for _span in _spans(text, words))


def plain_text(html: str) -> str:
    """The words of clean HTML, a space between its blocks."""
    return unescape(strip_tags(re.sub(r"</(p|h\d|li|td|th|tr|figcaption)>", " ", html)))


def _window(line: str, first: int, most: int) -> tuple[int, int]:
    if not most or len(line) <= most:
        return 0, len(line)
    start = max(0, min(first - LEAD_IN, len(line) - most))
    # Better at the beginning of a clause, where one begins before the word.
    begins = [n + 1 for n in range(start, first) if start and line[n] in PUNCTUATION]
    start = begins[0] if begins else start
    return start, start + most


def _spans(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Places of the words, from left to right, none within another."""
    plain, at = _folded_with_places(text)
    found: set[tuple[int, int]] = set()
    for word in words:
        found |= set(_places(plain, folded(word))) or {p for t in tokens_of(word) for p in _places(plain, t)}
    end = 0
    for first, last in sorted(found, key=lambda span: (span[0], -span[1])):
        if at[first] >= end:
            end = at[last - 1] + 1
            yield at[first], end


def _places(plain: str, word: str) -> Iterator[tuple[int, int]]:
    """Latin words count from their beginning, as they are searched."""
    before = r"(?<![0-9a-z])" if word[:1].isascii() and word[:1].isalnum() else ""
    return (found.span() for found in re.finditer(before + re.escape(word), plain) if word)


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in the text that it comes from."""
    plain = folded(text)
    if len(plain) == len(text):
        return plain, list(range(len(text)))
    parts = [folded(character) for character in text]
    return "".join(parts), [n for n, part in enumerate(parts) for _character in part]
