"""The text of a Word file that was inspected, as clean HTML for public pages."""

import json
import re
from dataclasses import dataclass
from typing import BinaryIO

from studios.values.uploads.confined import ChildFailedError, run_confined
from studios.values.uploads.limits import PROSE_CHARACTERS
from studios.values.uploads.refusals import refused

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class WordText:
    """The text, how many pictures were left out, and whether formulas or charts were."""

    html: str
    pictures: int
    has_more: bool


def word_text(stream: BinaryIO) -> WordText:
    """What a Word file says; refused when it says nothing, too much, or can't be read within the child's limits."""
    try:
        answer = json.loads(run_confined("child_word.py", stream))
    except ChildFailedError as error:
        raise refused(code="word_too_complex") from error
    stream.seek(0)
    html = answer["html"].strip()
    if not _TAG.sub("", html).strip():
        raise refused(code="word_empty")
    if len(html) > PROSE_CHARACTERS:
        raise refused(code="word_too_long")
    return WordText(html, answer["pictures"], answer["has_more"])
