"""Whether this process can serve: what monitoring asks every few seconds."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Exists, OuterRef, Q
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinatePeriodicDefer,
    ProcrastinateWorker,
)

from unions import clock

OLDEST_JOB = timedelta(minutes=15)
# A worker shows a sign of life every few seconds; a job of one that stays silent is taken back each minute.
LONGEST_SILENCE = timedelta(minutes=5)
LONGEST_JOB = timedelta(hours=2)


def faults() -> list[str]:
    """Names of what is not ready; empty when all is well. A lost database is a fault, not an exception."""
    checks: dict[str, Callable[[], bool]] = {
        "database": is_database_there,
        "migrations": are_migrations_applied,
        "disk": has_disk_space,
        "jobs": are_jobs_worked_off,
        "stuck jobs": is_no_job_stuck,
        "worker": is_a_worker_there,
    }
    return [name for name, check in checks.items() if not _passes(check)]


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (Error, OSError):
        connection.close()
        return False


def is_database_there() -> bool:
    """Whether the database answers a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


@cache
def _migrations_of_the_program() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())


def are_migrations_applied() -> bool:
    """Whether every migration of the program, or what replaces it, is in the database."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    return _migrations_of_the_program() <= applied


def has_disk_space() -> bool:
    """Whether the disk of the files is above its floor (settings.DISK_FLOOR, bytes)."""
    folder = Path(settings.VAR_DIR)
    there = next(f for f in (folder, *folder.parents) if f.exists())
    return shutil.disk_usage(there).free >= settings.DISK_FLOOR


def are_jobs_worked_off() -> bool:
    """Whether no job that could run has waited longer than OLDEST_JOB."""
    waiting = ProcrastinateEvent.objects.filter(
        type="deferred", job__status="todo", job__scheduled_at=None, at__lt=clock.now() - OLDEST_JOB
    )
    return not waiting.exists()


def is_no_job_stuck() -> bool:
    """Whether no job works for longer than LONGEST_JOB, and none for long without a worker that lives."""
    now = clock.now()
    lost = Q(worker=None) | Q(worker__last_heartbeat__lt=now - LONGEST_SILENCE)
    stuck = _began_before(now - LONGEST_JOB) | (lost & _began_before(now - LONGEST_SILENCE))
    return not ProcrastinateJob.objects.filter(stuck, status="doing").exists()


def _began_before(instant: datetime) -> Q:
    later = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="started", at__gt=instant)
    return Q(~Exists(later))


def is_a_worker_there() -> bool:
    """Whether a worker shows signs of life, or the clock was served of late; an installation that never had one is well."""
    now = clock.now()
    if ProcrastinateWorker.objects.filter(last_heartbeat__gt=now - LONGEST_SILENCE).exists():
        return True
    last = ProcrastinatePeriodicDefer.objects.order_by("-defer_timestamp").values_list("defer_timestamp", flat=True)
    newest = last.first()
    return newest is None or newest > (now - OLDEST_JOB).timestamp()
