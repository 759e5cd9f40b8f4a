"""Answers that carry a file: nothing in it can act in the browser."""

from django.http import HttpResponse

SANDBOX = "default-src 'none'; sandbox"


def sealed(answer: HttpResponse, *, cache: str = "private, no-store") -> HttpResponse:
    """The answer with a sandboxing policy, to be kept by nobody unless `cache` says otherwise."""
    answer["Content-Security-Policy"] = SANDBOX
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = cache
    return answer
