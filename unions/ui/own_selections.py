"""Selections that need nothing but unions: the officers of the unions below."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from unions import clock
from unions.choices.people import DESK_ROLES
from unions.models import Account, Appointment, Union
from unions.ui.selections import Selection


def officers_below(account: Account) -> Iterator[Selection]:
    """Clerks and chairs of all active unions below those of the account."""
    held = Union.objects.active().filter(pk__in=account.scope.union_ids(*DESK_ROLES)).exclude(kind="grassroots")
    for union in held:
        yield Selection(
            f"below-{union.pk}",
            _("Clerks and chairs of all unions below"),
            union,
            lambda union=union: officers_of(
                Union.objects.active().filter(path__startswith=union.path).exclude(pk=union.pk)
            ),
            group=union.name,
        )


def officers_of(unions: Iterable[Union]) -> Iterable[Account]:
    """Everybody who is clerk or chair at one of the unions today."""
    held = Appointment.objects.in_force(clock.today()).filter(union__in=unions, role__in=DESK_ROLES)
    return Account.objects.active().filter(pk__in=held.values("account")).order_by("name", "pk")
