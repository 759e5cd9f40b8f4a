"""Tells those concerned about each step of an application."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from studios.choices.calls import Stage, StepName
from studios.models import Act, Application
from unions.actions.messages import Wording, send_messages
from unions.choices.people import Role
from unions.models import Account, Union

AT_DESK = (Stage.UNIT_REVIEW, Stage.RECOMMENDATION, Stage.QUALIFICATION, Stage.DECISION)
# The unit reads of these in its own list; a message for each would be noise.
QUIET_FOR_UNIT = (StepName.SUBMIT, StepName.PROPOSE, StepName.WAIVE)


def tell_about(
    application: Application, step: StepName, *, act: Act | None = None, unions: Iterable[Union] = ()
) -> None:
    """Message the desk that now holds the case, and the unit it comes from; never the actor."""
    actor = act.by_id if act else application.opened_by_id
    if application.state in AT_DESK and application.desk and step not in (StepName.WAIVE, StepName.OPEN):
        _send(desk_people(application.desk), waits_here(application), application, actor)
    if step not in QUIET_FOR_UNIT:
        _send(unit_people(application, unions), has_moved(application, step), application, actor)
    if step is StepName.PROPOSE:
        _send(_chairs(application.union), to_confirm(application), application, actor)
    if step is StepName.GIVE_UP:
        _send(_chairs(application.call.union), gives_up(application), application, actor)


def _send(accounts: Iterable[Account], wording: Wording, application: Application, actor: int | None) -> None:
    send_messages([a for a in accounts if a.pk != actor], wording, url=application.get_absolute_url())


def desk_people(union: Union) -> list[Account]:
    """Clerks and chairs of a desk."""
    return list(Account.objects.holding(union, Role.CLERK, Role.CHAIR))


def _chairs(union: Union) -> list[Account]:
    return list(Account.objects.holding(union, Role.CHAIR))


def unit_people(application: Application, unions: Iterable[Union] = ()) -> list[Account]:
    """The unit's own clerks and chairs, and a clerk above who filed for it."""
    people = [a for union in (application.union, *unions) for a in desk_people(union)]
    return [*people, application.opened_by] if application.opened_by else people


def waits_here(application: Application) -> Wording:
    """That a case waits at the reader's desk."""
    return lambda: _("Waiting at your desk: %(studio)s, %(call)s (%(number)s).") % facts_of(application)


def has_moved(application: Application, step: StepName) -> Wording:
    """What became of the reader's own case."""
    return lambda: (
        _("%(studio)s, %(call)s (%(number)s): %(step)s. State now: %(state)s.")
        % {
            **facts_of(application),
            "step": step.label,
            "state": application.get_state_display(),
        }
    )


def to_confirm(application: Application) -> Wording:
    """That the clerk has finished the changes asked for."""
    return lambda: _("Changes are finished, please confirm: %(studio)s, %(call)s (%(number)s).") % facts_of(application)


def gives_up(application: Application) -> Wording:
    """That a unit gives its place up."""
    return lambda: (
        _("The unit gives up and waits for your confirmation: %(studio)s (%(number)s).") % facts_of(application)
    )


def facts_of(application: Application) -> dict[str, str]:
    """What a message names a case by."""
    return {
        "studio": application.studio.name,
        "call": application.call.title,
        "number": application.number,
    }
