"""Names of files in a package: numbered, readable, and possible on Windows as elsewhere."""

import unicodedata

from studios.values.uploads.names import clean_name

# A name that Windows keeps for devices, whatever its ending.
RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"COM{n}" for n in range(1, 10)), *(f"LPT{n}" for n in range(1, 10))}
)
SLASHES = str.maketrans("/\\", "__")
LONGEST = 60


def safe_name(text: str, *, longest: int = LONGEST) -> str:
    """One part of a path: no signs that a folder refuses, no dot or space at its end, never a device, never empty."""
    kept = clean_name(unicodedata.normalize("NFC", text).translate(SLASHES))
    kept = _cut(kept, longest).rstrip(" .") or "_"
    return f"_{kept}" if kept.split(".")[0].strip().upper() in RESERVED else kept


def _cut(text: str, longest: int) -> str:
    """At most so many characters as Windows counts them: one beyond the basic plane is two, and is never torn."""
    return text.encode("utf-16-le", "ignore")[: 2 * longest].decode("utf-16-le", "ignore")


def filed_name(number: int, title: str, ending: str, *, digits: int = 2) -> str:
    """`01 申报表.pdf`: number, title, ending with its dot."""
    return f"{number:0{digits}d} {safe_name(title)}{ending}"
