"""Moves applications along the table of steps; nothing else in the project writes an application's state."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.telling import tell_about
from studios.choices.calls import PATH, REVIEWING, Stage, StepName
from studios.models import Act, Application, ApplicationDesk, ApplicationVersion, Extension
from studios.models.call import binding_date
from studios.workflow import BY_NAME, Move, Step
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.errors import Stale
from unions.models import Account, Union

# Stages that the naming union holds without a stored desk.
AT_THE_CENTRE = (*REVIEWING, Stage.DECISION)
SNAPSHOT = ("state", "desk_id", "desk_position", "state_before")
DECIDED_HERE = gettext_lazy("Somebody else decided on this case at this desk in the same moment.")


def locked(application: Application, *, revision: int | None = None) -> Application:
    """The row under lock; a page that showed an older revision gets 409."""
    rows = Application.objects.select_for_update(of=("self",)).with_parties().select_related("call__union")
    fresh = rows.get(pk=application.pk)
    if revision is not None and fresh.revision != revision:
        raise Stale(
            _("Somebody else acted on this case in the meantime. It is now: %(state)s.")
            % {"state": fresh.get_state_display()},
            code="stale",
        )
    return fresh


def due_at(application: Application, stage: str, union: Union) -> datetime | None:
    """The binding date of a stage for a union, extensions included."""
    dates = list(application.call.dates.all())
    extensions = list(Extension.objects.filter(call=application.call_id).select_related("union"))
    return binding_date(dates, extensions, stage, union.path)


def snapshot(application: Application) -> dict[str, Any]:
    """What a recall or a reopening restores."""
    values = {name: getattr(application, name) for name in SNAPSHOT}
    values["due_at"] = application.due_at.isoformat() if application.due_at else None
    return values


def move(
    application: Application,
    step: Step,
    *,
    by: Account | None,
    note: str = "",
    version: ApplicationVersion | None = None,
    ground: str = "",
) -> Act:
    """Take one step: write the act and the new state, record it, tell those concerned."""
    with refusing("act_one_decision", Stale(DECIDED_HERE, code="stale")):
        act = write_act(application, step.name, by=by, note=note, version=version, ground=ground)
    _move(application, step, act)
    act.target = application.state
    act.save(update_fields=["target"])
    record(
        VERBS[step.name],
        by=by,
        subject=application,
        union=application.union,
        details={"from": act.stage, "to": application.state, "version": application.version_count},
    )
    tell_about(application, step.name, act=act)
    return act


def write_act(
    application: Application,
    name: StepName,
    *,
    by: Account | None,
    note: str = "",
    version: ApplicationVersion | None = None,
    ground: str = "",
) -> Act:
    """One line of the timeline, with the version that was seen and what a recall restores."""
    seen = version or application.versions.first()
    return Act.objects.create(
        application=application,
        version=seen,
        step=name,
        stage=application.state,
        target=application.state,
        desk=application.desk,
        note=note,
        ground=ground,
        before=snapshot(application),
        by=by,
        by_name=by.name if by else "",
        at=clock.now(),
    )


def _move(application: Application, step: Step, act: Act) -> None:
    """Write the state along the table's row. Nothing else in the project assigns it."""
    match step.target:
        case Move.SAME:
            pass
        case Move.NEXT if application.state in AT_THE_CENTRE:
            _go_to_stage(application, next_stage(application))
        case Move.NEXT:
            _go_to_desk(application, next_position(application))
        case Move.PREVIOUS:
            _go_to_desk(application, previous_position(application))
        case Move.RETURNER | Move.BEFORE:
            _restore(application, application.state_before)
        case Stage.UNIT_REVIEW:
            _go_to_desk(application, 0)
        case Stage() as stage:
            application.state_before = act.before
            application.state, application.desk, application.due_at = stage, None, None
    application.revision += 1
    application.state_since = application.changed_at = act.at
    application.save()


def _others(application: Application) -> list[int]:
    """Positions of the other desks; where one union took over two desks in a row, it acts once."""
    here = (application.state, application.desk_id)
    return [desk.position for desk in application.desks.all() if (desk.stage, desk.union_id) != here]


def next_position(application: Application) -> int:
    """The nearest desk ahead; one beyond the last when there is none."""
    ahead = [p for p in _others(application) if p > application.desk_position]
    return min(ahead, default=application.desks.count())


def previous_position(application: Application) -> int:
    """The nearest desk behind."""
    return max((p for p in _others(application) if p < application.desk_position), default=0)


def next_stage(application: Application) -> Stage:
    """The next stage of the call's path at the naming union; the decision at the latest."""
    here = PATH.index(Stage(application.state)) if application.state in AT_THE_CENTRE else -1
    return next(stage for stage in application.call.stages if stage in AT_THE_CENTRE and PATH.index(stage) > here)


def _go_to_stage(application: Application, stage: Stage) -> None:
    union = application.call.union
    application.state, application.desk = stage, union
    application.due_at = due_at(application, stage, union)


