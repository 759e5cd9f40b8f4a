import logging
from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent

from tests.unions.queue import run_sql
from unions import clock
from unions.queries.readiness import faults

pytestmark = pytest.mark.django_db


def test_a_healthy_process_says_so_in_plain_text(client):
    for path in ("/healthz", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (
            200,
            b"ok\n",
            "text/plain; charset=utf-8",
        )
        assert client.post(path).status_code == 405


def test_a_migration_that_is_not_applied_is_a_fault(client, caplog):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'unions' AND name LIKE '0001%%'")
    assert faults() == ["migrations"]
    with caplog.at_level(logging.WARNING):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")
    assert "migrations" in caplog.text


def test_a_full_disk_is_a_fault(settings):
    settings.DISK_FLOOR = 1 << 60
    assert faults() == ["disk"]


def test_a_job_that_nobody_works_off_is_a_fault():
    app.configure_task("unions.mail_messages").defer(numbers=[])
    assert faults() == []
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert faults() == ["jobs"]


def test_a_job_for_later_is_no_fault():
    app.configure_task("unions.mail_messages", schedule_in={"hours": 5}).defer(numbers=[])
    assert ProcrastinateEvent.objects.exists()
    with clock.at(clock.now() + timedelta(hours=1)):
        assert faults() == []


def working(*, since, heartbeat):
    job = app.configure_task("unions.mail_messages").defer(numbers=[])
    run_sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", heartbeat)
    run_sql(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers)"
        " WHERE id = %s",
        job,
    )
    run_sql("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", since, job)


@pytest.mark.parametrize(
    ("minutes", "silent", "found"),
    [(1, 0, []), (20, 0, []), (130, 0, ["stuck jobs"]), (20, 10, ["stuck jobs"]), (1, 10, [])],
)
def test_a_job_that_is_stuck_is_a_fault(minutes, silent, found):
    now = clock.now()
    working(since=now - timedelta(minutes=minutes), heartbeat=now - timedelta(minutes=silent))
    assert faults() == found


def test_a_worker_that_is_gone_is_a_fault():
    run_sql(
        "INSERT INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) VALUES ('x', '', %s)",
        int(clock.now().timestamp()),
    )
    assert faults() == []
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert faults() == ["worker"]
        run_sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", clock.now())
        assert faults() == []
