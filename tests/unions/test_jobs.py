"""The queue: a killed worker's job is taken up again."""

import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.processes import environment
from tests.unions.queue import forget_jobs, run_sql, work_off

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 40


@pytest.fixture(autouse=True)
def empty_queue():
    yield
    forget_jobs()


@pytest.fixture
def start_worker():
    started = []

    def start():
        command = [sys.executable, "-m", "tests.unions.worker"]
        started.append(subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("waited in vain")


def status(job):
    return ProcrastinateJob.objects.get(pk=job).status


def test_the_job_of_a_killed_worker_is_taken_up_by_the_next_one(start_worker, tmp_path):
    mark = tmp_path / "mark"
    job = app.configure_task("tests.last", allow_unknown=True).defer(path=str(mark))
    first = start_worker()
    wait_for(lambda: mark.exists() and mark.read_text())

    first.send_signal(signal.SIGKILL)
    first.wait()
    assert status(job) == "doing"
    # Half a minute without a sign of life counts as dead; the test does not wait for it.
    run_sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    # A tick that was served already does not come again within its minute.
    run_sql("DELETE FROM procrastinate_periodic_defers")
    start_worker()

    wait_for(lambda: mark.read_text() == "done")
    wait_for(lambda: status(job) == "succeeded")
    assert ProcrastinateJob.objects.get(pk=job).attempts == 2


def stalled(**columns):
    job = app.configure_task("tests.last", allow_unknown=True, **columns).defer(path="x")
    run_sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    run_sql(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        " WHERE id = %s",
        job,
    )
    return job


def recover():
    app.configure_task("unions.recover_stalled_jobs").defer(timestamp=0)
    work_off()


def test_a_job_that_stalls_again_and_again_is_given_up():
    job = stalled()
    run_sql("UPDATE procrastinate_jobs SET attempts = 3 WHERE id = %s", job)

    recover()

    assert status(job) == "failed"


def test_a_stalled_job_whose_like_waits_already_is_ended():
    old = stalled(queueing_lock="same")
    app.configure_task("tests.last", allow_unknown=True, queueing_lock="same", schedule_in={"hours": 1}).defer(path="x")

    recover()

    assert status(old) == "aborted"


def test_a_job_of_a_rolled_back_transaction_was_never_asked_for():
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        app.configure_task("tests.last", allow_unknown=True).defer(path="x")
        cursor.execute("ROLLBACK")

    assert not ProcrastinateJob.objects.exists()
