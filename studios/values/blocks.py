"""The content of a block of a studio's page: what its JSON may hold, read without trust in what stands there."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from studios.values.answers import number_of, rows_of, text_of

Content = Mapping[str, Any]
# Eleven digits of a mobile number, also with the blanks and hyphens that people write; never part of a longer number.
MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")


def texts_of(content: Any) -> Iterator[str]:
    """Every text that somebody typed, however deep it stands."""
    if isinstance(content, Mapping):
        for value in content.values():
            yield from texts_of(value)
    elif isinstance(content, list):
        for value in content:
            yield from texts_of(value)
    elif isinstance(content, str):
        yield content


def words_of(content: Any) -> str:
    """All texts, one a line."""
    return "\n".join(texts_of(content))


def has_mobile(content: Any) -> bool:
    """Whether a mobile number stands in it, in digits of any width."""
    return bool(MOBILE.search(unicodedata.normalize("NFKC", words_of(content))))


def numbers_of(content: Content, name: str) -> list[int]:
    """A list of keys; what is no key is left out."""
    found = content.get(name)
    rows = found if isinstance(found, list) else []
    return [value for value in rows if isinstance(value, int) and not isinstance(value, bool)]


def keyed_rows(content: Content, name: str) -> dict[int, Content]:
    """Rows by the key of the register that they speak of, in their order."""
    return {key: row for row in rows_of(content, name) if (key := number_of(row, "id")) is not None}


def without_row(content: Content, name: str, key: int) -> dict[str, Any]:
    """The content without the row of this key."""
    return {**content, name: [row for row in rows_of(content, name) if row.get("id") != key]}


def paragraphs(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def first_sentences(text: str, count: int = 2) -> str:
    """The first sentences of a text's first paragraph."""
    first = next(iter(paragraphs(text)), "")
    return "".join(re.findall(r"[^。！？]+[。！？]?", first)[:count])


def is_blank(content: Content) -> bool:
    """Whether no text and no row stands in it; settings alone (cover, methods, timeline) are never blank."""
    return (
        not any(key in content for key in ("show", "shown", "hidden"))
        and not any(text_of(content, key).strip() for key in ("opening", "text"))
        and not any(rows_of(content, key) for key in ("offers", "alliances"))
    )
