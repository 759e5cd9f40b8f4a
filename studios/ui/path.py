"""Where a case is on its call's path, as the step bar shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from studios.choices.calls import Stage
from studios.models import Application, Call


@dataclass(frozen=True, slots=True)
class PathStep:
    """One step of the bar: `state` is done, current, back or nothing."""

    label: str
    note: str
    state: str


def path_steps(application: Application) -> list[PathStep]:
    """Filing, the stages that are on, and the naming; a returned case stands back at the filing."""
    order = [Stage.DRAFT, *application.call.stages, Stage.NAMED]
    here = _position(application, order)
    dates = {d.stage: d.due_at for d in application.call.dates.all()}
    return [
        PathStep(_label(stage), _note(dates.get(stage)), _state(i, here, application)) for i, stage in enumerate(order)
    ]


def call_steps(call: Call) -> list[PathStep]:
    """The same bar for a call's guide: nothing is done yet."""
    dates = {d.stage: d.due_at for d in call.dates.all()}
    order = [Stage.DRAFT, *call.stages, Stage.NAMED]
    return [PathStep(_label(stage), _note(dates.get(stage)), "") for stage in order]


def _position(application: Application, order: list[Stage]) -> int:
    state = Stage(application.state)
    if state in order:
        return order.index(state)
    if state is Stage.RETURNED:
        return 0
    before = Stage(application.state_before.get("state") or Stage.DRAFT)
    return order.index(before) if before in order else 0


def _state(i: int, here: int, application: Application) -> str:
    if i < here or (i == here and application.state == Stage.NAMED):
        return "done"
    if i > here:
        return ""
    return "back" if application.state == Stage.RETURNED else "current"


def _label(stage: Stage) -> str:
    return _("Filing") if stage is Stage.DRAFT else str(stage.label)


def _note(due: datetime | None) -> str:
    if due is None:
        return ""
    day = timezone.localtime(due)
    return _("by %(month)d-%(day)02d") % {"month": day.month, "day": day.day}
