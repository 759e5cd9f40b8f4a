"""Two and fifty people at the line of a meeting, nine at its freezing and at its reserve: exactly one act each time."""

import sys
import threading
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

from studios.actions import meetings
from studios.actions.meetings import Minutes, freeze_list, open_meeting, promote_reserve, swap_lines
from studios.actions.panel_closing import close_panel
from studios.choices.calls import Stage, StepName
from studios.models import Act, Application, Meeting, MeetingChange, MeetingLine, ReviewPlan
from tests.board import make_cases, make_seats, score
from tests.city import City
from tests.factories import make_officer
from tests.rigor.crowd import all_at_once, build_city
from unions import clock
from unions.choices.people import Role
from unions.errors import Stale

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 9
MINUTES = Minutes(kind="chair", number="纪要1号", held_on=clock.today(), present="众人")


@pytest.fixture
def city() -> City:
    made = build_city()
    made.call.path = ["recommendation", "panel", "meeting", "notice"]
    made.call.save()
    ReviewPlan.objects.create(call=made.call)
    return made


def opened(city: City) -> Meeting:
    seats = make_seats(city.call, 3)
    for case, total in zip(make_cases(city.call, city, 5, state=Stage.MEETING), range(90, 40, -10), strict=True):
        score(case, seats, *[str(total)] * 3)
    return open_meeting(city.call, places=2, reserves=1, by=city.city_clerk)


def told(answers: list[Any]) -> Counter[str]:
    return Counter(type(answer).__name__ for answer in answers)


def swaps(meeting: Meeting, city: City, people: int) -> list[Any]:
    """Everybody read the same list and lets the second change places with another one below the line."""
    clerks = [make_officer(city.city, Role.CLERK) for _ in range(people)]
    lines = {row.position: row for row in meeting.lines.all()}
    jobs = [
        lambda clerk=clerk, below=lines[3 + n % 3]: swap_lines(
            meeting, lines[2], below, reason="平衡", revision=meeting.revision, by=clerk
        )
        for n, clerk in enumerate(clerks)
    ]
    return all_at_once(jobs)


@pytest.mark.parametrize("people", [2, 50])
def test_people_at_the_line_make_one_change(city: City, people: int, capsys) -> None:
    meeting = opened(city)
    answers = swaps(meeting, city, people)
    with capsys.disabled():
        sys.stdout.write(
            f"\nat the line, with lock: {MeetingChange.objects.count()} of {people}, {dict(told(answers))}\n"
        )
    assert told(answers) == {"Meeting": 1, "Stale": people - 1}
    assert MeetingChange.objects.count() == 1
    assert sorted(meeting.lines.values_list("position", flat=True)) == [1, 2, 3, 4, 5]


def without_row_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The meeting is read without FOR UPDATE, and both have read before either writes."""
    read = threading.Barrier(2)

    def unlocked(shown: Meeting, revision: int | None = None) -> Meeting:
        found = Meeting.objects.select_related("call__union").get(pk=shown.pk)
        if found.revision != revision:
            raise Stale("", code="stale")
        with suppress(threading.BrokenBarrierError):
            read.wait(10)
        return found

    monkeypatch.setattr(meetings, "locked_meeting", unlocked)


def test_without_the_lock_the_constraint_lets_one_through(city: City, monkeypatch, capsys) -> None:
    meeting = opened(city)
    without_row_lock(monkeypatch)
    answers = swaps(meeting, city, 2)
    with capsys.disabled():
        sys.stdout.write(f"\nconstraint alone: {MeetingChange.objects.count()} of 2, {dict(told(answers))}\n")
    assert MeetingChange.objects.count() == 1


def test_with_neither_they_overwrite_each_other(city: City, monkeypatch, capsys) -> None:
    meeting = opened(city)
    once = next(c for c in MeetingLine._meta.constraints if c.name == "meeting_line_position_once")
    with connection.schema_editor() as editor:
        editor.remove_constraint(MeetingLine, once)
    try:
        without_row_lock(monkeypatch)
        answers = swaps(meeting, city, 2)
        with capsys.disabled():
            sys.stdout.write(f"\nneither: {MeetingChange.objects.count()} of 2, {dict(told(answers))}\n")
        assert MeetingChange.objects.count() == 2
        assert len(set(meeting.lines.values_list("position", flat=True))) < 5
    finally:
        MeetingLine.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(MeetingLine, once)


def test_nine_chairs_freeze_one_list_once(city: City) -> None:
    meeting = opened(city)
    chairs = [make_officer(city.city, Role.CHAIR) for _ in range(CROWD)]
    jobs = [lambda by=by: freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=by) for by in chairs]
    assert told(all_at_once(jobs)) == {"Meeting": 1, "Stale": CROWD - 1}
    assert Act.objects.filter(step=StepName.FREEZE).count() == 2


def test_nine_clerks_open_one_meeting(city: City) -> None:
    make_cases(city.call, city, 3, state=Stage.MEETING)
    clerks = [make_officer(city.city, Role.CLERK) for _ in range(CROWD)]
    answers = all_at_once([lambda by=by: open_meeting(city.call, places=1, reserves=0, by=by) for by in clerks])
    assert told(answers) == {"Meeting": 1, "Stale": CROWD - 1}


def test_nine_chairs_move_one_reserve_up_once(city: City) -> None:
    meeting = opened(city)
    freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=city.city_chair)
    first, reserve = meeting.lines.get(position=1), meeting.lines.get(position=3)
    Application.objects.filter(pk=first.application_id).update(state=Stage.WITHDRAWN, desk=None)
    chairs = [make_officer(city.city, Role.CHAIR) for _ in range(CROWD)]
    answers = all_at_once([lambda by=by: promote_reserve(reserve, by=by, reason="递补") for by in chairs])
    assert told(answers) == {"MeetingLine": 1, "Refusal": CROWD - 1}
    assert Act.objects.filter(step=StepName.PROMOTE).count() == 1


def test_nine_chairs_close_one_panel_once(city: City) -> None:
    seats = make_seats(city.call, 3)
    for case in make_cases(city.call, city, 3):
        score(case, seats, "80", "81", "82")
    chairs = [make_officer(city.city, Role.CHAIR) for _ in range(CROWD)]
    answers = all_at_once([lambda by=by: close_panel(city.call, by=by) for by in chairs])
    assert told(answers) == {"list": 1, "Refusal": CROWD - 1}
    assert Act.objects.filter(step=StepName.CLOSE_PANEL).count() == 3
