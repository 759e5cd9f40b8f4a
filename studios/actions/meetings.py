"""会议研究: opens the ranked list, moves the line with reasons, freezes it, moves a reserve up, lets the rest go."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.applications import locked, move
from studios.actions.consultations import require_settled
from studios.actions.desks import veto
from studios.choices.calls import Stage, StepName
from studios.choices.reviews import MeetingKind, Outcome
from studios.models import Application, Call, Meeting, MeetingChange, MeetingLine
from studios.permissions import edits_call
from studios.queries.meetings import (
    content_of,
    freed_places,
    lines_of,
    next_reserve,
    place_lines,
    record_hash,
    standings,
    undecided,
)
from studios.queries.plans import plan_of
from studios.queries.visits import open_findings
from studios.workflow import require_step
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account

LONGEST_REASON = 300
OPENED_TWICE = gettext_lazy("Somebody else opened the meeting in the same moment.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What the paper record of the meeting says."""

    kind: str
    number: str
    held_on: date
    present: str
    recused: str = ""


def locked_meeting(meeting: Meeting, revision: int | None = None) -> Meeting:
    """The meeting under lock; a page that showed an older list gets 409."""
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("call__union")
    fresh = rows.get(pk=meeting.pk)
    if revision is not None and fresh.revision != revision:
        raise Stale(_("Somebody else changed the list in the meantime. Look at it again."), code="stale")
    return fresh


def _require_desk(by: Account, call: Call) -> None:
    if not edits_call(by, call):
        raise Forbidden(_("Clerks and chairs of the naming union keep the meeting's list."))


def _require_chair(by: Account, call: Call) -> None:
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union signs this step."))


def _require_running(meeting: Meeting) -> None:
    if meeting.is_frozen:
        raise Stale(_("The list is frozen. Nothing on it changes any more."), code="frozen")


def _reason(text: str) -> str:
    words = text.strip()
    if not words:
        raise Refusal(_("Write the reason. It stands in the record."), field="reason")
    if len(words) > LONGEST_REASON:
        raise Refusal(_("Write at most %(most)s characters.") % {"most": LONGEST_REASON}, field="reason")
    return words


@one_transaction
def open_meeting(call: Call, *, places: int, reserves: int, by: Account, revision: int | None = None) -> Meeting:
    """Rank the cases before the meeting; again while it is not frozen, which forgets moves but not their record."""
    _require_desk(by, call)
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not places:
        raise Refusal(_("Set at least one place."), field="places")
    if call.applications.filter(state__in=[Stage.PANEL, Stage.VISIT]).exists():
        raise Refusal(_("Some cases are still before the panel or its visits. Close these first."))
    rows = standings(call, plan_of(call))
    if not rows:
        raise Refusal(_("No case is before the meeting."))
    meeting = _meeting(call, places=places, reserves=reserves, revision=revision)
    meeting.lines.all().delete()
    MeetingLine.objects.bulk_create(
        MeetingLine(meeting=meeting, application_id=row.application, position=n, rank=row.rank, points=row.points)
        for n, row in enumerate(rows, start=1)
    )
    _place(meeting)
    record(Verb.MEETING_OPENED, by=by, subject=meeting, union=call.union, details={"cases": len(rows)})
    return meeting


def _meeting(call: Call, *, places: int, reserves: int, revision: int | None) -> Meeting:
    """The call's meeting, made or set anew."""
    earlier = Meeting.objects.filter(call=call).first()
    if earlier is None:
        with refusing("studios_meeting_call_id_key", Stale(OPENED_TWICE, code="stale")):
            return Meeting.objects.create(call=call, places=places, reserves=reserves, opened_at=clock.now())
    meeting = locked_meeting(earlier, revision if revision is not None else -1)
    _require_running(meeting)
    meeting.places, meeting.reserves = places, reserves
    meeting.save(update_fields=["places", "reserves"])
    return meeting


def _place(meeting: Meeting) -> None:
    """Reckon the outcomes anew; the list has changed."""
    changed = place_lines(lines_of(meeting), places=meeting.places, reserves=meeting.reserves)
    MeetingLine.objects.bulk_update(changed, ["outcome"])
    meeting.revision += 1
    meeting.save(update_fields=["revision"])


