"""One form of JSON for check sums, so that anybody can reckon them again."""

import hashlib
import json
from collections.abc import Callable
from typing import Any


def canonical_sha256(content: Any, *, default: Callable[[Any], Any] | None = None, errors: str = "strict") -> str:
    """SHA-256 over canonical JSON: sorted keys, no spaces, UTF-8.

    `default` turns what JSON does not know into what it does (without it a TypeError); `errors` is what becomes of
    text that UTF-8 cannot hold.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=default)
    return hashlib.sha256(text.encode(errors=errors)).hexdigest()
