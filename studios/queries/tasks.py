"""What waits at the level of a call for its naming union: panels, visits, meetings, notices, objections, decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studios.choices.calls import CallState, Stage
from studios.choices.reviews import NoticeState, ObjectionState, SeatState, SheetState
from studios.models import Application, Assignment, Call, Meeting, Objection, PublicNotice, ScoreSheet
from studios.queries.notices import wanting
from studios.queries.visits import awaiting_report
from unions import clock
from unions.choices.people import DESK_ROLES
from unions.models import Account
from unions.values.counts import bounded

COUNTED = (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE, Stage.DECISION)
SOON_DAYS = 1
# The address of a list that shows what waits for its reader alone.
MINE = "?waits=me"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: the sentence, the page's route, its call, its query and the day it is due where there are any.

    With a `count` the page is a list that shows just as many rows.
    """

    call: Call | None
    text: str
    route: str
    due_on: date | None = None
    query: str = ""
    count: int | None = None

    @property
    def url(self) -> str:
        """The page where it is done."""
        is_of_call = self.call is not None and self.route.startswith("call_")
        return reverse(self.route, args=[self.call.pk] if self.call and is_of_call else []) + self.query

    @property
    def tone(self) -> str:
        """Colour role: danger when the day has passed, amber on it or the day before."""
        if self.due_on is None:
            return ""
        left = (self.due_on - clock.today()).days
        return "danger" if left < 0 else "amber" if left <= SOON_DAYS else ""


def call_tasks(account: Account) -> list[Task]:
    """The tasks of all open calls of the account's own unions, nearest day first, in one query."""
    unions = account.scope.union_ids(*DESK_ROLES)
    calls = Call.objects.filter(union__in=unions, state=CallState.OPEN).annotate(**FACTS).order_by("pk")
    tasks = [task for call in calls for part in PARTS for task in part(call)]
    return sorted(
        tasks, key=lambda task: (task.due_on is None, task.due_on or date.max, task.call.pk if task.call else 0)
    )


def letter_tasks(adoptions: int, requests: int, due_on: date | None) -> list[Task]:
    """Letters that wait for the account; each list that is linked shows just as many."""
    tasks = []
    if n := requests:
        words = ngettext("%(n)s cooperation request to answer", "%(n)s cooperation requests to answer", n) % {
            "n": bounded(n)
        }
        tasks.append(Task(None, words, "requests", due_on, MINE, n))
    if n := adoptions:
        words = ngettext("%(n)s adoption to confirm", "%(n)s adoptions to confirm", n) % {"n": bounded(n)}
        tasks.append(Task(None, words, "adoptions", query=MINE, count=n))
    return tasks


def page_tasks(count: int) -> list[Task]:
    """That blocks of studios' pages wait; the navigation has counted them."""
    words = ngettext("%(n)s block of a page to publish", "%(n)s blocks of pages to publish", count) % {
        "n": bounded(count)
    }
    return [Task(None, words, "pages_waiting", count=count)] if count else []


def _number(rows: QuerySet[Any], call: str) -> Coalesce:
    """How many of the rows belong to the call; `call` is the way from a row to it."""
    own = rows.filter(**{call: OuterRef("pk")}).order_by().values(call)
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def _nearest(state: str, day: str) -> Subquery:
    """The nearest day on which an objection in this state is due."""
    own = Objection.objects.filter(notice__call=OuterRef("pk"), state=state).order_by().values("notice__call")
    return Subquery(own.annotate(day=Min(day)).values("day"))


def _owing() -> Coalesce:
    """How many experts at work still owe sheets, as the list of their progress counts them."""
    own = IN_PANEL.live().exclude(sheet__state=SheetState.SUBMITTED)
    seats = own.filter(seat__call=OuterRef("pk")).order_by().values("seat__call")
    return Coalesce(Subquery(seats.annotate(n=Count("seat", distinct=True)).values("n")), 0)