@one_transaction
def swap_lines(
    meeting: Meeting, one: MeetingLine, other: MeetingLine, *, reason: str, revision: int, by: Account
) -> Meeting:
    """Let two cases change places across the line."""
    fresh = _open_for_change(meeting, by, revision)
    words = _reason(reason)
    upper, lower = _pair(fresh, one, other)
    if upper.outcome == lower.outcome and upper.outcome != Outcome.RESERVE:
        raise Refusal(_("Both stand on the same side of the line. Choose one above and one below."), field="other")
    text = _("%(lower)s before %(upper)s") % {"lower": lower.application.number, "upper": upper.application.number}
    _exchange(upper, lower)
    return _changed(fresh, upper.application, lower.application, text=text, reason=words, by=by)


@one_transaction
def decide_tie(
    meeting: Meeting, winner: MeetingLine, loser: MeetingLine, *, reason: str, revision: int, by: Account
) -> Meeting:
    """Record the vote between two cases whom points, results and talent leave level."""
    fresh = _open_for_change(meeting, by, revision)
    words = _reason(reason)
    tied = {(one.pk, two.pk) for one, two in undecided(fresh, lines_of(fresh))}
    if not tied & {(winner.pk, loser.pk), (loser.pk, winner.pk)}:
        raise Refusal(_("These two are not level at the line."), field="winner")
    upper, lower = _pair(fresh, winner, loser)
    if lower.pk == winner.pk:
        _exchange(upper, lower)
    first, second = (upper, lower) if upper.pk == winner.pk else (lower, upper)
    text = _("Vote: %(first)s before %(second)s") % {
        "first": first.application.number,
        "second": second.application.number,
    }
    return _changed(fresh, first.application, second.application, text=text, reason=words, by=by)


@one_transaction
def veto_line(meeting: Meeting, line: MeetingLine, *, ground: str, note: str, revision: int, by: Account) -> Meeting:
    """Stop a case on a ground of the list; who stands below moves up by one."""
    fresh = _open_for_change(meeting, by, revision)
    found = _line(fresh, line)
    case = found.application
    veto(case, by=by, ground=ground, note=note, revision=case.revision)
    text = _("Vetoed: %(number)s") % {"number": case.number}
    return _changed(fresh, case, None, text=text, reason=note.strip()[:LONGEST_REASON], by=by)


def _open_for_change(meeting: Meeting, by: Account, revision: int) -> Meeting:
    fresh = locked_meeting(meeting, revision)
    _require_desk(by, fresh.call)
    _require_running(fresh)
    return fresh


def _line(meeting: Meeting, line: MeetingLine) -> MeetingLine:
    """The line as it stands now, of this meeting and with its case still there."""
    found = meeting.lines.select_related("application").filter(pk=line.pk).first()
    if found is None or found.application.state != Stage.MEETING:
        raise Stale(_("This case is not before the meeting any more."), code="moved_on")
    return found


def _pair(meeting: Meeting, one: MeetingLine, other: MeetingLine) -> tuple[MeetingLine, MeetingLine]:
    if one.pk == other.pk:
        raise Refusal(_("Choose two different cases."), field="other")
    upper, lower = sorted((_line(meeting, one), _line(meeting, other)), key=lambda line: line.position)
    return upper, lower


def _exchange(upper: MeetingLine, lower: MeetingLine) -> None:
    upper.position, lower.position = lower.position, upper.position
    MeetingLine.objects.bulk_update([upper, lower], ["position"])


def _changed(
    meeting: Meeting, case: Application, other: Application | None, *, text: str, reason: str, by: Account
) -> Meeting:
    """Write the change down and reckon the line anew."""
    MeetingChange.objects.create(
        meeting=meeting, application=case, other=other, text=text, reason=reason, by=by, at=clock.now()
    )
    _place(meeting)
    record(
        Verb.MEETING_CHANGED,
        by=by,
        subject=meeting,
        union=meeting.call.union,
        details={"change": text, "reason": reason},
    )
    return meeting


