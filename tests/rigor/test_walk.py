"""A long seeded walk over the table of steps: what is offered is accepted, what is not is refused, nothing else moves."""

import random
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from studios.actions import desks
from studios.actions.conditions import waive_condition
from studios.actions.decisions import Paper, name_studios
from studios.actions.filings import discard_application, open_application, submit_application
from studios.actions.meetings import Minutes, drop_rest, freeze_list, open_meeting, promote_reserve, swap_lines
from studios.actions.notices import draft_notice, end_notice, publish_notice
from studios.actions.objections import Received, Settlement, register_objection, settle_objection, sift_objection
from studios.actions.panel_closing import close_panel
from studios.actions.visits import close_visits
from studios.choices.calls import Stage, StepName
from studios.choices.reviews import MeetingKind, NoticeState, ObjectionState, SheetState, VisitState
from studios.choices.sections import SectionKey
from studios.models import (
    Application,
    ConditionRow,
    Meeting,
    MeetingLine,
    PublicNotice,
    ReviewPlan,
    ScoreSheet,
    SiteVisit,
)
from studios.models.application import AT_A_DESK
from studios.workflow import BY_NAME, is_open, open_steps
from tests.city import NOTHING_WRONG, again, sign
from tests.factories import (
    make_application,
    make_call,
    make_condition,
    make_county,
    make_officer,
    make_studio,
    make_union,
    moment,
)
from tests.panel import make_assignment, make_seat
from tests.rigor.crowd import signed_file
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account
from unions.queries.audit import verify_chain

STEPS = 10_000
NOW = moment(2026, 6, 1)
# The table of domain rules §4, written down once more by hand: from which state a step leads to which.
UNIT, REC, QUAL, DEC, RET = (
    Stage.UNIT_REVIEW,
    Stage.RECOMMENDATION,
    Stage.QUALIFICATION,
    Stage.DECISION,
    Stage.RETURNED,
)
REFUSED = {Stage.WITHDRAWN, Stage.NOT_AGREED, Stage.NOT_RECOMMENDED, Stage.UNQUALIFIED, Stage.NOT_SELECTED}
# Seldom chosen among what is offered, so that cases reach the paper.
RARE = {StepName.VETO, StepName.WITHDRAW, StepName.RECALL, StepName.SEND_BACK, StepName.RETURN}
PANEL, VISIT, MEETING, NOTICE = Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE
CENTRE = (PANEL, VISIT, MEETING, NOTICE, DEC)
# Taken by the program, whoever is asked: each has its own moment in the walk.
SYSTEM = {StepName.NOTICE_OVER, StepName.NOT_SELECT}
OWN_MOMENT = {StepName.NOTICE_OVER: 0.1, StepName.NOT_SELECT: 0.3}
MODEL: dict[str, dict[str, set[str]]] = {
    StepName.SUBMIT: {Stage.DRAFT: {UNIT}},
    StepName.AGREE: {UNIT: {REC}},
    StepName.NOT_AGREE: {UNIT: {Stage.NOT_AGREED}},
    StepName.FORWARD: {REC: {REC, QUAL}},
    StepName.PASS: {QUAL: {*CENTRE}},
    StepName.CLOSE_PANEL: {PANEL: {VISIT, MEETING, NOTICE, DEC}},
    StepName.CLOSE_VISITS: {VISIT: {MEETING, NOTICE, DEC}},
    StepName.FREEZE: {MEETING: {NOTICE, DEC}},
    StepName.KEEP: {MEETING: {MEETING}},
    StepName.PROMOTE: {MEETING: {NOTICE, DEC}},
    StepName.NOT_SELECT: {MEETING: {Stage.NOT_SELECTED}},
    StepName.SETTLE_OBJECTION: {NOTICE: {NOTICE}},
    StepName.UPHOLD_OBJECTION: {NOTICE: {Stage.NOT_SELECTED}},
    StepName.NOTICE_OVER: {NOTICE: {DEC}},
    StepName.SEND_BACK: {REC: {UNIT, REC}, QUAL: {REC}},
    StepName.RETURN: {UNIT: {RET}, REC: {RET}, QUAL: {RET}},
    StepName.PROPOSE: {RET: {RET}},
    StepName.RESUBMIT: {RET: {UNIT, REC, QUAL}},
    StepName.NOT_RECOMMEND: {REC: {Stage.NOT_RECOMMENDED}},
    StepName.WAIVE: {QUAL: {QUAL}},
    StepName.NOT_QUALIFY: {QUAL: {Stage.UNQUALIFIED}},
    StepName.RECALL: {
        UNIT: {REC},
        REC: {UNIT, REC, QUAL},
        QUAL: {REC},
        **{state: {QUAL} for state in CENTRE},
        RET: {UNIT, REC, QUAL},
        Stage.NOT_AGREED: {UNIT},
        Stage.NOT_RECOMMENDED: {REC},
        Stage.UNQUALIFIED: {QUAL},
    },
    StepName.WITHDRAW: {state: {Stage.WITHDRAWN} for state in (UNIT, REC, QUAL, PANEL, VISIT, MEETING, RET)},
    StepName.GIVE_UP: {state: {state} for state in (NOTICE, DEC)},
    StepName.CONFIRM_GIVE_UP: {state: {Stage.WITHDRAWN} for state in (NOTICE, DEC)},
    StepName.VETO: {state: {Stage.NOT_SELECTED} for state in (UNIT, REC, QUAL, PANEL, VISIT, MEETING, NOTICE, RET)},
    StepName.NAME: {DEC: {Stage.NAMED}},
    StepName.REOPEN: {state: {UNIT, REC, QUAL, RET, *CENTRE} for state in REFUSED},
}


