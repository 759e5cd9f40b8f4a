"""Answers of public pages: the same for everybody, kept by anybody, and asked about again before each use.

An ETag is reckoned before anything is drawn, from one small question to the database. Whoever holds the page gets 304.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_etags

from studios.queries.changes import Mark, public_mark
from studios.ui.kept_pages import KeptPages

View = Callable[..., HttpResponse]
Marker = Callable[..., Mark]
# Kept, but never shown before the server said that it still holds: nothing has to be purged.
ASK_AGAIN = "public, max-age=0, must-revalidate"
# Browsers keep it for a year; caches between ask again after a day, so that what was taken off a page goes there too.
FOREVER = "public, max-age=31536000, s-maxage=86400, immutable"
# Nothing was found or something went wrong: a moment later there may be a page.
NOT_KEPT = "no-cache"
FOUND, NOT_MODIFIED = 200, 304
KEPT = KeptPages()
# What a release is made of, and settings that pages show.
SOURCES = ("config/**/*.py", "studios/**/*.py", "unions/**/*.py", "templates/**/*", "locale/**/*.mo")
SHOWN_SETTINGS = ("ENVIRONMENT", "SITE_URL", "STATIC_URL", "LANGUAGE_CODE", "TIME_ZONE")


def revalidated(view: View | None = None, *, mark: Marker | None = None) -> Any:
    """Answer 304 to those who hold the page as it is; `mark` says from the page's arguments how it is.

    Without a mark of its own a page changes with everything that any public page shows. The view finds it as
    `request.mark`.
    """
    if view is None:
        return lambda later: revalidated(later, mark=mark)

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = mark(*args, **kwargs) if mark else public_mark()
        request.mark, etag = seen.text, etag_of(request, seen.text)  # type: ignore[attr-defined]
        answer = HttpResponseNotModified() if is_held(request, etag) else KEPT.find(etag)
        if answer is None:
            answer = view(request, *args, **kwargs)
            if answer.status_code == FOUND:
                KEPT.keep(etag, answer)
        if answer.status_code in {FOUND, NOT_MODIFIED}:
            answer["ETag"], answer["Last-Modified"] = etag, http_date(seen.since.timestamp())
            answer["Cache-Control"] = ASK_AGAIN
        else:
            answer["Cache-Control"] = NOT_KEPT
        return answer

    asked.freshness = "revalidated"  # type: ignore[attr-defined]
    return asked


def unkept(view: View) -> View:
    """Never kept by anybody: what the public sent, and what its receipts open."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer

    asked.freshness = "unkept"  # type: ignore[attr-defined]
    return asked


def kept_forever(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """An answer whose address changes with what it shows; its ETag is the address."""
    etag = f'"{hashlib.sha256(request.path.encode()).hexdigest()[:32]}"'
    answer = HttpResponseNotModified() if is_held(request, etag) else make()
    answer["ETag"], answer["Cache-Control"] = etag, FOREVER
    return answer


def is_held(request: HttpRequest, etag: str) -> bool:
    """Whether the asker holds this very answer; dates are not looked at, because two changes may share a second."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return etag.removeprefix("W/") in {one.removeprefix("W/") for one in given}


def etag_of(request: HttpRequest, mark: str) -> str:
    """A weak ETag (a server in between may pack the page anew) of release, address, kind of answer and mark.

    The address holds language, large text and every parameter; a fragment for htmx is another answer than the page.
    """
    parts = (release(), request.build_absolute_uri(), request.headers.get("HX-Request", ""), mark)
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()
    return f'W/"{digest[:32]}"'


@cache
def release() -> str:
    """A digest of the code, templates, texts, static files and settings that make the pages: a deploy changes it."""
    digest = hashlib.sha256()
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    root = Path(settings.BASE_DIR)
    files = sorted(path for pattern in SOURCES for path in root.glob(pattern) if path.is_file())
    for path in (*files, *((manifest,) if manifest.is_file() else ())):
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    for name in SHOWN_SETTINGS:
        digest.update(f"{name}={getattr(settings, name)}\n".encode())
    return digest.hexdigest()
