"""Whether this process can serve: what monitoring asks every few seconds."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from procrastinate.contrib.django.models import ProcrastinateEvent

from unions import clock

OLDEST_JOB = timedelta(minutes=15)


def faults() -> list[str]:
    """Names of what is not ready; empty when all is well. A lost database is a fault, not an exception."""
    checks: dict[str, Callable[[], bool]] = {
        "database": is_database_there,
        "migrations": are_migrations_applied,
        "disk": has_disk_space,
        "jobs": are_jobs_worked_off,
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
