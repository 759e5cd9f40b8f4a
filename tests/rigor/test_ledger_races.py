"""Two people with one ledger, and a worker that dies in the middle of it."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from studios.actions import ledger_imports
from studios.actions.attachments import keep_file
from studios.actions.ledger import Counts
from studios.actions.ledger_imports import begin_import
from studios.choices.ledger import ImportState
from studios.imports.ledger.reading import read_ledger
from studios.imports.sheets import read_workbook
from studios.models import Designation, LedgerImport, Studio
from studios.queries.ledger_register import load_register
from tests.factories import make_officer
from tests.processes import environment
from tests.rigor.crowd import all_at_once
from tests.studios.imports.city import SAMPLE, make_city
from tests.unions.queue import run_sql
from unions.errors import Stale
from unions.models import AuditEvent, AuditHead, Union

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
EXPECTED = Counts(49, 0, 0)


@pytest.fixture
def city(settings: Any, tmp_path: Any) -> Union:
    settings.MEDIA_ROOT = tmp_path
    return make_city()


def uploads(city: Union) -> list[Any]:
    """The same file, uploaded by two clerks."""
    content = SAMPLE.read_bytes()
    clerks = [make_officer(city), make_officer(city)]
    return [keep_file(BytesIO(content), name="台账.xlsx", by=clerk, union=city, slot="ledger") for clerk in clerks]


def begin(upload: Any) -> Any:
    rows = read_ledger(read_workbook(SAMPLE), load_register(upload.union)).good
    return lambda: begin_import(upload, rows, by=upload.uploaded_by, expected=EXPECTED)


def test_of_two_who_import_the_same_file_at_once_one_wins_and_the_other_is_told(city: Union) -> None:
    answers = all_at_once([begin(upload) for upload in uploads(city)])
    assert Counter(type(answer).__name__ for answer in answers) == {"LedgerImport": 1, "Stale": 1}
    winner = LedgerImport.objects.get()
    told = next(answer for answer in answers if isinstance(answer, Stale))
    assert str(winner.by) in str(told.message)
    assert (Studio.objects.count(), Designation.objects.count()) == (49, 49)
    assert AuditEvent.objects.filter(verb="ledger.imported").count() == 1


def test_while_the_worker_has_one_import_no_other_of_the_union_begins(city: Union, monkeypatch: Any) -> None:
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 0)
    answers = all_at_once([begin(upload) for upload in uploads(city)])
    assert Counter(type(answer).__name__ for answer in answers) == {"LedgerImport": 1, "Stale": 1}
    told = next(answer for answer in answers if isinstance(answer, Stale))
    assert str(LedgerImport.objects.get(state=ImportState.RUNNING).by) in str(told.message)


def test_an_import_whose_job_is_gone_ends_and_makes_room(city: Union, monkeypatch: Any) -> None:
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 0)
    one, other = uploads(city)
    lost = begin(one)()
    run_sql("UPDATE procrastinate_jobs SET status = 'failed'")
    begin(other)()
    lost.refresh_from_db()
    assert (lost.state, lost.rows) == (ImportState.FAILED, {})
    assert lost.reason


@pytest.fixture
def start_worker() -> Iterator[Any]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.unions.worker"]
        started.append(subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(condition: Any) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited in vain")


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()")
        return bool(cursor.fetchone()[0])


def test_a_worker_killed_in_mid_import_leaves_nothing_and_the_next_one_finishes(
    city: Union, monkeypatch: Any, start_worker: Any
) -> None:
    monkeypatch.setattr(ledger_imports, "AT_ONCE", 0)
    made = begin(uploads(city)[0])()
    with transaction.atomic():
        # The audit record is the last to be written: held here, it keeps the worker before its commit.
        AuditHead.objects.select_for_update().get()
        worker = start_worker()
        wait_for(somebody_waits)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert (Studio.objects.count(), Designation.objects.count()) == (0, 0)
    made.refresh_from_db()
    assert made.state == ImportState.RUNNING

    run_sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    run_sql("DELETE FROM procrastinate_periodic_defers")
    start_worker()
    wait_for(lambda: LedgerImport.objects.filter(pk=made.pk, state=ImportState.DONE).exists())
    assert (Studio.objects.count(), Designation.objects.count()) == (49, 49)
    assert AuditEvent.objects.filter(verb="ledger.imported").count() == 1
    made.refresh_from_db()
    assert made.rows == {}
