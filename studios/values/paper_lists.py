"""The list of a paper: its columns, its rows as plain values, and the check sum that page and paper share."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SHOWN = 12
Row = Mapping[str, Any]


def list_sha256(rows: Sequence[Row]) -> str:
    """SHA-256 over the rows as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(list(rows), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


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
