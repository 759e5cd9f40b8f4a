"""Reminds before a date, tells both sides when it passes at a desk, and a desk when a case waits too long."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
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
def remind_before(applications: Sequence[Application]) -> bool:
    """Remind whoever holds these cases that one day comes near, in one message. False when nothing is owed any more."""
    rows = (
        Application.objects.select_for_update(of=("self",)).with_parties().filter(pk__in=[a.pk for a in applications])
    )
    owed = [a for a in rows.order_by("pk") if a.owes_reminder(clock.now())]
    if not owed:
        return False
    Application.objects.filter(pk__in=[a.pk for a in owed]).update(soon_told_at=clock.now())
    first, is_at_desk = owed[0], owed[0].state in AT_A_DESK
    people = desk_people(first.desk) if is_at_desk and first.desk else unit_people(first)
    if len(owed) > 1:
        page = f"{reverse('desk' if is_at_desk else 'applications')}?call={first.call_id}"
        send_messages(people, come_near(owed), url=page)
    else:
        page = reverse("application_form", args=[first.number]) if first.is_editable else first.get_absolute_url()
        send_messages(people, comes_near(first), url=page)
    return True


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


def _until(application: Application) -> str:
    return f"{localtime(application.due_at):%Y-%m-%d %H:%M}"


def comes_near(application: Application) -> Wording:
    """That a date is near."""
    facts = {**facts_of(application), "until": _until(application)}
    return lambda: _("Due by %(until)s: %(studio)s, %(call)s (%(number)s).") % facts


def come_near(applications: Sequence[Application]) -> Wording:
    """That several cases share a date that is near."""
    facts = {**facts_of(applications[0]), "until": _until(applications[0]), "n": len(applications)}
    return lambda: _("Due by %(until)s: %(n)s cases of %(call)s that you hold.") % facts


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