@dataclass
class Walk:
    """One case after the other, the officers, and what was counted."""

    dice: random.Random
    officers: dict[str, Account]
    city: Any
    unit: Any
    file: Any
    call: Any = None
    case: Application | None = None
    numbers: int = 0
    seconds: int = 0
    tried: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)

    def fresh_case(self) -> Application:
        """A new draft in a call of its own, with any of the stages on."""
        stages = [stage for stage in (PANEL, VISIT, MEETING, NOTICE) if self.dice.random() < 0.7]
        self.call = make_call(self.city, path=("recommendation", *stages))
        make_condition(self.call, "team_size", threshold=3)
        ReviewPlan.objects.create(call=self.call, least_sheets=1)
        opened = open_application(self.call, make_studio(self.unit), by=self.officers["unit clerk"])
        return again(opened)

    def key(self) -> str:
        """A key that no submission has used."""
        self.numbers += 1
        return f"walk-{self.numbers}"


@pytest.fixture
def walk(db, settings, tmp_path) -> Walk:
    settings.MEDIA_ROOT = tmp_path
    city = make_union("走查市总工会")
    county = make_county(city, "走查县总工会")
    town = make_union("走查镇总工会", parent=county, kind="federation", level="town")
    unit = make_union("走查厂", parent=town)
    seats = {"unit": unit, "town": town, "county": county, "city": city}
    officers = {
        f"{seat} {role}": make_officer(union, role)
        for seat, union in seats.items()
        for role in (Role.CLERK, Role.CHAIR, Role.AUDITOR)
    }
    officers["county chair from the unit"] = make_officer(county, Role.CHAIR, home=unit)
    officers["city clerk from the unit"] = make_officer(city, Role.CLERK, home=unit)
    officers["foreign chair"] = make_officer(make_union(parent=county), Role.CHAIR)
    officers["county both"] = make_officer(county, Role.CLERK, Role.CHAIR)
    from_city = type("Seat", (), {"city": city, "city_chair": officers["city chair"]})
    seed_calendar()
    with clock.at(NOW):
        yield Walk(random.Random(20260928), officers, city, unit, signed_file(from_city))


def waive(walk: Walk, case: Application, by: Account) -> Any:
    row = ConditionRow.objects.get(version=case.versions.first())
    return waive_condition(row, by=by, reason="情况特殊", revision=case.revision)


def name(walk: Walk, case: Application, by: Account) -> Any:
    walk.numbers += 1
    paper = Paper(number=f"走工〔2026〕{walk.numbers}号", decided_on=clock.today(), file=walk.file)
    return name_studios(walk.call, [case], paper=paper, by=by)


