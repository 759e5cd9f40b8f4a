"""The list of a paper: its columns, its rows as plain values, and the check sum that page and paper share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unions.values.canonical import canonical_sha256

SHOWN = 12
Row = Mapping[str, Any]


def list_sha256(rows: Sequence[Row]) -> str:
    """SHA-256 over the rows as canonical JSON: sorted keys, no spaces, UTF-8."""
    return canonical_sha256(list(rows), default=str, errors="replace")


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper before it is set: `content` is plain JSON, `sha256` belongs to the list it shows."""

    name: str
    content: dict[str, Any]
    sha256: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def check(self) -> str:
        """The part of the check sum that is printed."""
        return self.sha256[:SHOWN]
