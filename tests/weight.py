"""What a browser fetches for the first view of a page, pictures left out: the page as it is, files as they are packed."""

import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

FETCHED = re.compile(r"""<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src|use[^>]*href)="([^"#]+)""")
IMPORTED = re.compile(r"""(?:from|import)\s*\(?["'](\./[\w./-]+\.js)["']""")


@cache
def packed(path: str) -> int:
    """Bytes of a static file as WhiteNoise sends it."""
    found = finders.find(path)
    assert found, f"{path} is no static file"
    return len(gzip.compress(Path(found).read_bytes(), 9))


def with_imports(path: str, seen: set[str]) -> None:
    """Add a script and whatever it imports to those seen."""
    if path in seen:
        return
    seen.add(path)
    if path.endswith(".js"):
        folder = path.rpartition("/")[0]
        for name in IMPORTED.findall(Path(finders.find(path)).read_text()):
            with_imports(f"{folder}/{name.removeprefix('./')}", seen)


def first_load(html: str) -> dict[str, int]:
    """Bytes by file; the page itself stands under its own name."""
    prefix = urlsplit(settings.STATIC_URL).path.lstrip("/")
    names: set[str] = set()
    for address in FETCHED.findall(html):
        with_imports(urlsplit(address).path.lstrip("/").removeprefix(prefix), names)
    return {"page": len(html.encode())} | {name: packed(name) for name in sorted(names)}
