"""Safe names for display and download, from what a browser sent."""

import unicodedata

from studios.values.uploads.limits import NAME_CHARACTERS

# Controls, format marks (right-to-left overrides, zero-width), lone surrogates, line separators.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
_LONGEST_ENDING = 10


def clean_name(raw: str) -> str:
    """The file's own name: no path, no invisible or control characters."""
    kept = "".join(c for c in raw if unicodedata.category(c) not in _DROPPED)
    last = unicodedata.normalize("NFC", kept).replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join(last.translate(_FORBIDDEN).split()).strip(" .")


def split_name(raw: str) -> tuple[str, str]:
    """Stem and lower-case ending (with its dot, or empty) of a raw name."""
    stem, dot, ending = clean_name(raw).rpartition(".")
    if not dot or not ending.isascii() or not 1 <= len(ending) <= _LONGEST_ENDING:
        return clean_name(raw), ""
    if " " in ending or ending.isdigit():
        return clean_name(raw), ""
    return stem.rstrip(" ."), f".{ending.lower()}"


def display_name(stem: str, extension: str) -> str:
    """Stem and extension in at most 120 characters; the extension is always whole."""
    return (stem[: NAME_CHARACTERS - len(extension)].rstrip(" .") or "file") + extension
