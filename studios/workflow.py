"""The table of steps (domain rules §4): which step leads from which state, who takes it, what it needs.

`open_steps` draws the buttons and `require_step` guards the actions; both read the same rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _

from studios.choices.calls import FINAL, REVIEWING, CallState, Stage, StepName
from studios.models import Act, Application, Meeting
from studios.permissions import (
    CHAIR_ONLY,
    NOT_YOUR_DESK,
    OWN_CASE,
    acts_at,
    fills,
    holds_desk,
    is_own_case,
)
from unions.choices.people import Role
from unions.errors import Forbidden, Sentence, Stale
from unions.models import Account, Union


class Move(Enum):
    """Targets that depend on the case."""

    NEXT = "the next desk or stage"
    PREVIOUS = "the previous desk"
    RETURNER = "the desk that returned it"
    BEFORE = "the state before"
    SAME = "the same state"


class Place(Enum):
    """At which union the actor must hold the role."""

    UNIT = "the applicant's union"
    DESK = "the present desk"
    NAMING = "the naming union"
    FILLER = "whoever fills the answers"
    ACTOR = "the desk that acted last"
    SYSTEM = "no person"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `verb` is the button's word; `is_signed` steps are the chair's even when single-sign."""

    name: StepName
    source: frozenset[Stage]
    target: Stage | Move
    place: Place
    roles: tuple[Role, ...]
    verb: Sentence
    needs_note: bool = False
    is_signed: bool = False
    kind: str = ""


def _row(  # noqa: PLR0917 - one argument a column of the table
    name: StepName,
    source: Iterable[Stage],
    target: Stage | Move,
    place: Place,
    roles: tuple[Role, ...],
    verb: Sentence,
    **extra: object,
) -> Step:
    return Step(name, frozenset(source), target, place, roles, verb, **extra)  # type: ignore[arg-type]


CHAIR, CLERK = (Role.CHAIR,), (Role.CLERK,)
EITHER = (Role.CLERK, Role.CHAIR)
DESKS = (Stage.UNIT_REVIEW, Stage.RECOMMENDATION, Stage.QUALIFICATION)
UP_TO_MEETING = (*DESKS, Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.RETURNED)
UP_TO_NOTICE = (*UP_TO_MEETING, Stage.NOTICE)
REFUSED = tuple(s for s in FINAL if s not in (Stage.NAMED, Stage.EXPIRED))

