"""Facts about accounts that take a query."""

from django.db.models import Prefetch, QuerySet

from unions import clock
from unions.models import Account, Appointment, Union


def union_of(account: Account) -> Union | None:
    """The union under which an account is recorded: its home, else that of its newest appointment."""
    if account.home:
        return account.home
    newest = account.appointments.select_related("union").first()
    return newest.union if newest else None


def with_appointments(rows: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts with home and open appointments at hand (`open_appointments`), for lists and slips."""
    opened = Appointment.objects.open(clock.today()).select_related("union").order_by("starts_on", "pk")
    return rows.select_related("home").prefetch_related(
        Prefetch("appointments", queryset=opened, to_attr="open_appointments")
    )