def _go_to_desk(application: Application, position: int) -> None:
    """Move to the desk at this position; after the last one come the stages at the naming union."""
    desk = application.desks.select_related("union").filter(position=position).first()
    if desk is None:
        _go_to_stage(application, next_stage(application))
        return
    application.state, application.desk, application.desk_position = Stage(desk.stage), desk.union, position
    application.due_at = due_at(application, desk.stage, desk.union)
    desk.reached_at = clock.now()
    desk.save(update_fields=["reached_at"])


def _desk_union(application: Application, stored: ApplicationDesk | None) -> Union | None:
    """Who holds the case in its state: the naming union once all desks are passed, the stored desk otherwise."""
    if application.state in AT_THE_CENTRE:
        return application.call.union
    return stored.union if stored else None


def _restore(application: Application, before: dict[str, Any]) -> None:
    """Back to a snapshot; a desk whose union merged meanwhile is its successor's."""
    application.state = Stage(before["state"])
    application.desk_position = before["desk_position"]
    application.state_before = before["state_before"]
    due = before.get("due_at")
    application.due_at = datetime.fromisoformat(due) if due else None
    stored = application.desks.select_related("union").filter(position=application.desk_position).first()
    if application.state in (Stage.DRAFT, Stage.EXPIRED, Stage.RETURNED) or before["desk_id"] is None:
        application.desk = None
    else:
        application.desk = _desk_union(application, stored)


@one_transaction
def expire_application(application: Application) -> bool:
    """A draft whose filing date has passed expires; False when an extension or a submission came first."""
    fresh = locked(application)
    due = due_at(fresh, Stage.DRAFT, fresh.union)
    if fresh.state != Stage.DRAFT or fresh.version_count or due is None or clock.now() <= due:
        return False
    move(fresh, BY_NAME[StepName.EXPIRE], by=None)
    return True


@one_transaction
def follow_extension(application: Application, extension: Extension, *, by: Account) -> None:
    """Give the case its later date; an expired draft comes back as it was, unless another took its place."""
    fresh = locked(application)
    if fresh.state == Stage.EXPIRED:
        if Application.objects.standing(fresh.call, fresh.studio).exists():
            return
        fresh.state, fresh.state_since = Stage.DRAFT, clock.now()
    fresh.due_at = due_at(fresh, extension.stage, fresh.desk or fresh.union)
    if fresh.state == Stage.RETURNED:
        fresh.due_at = extension.due_at
    fresh.revision += 1
    fresh.save()
    write_act(fresh, StepName.EXTEND, by=by, note=extension.reason)
    record(Verb.APPLICATION_EXTENDED, by=by, subject=fresh, union=fresh.union, details={"stage": extension.stage})
    tell_about(fresh, StepName.EXTEND)


VERBS = {
    StepName.SUBMIT: Verb.APPLICATION_SUBMITTED,
    StepName.EXPIRE: Verb.APPLICATION_EXPIRED,
    StepName.AGREE: Verb.APPLICATION_AGREED,
    StepName.NOT_AGREE: Verb.APPLICATION_REFUSED,
    StepName.FORWARD: Verb.APPLICATION_FORWARDED,
    StepName.SEND_BACK: Verb.APPLICATION_SENT_BACK,
    StepName.RETURN: Verb.APPLICATION_RETURNED,
    StepName.PROPOSE: Verb.APPLICATION_SAVED,
    StepName.RESUBMIT: Verb.APPLICATION_RESUBMITTED,
    StepName.NOT_RECOMMEND: Verb.APPLICATION_REFUSED,
    StepName.WAIVE: Verb.APPLICATION_WAIVED,
    StepName.PASS: Verb.APPLICATION_PASSED,
    StepName.NOT_QUALIFY: Verb.APPLICATION_REFUSED,
    StepName.RECALL: Verb.APPLICATION_RECALLED,
    StepName.WITHDRAW: Verb.APPLICATION_WITHDRAWN,
    StepName.GIVE_UP: Verb.APPLICATION_GIVEN_UP,
    StepName.CONFIRM_GIVE_UP: Verb.APPLICATION_WITHDRAWN,
    StepName.VETO: Verb.APPLICATION_VETOED,
    StepName.CLOSE_PANEL: Verb.APPLICATION_PANEL_CLOSED,
    StepName.CLOSE_VISITS: Verb.APPLICATION_VISITED,
    StepName.FREEZE: Verb.APPLICATION_CHOSEN,
    StepName.KEEP: Verb.MEETING_FROZEN,
    StepName.PROMOTE: Verb.APPLICATION_PROMOTED,
    StepName.NOT_SELECT: Verb.APPLICATION_NOT_SELECTED,
    StepName.SETTLE_OBJECTION: Verb.APPLICATION_OBJECTION_SETTLED,
    StepName.UPHOLD_OBJECTION: Verb.APPLICATION_OBJECTION_SETTLED,
    StepName.NOTICE_OVER: Verb.APPLICATION_NOTICE_OVER,
    StepName.NAME: Verb.APPLICATION_NAMED,
    StepName.REOPEN: Verb.APPLICATION_REOPENED,
}
