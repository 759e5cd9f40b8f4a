"""Answers that carry a file: nothing in it can act in the browser."""

from urllib.parse import quote

from django.http import HttpResponse

SANDBOX = "default-src 'none'; sandbox"


def sealed(answer: HttpResponse, *, cache: str = "private, no-store") -> HttpResponse:
    """The answer with a sandboxing policy, to be kept by nobody unless `cache` says otherwise."""
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = cache
    return answer


def given(written: bytes, *, mime: str, name: str) -> HttpResponse:
    """A file that was written just now, to be saved under this name."""
    answer = HttpResponse(written, content_type=mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return sealed(answer)
