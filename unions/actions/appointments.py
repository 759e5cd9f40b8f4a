"""Makes, ends, confirms and drops appointments."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.actions.sessions import end_sessions
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Refusal
from unions.models import Account, Appointment, Union
from unions.permissions import refuse_oneself, refuse_unless_keeps

OVERLAPS = _("The account has this role at this union already. End that appointment first, or choose other dates.")


@transaction.atomic
def make_appointment(
    account: Account,
    *,
    by: Account | None,
    union: Union,
    role: str,
    starts_on: date,
    ends_on: date | None = None,
    deputy_for: Account | None = None,
) -> Appointment:
    """Give an account a role at a union; its sessions end, so that the next sign-in has the new role."""
    account = Account.objects.select_for_update(no_key=True, of=("self",)).get(pk=account.pk)
    union = Union.objects.select_for_update(no_key=True, of=("self",)).get(pk=union.pk)
    _refuse_parties(account, union, by)
    _refuse_dates(starts_on, ends_on)
    _refuse_overlap(account, union, role, starts_on, ends_on)
    _refuse_deputy(account, union, role, starts_on, deputy_for)
    made = Appointment(account=account, union=union, role=Role(role), starts_on=starts_on, ends_on=ends_on)
    made.deputy_for, made.made_by, made.made_at = deputy_for, by, clock.now()
    _save(made)
    end_sessions(account, by=by)
    details = {"role": role, "from": str(starts_on), "until": str(ends_on or ""), "account": account.username}
    record(Verb.APPOINTMENT_MADE, by=by, subject=account, union=union, details=details)
    _tell(account, _("You have the role of %(role)s at %(union)s from %(day)s."), made, starts_on)
    return made


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Account | None, ends_on: date | None = None) -> Appointment:
    """End at once, or set a last day still to come; the account's sessions end."""
    row = _lock(appointment)
    today = clock.today()
    if by:
        refuse_unless_keeps(by, row.union)
        refuse_oneself(by, row.account)
    if not row.is_open(today):
        return row
    _refuse_last_day(row, ends_on)
    if ends_on is None:
        row.ended_at, row.ended_by = clock.now(), by
    else:
        row.ends_on = ends_on
    row.save(update_fields=["ends_on", "ended_at", "ended_by"])
    end_sessions(row.account, by=by)
    details = {"role": row.role, "until": str(row.last_on), "account": row.account.username}
    record(Verb.APPOINTMENT_ENDED, by=by, subject=row.account, union=row.union, details=details)
    _tell(row.account, _("Your role of %(role)s at %(union)s ends on %(day)s."), row, row.last_on)
    return row


@transaction.atomic
def confirm_appointment(appointment: Appointment, *, by: Account) -> Appointment:
    """Carry an appointment that a merger ended over to the union that took over, from today."""
    row, union = _lock_awaiting(appointment, by)
    row.awaits = None
    row.save(update_fields=["awaits"])
    record(Verb.APPOINTMENT_CONFIRMED, by=by, subject=row.account, union=union, details={"role": row.role})
    return make_appointment(
        row.account,
        by=by,
        union=union,
        role=row.role,
        starts_on=max(clock.today(), row.starts_on),
        ends_on=row.ends_on,
        deputy_for=row.deputy_for,
    )


@transaction.atomic
def drop_appointment(appointment: Appointment, *, by: Account) -> Appointment:
    """Leave an appointment ended that a merger ended."""
    row, union = _lock_awaiting(appointment, by)
    row.awaits = None
    row.save(update_fields=["awaits"])
    record(Verb.APPOINTMENT_DROPPED, by=by, subject=row.account, union=union, details={"role": row.role})
    return row


def _refuse_parties(account: Account, union: Union, by: Account | None) -> None:
    if by:
        refuse_unless_keeps(by, union)
        refuse_oneself(by, account)
    if not account.is_active:
        raise Refusal(_("This account may not sign in. Reactivate it first."))
    if not union.is_active:
        raise Refusal(_("%(union)s has merged or closed. Choose another union.") % {"union": union.name}, field="union")


def _refuse_dates(starts_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on < starts_on:
        raise Refusal(_("The last day must not be before the first."), field="ends_on")
    if ends_on and ends_on < clock.today():
        raise Refusal(_("The last day is over. Choose today or a later day, or leave it empty."), field="ends_on")


def _refuse_last_day(row: Appointment, ends_on: date | None) -> None:
    if ends_on is not None:
        _refuse_dates(row.starts_on, ends_on)


def _refuse_overlap(account: Account, union: Union, role: str, starts_on: date, ends_on: date | None) -> None:
    others = account.appointments.open(starts_on).filter(union=union, role=role)
    if ends_on:
        others = others.filter(starts_on__lte=ends_on)
    if others.exists():
        raise Refusal(OVERLAPS)


def _refuse_deputy(account: Account, union: Union, role: str, starts_on: date, deputy_for: Account | None) -> None:
    if deputy_for is None:
        return
    if deputy_for.pk == account.pk:
        raise Refusal(_("Nobody stands in for himself or herself."), field="deputy_for")
    held = deputy_for.appointments.open(starts_on).filter(union=union, role=role, deputy_for=None)
    if not held.exists():
        sentence = _("%(name)s doesn't have this role at this union, so nobody can stand in.")
        raise Refusal(sentence % {"name": deputy_for.name}, field="deputy_for")


def _save(row: Appointment) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refusal(OVERLAPS) from error


def _lock(appointment: Appointment) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related(
        "account__home", "union", "awaits", "deputy_for"
    )
    return rows.get(pk=appointment.pk)


def _lock_awaiting(appointment: Appointment, by: Account) -> tuple[Appointment, Union]:
    row = _lock(appointment)
    if row.awaits is None:
        raise Refusal(_("Somebody has answered this one already."))
    refuse_unless_keeps(by, row.awaits)
    refuse_oneself(by, row.account)
    return row, row.awaits


def _tell(account: Account, sentence: object, row: Appointment, day: date | None) -> None:
    def wording() -> str:
        words = {"role": Role(row.role).label, "union": row.union.name, "day": day}
        return str(sentence) % words

    send_messages([account], wording, url="/desk/")