TABLE: tuple[Step, ...] = (
    _row(StepName.SUBMIT, [Stage.DRAFT], Stage.UNIT_REVIEW, Place.FILLER, CLERK, _("Submit"), kind="primary"),
    _row(StepName.EXPIRE, [Stage.DRAFT], Stage.EXPIRED, Place.SYSTEM, (), _("Expire")),
    _row(StepName.AGREE, [Stage.UNIT_REVIEW], Move.NEXT, Place.DESK, CHAIR, _("Agree"), kind="primary"),
    _row(
        StepName.NOT_AGREE,
        [Stage.UNIT_REVIEW],
        Stage.NOT_AGREED,
        Place.DESK,
        CHAIR,
        _("Do not agree"),
        needs_note=True,
        kind="danger",
    ),
    _row(StepName.FORWARD, [Stage.RECOMMENDATION], Move.NEXT, Place.DESK, CHAIR, _("Recommend"), kind="primary"),
    _row(StepName.PASS, [Stage.QUALIFICATION], Move.NEXT, Place.DESK, CLERK, _("Pass"), kind="primary"),
    _row(
        StepName.SEND_BACK,
        [Stage.RECOMMENDATION, Stage.QUALIFICATION],
        Move.PREVIOUS,
        Place.DESK,
        CLERK,
        _("Send back one desk"),
        needs_note=True,
    ),
    _row(StepName.RETURN, DESKS, Stage.RETURNED, Place.DESK, EITHER, _("Return for changes"), needs_note=True),
    _row(StepName.PROPOSE, [Stage.RETURNED], Move.SAME, Place.FILLER, CLERK, _("Hand to the chair"), kind="primary"),
    _row(StepName.RESUBMIT, [Stage.RETURNED], Move.RETURNER, Place.UNIT, CHAIR, _("Resubmit"), kind="primary"),
    _row(
        StepName.NOT_RECOMMEND,
        [Stage.RECOMMENDATION],
        Stage.NOT_RECOMMENDED,
        Place.DESK,
        CHAIR,
        _("Do not recommend"),
        needs_note=True,
        kind="danger",
    ),
    _row(
        StepName.WAIVE,
        [Stage.QUALIFICATION],
        Move.SAME,
        Place.DESK,
        CHAIR,
        _("Waive"),
        needs_note=True,
        is_signed=True,
    ),
    _row(
        StepName.NOT_QUALIFY,
        [Stage.QUALIFICATION],
        Stage.UNQUALIFIED,
        Place.DESK,
        CHAIR,
        _("Not qualified"),
        needs_note=True,
        kind="danger",
    ),
    _row(
        StepName.CLOSE_PANEL,
        [Stage.PANEL],
        Move.NEXT,
        Place.NAMING,
        CHAIR,
        _("Close the panel"),
        is_signed=True,
        kind="primary",
    ),
    _row(
        StepName.CLOSE_VISITS,
        [Stage.VISIT],
        Move.NEXT,
        Place.NAMING,
        CHAIR,
        _("Close the visits"),
        is_signed=True,
        kind="primary",
    ),
    _row(
        StepName.FREEZE,
        [Stage.MEETING],
        Move.NEXT,
        Place.NAMING,
        CHAIR,
        _("Freeze the list"),
        is_signed=True,
        kind="primary",
    ),
    _row(StepName.KEEP, [Stage.MEETING], Move.SAME, Place.NAMING, CHAIR, _("Freeze the list"), is_signed=True),
    _row(StepName.PROMOTE, [Stage.MEETING], Move.NEXT, Place.NAMING, CHAIR, _("Move up"), is_signed=True),
    _row(StepName.NOT_SELECT, [Stage.MEETING], Stage.NOT_SELECTED, Place.SYSTEM, (), _("Not selected")),
    _row(
        StepName.SETTLE_OBJECTION,
        [Stage.NOTICE],
        Move.SAME,
        Place.NAMING,
        CHAIR,
        _("Settle the objection"),
        needs_note=True,
        is_signed=True,
    ),
    _row(
        StepName.UPHOLD_OBJECTION,
        [Stage.NOTICE],
        Stage.NOT_SELECTED,
        Place.NAMING,
        CHAIR,
        _("Uphold the objection"),
        needs_note=True,
        is_signed=True,
        kind="danger",
    ),
    _row(StepName.NOTICE_OVER, [Stage.NOTICE], Move.NEXT, Place.SYSTEM, (), _("End the notice")),
    _row(
        StepName.RECALL,
        [
            *DESKS,
            *REVIEWING,
            Stage.RETURNED,
            Stage.DECISION,
            Stage.NOT_AGREED,
            Stage.NOT_RECOMMENDED,
            Stage.UNQUALIFIED,
        ],
        Move.BEFORE,
        Place.ACTOR,
        EITHER,
        _("Recall this step"),
    ),
    _row(
        StepName.WITHDRAW,
        UP_TO_MEETING,
        Stage.WITHDRAWN,
        Place.UNIT,
        CHAIR,
        _("Withdraw"),
        needs_note=True,
        kind="danger",
    ),
    _row(
        StepName.GIVE_UP,
        [Stage.NOTICE, Stage.DECISION],
        Move.SAME,
        Place.UNIT,
        CHAIR,
        _("Give up"),
        needs_note=True,
        kind="danger",
    ),
    _row(
        StepName.CONFIRM_GIVE_UP,
        [Stage.NOTICE, Stage.DECISION],
        Stage.WITHDRAWN,
        Place.NAMING,
        CHAIR,
        _("Confirm giving up"),
        kind="danger",
    ),
    _row(
        StepName.VETO,
        UP_TO_NOTICE,
        Stage.NOT_SELECTED,
        Place.NAMING,
        CHAIR,
        _("Veto"),
        needs_note=True,
        is_signed=True,
        kind="danger",
    ),
    _row(StepName.NAME, [Stage.DECISION], Stage.NAMED, Place.NAMING, CHAIR, _("Name"), is_signed=True),
    _row(
        StepName.REOPEN,
        REFUSED,
        Move.BEFORE,
        Place.NAMING,
        CHAIR,
        _("Reopen"),
        needs_note=True,
        is_signed=True,
    ),
)
BY_NAME = {step.name: step for step in TABLE}
# Steps that have pages of their own rather than a button in the decision panel.
ELSEWHERE = (
    StepName.SUBMIT,
    StepName.EXPIRE,
    StepName.WAIVE,
    StepName.CLOSE_PANEL,
    StepName.CLOSE_VISITS,
    StepName.FREEZE,
    StepName.KEEP,
    StepName.PROMOTE,
    StepName.SETTLE_OBJECTION,
    StepName.UPHOLD_OBJECTION,
    StepName.NAME,
)
MOVED_ON = _("This case has moved on since the page was shown. It is now: %(state)s.")


