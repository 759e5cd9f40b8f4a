"""What somebody typed into a search: its words, the numbers it may stand for, and whether it may be counted."""

import re

from django.core.exceptions import ValidationError

from studios.values.patents import check_digit, parse_patent_number
from unions.values.text import folded

LONGEST = 60
MOST_WORDS = 5
# As `studios_tokens` in the database sees them: small letters and digits, and runs of Chinese characters.
_CHINESE = "\u2e80-\u2fff\u3040-\ufeff\ufff0-\U0010ffff"
_RUN = re.compile(f"[{_CHINESE}]+")
_TOKEN = re.compile(f"[0-9a-z]+|[{_CHINESE}]+")
_DASHES = re.compile("[\u2010-\u2015\u2212\u30fc\ufe58\ufe63_]")
_PATENT = re.compile(r"(?:ZL|CN)?([0-9]{12}|[0-9]{8})\.?([0-9X])?")
_STUDIO = re.compile(r"LX-?([A-Z0-9]{1,12}?)-?([0-9]{5,7})([A-Z][0-9]*)?")
_WITHIN_NUMBERS = re.compile(r"[\s.()/+-]")
_MANY_DIGITS = re.compile(r"[0-9]{6}")
_LONGEST_KEPT = 40


def clean_words(raw: str) -> str:
    """The search as typed, without control characters and lone surrogates, at most sixty characters."""
    kept = (
        c if c.isprintable() and c != "\ufffd" else " " for c in raw[: LONGEST * 4] if not "\ud800" <= c <= "\udfff"
    )
    return " ".join("".join(kept).split())[:LONGEST]


def words_of(typed: str) -> tuple[str, ...]:
    """The words that a search can look for; signs by themselves are left out, unless there is nothing else."""
    words = typed.split()
    return tuple([word for word in words if tokens_of(word)][:MOST_WORDS] or words[:1])


def spelled(words: tuple[str, ...]) -> str:
    """Syllables typed apart, joined as names are kept: `zhang wei` is zhangwei; empty for anything else."""
    letters = [folded(word) for word in words]
    return "".join(letters) if len(letters) > 1 and all(w.isascii() and w.isalpha() for w in letters) else ""


def tokens_of(word: str) -> list[str]:
    """The Latin words and the runs of Chinese characters in a word with signs."""
    return _TOKEN.findall(folded(word))


def pinyin_forms(name_key: str) -> list[str]:
    """`zhang1 wei3` as people type it: zhangwei, zw; as `studios_pinyin` in the database."""
    syllables = [re.sub("[^a-z]", "", syllable) for syllable in name_key.split()]
    return ["".join(syllables), "".join(syllable[:1] for syllable in syllables)]


def unproved_runs(word: str) -> list[str]:
    """Runs of Chinese characters of which neighbouring pairs are no proof: all but two, unless one stands alone."""
    plain = folded(word)
    return [run for run in _RUN.findall(plain) if len(run) != 2 and len(plain) > 1]


def number_forms(typed: str) -> list[str]:
    """How the register may write what was typed, if it is the number of a studio, a plaque or a patent."""
    compact = _compact(typed)
    forms = [folded(typed).upper(), compact]
    if patent := _PATENT.fullmatch(compact):
        body, check = patent.groups()
        forms.append(f"ZL{body}.{check or check_digit(body)}")
    if studio := _STUDIO.fullmatch(compact):
        root, serial, letter = studio.groups()
        forms.append(f"LX-{root}-{serial}{letter or ''}")
    return [form for form in dict.fromkeys(forms) if form]


def countable(typed: str) -> str:
    """The words as they may be kept, folded and at most forty characters; empty where they could mean a person.

    Six digits in a row may be a telephone or identity number, unless they are the number of a patent or studio.
    """
    plain = folded(" ".join(words_of(typed)))
    if "@" in folded(typed) or not tokens_of(plain):
        return ""
    if _MANY_DIGITS.search(_WITHIN_NUMBERS.sub("", plain)) and not _is_number(typed):
        return ""
    return plain[:_LONGEST_KEPT].strip()


def _compact(typed: str) -> str:
    return _DASHES.sub("-", "".join(folded(typed).upper().split())).removeprefix("专利号").lstrip(":")


def _is_number(typed: str) -> bool:
    compact = _compact(typed)
    if _STUDIO.fullmatch(compact):
        return True
    try:
        parse_patent_number(compact)
    except ValidationError:
        return False
    # Bare digits with a check digit that fits by chance are left out: they may be a telephone number.
    return compact.startswith(("ZL", "CN")) or "." in compact
