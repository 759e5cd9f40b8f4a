"""Many people in the same moment: real threads, real transactions, the numbers printed for the record."""

import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from studios.actions import desks
from studios.actions.decisions import Paper, name_studios
from studios.actions.filings import open_application, submit_application
from studios.choices.calls import DECISIVE, Stage
from studios.choices.sections import SectionKey
from studios.models import Act, Application, Decision, Studio
from studios.models.application import ApplicationQuerySet
from tests.city import NOTHING_WRONG, City, again, at_county, sign
from tests.factories import make_call, make_officer, make_studio
from tests.rigor.crowd import all_at_once, build_city, ready, signed_file
from unions import clock
from unions.choices.people import Role
from unions.errors import Refusal
from unions.models import AuditHead, Union
from unions.queries.audit import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 50


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return build_city()


def crowd_at(application: Application) -> list[Any]:
    """Fifty chairs of one county decide on one case: half recommend, a quarter refuse, a quarter return it."""
    shown = application.revision
    chairs = [make_officer(application.desk, Role.CHAIR) for _ in range(CROWD)]
    late = clock.now() + timedelta(days=5)

    def decide(number: int, chair: Any) -> Any:
        if number % 4 == 0:
            return desks.refuse(application, by=chair, note="不符合", revision=shown)
        if number % 4 == 1:
            remarks = {SectionKey.RESULTS: "请补充"}
            return desks.return_application(
                application, by=chair, note="请修改", remarks=remarks, due_at=late, revision=shown
            )
        return desks.forward(application, by=chair, opinion=sign(), revision=shown)

    return all_at_once([lambda n=n, c=c: decide(n, c) for n, c in enumerate(chairs)])


def decided(application: Application) -> int:
    """Decisions that stand at the county's desk."""
    return Act.objects.filter(
        application=application, stage=Stage.RECOMMENDATION, step__in=DECISIVE, undone_at=None
    ).count()