def closed_panel(walk: Walk, case: Application, by: Account) -> Any:
    """One sheet is in; the whole panel closes."""
    seat = walk.call.seats.first() or make_seat(walk.call)
    assignment = seat.assignments.first() or make_assignment(seat, case)
    facts = {"seen_version": case.versions.first(), "state": SheetState.SUBMITTED, "submitted_at": clock.now()}
    if facts["seen_version"]:
        ScoreSheet.objects.get_or_create(assignment=assignment, defaults={"total": 80, **facts})
    return close_panel(walk.call, by=by)


def closed_visits(walk: Walk, case: Application, by: Account) -> Any:
    facts = {"state": VisitState.REPORTED, "points": 80, "reported_at": clock.now()}
    SiteVisit.objects.get_or_create(application=case, defaults={"planned_at": clock.now(), **facts})
    return close_visits(walk.call, by=by)


def frozen(walk: Walk, case: Application, by: Account) -> Any:
    """A list on which the case stands above the line."""
    meeting = Meeting.objects.filter(call=walk.call).first() or open_meeting(walk.call, places=1, reserves=1, by=by)
    return freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=by)


def kept(walk: Walk, case: Application, by: Account) -> Any:
    """A list on which another case was put above it."""
    if case.state != MEETING or Meeting.objects.filter(call=walk.call).exists():
        raise Stale("moved on")
    first = {"state": MEETING, "desk": walk.city, "version_count": 1}
    make_application(walk.call, make_studio(walk.unit), **first)
    meeting = open_meeting(walk.call, places=1, reserves=1, by=by)
    upper, lower = meeting.lines.order_by("position")
    meeting = swap_lines(meeting, upper, lower, reason="抽签", revision=meeting.revision, by=by)
    return freeze_list(meeting, minutes=MINUTES, revision=meeting.revision, by=by)


def leave(walk: Walk, case: Application) -> None:
    """The other case of the call gives its place up."""
    for other in walk.call.applications.filter(state__in=[NOTICE, DEC]).exclude(pk=case.pk):
        desks.give_up(other, by=walk.officers["unit chair"], note="放弃", revision=other.revision)
        desks.confirm_giving_up(other, by=walk.officers["city chair"], revision=again(other).revision)


def promoted(walk: Walk, case: Application, by: Account) -> Any:
    line = MeetingLine.objects.filter(application=case).first()
    if line is None:
        raise Stale("on no list")
    leave(walk, case)
    return promote_reserve(line, by=by, reason="递补")


def dropped(walk: Walk, case: Application, by: Account) -> Any:
    leave(walk, case)
    return drop_rest(walk.call, by=walk.officers["city chair"])


def noticed(walk: Walk, case: Application) -> PublicNotice:
    """The running notice that shows the case."""
    if case.state != NOTICE:
        raise Stale("moved on")
    line = case.notice_lines.filter(notice__state=NoticeState.RUNNING).first()
    if line is not None:
        return line.notice
    draft = draft_notice(walk.call, by=walk.officers["city clerk"])
    return publish_notice(draft, by=walk.officers["city chair"], revision=draft.revision)


def settled(outcome: str) -> Callable[..., Any]:
    """An objection that ends so."""

    def take(walk: Walk, case: Application, by: Account) -> Any:
        received = Received(text="成果归属有疑问", name="某人", contact="13800000000", application=case)
        objection = register_objection(noticed(walk, case), received=received, by=None)
        objection = sift_objection(objection, by=walk.officers["city clerk"], accept=True, revision=objection.revision)
        end = Settlement(outcome=outcome, finding="已核实", reply="已答复", note="名单更正")
        return settle_objection(objection, by=by, settlement=end, revision=objection.revision)

    return take


def over(walk: Walk, case: Application, by: Account) -> Any:
    """The last day was yesterday."""
    notice = noticed(walk, case)
    PublicNotice.objects.filter(pk=notice.pk).update(ends_on=clock.today() - timedelta(days=1))
    return end_notice(notice)


