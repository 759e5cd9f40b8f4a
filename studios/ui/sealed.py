"""Answers that carry a file: nothing in it can act in the browser."""

from django.http import HttpResponse

SANDBOX = "default-src 'none'; sandbox"
PRIVATE = "private, no-store"


def sealed(answer: HttpResponse, *, cache: str = PRIVATE) -> HttpResponse:
    """The answer with a sandboxing policy; kept by nobody unless `cache` says otherwise."""
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = cache
    return answer
