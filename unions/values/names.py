"""Names of persons: cleaned for storing, keyed for sorting and searching."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from pypinyin import Style, lazy_pinyin

from unions.values.surnames import SURNAME_READINGS
from unions.values.text import clean_line

_LONGEST = 40
# Chinese characters (all planes, compatibility forms, private use of office fonts) and the middle dot.
_CHINESE = r"\u3007\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff"
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅．.", "·"))
_WITHIN = re.compile(rf"(?<=[{_CHINESE}·])\s+(?=[{_CHINESE}·])")
_ALLOWED = re.compile(rf"[{_CHINESE}·A-Za-zÀ-ɏ' \-]+")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A cleaned name, and whether spaces inside it were dropped (worth a hint beside the field)."""

    text: str
    had_spaces: bool

    def __str__(self) -> str:
        """The name."""
        return self.text


def clean_person_name(raw: str) -> PersonName:
    """Half-width, one kind of dot, no spaces between Chinese characters; a ValidationError says what is wrong."""
    line = clean_line(_half_width(raw[: _LONGEST * 4]))
    if not line:
        raise ValidationError(_("Enter the name."), code="empty")
    if re.search(rf"[{_CHINESE}]", line):
        line = line.translate(_DOTS)
    joined = _WITHIN.sub("", line)
    if len(joined) > _LONGEST:
        raise ValidationError(_("The name has more than 40 characters."), code="too_long")
    if not _ALLOWED.fullmatch(joined):
        raise ValidationError(_("A name consists of characters and the dot “·” only."), code="characters")
    return PersonName(joined, had_spaces=joined != line)


def _half_width(text: str) -> str:
    """Full-width Latin letters and spaces made narrow; Chinese characters stay as they were typed."""
    return "".join(unicodedata.normalize("NFKC", c) if c == "\u3000" or "\uff01" <= c <= "\uff5e" else c for c in text)


def pinyin_key(name: str) -> str:
    """Sort key by pinyin, a syllable at a time; characters without a reading come last."""
    return " ".join(_syllables(name)).lower()


def initials(name: str) -> str:
    """First letters of the pinyin, for searching: 张伟 is zw."""
    return "".join(syllable[0] for syllable in _syllables(name)).lower()


def _syllables(name: str) -> list[str]:
    plain = re.sub(r"[\s·'\-]", "", name)
    surname = next((start for start in (plain[:2], plain[:1]) if start in SURNAME_READINGS), "")
    given = lazy_pinyin(plain.removeprefix(surname), style=Style.TONE3)
    return [*SURNAME_READINGS.get(surname, "").split(), *given]
