"""Tells both sides when a date passes at a desk, and a desk when a case waits longer than its working days."""

from django.utils import timezone
from django.utils.translation import gettext as _

from studios.actions.applications import locked
from studios.actions.telling import desk_people, facts_of, unit_people
from studios.choices.calls import Stage
from studios.models import Application, CallStage
from studios.models.application import AT_A_DESK
from unions import clock
from unions.actions.messages import Wording, send_messages
from unions.actions.transactions import one_transaction
from unions.errors import CalendarMissing
from unions.models import Union
from unions.queries.workdays import add_working_days

WATCHED = (*AT_A_DESK, Stage.RETURNED)


@one_transaction
def tell_overdue(application: Application) -> bool:
    """Tell unit and desk once that the date has passed; the case stays where it is. False when it was told."""
    fresh = locked(application)
    if fresh.state not in WATCHED or not fresh.owes_overdue_message(clock.now()):
        return False
    fresh.overdue_told_at = clock.now()
    fresh.save(update_fields=["overdue_told_at"])
    union = _waiting_union(fresh)
    people = [*unit_people(fresh), *(desk_people(union) if union else [])]
    send_messages(people, is_overdue(fresh), url=fresh.get_absolute_url())
    return True


def _waiting_union(application: Application) -> Union | None:
    """The desk; for a returned case the desk that returned it."""
    if application.desk is not None:
        return application.desk
    return Union.objects.filter(pk=application.state_before.get("desk_id")).first()


@one_transaction
def remind_desk(application: Application) -> bool:
    """Remind the desk once that the case waits longer than the call's working days. False when nothing is due."""
    fresh = locked(application)
    if fresh.state not in AT_A_DESK or fresh.desk is None or fresh.was_reminded:
        return False
    rule = CallStage.objects.filter(call=fresh.call_id, stage=fresh.state, reminder_days__isnull=False).first()
    if rule is None or not _has_waited(fresh, rule.reminder_days or 0):
        return False
    fresh.reminded_at = clock.now()
    fresh.save(update_fields=["reminded_at"])
    send_messages(desk_people(fresh.desk), waits_long(fresh), url=fresh.get_absolute_url())
    return True


def _has_waited(application: Application, days: int) -> bool:
    """Whether more than so many working days have passed; unknown beyond the calendar counts as no."""
    try:
        return clock.today() > add_working_days(timezone.localdate(application.state_since), days)
    except CalendarMissing:
        return False


def is_overdue(application: Application) -> Wording:
    """That a date has passed."""
    return lambda: (
        _("The date has passed, the case stays where it is: %(studio)s, %(call)s (%(number)s).") % facts_of(application)
    )


def waits_long(application: Application) -> Wording:
    """That a case waits longer than the call foresees."""
    return lambda: (
        _("Waiting at your desk for longer than the call foresees: %(studio)s, %(call)s (%(number)s).")
        % (facts_of(application))
    )