AT_WORK = (SeatState.INVITED, SeatState.DECLARED)
HANDED_IN = Exists(
    ScoreSheet.objects.filter(assignment=OuterRef("pk"), state__in=[SheetState.SUBMITTED, SheetState.VOID])
)
IN_PANEL = Assignment.objects.filter(application__state=Stage.PANEL, seat__state__in=AT_WORK)
OWN_MEETING = Meeting.objects.filter(call=OuterRef("pk"))
OWN_NOTICES = PublicNotice.objects.filter(call=OuterRef("pk")).exclude(state=NoticeState.REPLACED)
FACTS: dict[str, Any] = {
    **{f"at_{stage.value}": _number(Application.objects.filter(state=stage), "call") for stage in COUNTED},
    "assigned": _number(IN_PANEL, "application__call"),
    "missing": _number(IN_PANEL.exclude(HANDED_IN), "application__call"),
    "owing": _owing(),
    "unreported": _number(awaiting_report(), "call"),
    "has_list": Exists(OWN_MEETING),
    "is_frozen": Exists(OWN_MEETING.filter(frozen_at__isnull=False)),
    "has_notice": Exists(OWN_NOTICES),
    "has_draft": Exists(OWN_NOTICES.filter(state=NoticeState.DRAFT)),
    "wants": Exists(wanting().filter(call=OuterRef("pk"))),
    "to_sift": _number(Objection.objects.filter(state=ObjectionState.RECEIVED), "notice__call"),
    "sift_by": _nearest(ObjectionState.RECEIVED, "sift_by"),
    "to_settle": _number(Objection.objects.filter(state=ObjectionState.ACCEPTED), "notice__call"),
    "settle_by": _nearest(ObjectionState.ACCEPTED, "settle_by"),
}


def _at(call: Any, stage: Stage) -> int:
    return int(getattr(call, f"at_{stage.value}"))


def _panel(call: Any) -> Iterator[Task]:
    """How many experts still owe sheets, or that the panel can be closed."""
    if not _at(call, Stage.PANEL):
        return
    if not call.assigned:
        yield Task(call, _("Assign the cases of the panel to experts"), "call_assignments")
    elif not call.missing:
        yield Task(call, _("All score sheets are in: close the panel"), "call_board")
    else:
        n = call.owing
        words = ngettext("%(n)s expert still owes score sheets", "%(n)s experts still owe score sheets", n) % {"n": n}
        yield Task(call, words, "call_board_experts", query="?owes=1", count=n)


def _visits(call: Any) -> Iterator[Task]:
    """How many visits are not reported, or that they can be closed."""
    if not _at(call, Stage.VISIT):
        return
    missing = call.unreported
    words = ngettext("%(n)s visit is not reported", "%(n)s visits are not reported", missing) % {"n": missing}
    if missing:
        yield Task(call, words, "cases", query=f"?call={call.pk}&waits=report", count=missing)
    else:
        yield Task(call, _("All visits are reported: close the visits"), "call_visits")


def _meeting(call: Any) -> Iterator[Task]:
    """A list that is not open, or not frozen yet."""
    if not _at(call, Stage.MEETING) or call.is_frozen:
        return
    words = _("Freeze the list of the meeting") if call.has_list else _("Open the list of the meeting")
    yield Task(call, words, "call_meeting")


def _notices(call: Any) -> Iterator[Task]:
    """Notices to draft, to publish, to correct."""
    if not call.has_notice and _at(call, Stage.NOTICE):
        yield Task(call, _("Draft the public notice"), "call_notices")
    if call.has_draft:
        yield Task(call, _("Publish the public notice"), "call_notices")
    if call.wants:
        yield Task(call, _("Correct the public notice: it shows a case that has left the list"), "call_notices")


def _objections(call: Any) -> Iterator[Task]:
    """Objections to sift and to settle, each with the nearest day."""
    if n := call.to_sift:
        words = ngettext("%(n)s objection to sift", "%(n)s objections to sift", n) % {"n": n}
        yield Task(call, words, "call_objections", call.sift_by, f"?state={ObjectionState.RECEIVED.value}", n)
    if n := call.to_settle:
        words = ngettext("%(n)s objection to settle", "%(n)s objections to settle", n) % {"n": n}
        yield Task(call, words, "call_objections", call.settle_by, f"?state={ObjectionState.ACCEPTED.value}", n)


def _decision(call: Any) -> Iterator[Task]:
    """Cases that await their paper."""
    if n := _at(call, Stage.DECISION):
        words = ngettext("%(n)s case awaits its decision paper", "%(n)s cases await their decision paper", n) % {"n": n}
        yield Task(call, words, "cases", query=f"?call={call.pk}&state={Stage.DECISION.value}", count=n)


PARTS = (_panel, _visits, _meeting, _notices, _objections, _decision)
