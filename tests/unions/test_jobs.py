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

from tests.factories import make_account
from tests.processes import environment
from tests.rigor.crowd import all_at_once
from tests.unions.queue import run_sql, work_off
from unions.actions.job_results import cancel_job, forget_job_results, report_result, start_job, tell_failed_jobs
from unions.errors import Stale
from unions.models import JobResult

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 40
ROWS = 20


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


@pytest.fixture
def writing(tmp_path):
    """A job that stands in the middle of its rows, its file, and who asked for it."""
    file, owner = tmp_path / "file", make_account()
    file.write_text("wait")
    task = app.configure_task("tests.write_rows", allow_unknown=True)
    return task.defer(by=owner.pk, path=str(file)), file, owner


def half_done(job):
    return lambda: JobResult.objects.filter(pk=job, done__gte=ROWS // 2).exists()


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_job_is_done_once(start_worker, writing):
    job, file, owner = writing
    first = start_worker()
    wait_for(half_done(job))

    first.send_signal(signal.SIGKILL)
    first.wait()
    assert owner.messages.count() == 0
    file.write_text("on")
    run_sql("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    run_sql("DELETE FROM procrastinate_periodic_defers")
    start_worker()

    wait_for(lambda: status(job) == "succeeded")
    assert owner.messages.filter(text__regex=r"^\d+$").count() == ROWS
    assert JobResult.objects.get(pk=job).text == "written"


def test_a_cancelled_job_stops_in_the_middle_and_leaves_nothing(start_worker, writing):
    job, _file, owner = writing
    start_worker()
    wait_for(half_done(job))

    cancel_job(ProcrastinateJob.objects.get(pk=job), by=owner)

    wait_for(lambda: status(job) == "aborted")
    assert owner.messages.count() == 0
    with pytest.raises(Stale):
        cancel_job(ProcrastinateJob.objects.get(pk=job), by=owner)


def test_the_same_work_is_asked_for_once_however_often_it_is_clicked():
    owner, other = make_account(), make_account()
    asking = [
        lambda by=by: start_job("unions.mail_messages", by=by, once="x", numbers=[]) for by in (owner, other, owner)
    ]
    jobs = all_at_once(asking)
    assert len(set(jobs)) == ProcrastinateJob.objects.count() == 1
    work_off()
    assert start_job("unions.mail_messages", by=owner, once="x", numbers=[]) not in jobs


def test_who_waited_is_told_and_so_is_who_waited_in_vain():
    waited, soon, lost = make_account(), make_account(), make_account()
    one, two, three = (start_job("unions.mail_messages", by=by, numbers=[]) for by in (waited, soon, lost))
    run_sql("UPDATE procrastinate_events SET at = at - interval '1 minute' WHERE job_id = %s", one)
    report_result(one, "fertig", url="/desk/files/1/")
    report_result(two, "fertig")
    run_sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", three)
    run_sql("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", three)

    assert (tell_failed_jobs(), tell_failed_jobs()) == (1, 0)

    assert [(m.text, m.url) for m in waited.messages.all()] == [("fertig", "/desk/files/1/")]
    assert not soon.messages.exists()
    assert [m.url for m in lost.messages.all()] == [f"/desk/jobs/{three}/"]


def test_results_go_with_their_jobs():
    kept = start_job("unions.mail_messages", by=make_account(), numbers=[])
    report_result(kept, "x")
    report_result(kept + 1000, "x")
    assert forget_job_results() == 1
    assert JobResult.objects.get().pk == kept


def test_a_job_of_a_rolled_back_transaction_was_never_asked_for():
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        app.configure_task("tests.last", allow_unknown=True).defer(path="x")
        cursor.execute("ROLLBACK")

    assert not ProcrastinateJob.objects.exists()
