"""The mark that stands as a QR code on every page of a printed form: which case, which version, which content."""

import re
from dataclasses import dataclass

CHECK_LENGTH = 16
_TEXT = re.compile(rf".*/desk/cases/([^/?]{{1,40}})/\?version=(\d{{1,4}})&check=([0-9a-f]{{{CHECK_LENGTH}}})")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a QR code says; `check` is the beginning of the version's SHA-256."""

    number: str
    version: int
    check: str


def mark_text(address: str, version: int, sha256: str) -> str:
    """What the QR code holds: the case's address, which a telephone opens, with version and check sum."""
    return f"{address}?version={version}&check={sha256[:CHECK_LENGTH]}"


def mark_in(text: str) -> Mark | None:
    """The mark, or None for any other QR code."""
    found = _TEXT.fullmatch(text)
    return Mark(found[1], int(found[2]), found[3]) if found else None
