"""Two at once: a notice is published once, ended once, an objection settled once; with the lock gone it is not."""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from studios.actions.notices import draft_notice, end_notice, publish_notice
from studios.actions.objections import settle_objection
from studios.choices.calls import Stage
from studios.choices.reviews import NoticeState
from studios.models import Act, Application, Objection, PublicNotice
from tests.city import again
from tests.factories import make_officer
from tests.notice import AFTER, FIRST, accepted, ends, make_notice_city, published
from tests.processes import environment
from tests.rigor.crowd import all_at_once
from unions import clock
from unions.choices.people import Role
from unions.errors import Stale
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


def at(instant: Any, job: Callable[[], Any]) -> Callable[[], Any]:
    """The job with the clock standing in its own thread."""

    def run() -> Any:
        with clock.at(instant):
            return job()

    return run


@pytest.fixture
def stage(transactional_db):
    with clock.at(FIRST):
        yield make_notice_city()


def test_ten_chairs_publish_one_draft_once(stage) -> None:
    city, _cases = stage
    draft = draft_notice(city.call, by=city.city_clerk)
    chairs = [city.city_chair, *(make_officer(city.city, Role.CHAIR) for _ in range(9))]
    jobs = [at(FIRST, lambda by=by: publish_notice(draft, by=by, revision=draft.revision)) for by in chairs]
    answers = all_at_once(jobs)
    assert sorted(type(a).__name__ for a in answers) == ["PublicNotice", *["Stale"] * 9]
    assert AuditEvent.objects.filter(verb="notice.published").count() == 1


def test_ten_clicks_draft_one_notice(stage) -> None:
    city, _cases = stage
    answers = all_at_once([at(FIRST, lambda: draft_notice(city.call, by=city.city_clerk))] * 10)
    assert {a.pk for a in answers} == set(PublicNotice.objects.values_list("pk", flat=True))
    assert PublicNotice.objects.count() == 1


def test_eight_workers_end_a_notice_once(stage) -> None:
    city, cases = stage
    notice = published(city)
    answers = all_at_once([at(AFTER, lambda: end_notice(notice))] * 8)
    assert sorted(answers) == [*[False] * 7, True]
    assert Act.objects.filter(step="notice_over").count() == len(cases)
    assert {again(case).state for case in cases} == {Stage.DECISION}
    assert AuditEvent.objects.filter(verb="notice.ended").count() == 1


ENDING = """
import django
django.setup()
from datetime import datetime
from studios.actions.notices import end_notice
from studios.models import PublicNotice
from unions import clock
with clock.at(datetime.fromisoformat({moment!r})):
    end_notice(PublicNotice.objects.get())
"""


def test_a_worker_killed_in_the_middle_leaves_the_notice_to_the_next_one(stage) -> None:
    city, cases = stage
    notice = published(city)
    command = [sys.executable, "-c", ENDING.format(moment=AFTER.isoformat())]
    with transaction.atomic():
        # The last case is held here: the child has moved the others when it has to wait.
        Application.objects.select_for_update(of=("self",)).get(pk=cases[-1].pk)
        child = subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR)
        wait_until_somebody_waits()
        child.kill()
        child.wait()
    assert {again(case).state for case in cases} == {Stage.NOTICE}
    assert PublicNotice.objects.get().state == NoticeState.RUNNING
    with clock.at(AFTER):
        assert [end_notice(notice), end_notice(notice)] == [True, False]
    assert {again(case).state for case in cases} == {Stage.DECISION}
    assert AuditEvent.objects.filter(verb="notice.ended").count() == 1


def wait_until_somebody_waits() -> None:
    end = time.monotonic() + PATIENCE
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            if cursor.execute(waiting).fetchone()[0]:
                return
        time.sleep(0.1)
    pytest.fail("nobody waits for the case")


def test_ten_chairs_settle_an_objection_once(stage) -> None:
    city, cases = stage
    made = accepted(city, published(city), cases[0])
    chairs = [city.city_chair, *(make_officer(city.city, Role.CHAIR) for _ in range(9))]
    upheld, not_upheld = ends("upheld", note="取消"), ends()
    jobs = [
        at(
            FIRST,
            lambda by=by, s=(upheld, not_upheld)[n % 2]: settle_objection(
                made, by=by, settlement=s, revision=made.revision
            ),
        )
        for n, by in enumerate(chairs)
    ]
    answers = all_at_once(jobs)
    assert (sum(isinstance(a, Objection) for a in answers), sum(isinstance(a, Stale) for a in answers)) == (1, 9)
    assert Act.objects.filter(step__in=["settle_objection", "uphold_objection"]).count() == 1
    assert AuditEvent.objects.filter(verb="objection.settled").count() == 1


def test_publishing_without_its_lock_would_happen_more_than_once(stage, monkeypatch) -> None:
    city, _cases = stage
    draft = draft_notice(city.call, by=city.city_clerk)

    def unlocked(notice: PublicNotice, *, revision: int | None = None) -> PublicNotice:
        return PublicNotice.objects.select_related("call__union").get(pk=notice.pk)

    monkeypatch.setattr("studios.actions.notices._locked_notice", unlocked)
    chairs = [make_officer(city.city, Role.CHAIR) for _ in range(10)]
    jobs = [at(FIRST, lambda by=by: publish_notice(draft, by=by, revision=draft.revision)) for by in chairs]
    done = [a for a in all_at_once(jobs) if isinstance(a, PublicNotice)]
    assert len(done) > 1
    assert PublicNotice.objects.get().state == NoticeState.RUNNING
