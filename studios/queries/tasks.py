"""What waits at the level of a call for its naming union: panels, visits, meetings, notices, objections, decisions."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studios.choices.calls import CallState, Stage
from studios.choices.reviews import NoticeState, ObjectionState, SheetState, VisitState
from studios.models import Assignment, Call, Meeting, Objection, PublicNotice, ScoreSheet, SiteVisit
from studios.queries.notices import wanting
from unions import clock
from unions.choices.people import DESK_ROLES
from unions.models import Account

COUNTED = (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE, Stage.DECISION)
SOON_DAYS = 1


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: the sentence, the page's route with its call, and the day it is due where there is one."""

    call: Call
    text: str
    route: str
    due_on: date | None = None

    @property
    def tone(self) -> str:
        """Colour role: danger when the day has passed, amber on it or the day before."""
        if self.due_on is None:
            return ""
        left = (self.due_on - clock.today()).days
        return "danger" if left < 0 else "amber" if left <= SOON_DAYS else ""


def call_tasks(account: Account) -> list[Task]:
    """The tasks of all calls of the account's own unions, in a number of queries that does not grow."""
    calls = _calls(account)
    if not calls:
        return []
    parts = (_panels(calls), _visits(calls), _meetings(calls), _notices(calls), _objections(calls), _decisions(calls))
    tasks = list(chain.from_iterable(parts))
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.max, task.call.pk))


def _calls(account: Account) -> dict[int, Call]:
    """Open calls that have reached review, each with its cases by state."""
    counts = {f"at_{s.value}": Count("applications", filter=Q(applications__state=s)) for s in COUNTED}
    unions = account.scope.union_ids(*DESK_ROLES)
    rows = Call.objects.filter(union__in=unions, state=CallState.OPEN).annotate(**counts).order_by("pk")
    return {call.pk: call for call in rows if any(_at(call, s) for s in COUNTED)}


def _at(call: Call, stage: Stage) -> int:
    return int(getattr(call, f"at_{stage.value}"))


def _standing(calls: dict[int, Call], stage: Stage) -> Iterator[Call]:
    return (call for call in calls.values() if _at(call, stage))


def _panels(calls: dict[int, Call]) -> Iterator[Task]:
    """Panels: how many sheets are still to come, or that it can be closed."""
    asked = [call.pk for call in _standing(calls, Stage.PANEL)]
    done = Exists(
        ScoreSheet.objects.filter(assignment=OuterRef("pk"), state__in=[SheetState.SUBMITTED, SheetState.VOID])
    )
    rows = Assignment.objects.filter(application__call__in=asked, application__state=Stage.PANEL)
    counts = rows.order_by().values("application__call").annotate(n=Count("pk"), open=Count("pk", filter=~done))
    found = {row["application__call"]: row for row in counts} if asked else {}
    for pk in asked:
        row = found.get(pk, {"n": 0, "open": 0})
        yield Task(calls[pk], _panel_words(row["n"], row["open"]), "call_board" if row["n"] else "call_assignments")


def _panel_words(assigned: int, missing: int) -> str:
    if not assigned:
        return _("Assign the cases of the panel to experts")
    if not missing:
        return _("All score sheets are in: close the panel")
    return ngettext("%(n)s score sheet is missing", "%(n)s score sheets are missing", missing) % {"n": missing}


def _visits(calls: dict[int, Call]) -> Iterator[Task]:
    """Visits: planned and past, or all reported."""
    asked = [call.pk for call in _standing(calls, Stage.VISIT)]
    reported = Count("pk", filter=Q(state=VisitState.REPORTED))
    rows = SiteVisit.objects.filter(application__call__in=asked, application__state=Stage.VISIT)
    counts = rows.order_by().values_list("application__call").annotate(n=reported)
    found = dict(counts) if asked else {}
    for pk in asked:
        missing = _at(calls[pk], Stage.VISIT) - found.get(pk, 0)
        words = ngettext("%(n)s visit is not reported", "%(n)s visits are not reported", missing) % {"n": missing}
        yield Task(calls[pk], words if missing else _("All visits are reported: close the visits"), "call_visits")


def _meetings(calls: dict[int, Call]) -> Iterator[Task]:
    """Meetings that are not frozen yet."""
    asked = [call.pk for call in _standing(calls, Stage.MEETING)]
    rows = Meeting.objects.filter(call__in=asked).values_list("call", "frozen_at") if asked else ()
    found = dict(rows)
    for pk in asked:
        if pk not in found:
            yield Task(calls[pk], _("Open the list of the meeting"), "call_meeting")
        elif found[pk] is None:
            yield Task(calls[pk], _("Freeze the list of the meeting"), "call_meeting")


def _notices(calls: dict[int, Call]) -> Iterator[Task]:
    """Notices to draft, to publish, to correct; those of decided cases too, which still may want correction."""
    asked = [call.pk for call in calls.values() if _at(call, Stage.NOTICE) or Stage.NOTICE in call.stages]
    wants = Exists(wanting().filter(pk=OuterRef("pk")))
    found_rows = PublicNotice.objects.filter(call__in=asked).exclude(state=NoticeState.REPLACED)
    rows = found_rows.annotate(wants=wants) if asked else ()
    found: dict[int, list[PublicNotice]] = defaultdict(list)
    for notice in rows:
        found[notice.call_id].append(notice)
    for pk in asked:
        yield from _notice_tasks(calls[pk], found[pk])


def _notice_tasks(call: Call, notices: list[PublicNotice]) -> Iterator[Task]:
    if not notices and _at(call, Stage.NOTICE):
        yield Task(call, _("Draft the public notice"), "call_notices")
    if any(notice.state == NoticeState.DRAFT for notice in notices):
        yield Task(call, _("Publish the public notice"), "call_notices")
    if any(notice.wants for notice in notices):  # type: ignore[attr-defined]
        yield Task(call, _("Correct the public notice: it shows a case that has left the list"), "call_notices")


def _objections(calls: dict[int, Call]) -> Iterator[Task]:
    """Objections to sift and to settle, each with the nearest day."""
    rows = Objection.objects.open().filter(notice__call__in=list(calls)).order_by().values("notice__call", "state")
    for row in rows.annotate(n=Count("pk"), sift=Min("sift_by"), settle=Min("settle_by")):
        call, n = calls[row["notice__call"]], row["n"]
        if row["state"] == ObjectionState.RECEIVED:
            words = ngettext("%(n)s objection to sift", "%(n)s objections to sift", n) % {"n": n}
            yield Task(call, words, "call_objections", row["sift"])
        else:
            words = ngettext("%(n)s objection to settle", "%(n)s objections to settle", n) % {"n": n}
            yield Task(call, words, "call_objections", row["settle"])


def _decisions(calls: dict[int, Call]) -> Iterator[Task]:
    """Cases that await their paper."""
    for call in _standing(calls, Stage.DECISION):
        n = _at(call, Stage.DECISION)
        words = ngettext("%(n)s case awaits its decision paper", "%(n)s cases await their decision paper", n) % {"n": n}
        yield Task(call, words, "call_papers")
