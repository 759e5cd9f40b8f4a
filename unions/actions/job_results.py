"""Starts jobs for somebody and keeps what they answered."""

from typing import Any

from procrastinate.contrib.django import app

from unions import clock
from unions.errors import Sentence
from unions.models import Account, JobResult


def start_job(name: str, *, by: Account, **facts: Any) -> int:
    """Defer a job by its registered name in the present transaction; it stands on the account's page of jobs.

    The task takes `by`, the account's key, besides its facts.
    """
    return app.configure_task(name).defer(by=by.pk, **facts)


def report_result(job: int | None, text: Sentence = "", *, url: str = "") -> None:
    """Keep the sentence, and the page where there is one, that the jobs page shows."""
    if job is not None:
        JobResult.objects.update_or_create(pk=job, defaults={"text": str(text)[:300], "url": url, "at": clock.now()})