def noted(action: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _walk, case, by: action(case, by=by, note="理由", revision=case.revision)


def signed(action: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _walk, case, by: action(case, by=by, opinion=sign(), revision=case.revision)


def plain(action: Callable[..., Any]) -> Callable[..., Any]:
    return lambda _walk, case, by: action(case, by=by, revision=case.revision)


def refuse(stage: Stage) -> Callable[..., Any]:
    """The one action refuses at three desks; asked for another desk's refusal, the case has moved on."""

    def take(_walk: Walk, case: Application, by: Account) -> Any:
        if case.state != stage:
            raise Stale("moved on")
        return desks.refuse(case, by=by, note="不符合", revision=case.revision)

    return take


TAKE: dict[str, Callable[[Walk, Application, Account], Any]] = {
    StepName.SUBMIT: lambda w, c, by: submit_application(
        c, by=by, idempotency_key=w.key(), faults=NOTHING_WRONG, revision=c.revision
    ),
    StepName.AGREE: signed(desks.agree),
    StepName.NOT_AGREE: refuse(UNIT),
    StepName.FORWARD: signed(desks.forward),
    StepName.PASS: signed(desks.pass_qualification),
    StepName.SEND_BACK: noted(desks.send_back),
    StepName.RETURN: lambda _w, c, by: desks.return_application(
        c,
        by=by,
        note="请修改",
        remarks={SectionKey.RESULTS: "补充"},
        due_at=clock.now() + timedelta(days=5),
        revision=c.revision,
    ),
    StepName.PROPOSE: plain(desks.propose_resubmission),
    StepName.RESUBMIT: lambda w, c, by: desks.resubmit(
        c, by=by, idempotency_key=w.key(), faults=NOTHING_WRONG, revision=c.revision
    ),
    StepName.NOT_RECOMMEND: refuse(REC),
    StepName.WAIVE: waive,
    StepName.NOT_QUALIFY: refuse(QUAL),
    StepName.RECALL: plain(desks.recall),
    StepName.WITHDRAW: noted(desks.withdraw),
    StepName.GIVE_UP: noted(desks.give_up),
    StepName.CONFIRM_GIVE_UP: plain(desks.confirm_giving_up),
    StepName.VETO: lambda _w, c, by: desks.veto(c, by=by, ground="forged", note="伪造", revision=c.revision),
    StepName.NAME: name,
    StepName.REOPEN: noted(desks.reopen),
    StepName.CLOSE_PANEL: closed_panel,
    StepName.CLOSE_VISITS: closed_visits,
    StepName.FREEZE: frozen,
    StepName.KEEP: kept,
    StepName.PROMOTE: promoted,
    StepName.NOT_SELECT: dropped,
    StepName.SETTLE_OBJECTION: settled(ObjectionState.NOT_UPHELD),
    StepName.UPHOLD_OBJECTION: settled(ObjectionState.UPHELD),
    StepName.NOTICE_OVER: over,
}
# Whole calls move: their actions say what is missing before they look at one case.
CALL_WIDE = {StepName.CLOSE_PANEL, StepName.CLOSE_VISITS, StepName.FREEZE, StepName.KEEP, StepName.PROMOTE}
MINUTES = Minutes(kind=MeetingKind.CHAIR, number="会议纪要1号", held_on=NOW.date(), present="全体")


def attempt(walk: Walk, step: str, officer: str) -> tuple[str, Application]:
    """Try one step in a savepoint: what came of it, and the case as it is now."""
    case = walk.case
    walk.seconds += 1
    try:
        with transaction.atomic(), clock.at(NOW + timedelta(seconds=walk.seconds)):
            TAKE[step](walk, case, walk.officers[officer])
    except (Forbidden, Stale) as wall:
        return type(wall).__name__, case
    except Refusal as refusal:
        return f"Refusal {refusal.code}", case
    except ConditionRow.DoesNotExist:
        return "Stale", case
    return "taken", again(case)


def due(walk: Walk) -> list[str]:
    """What the program itself would do with the case."""
    if walk.case.state == NOTICE:
        return [StepName.NOTICE_OVER]
    frozen_list = Meeting.objects.filter(call=walk.call, frozen_at__isnull=False).exists()
    return [StepName.NOT_SELECT] if walk.case.state == MEETING and frozen_list else []


def choose(walk: Walk) -> tuple[str, str, bool]:
    """Mostly a random step by anybody; one time in four one that is offered, so that the case gets on."""
    everybody = sorted(walk.officers)
    waiting = due(walk)
    if waiting and walk.dice.random() < OWN_MOMENT[waiting[0]]:
        return waiting[0], "city chair", True
    if walk.dice.random() < 0.35:
        walk.dice.shuffle(everybody)
        for officer in everybody:
            offered = [s.name for s in open_steps(walk.case, walk.officers[officer]) if s.name in TAKE]
            if offered:
                weights = [1 if name in RARE else 8 for name in offered]
                return walk.dice.choices(offered, weights)[0], officer, True
    step, officer = walk.dice.choice(sorted(TAKE.keys() - SYSTEM)), walk.dice.choice(everybody)
    is_offered = is_open(BY_NAME[StepName(step)], walk.case, walk.officers[officer])
    if is_offered and step in RARE and walk.dice.random() < 0.9:
        return choose(walk)
    return step, officer, is_offered


def next_on(path: list[str], state: str) -> str:
    """The next of the stages at the naming union that the call has on, reckoned by hand."""
    ahead = CENTRE[CENTRE.index(state) + 1 :] if state in CENTRE else CENTRE
    return next(stage for stage in ahead if stage == DEC or stage in path)


def hold(before: Application, after: Application, step: str) -> None:
    """What must be true after every step that was taken."""
    assert after.state in MODEL[step][before.state], (step, before.state, after.state)
    assert (after.state in (*AT_A_DESK, *CENTRE)) == (after.desk_id is not None)
    if after.state in CENTRE and before.state != after.state and before.state not in REFUSED:
        assert after.state == next_on(after.call.path, before.state)
    assert after.revision > before.revision
    rose = step in (StepName.SUBMIT, StepName.RESUBMIT)
    assert after.version_count == before.version_count + rose
    assert after.versions.count() == after.version_count


def test_what_is_offered_is_accepted_and_nothing_else(walk: Walk, capsys) -> None:
    walk.case = walk.fresh_case()
    for number in range(STEPS):
        step, officer, is_offered = choose(walk)
        before = walk.case
        outcome, walk.case = attempt(walk, step, officer)
        walk.tried[f"{is_offered} {outcome}"] += 1
        where = (number, step, officer, before.state, outcome)
        if is_offered:
            # An offered step with valid words is taken, but for the condition that a waiver must settle first.
            settled = step == StepName.PASS and outcome == "Refusal conditions"
            waived = step == StepName.WAIVE and outcome == "Refusal "
            assert outcome == "taken" or settled or waived, where
        else:
            told = step in CALL_WIDE and outcome.startswith("Refusal")
            assert outcome in ("Forbidden", "Stale") or told, where
        if outcome == "taken":
            walk.taken[step] += 1
            hold(before, walk.case, step)
        if walk.case.state == Stage.NAMED or walk.dice.random() < 0.004:
            walk.case = walk.fresh_case()
    with capsys.disabled():
        sys.stdout.write(f"\nwalk of {STEPS} steps: {dict(walk.tried)}; taken: {dict(walk.taken)}\n")
    assert set(walk.taken) == set(TAKE)
    assert verify_chain().fault == ""


def test_a_draft_may_be_thrown_away_only_before_it_is_submitted(walk: Walk) -> None:
    case = walk.fresh_case()
    clerk = walk.officers["unit clerk"]
    submit_application(case, by=clerk, idempotency_key="k", faults=NOTHING_WRONG)
    with pytest.raises(Stale):
        discard_application(again(case), by=clerk)


def test_a_recalled_sending_back_lets_the_earlier_decision_stand_again(walk: Walk) -> None:
    walk.case = walk.fresh_case()
    for step, officer in (
        (StepName.SUBMIT, "unit clerk"),
        (StepName.AGREE, "unit chair"),
        (StepName.FORWARD, "town chair"),
        (StepName.SEND_BACK, "county clerk"),
        (StepName.RECALL, "county clerk"),
    ):
        outcome, walk.case = attempt(walk, step, officer)
        assert outcome == "taken", step
    assert walk.case.desk == walk.officers["county clerk"].appointments.get().union
    standing = walk.case.acts.filter(undone_at=None).values_list("step", flat=True)
    assert list(standing) == ["open", "submit", "agree", "forward"]
