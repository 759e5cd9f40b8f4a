"""To whom a bulk message about a call may go: units by state, experts not done, recommenders overdue."""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from studios.choices.calls import CallState, Stage
from studios.choices.reviews import SeatState, SheetState
from studios.models import Application, Assignment, Call, PanelSeat, ScoreSheet
from studios.queries.originals import units_lacking
from unions import clock
from unions.choices.people import DESK_ROLES
from unions.models import Account
from unions.ui import selections
from unions.ui.own_selections import officers_of
from unions.ui.selections import Selection

STATES = (
    Stage.DRAFT,
    Stage.RETURNED,
    Stage.QUALIFICATION,
    Stage.PANEL,
    Stage.VISIT,
    Stage.MEETING,
    Stage.NOTICE,
    Stage.DECISION,
    Stage.NAMED,
    Stage.NOT_SELECTED,
)


def register_sources() -> None:
    """Offer them once; called when the application is ready."""
    selections.register("calls", call_selections)


def call_selections(account: Account) -> Iterator[Selection]:
    """For each open call of the account's own unions."""
    calls = Call.objects.filter(union__in=account.scope.union_ids(*DESK_ROLES), state=CallState.OPEN)
    for call in calls.select_related("union").prefetch_related("dates"):
        yield from _of_call(call)


def _of_call(call: Call) -> Iterator[Selection]:
    places = {"call": call.title, "due": _filing_date(call)}
    facts = {"union": call.union, "group": call.title, "url": call.get_absolute_url(), "facts": places}
    for state in STATES:
        if state in call.stages or state not in (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE):
            label = format_lazy("{}：{}", _("Units with cases in this state"), state.label)
            yield Selection(f"call-{call.pk}-{state}", label, people=_units(call, state), **facts)
    late = facts | {"url": reverse("desk")}
    yield Selection(f"late-{call.pk}", _("Recommenders with cases overdue"), people=_late(call), **late)
    if call.paper_copies:
        yield Selection(
            f"originals-{call.pk}", _("Units whose paper originals are missing"), people=_owing(call), **facts
        )
    if Stage.PANEL in call.stages:
        yield Selection(f"experts-{call.pk}", _("Experts who are not done"), people=_experts(call), **facts)


def _filing_date(call: Call) -> str:
    due = next((date.due_at for date in call.dates.all() if date.stage == Stage.DRAFT), None)
    return date_format(localtime(due), "DATETIME_FORMAT") if due else ""


def _units(call: Call, state: Stage):
    def people() -> Iterable[Account]:
        return officers_of(Application.objects.filter(call=call, state=state).values("union"))

    return people


def _late(call: Call):
    def people() -> Iterable[Account]:
        late = Application.objects.filter(call=call, state=Stage.RECOMMENDATION, due_at__lt=clock.now())
        return officers_of(late.values("desk"))

    return people


def _owing(call: Call):
    def people() -> Iterable[Account]:
        return officers_of(units_lacking(call))

    return people


def _experts(call: Call):
    def people() -> Iterable[Account]:
        over = ScoreSheet.objects.filter(
            assignment=OuterRef("pk"), state__in=[SheetState.SUBMITTED, SheetState.TYPED, SheetState.VOID]
        )
        waiting = Assignment.objects.filter(~Exists(over), seat__call=call, application__state=Stage.PANEL)
        seats = PanelSeat.objects.filter(
            state__in=[SeatState.INVITED, SeatState.DECLARED], pk__in=waiting.values("seat")
        )
        return Account.objects.active().filter(pk__in=seats.values("expert__account")).order_by("name", "pk")

    return people
