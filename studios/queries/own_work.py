"""What waits for an account, beside the items of the navigation: one statement, asked on every signed-in page."""

from dataclasses import dataclass, field, fields
from datetime import date
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Exists, Func, IntegerField, QuerySet, Subquery

from studios.choices.reviews import VisitState
from studios.models import Adoption, Application, CooperationRequest, PanelSeat, ProfileBlock, Story, Visitor
from unions import clock
from unions.models import Account, CalendarYear
from unions.scope import Grant
from unions.values.counts import MOST_COUNTED


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What the items of an account hang on; numbers end one beyond the bound."""

    waiting: int
    has_seat: bool
    has_visits: bool
    years: list[int]
    adoptions: int
    requests: int
    request_due: date | None
    pages: int
    stories_to_check: int
    stories_to_revise: int


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that the statement depends on."""

    pk: int
    grants: tuple[Grant, ...]
    day: date
    account: Account = field(compare=False)


def own_work_of(account: Account) -> OwnWork:
    """Cases and letters that wait, seats and visits of the account, and the calendar's years."""
    with connection.cursor() as cursor:
        cursor.execute(*_statement(_Reader(account.pk, account.scope.grants, clock.today(), account)))
        return OwnWork(*cursor.fetchone())


# Putting these conditions together takes longer than answering them.
@lru_cache(maxsize=1000)
def _statement(reader: _Reader) -> tuple[str, tuple[Any, ...]]:
    account = reader.account
    adoptions, requests = (m.objects.waiting().kept_by(account) for m in (Adoption, CooperationRequest))
    me = Account.objects.filter(pk=account.pk).annotate(
        waiting=_number(Application.objects.on_desk_of(account)),
        has_seat=Exists(PanelSeat.objects.of(account)),
        has_visits=Exists(Visitor.objects.filter(account=account, visit__state=VisitState.PLANNED)),
        years=ArraySubquery(CalendarYear.objects.order_by().values("pk")),
        adoptions=_number(adoptions),
        requests=_number(requests),
        request_due=Subquery(requests.order_by("due_on").values("due_on")[:1]),
        pages=_number(ProfileBlock.objects.waiting_for(account)),
        stories_to_check=_number(Story.objects.to_check_by(account)),
        stories_to_revise=_number(Story.objects.to_revise_by(account)),
    )
    return me.values_list(*(one.name for one in fields(OwnWork))).query.sql_with_params()


def _number(rows: QuerySet[Any]) -> Func:
    some = ArraySubquery(rows.order_by().values("pk")[: MOST_COUNTED + 1])
    # Where nothing can be found, Django writes NULL for the array.
    template = "COALESCE(CARDINALITY(%(expressions)s::bigint[]), 0)"
    return Func(some, template=template, output_field=IntegerField())