@one_transaction
def freeze_list(meeting: Meeting, *, minutes: Minutes, revision: int, by: Account) -> Meeting:
    """Make the list a record: the chosen go on, reserves and the rest wait; nothing on it changes any more."""
    fresh = locked_meeting(meeting, revision)
    _require_chair(by, fresh.call)
    _require_running(fresh)
    lines = lines_of(fresh)
    cases = {pk: locked(Application(pk=pk)) for pk in sorted(line.application_id for line in lines)}
    for line in lines:
        line.application = cases[line.application_id]
    MeetingLine.objects.bulk_update(place_lines(lines, places=fresh.places, reserves=fresh.reserves), ["outcome"])
    _require_decided(fresh, lines)
    require_settled(open_findings(fresh.call))
    waiting = [line for line in lines if line.application.state == Stage.MEETING]
    steps = [(line.application, require_step(_freezing(line), line.application, by)) for line in waiting]
    _write_minutes(fresh, minutes, lines, by=by)
    for application, step in steps:
        move(application, step, by=by, note=fresh.number)
    record(
        Verb.MEETING_FROZEN,
        by=by,
        subject=fresh,
        union=fresh.call.union,
        details={"number": fresh.number, "sha256": fresh.sha256},
    )
    return fresh


def _freezing(line: MeetingLine) -> StepName:
    """The chosen go on; reserves and the rest wait where they are."""
    return StepName.FREEZE if line.outcome == Outcome.CHOSEN else StepName.KEEP


def _require_decided(meeting: Meeting, lines: list[MeetingLine]) -> None:
    """Somebody is chosen, and nobody is level at the line without a vote."""
    if not any(line.outcome == Outcome.CHOSEN for line in lines):
        raise Refusal(_("Nobody is chosen."))
    for one, two in undecided(meeting, lines):
        text = _("%(one)s and %(two)s are level at the line. Record the vote between them first.")
        raise Refusal(text % {"one": one.application.number, "two": two.application.number}, code="tie")


def _write_minutes(meeting: Meeting, minutes: Minutes, lines: list[MeetingLine], *, by: Account) -> None:
    if minutes.kind not in MeetingKind.values:
        raise Refusal(_("Choose the kind of meeting."), field="kind")
    if not minutes.number.strip():
        raise Refusal(_("Write the number of the record."), field="number")
    if minutes.held_on > clock.today():
        raise Refusal(_("The date of the meeting is in the future."), field="held_on")
    if not minutes.present.strip():
        raise Refusal(_("Write who was present."), field="present")
    meeting.kind, meeting.number, meeting.held_on = minutes.kind, minutes.number.strip(), minutes.held_on
    meeting.present, meeting.recused = minutes.present.strip(), minutes.recused.strip()
    meeting.content = content_of(meeting, lines)
    meeting.sha256 = record_hash(meeting)
    meeting.frozen_by, meeting.frozen_at = by, clock.now()
    meeting.revision += 1
    meeting.save()


@one_transaction
def promote_reserve(line: MeetingLine, *, by: Account, reason: str) -> MeetingLine:
    """Let the first reserve move up into the place of a chosen case that left."""
    meeting = locked_meeting(line.meeting)
    _require_chair(by, meeting.call)
    words = _reason(reason)
    lines = lines_of(meeting)
    if not meeting.is_frozen:
        raise Refusal(_("The list is not frozen yet."))
    if freed_places(meeting, lines) < 1:
        raise Refusal(_("No chosen case has left; there is no place to move up to."))
    first = next_reserve(lines)
    if first is None or first.pk != line.pk:
        raise Refusal(_("Reserves move up in their order."))
    case = locked(first.application)
    move(case, require_step(StepName.PROMOTE, case, by), by=by, note=words)
    first.outcome, first.promoted_at = Outcome.CHOSEN, clock.now()
    first.save(update_fields=["outcome", "promoted_at"])
    text = _("Moved up from the reserve: %(number)s") % {"number": case.number}
    MeetingChange.objects.create(meeting=meeting, application=case, text=text, reason=words, by=by, at=clock.now())
    return first


@one_transaction
def drop_rest(call: Call, *, by: Account) -> list[Application]:
    """Once the decision is issued, the cases that wait are not selected; reserves when nothing of the call is open."""
    meeting = Meeting.objects.filter(call=call, frozen_at__isnull=False).first()
    if meeting is None:
        return []
    locked_meeting(meeting)
    waiting = call.applications.filter(state=Stage.MEETING).order_by("pk")
    if call.applications.filter(state__in=[Stage.NOTICE, Stage.DECISION]).exists():
        waiting = waiting.filter(meeting_line__outcome=Outcome.NOT_CHOSEN)
    dropped = [case for case in (locked(a) for a in waiting) if case.state == Stage.MEETING]
    for case in dropped:
        move(case, require_step(StepName.NOT_SELECT, case, None), by=by)
    return dropped
