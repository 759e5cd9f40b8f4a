"""Starts jobs for somebody, follows them, keeps what they answered, and tells who asked."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import JobAborted

from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.choices.audit import Verb
from unions.choices.jobs import ENDED, JobState
from unions.errors import Forbidden, Sentence, Stale
from unions.models import Account, JobResult
from unions.queries.jobs import failed_untold, is_known, waited_since

# Who waits less than this sees the end on the page; whoever waits longer may have left it.
TOLD_AFTER = timedelta(seconds=10)
SECONDS_BETWEEN = 0.5
# Sheets may hold what is personal: whoever asked for one fetches it soon.
FILES_KEPT = timedelta(days=3)
# Progress is written beside the job's own transaction; it never waits for a row that this one holds.
PATIENCE = "SET lock_timeout = '500ms'"
WRITE = (
    "INSERT INTO unions_jobresult (job, done, total, text, url, faults, at) VALUES (%s, %s, %s, '', '', '{}', %s)"
    " ON CONFLICT (job) DO UPDATE SET done = excluded.done, total = excluded.total"
)


def start_job(name: str, *, by: Account, once: str = "", anew: bool = False, **facts: Any) -> int:
    """Defer a job by its registered name in the present transaction; it stands on the account's page of jobs.

    The task takes `by`, the account's key, besides its facts. With `once` the same work that waits or runs already
    is answered instead of a second one: two clicks, or two people, make one job. With `anew` only one that still
    waits is; what runs may have begun before the change, and the new job follows it.
    """
    if not once:
        return app.configure_task(name).defer(by=by.pk, **facts)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [once])
        under_way = running_job(once, begun=not anew)
        return under_way or app.configure_task(name, queueing_lock=once, lock=once).defer(by=by.pk, **facts)


def running_job(once: str, *, begun: bool = True) -> int | None:
    """The newest job of this mark that waits, or runs where one that has begun counts, too."""
    states = [JobState.TODO, JobState.DOING] if begun else [JobState.TODO]
    running = ProcrastinateJob.objects.filter(queueing_lock=once, status__in=states)
    return running.order_by("-pk").values_list("pk", flat=True).first()


class Progress:
    """Says how far a job is; ends it where its owner cancelled it or the worker is stopped.

    Called within the job's work: an unwanted job is left by an exception, so that its transaction comes to nothing.
    """

    def __init__(self, context: JobContext) -> None:
        """For the job that runs."""
        self._job, self._is_unwanted = context.job.id, context.should_abort
        self._aside: Any = None
        self._next = 0.0

    def __enter__(self) -> Self:
        """Write by a connection of its own: the job's transaction would hide it until the end."""
        self._aside = connections.create_connection(DEFAULT_DB_ALIAS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Give the connection back."""
        self._aside.close()

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done; twice a second is enough."""
        if self._is_unwanted():
            raise JobAborted
        if time.monotonic() < self._next and done < total:
            return
        self._next = time.monotonic() + SECONDS_BETWEEN
        self._write(done, total)

    def _write(self, done: int, total: int) -> None:
        try:
            with self._aside.cursor() as cursor:
                cursor.execute(PATIENCE)
                cursor.execute(WRITE, [self._job, done, total, clock.now()])
        except DatabaseError:
            self._aside.close()


Follow = Callable[[int, int], None]


def report_result(
    job: int | None, text: Sentence = "", *, url: str = "", head: Sequence[Sentence] = (), faults: Sequence[Any] = ()
) -> None:
    """Keep the sentence, the page and the faults (rows below `head`); whoever asked long ago is told."""
    if job is None:
        return
    kept = {"head": [str(label) for label in head], "rows": [list(row) for row in faults]} if faults else {}
    values = {"text": str(text)[:300], "url": url, "faults": kept, "at": clock.now()}
    JobResult.objects.update_or_create(pk=job, defaults=values)
    _tell_owner(job, str(text), url)


def _tell_owner(job: int, text: str, url: str) -> None:
    found = ProcrastinateJob.objects.filter(pk=job).first()
    owner = Account.objects.filter(pk=found.args.get("by")).first() if found else None
    since = waited_since(job)
    if owner is None or since is None or clock.now() - since < TOLD_AFTER:
        return
    send_messages([owner], lambda: text or _("A job that you asked for is done."), url=url or page_of(job))
    JobResult.objects.filter(pk=job).update(told_at=clock.now())


def tell_failed_jobs() -> int:
    """Tell the owners of jobs that were given up, each once; answers how many."""
    told = 0
    for job in failed_untold():
        owner = Account.objects.filter(pk=job.args["by"]).first()
        if owner is not None:
            wording = lambda: _("A job that you asked for was given up. Nothing of it was kept.")  # noqa: E731
            send_messages([owner], wording, url=page_of(job.pk))
            told += 1
        JobResult.objects.update_or_create(
            pk=job.pk, defaults={"told_at": clock.now()}, create_defaults={"at": clock.now(), "told_at": clock.now()}
        )
    return told


def page_of(job: int) -> str:
    """The address of a job's own page."""
    return reverse("job", args=[job])


@transaction.atomic
def cancel_job(job: ProcrastinateJob, *, by: Account) -> None:
    """Cancel a job that waits, or ask one at work to stop; what it has not committed is undone."""
    if "by" not in job.args:
        raise Forbidden(_("This job belongs to the installation; it can't be cancelled."))
    if job.status in ENDED or not app.job_manager.cancel_job_by_id(job.pk, abort=True):
        raise Stale(_("This job has ended already."))
    record(Verb.JOB_CANCELLED, by=by, details={"job": job.pk, "task": job.task_name})


@transaction.atomic
def forget_job_results() -> int:
    """Let go the results of jobs that the queue has forgotten, and files whose days are over; answers how many jobs."""
    rows = JobResult.objects.exclude(is_known())
    _forget_files(rows | JobResult.objects.filter(at__lt=clock.now() - FILES_KEPT))
    count, _by_model = rows.delete()
    return count


@transaction.atomic
def forget_job_files() -> None:
    """Let go every sheet that jobs keep: none may hold what has just been erased. Whoever wants one asks again."""
    _forget_files(JobResult.objects.all())


def _forget_files(results: QuerySet[JobResult]) -> None:
    kept = results.exclude(file="")
    files = list(kept.select_for_update().values_list("file", flat=True))
    kept.update(file="", url="")
    for path in files:
        transaction.on_commit(partial((Path(settings.MEDIA_ROOT) / path).unlink, missing_ok=True))
