"""Bulk messages in sight, and where each stands."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from unions import clock
from unions.choices.outbox import MailingState
from unions.choices.people import DESK_ROLES
from unions.models import Account, Appointment, Mailing, Message


def mailings_of(account: Account) -> QuerySet[Mailing]:
    """Bulk messages of the unions at which the account is clerk or chair, with the number of recipients."""
    rows = Mailing.objects.filter(union__in=account.scope.union_ids(*DESK_ROLES))
    return rows.select_related("union", "made_by", "sent_by").annotate(people=Count("recipients"))


def state_of(mailing: Mailing) -> MailingState:
    """Draft, sent or discarded."""
    if mailing.sent_at is not None:
        return MailingState.SENT
    return MailingState.DISCARDED if mailing.discarded_at is not None else MailingState.DRAFT


def recipients_of(mailing: Mailing) -> QuerySet[Account]:
    """Everybody to whom it goes, by name, with the union that employs them."""
    return mailing.recipients.select_related("home").order_by("name", "pk")


def letters_of(mailing: Mailing) -> list[Message]:
    """What each recipient got, with whether it was read and where its e-mail stands."""
    rows = mailing.messages.select_related("account__home")
    return list(rows.order_by("account__name", "pk"))


def units_of(people: Iterable[Account]) -> dict[int, str]:
    """The union that employs each, else the one that each is appointed at, the highest of several; one query."""
    accounts = list(people)
    held = Appointment.objects.in_force(clock.today()).filter(account__in=[a.pk for a in accounts])
    rows = held.order_by("-union__path").values_list("account", "union__name")
    return dict(rows) | {a.pk: a.home.name for a in accounts if a.home}
