"""Cleans typed text so that it can be stored, compared and printed."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Direction overrides and isolates; zero-width joiners stay, some scripts need them.
_MARKS = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
_LAYOUT = frozenset("\n\t")
_UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Normalise line ends and drop what can't be seen; half a character (lone surrogate) is refused."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValidationError(_("The text holds a damaged character. Type it again there."), code="surrogate")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", "".join(c for c in lines if not _is_invisible(c)))


def clean_line(text: str) -> str:
    """The same for one line: all runs of white space become one space, none at the ends."""
    return " ".join(clean_text(text).split())


def folded(text: str) -> str:
    """The text as searches compare it: full-width signs and compatibility forms as plain ones, Latin letters small.

    The same as `studios_folded` in the database, whose locale knows no other letters.
    """
    return "".join(c.lower() if c.isascii() else c for c in unicodedata.normalize("NFKC", text))


def sayable(text: str) -> str:
    """The text without what no XML may hold, though a name may."""
    return _UNSAYABLE.sub("", text)


def _is_invisible(character: str) -> bool:
    if character in _LAYOUT:
        return False
    return character in _MARKS or unicodedata.category(character) == "Cc"