def roles_of(step: Step, application: Application) -> tuple[Role, ...]:
    """The roles that may take the step; a single-sign call lets the clerk sign what is not reserved."""
    if application.call.single_sign and step.roles == CHAIR and not step.is_signed:
        return EITHER
    return step.roles


def last_act(application: Application) -> Act | None:
    """The last act that still counts; a recall is about this one alone."""
    return application.acts.filter(undone_at=None).order_by("-at", "-pk").first()


def stands_at(step: Step, application: Application, account: Account) -> bool:
    """Whether the account holds the step's role at the step's place."""
    roles = roles_of(step, application)
    match step.place:
        case Place.DESK:
            return holds_desk(account, application, *roles)
        case Place.UNIT:
            return account.scope.holds(application.union, *roles)
        case Place.NAMING:
            return acts_at(account, application.call.union, application, *roles)
        case Place.FILLER:
            return fills(account, application)
        case Place.ACTOR:
            act = last_act(application)
            return act is not None and act.step in RECALLABLE and acts_at(account, heir(act.desk), application, *roles)
    return False


def heir(union: Union | None) -> Union | None:
    """The union itself, or the one that took over its desk."""
    while union is not None and union.successor is not None:
        union = union.successor
    return union


RECALLABLE = frozenset(
    {
        StepName.AGREE,
        StepName.NOT_AGREE,
        StepName.FORWARD,
        StepName.SEND_BACK,
        StepName.RETURN,
        StepName.NOT_RECOMMEND,
        StepName.PASS,
        StepName.NOT_QUALIFY,
    }
)


def fits(step: Step, application: Application) -> bool:
    """What the case itself must be like, besides its state."""
    asked = FITTING.get(step.name)
    return asked is None or asked(application)


def is_frozen(application: Application) -> bool:
    """Whether the meeting's list of the call is a record already."""
    return Meeting.objects.filter(call=application.call_id, frozen_at__isnull=False).exists()


def is_untouched(application: Application) -> bool:
    """Whether nobody has begun to review the case: not assigned, not visited, on no list and in no notice."""
    lines = (application.assignments, application.visits, application.notice_lines)
    return not any(rows.exists() for rows in lines) and not hasattr(application, "meeting_line")


FITTING: dict[StepName, Callable[[Application], bool]] = {
    StepName.RESUBMIT: lambda a: a.ready_at is not None,
    StepName.PROPOSE: lambda a: a.ready_at is None,
    StepName.GIVE_UP: lambda a: not a.giving_up_reason,
    StepName.CONFIRM_GIVE_UP: lambda a: bool(a.giving_up_reason),
    StepName.REOPEN: lambda a: a.call.state != CallState.CLOSED,
    StepName.RECALL: lambda a: a.state not in REVIEWING or is_untouched(a),
    StepName.FREEZE: lambda a: not is_frozen(a),
    StepName.KEEP: lambda a: not is_frozen(a),
    StepName.PROMOTE: is_frozen,
    StepName.NOT_SELECT: is_frozen,
}


def is_open(step: Step, application: Application, account: Account) -> bool:
    """Whether this account may take this step now."""
    return application.state in step.source and fits(step, application) and stands_at(step, application, account)


def open_steps(application: Application, account: Account) -> list[Step]:
    """The rows that are open to this account, in the table's order."""
    return [step for step in TABLE if is_open(step, application, account)]


def require_step(name: StepName, application: Application, account: Account | None) -> Step:
    """The row, or why not: 409 when the case has moved on, 403 when the account stands elsewhere."""
    step = BY_NAME[name]
    if application.state not in step.source or not fits(step, application):
        raise Stale(MOVED_ON % {"state": application.get_state_display()}, code="moved_on")
    if step.place is Place.SYSTEM:
        return step
    if account is None or not stands_at(step, application, account):
        raise Forbidden(why_not(step, application, account))
    return step


def why_not(step: Step, application: Application, account: Account | None) -> Sentence:
    """The sentence that tells the account why the step is not theirs."""
    place = application.call.union if step.place is Place.NAMING else application.desk
    if account is None or place is None:
        return NOT_YOUR_DESK
    if step.place in (Place.DESK, Place.NAMING) and is_own_case(account, application, place):
        return OWN_CASE
    held = account.scope.covers(place, *EITHER)
    return CHAIR_ONLY if held and roles_of(step, application) == CHAIR else NOT_YOUR_DESK
