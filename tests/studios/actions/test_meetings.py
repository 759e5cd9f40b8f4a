"""The meeting's list: ranked, changed with reasons, frozen for good; reserves move up, the rest are let go."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from studios.actions.meetings import (
    Minutes,
    decide_tie,
    drop_rest,
    freeze_list,
    open_meeting,
    promote_reserve,
    swap_lines,
    veto_line,
)
from studios.choices.calls import Stage
from studios.choices.reviews import Outcome
from studios.models import Application, Meeting, MeetingChange, MeetingLine, ScoreLine
from studios.queries.meetings import counters, freed_places, lines_of, record_hash, undecided
from tests.board import make_cases, make_seats, score
from tests.city import City, again
from tests.panel import make_simple_rubric
from tests.review import make_review_city
from unions import clock
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent

MINUTES = Minutes(kind="party_group", number="党组纪要12号", held_on=clock.today(), present="王、李、张", recused="赵")


@pytest.fixture
def city(db) -> City:
    return make_review_city("panel", "meeting", "notice")


def before_meeting(city: City, *totals: str) -> list[Application]:
    """Cases before the meeting with these points."""
    cases = make_cases(city.call, city, len(totals), state=Stage.MEETING)
    seats = make_seats(city.call, 3)
    for case, total in zip(cases, totals, strict=True):
        score(case, seats, total, total, total)
    return cases


def opened(city: City, *totals: str, places: int = 2, reserves: int = 1) -> Meeting:
    before_meeting(city, *totals)
    return open_meeting(city.call, places=places, reserves=reserves, by=city.city_clerk)


def frozen(city: City, *totals: str, **sizes: int) -> Meeting:
    meeting = opened(city, *totals, **sizes)
    return freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=city.city_chair)


def shown(meeting: Meeting) -> list[tuple[int, int | None, str]]:
    return [(line.position, line.rank, str(line.outcome)) for line in lines_of(meeting)]


def line(meeting: Meeting, position: int) -> MeetingLine:
    return meeting.lines.get(position=position)


def test_the_list_is_ranked_with_its_line_and_reserve(city: City) -> None:
    meeting = opened(city, "70", "90", "80", "60")
    assert shown(meeting) == [(1, 1, "chosen"), (2, 2, "chosen"), (3, 3, "reserve"), (4, 4, "not_chosen")]
    assert [row.points for row in lines_of(meeting)] == [Decimal(p) for p in ("90.00", "80.00", "70.00", "60.00")]
    assert AuditEvent.objects.filter(verb="meeting.opened").count() == 1


def test_without_panel_and_visit_the_list_goes_by_number_without_points(db) -> None:
    city = make_review_city("meeting")
    cases = make_cases(city.call, city, 3, state=Stage.MEETING)
    meeting = open_meeting(city.call, places=2, reserves=0, by=city.city_chair)
    rows = lines_of(meeting)
    assert [row.application.number for row in rows] == sorted(case.number for case in cases)
    assert [(row.rank, row.points, str(row.outcome)) for row in rows] == [
        (None, None, "chosen"),
        (None, None, "chosen"),
        (None, None, "not_chosen"),
    ]


def test_results_break_a_tie_before_the_number_does(city: City) -> None:
    one, two = before_meeting(city, "80", "80")
    make_simple_rubric(city.call)
    criterion = city.call.rubrics.get().groups.get().criteria.first()
    for case, points in ((one, 10), (two, 12)):
        for assignment in case.assignments.all():
            ScoreLine.objects.create(sheet=assignment.sheet, criterion=criterion, points=points)
    meeting = open_meeting(city.call, places=1, reserves=0, by=city.city_clerk)
    assert [(row.application_id, row.rank) for row in lines_of(meeting)] == [(two.pk, 1), (one.pk, 1)]
    assert not undecided(meeting, lines_of(meeting))


def test_a_tie_at_the_line_needs_a_recorded_vote(city: City) -> None:
    meeting = opened(city, "90", "80", "80", places=2, reserves=0)
    with pytest.raises(Refusal) as refused:
        freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=city.city_chair)
    assert refused.value.code == "tie"
    second, third = line(meeting, 2), line(meeting, 3)
    meeting = decide_tie(meeting, third, second, reason="7票对2票", revision=meeting.revision, by=city.city_clerk)
    assert [row.application_id for row in lines_of(meeting)][1:] == [third.application_id, second.application_id]
    done = freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=city.city_chair)
    assert again(third.application).state == Stage.NOTICE
    assert "7票对2票" in done.content[1]["changes"][0]


def test_who_is_not_level_is_not_voted_on(city: City) -> None:
    meeting = opened(city, "90", "80", "70", places=2, reserves=0)
    with pytest.raises(Refusal):
        decide_tie(
            meeting, line(meeting, 3), line(meeting, 2), reason="x", revision=meeting.revision, by=city.city_clerk
        )


def test_two_change_places_across_the_line_with_a_reason(city: City) -> None:
    meeting = opened(city, "90", "80", "70", "60")
    second, fourth = line(meeting, 2), line(meeting, 4)
    meeting = swap_lines(meeting, second, fourth, reason="产业平衡", revision=meeting.revision, by=city.city_clerk)
    assert [row.rank for row in lines_of(meeting)] == [1, 4, 3, 2]
    assert shown(meeting)[1] == (2, 4, "chosen")
    change = MeetingChange.objects.get()
    assert (change.application, change.other, change.reason, change.by) == (
        second.application,
        fourth.application,
        "产业平衡",
        city.city_clerk,
    )
    assert AuditEvent.objects.filter(verb="meeting.changed").count() == 1


def test_a_swap_is_refused_without_reason_on_one_side_or_by_others(city: City) -> None:
    meeting = opened(city, "90", "80", "70", "60", "50", reserves=0)

    def swap(a: int, b: int, **more: Any) -> Meeting:
        values = {"reason": "平衡", "revision": meeting.revision, "by": city.city_clerk} | more
        return swap_lines(meeting, line(meeting, a), line(meeting, b), **values)

    for faulty, field in (((2, 3), "reason"), ((1, 2), "other"), ((4, 5), "other"), ((1, 1), "other")):
        with pytest.raises(Refusal) as refused:
            swap(*faulty, reason=" " if field == "reason" else "平衡")
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        swap(2, 3, by=city.county_chair)
    with pytest.raises(Stale):
        swap(2, 3, revision=meeting.revision - 1)
    assert not MeetingChange.objects.exists()


def test_a_veto_at_the_line_lets_the_next_move_up(city: City) -> None:
    meeting = opened(city, "90", "80", "70", "60")
    second = line(meeting, 2)
    with pytest.raises(Forbidden):
        veto_line(meeting, second, ground="forged", note="材料", revision=meeting.revision, by=city.city_clerk)
    meeting = veto_line(meeting, second, ground="forged", note="材料", revision=meeting.revision, by=city.city_chair)
    case = again(second.application)
    assert (case.state, case.acts.order_by("-pk").first().ground) == (Stage.NOT_SELECTED, "forged")
    assert [str(row.outcome) for row in lines_of(meeting)] == ["chosen", "not_chosen", "chosen", "reserve"]


def test_a_frozen_list_is_a_record_and_moves_the_chosen(city: City) -> None:
    meeting = frozen(city, "90", "80", "70", "60")
    states = [again(row.application).state for row in lines_of(meeting)]
    assert states == [Stage.NOTICE, Stage.NOTICE, Stage.MEETING, Stage.MEETING]
    assert meeting.sha256 == record_hash(Meeting.objects.get(pk=meeting.pk))
    assert [row["outcome"] for row in meeting.content] == ["chosen", "chosen", "reserve", "not_chosen"]
    assert (meeting.number, meeting.present, meeting.recused) == ("党组纪要12号", "王、李、张", "赵")
    assert AuditEvent.objects.filter(verb="application.chosen").count() == 2


def test_nothing_changes_a_frozen_list(city: City) -> None:
    meeting = frozen(city, "90", "80", "70", "60")
    before = Meeting.objects.values().get()
    acts: list[Any] = [
        lambda: swap_lines(
            meeting, line(meeting, 2), line(meeting, 3), reason="x", revision=meeting.revision, by=city.city_clerk
        ),
        lambda: freeze_list(
            meeting, minutes=replace(MINUTES, number="13"), revision=meeting.revision, by=city.city_chair
        ),
        lambda: open_meeting(city.call, places=1, reserves=0, revision=meeting.revision, by=city.city_clerk),
        lambda: veto_line(
            meeting, line(meeting, 3), ground="forged", note="x", revision=meeting.revision, by=city.city_chair
        ),
    ]
    for act in acts:
        with pytest.raises(Stale):
            act()
    assert Meeting.objects.values().get() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "nobody"}, "kind"),
        ({"number": " "}, "number"),
        ({"present": ""}, "present"),
        ({"held_on": clock.today() + timedelta(days=1)}, "held_on"),
    ],
)
def test_a_record_is_whole_or_refused(city: City, change: dict[str, Any], field: str) -> None:
    meeting = opened(city, "90", "80")
    with pytest.raises(Refusal) as refused:
        freeze_list(meeting, minutes=replace(MINUTES, **change), revision=meeting.revision, by=city.city_chair)
    assert refused.value.field == field
    assert not Meeting.objects.get().is_frozen


def test_only_the_chair_freezes(city: City) -> None:
    meeting = opened(city, "90", "80")
    for by in (city.city_clerk, city.county_chair):
        with pytest.raises(Forbidden):
            freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=by)


def test_a_meeting_opens_when_panel_and_visits_are_closed(city: City) -> None:
    make_cases(city.call, city, 1, state=Stage.MEETING)
    waiting = make_cases(city.call, city, 1)[0]
    with pytest.raises(Refusal):
        open_meeting(city.call, places=1, reserves=0, by=city.city_clerk)
    Application.objects.filter(pk=waiting.pk).update(state=Stage.MEETING)
    with pytest.raises(Forbidden):
        open_meeting(city.call, places=1, reserves=0, by=city.county_chair)
    with pytest.raises(Refusal):
        open_meeting(city.call, places=0, reserves=0, by=city.city_clerk)
    assert open_meeting(city.call, places=1, reserves=0, by=city.city_clerk).lines.count() == 2


def test_a_list_may_be_ranked_anew_until_it_is_frozen(city: City) -> None:
    meeting = opened(city, "90", "80")
    late = make_cases(city.call, city, 1, state=Stage.MEETING)[0]
    with pytest.raises(Stale):
        open_meeting(city.call, places=2, reserves=1, by=city.city_clerk)
    meeting = open_meeting(city.call, places=1, reserves=1, by=city.city_clerk, revision=meeting.revision)
    assert shown(meeting) == [(1, 1, "chosen"), (2, 2, "reserve"), (3, None, "not_chosen")]
    assert lines_of(meeting)[2].application_id == late.pk


def test_a_reserve_moves_up_when_a_chosen_case_left(city: City) -> None:
    meeting = frozen(city, "90", "80", "70", "60", reserves=2)
    first, second = line(meeting, 3), line(meeting, 4)
    with pytest.raises(Refusal):
        promote_reserve(first, by=city.city_chair, reason="递补")
    Application.objects.filter(pk=line(meeting, 1).application_id).update(state=Stage.WITHDRAWN, desk=None)
    assert freed_places(meeting, lines_of(meeting)) == 1
    with pytest.raises(Refusal):
        promote_reserve(second, by=city.city_chair, reason="递补")
    with pytest.raises(Forbidden):
        promote_reserve(first, by=city.city_clerk, reason="递补")
    with pytest.raises(Refusal) as refused:
        promote_reserve(first, by=city.city_chair, reason="")
    assert refused.value.field == "reason"
    moved = promote_reserve(first, by=city.city_chair, reason="递补")
    assert (moved.outcome, again(moved.application).state) == (Outcome.CHOSEN, Stage.NOTICE)
    assert moved.promoted_at
    with pytest.raises(Refusal):
        promote_reserve(second, by=city.city_chair, reason="递补")
    assert Meeting.objects.get().sha256 == record_hash(Meeting.objects.get())


def test_the_rest_are_let_go_and_reserves_when_nothing_is_open(city: City) -> None:
    meeting = frozen(city, "90", "80", "70", "60")
    chosen = [row.application_id for row in lines_of(meeting)[:2]]
    assert [case.pk for case in drop_rest(city.call, by=city.city_chair)] == [line(meeting, 4).application_id]
    assert again(line(meeting, 3).application).state == Stage.MEETING
    Application.objects.filter(pk__in=chosen).update(state=Stage.NAMED)
    assert [case.pk for case in drop_rest(city.call, by=city.city_chair)] == [line(meeting, 3).application_id]
    assert again(line(meeting, 3).application).state == Stage.NOT_SELECTED


def test_nobody_is_let_go_before_the_list_is_frozen(city: City) -> None:
    opened(city, "90", "80")
    assert drop_rest(city.call, by=city.city_chair) == []


def test_counters_say_chosen_of_listed(city: City) -> None:
    meeting = opened(city, "90", "80", "70")
    found = {
        str(label): [(s.chosen, s.listed, s.places) for s in shares]
        for label, shares in counters(meeting, lines_of(meeting))
    }
    assert list(found.values()) == [[(2, 3, None)]] * 4
