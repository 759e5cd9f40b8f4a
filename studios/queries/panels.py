"""Panels in numbers: seats with their load, cases with their experts, the pool with its seats."""

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from studios.choices.reviews import SheetState
from studios.models import Application, Assignment, Call, Expert, PanelSeat, Recusal
from studios.queries.plans import plan_of
from studios.queries.recusals import panel_cases
from unions.models import Account


def experts_a_case(call: Call) -> int:
    """How many experts each case of the call wants."""
    return plan_of(call).experts_a_case


def is_blind(call: Call) -> bool:
    """Whether the call hides names from its experts."""
    return plan_of(call).is_blind


def _count(rows: QuerySet[Assignment] | QuerySet[Recusal], by: str) -> Coalesce:
    """How many rows belong to the outer row."""
    grouped = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def with_load(rows: QuerySet[PanelSeat]) -> QuerySet[PanelSeat]:
    """Seats with how many cases they hold (`load`), have handed in (`done`) and stay away from (`away`)."""
    live = Assignment.objects.live()
    done = live.filter(sheet__state__in=[SheetState.SUBMITTED, SheetState.TYPED])
    return rows.select_related("expert__person", "expert__account", "group", "call").annotate(
        load=_count(live, "seat"), done=_count(done, "seat"), away=_count(Recusal.objects.all(), "seat")
    )


def with_experts(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Cases with how many experts they have (`given`), and their live assignments at hand (`live_assignments`)."""
    live = Assignment.objects.live().select_related("seat__expert__person").order_by("seat__number")
    return rows.annotate(given=_count(Assignment.objects.live(), "application")).prefetch_related(
        Prefetch("assignments", queryset=live, to_attr="live_assignments")
    )


def short_cases(call: Call) -> QuerySet[Application]:
    """Cases of the panel that have fewer experts than the call asks for."""
    rows = panel_cases(call).annotate(given=_count(Assignment.objects.live(), "application"))
    return rows.filter(given__lt=experts_a_case(call))


def with_seats(rows: QuerySet[Expert]) -> QuerySet[Expert]:
    """Experts with person, account, specialties and how many panels they sit in (`panels`)."""
    seats = PanelSeat.objects.seated().filter(expert=OuterRef("pk")).order_by().values("expert")
    count = Subquery(seats.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return (
        rows.select_related("person", "account", "union")
        .prefetch_related("specialties")
        .annotate(panels=Coalesce(count, 0))
    )


def pool_for(call: Call) -> QuerySet[Expert]:
    """Available experts of the naming union's pool who hold no seat in the call, or declined one."""
    held = PanelSeat.objects.filter(call=call, expert=OuterRef("pk")).exclude(state="declined")
    rows = Expert.objects.filter(~Exists(held), union=call.union_id, is_active=True)
    return rows.select_related("person").prefetch_related("specialties")


def seats_of(account: Account) -> QuerySet[PanelSeat]:
    """The seats of an account, the newest first."""
    rows = PanelSeat.objects.of(account).select_related("call__union", "group", "expert__person")
    return rows.order_by("-invited_at", "-pk")