def told(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def without_row_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Applications are read without FOR UPDATE, and all readers have read before the first writes."""
    read = threading.Barrier(CROWD)

    class Unlocked(ApplicationQuerySet):
        """Reads, then waits for the others."""

        def get(self, *args: Any, **kwargs: Any) -> Application:
            found = super().get(*args, **kwargs)
            with suppress(threading.BrokenBarrierError):
                read.wait(10)
            return found

    monkeypatch.setattr(
        ApplicationQuerySet, "select_for_update", lambda self, **_kwargs: Unlocked(self.model), raising=False
    )


def drop_constraint() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX act_one_decision")


def restore_constraint() -> None:
    """Everything of the test is emptied first, so that the index can stand again."""
    index = next(c for c in Act._meta.constraints if c.name == "act_one_decision")
    with connection.schema_editor() as editor:
        editor.execute("TRUNCATE studios_act CASCADE")
        editor.add_constraint(Act, index)


def test_fifty_at_one_desk_make_one_decision(city: City, capsys) -> None:
    application = at_county(city)
    answers = crowd_at(application)
    with capsys.disabled():
        sys.stdout.write(f"\nwith lock and constraint: {decided(application)} of {CROWD}, {dict(told(answers))}\n")
    assert decided(application) == 1
    assert told(answers) == {"Act": 1, "Stale": CROWD - 1}
    assert verify_chain().fault == ""


def test_fifty_over_eight_cases_make_one_decision_each(city: City, capsys) -> None:
    cases = []
    for _ in range(8):
        city.studio = make_studio(city.unit)
        cases.append(at_county(city))
    chairs = [make_officer(city.county, Role.CHAIR) for _ in range(CROWD)]

    def decide_all(first: int, chair: Any) -> list[Any]:
        answers = []
        for case in cases[first:] + cases[:first]:
            try:
                answers.append(desks.forward(case, by=chair, opinion=sign(), revision=case.revision))
            except Refusal as late:
                answers.append(late)
        return answers

    rounds = all_at_once([lambda n=n, c=c: decide_all(n % len(cases), c) for n, c in enumerate(chairs)])
    answers = [answer for each in rounds for answer in each]
    made = [decided(case) for case in cases]
    with capsys.disabled():
        sys.stdout.write(f"\n{CROWD} chairs, {len(cases)} cases: {made}, {dict(told(answers))}\n")
    assert made == [1] * len(cases)
    assert told(answers) == {"Act": len(cases), "Stale": (CROWD - 1) * len(cases)}
    assert verify_chain().fault == ""


def test_without_the_lock_the_constraint_lets_one_through(city: City, monkeypatch, capsys) -> None:
    application = at_county(city)
    without_row_lock(monkeypatch)
    answers = crowd_at(application)
    monkeypatch.undo()
    with capsys.disabled():
        sys.stdout.write(f"\nconstraint alone: {decided(application)} of {CROWD}, {dict(told(answers))}\n")
    assert decided(application) == 1
    assert told(answers) == {"Act": 1, "Stale": CROWD - 1}


def test_with_neither_many_decide(city: City, monkeypatch, capsys) -> None:
    application = at_county(city)
    drop_constraint()
    try:
        without_row_lock(monkeypatch)
        answers = crowd_at(application)
        made = decided(application)
        with capsys.disabled():
            sys.stdout.write(f"\nneither: {made} of {CROWD}, {dict(told(answers))}\n")
        assert made > 1
    finally:
        monkeypatch.undo()
        restore_constraint()


def test_two_clicks_on_submit_make_one_version(city: City) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)

    def submit() -> Any:
        return submit_application(application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG)

    one, two = all_at_once([submit, submit])
    assert one == two
    assert application.versions.count() == 1
    assert again(application).acts.filter(step="submit").count() == 1


def test_two_opens_for_one_studio_make_one_application(city: City) -> None:
    other = make_officer(city.unit, Role.CLERK)
    answers = all_at_once(
        [
            lambda: open_application(city.call, city.studio, by=city.unit_clerk),
            lambda: open_application(city.call, city.studio, by=other),
        ]
    )
    assert sorted(told(answers)) == ["Application", "Refusal"]
    assert Application.objects.count() == 1


def test_parallel_openings_number_without_gap(city: City) -> None:
    studios = [make_studio(city.unit) for _ in range(8)]
    answers = all_at_once([lambda s=s: open_application(city.call, s, by=city.unit_clerk) for s in studios])
    assert sorted(a.number for a in answers) == [f"SQ-{city.call.year}-{n:04d}" for n in range(1, 9)]


def test_one_document_number_in_two_calls_at_once_is_one_decision(city: City) -> None:
    file = signed_file(city)
    first, one_call = ready(city), city.call
    city.call = make_call(city.city)
    second, other_call = ready(city), city.call
    paper = Paper(number="测工〔2026〕15号", decided_on=clock.today(), file=file)
    answers = all_at_once(
        [
            lambda: name_studios(one_call, [first], paper=paper, by=city.city_chair),
            lambda: name_studios(other_call, [second], paper=paper, by=city.city_chair),
        ]
    )
    assert sorted(told(answers)) == ["Decision", "Refusal"]
    assert next(a for a in answers if isinstance(a, Refusal)).field == "number"
    assert Decision.objects.count() == 1
    states = sorted(Application.objects.values_list("state", flat=True))
    assert states == [Stage.DECISION, Stage.NAMED]


def test_two_clicks_on_one_decision_are_one(city: City) -> None:
    case, file = ready(city), signed_file(city)
    paper = Paper(number="测工〔2026〕15号", decided_on=clock.today(), file=file)
    answers = all_at_once([lambda: name_studios(city.call, [case], paper=paper, by=city.city_chair)] * 2)
    assert answers[0] == answers[1]
    assert (Decision.objects.count(), case.studio.designations.count()) == (1, 1)


def test_eight_parallel_namings_number_studios_without_gap(city: City) -> None:
    file, jobs = signed_file(city), []
    for n in range(8):
        city.call = make_call(city.city)
        paper = Paper(number=f"测工〔2026〕{n + 1}号", decided_on=clock.today(), file=file)
        case = ready(city)
        jobs.append(lambda c=city.call, a=case, p=paper: name_studios(c, [a], paper=p, by=city.city_chair))
    assert told(all_at_once(jobs)) == {"Decision": 8}
    numbers = sorted(Studio.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == [f"LX-{city.city.code}-{n:05d}" for n in range(1, 9)]
    assert verify_chain().fault == ""


def test_two_decisions_in_opposite_order_both_end(city: City) -> None:
    studios, file, jobs = [make_studio(city.unit), make_studio(city.unit)], signed_file(city), []
    for n, order in enumerate((studios, studios[::-1])):
        city.call = make_call(city.city)
        cases = [ready(city, studio) for studio in order]
        paper = Paper(number=f"测工〔2026〕{n + 1}号", decided_on=clock.today(), file=file)
        jobs.append(lambda c=city.call, a=cases, p=paper: name_studios(c, a, paper=p, by=city.city_chair))
    assert told(all_at_once(jobs)) == {"Decision": 2}
    assert [s.designations.count() for s in studios] == [2, 2]


def blocked_by_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


def test_a_deadlock_is_tried_again_and_ends_well(city: City, caplog) -> None:
    studios = [make_studio(city.unit), make_studio(city.unit)]
    cases = [ready(city, studio) for studio in studios]
    paper = Paper(number="测工〔2026〕1号", decided_on=clock.today(), file=signed_file(city))

    def name() -> Any:
        return name_studios(city.call, cases, paper=paper, by=city.city_chair)

    def cross() -> str:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM studios_studio WHERE id = %s FOR UPDATE", [studios[1].pk])
            holds.set()
            until = time.monotonic() + 10
            while not blocked_by_lock() and time.monotonic() < until:
                time.sleep(0.02)
            cursor.execute("SELECT 1 FROM unions_audithead FOR UPDATE")
            cursor.execute("COMMIT")
        return "crossed"

    holds = threading.Event()
    answers = all_at_once([cross, lambda: (holds.wait(10), name())[1]])
    assert [type(answer).__name__ for answer in answers] == ["str", "Decision"], answers
    assert [r.message for r in caplog.records if r.name == "unions.actions.transactions"] == [
        "tried again: name_studios"
    ]
    assert AuditHead.objects.count() == 1
    assert Union.objects.count() == 3
