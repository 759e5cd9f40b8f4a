"""What has passed its date, and what comes near it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from studios.choices.calls import CallState, Stage
from studios.choices.reviews import NoticeState, ObjectionState, VisitState
from studios.models import Application, Call, CallStage, CooperationRequest, Objection, PublicNotice, SiteVisit
from studios.models.application import AHEAD, AT_A_DESK
from unions import clock

PANEL_AHEAD = timedelta(days=3)


def overdue_drafts() -> QuerySet[Application]:
    """Drafts that were never submitted and whose date has passed."""
    return Application.objects.filter(state=Stage.DRAFT, version_count=0, due_at__lt=clock.now()).order_by("pk")


def overdue_untold() -> QuerySet[Application]:
    """Cases at a desk or returned whose date has passed and whose sides were not told of it yet."""
    told = Q(overdue_told_at__gt=F("due_at"), overdue_told_at__gte=F("state_since"))
    rows = Application.objects.filter(state__in=[*AT_A_DESK, Stage.RETURNED], due_at__lt=clock.now())
    return rows.exclude(told).order_by("pk")


def due_soon() -> list[list[Application]]:
    """Cases whose date comes near and whose holders owe no word of it yet: of each holder, call and day together."""
    now = clock.now()
    held = (Stage.DRAFT, Stage.RETURNED, *AT_A_DESK)
    rows = Application.objects.filter(state__in=held, due_at__gt=now, due_at__lte=now + AHEAD[-1])
    owed = [a for a in rows.order_by("pk") if a.owes_reminder(now)]
    return _together(owed, lambda a: (a.state in AT_A_DESK, a.desk_id if a.state in AT_A_DESK else a.union_id))


def _together(rows: list[Application], holder: Callable[[Application], tuple[Any, ...]]) -> list[list[Application]]:
    groups: dict[tuple[Any, ...], list[Application]] = {}
    for row in rows:
        day = localdate(row.due_at)
        groups.setdefault((*holder(row), row.call_id, day), []).append(row)
    return list(groups.values())


def perhaps_waiting_long() -> QuerySet[Application]:
    """Cases at a desk for which the call sets a limit in working days and nobody was reminded yet."""
    limits = CallStage.objects.filter(call=OuterRef("call"), stage=OuterRef("state"), reminder_days__isnull=False)
    rows = Application.objects.filter(Exists(limits), state__in=AT_A_DESK)
    return rows.exclude(reminded_at__gte=F("state_since")).order_by("pk")


def objections_due() -> QuerySet[Objection]:
    """Open objections whose day to be sifted or settled is today or has passed."""
    today = clock.today()
    new = Q(state=ObjectionState.RECEIVED)
    due = (new & Q(sift_by__lte=today)) | (~new & Q(settle_by__lte=today))
    return Objection.objects.open().filter(due).order_by("pk")


def requests_due() -> QuerySet[CooperationRequest]:
    """Cooperation requests without an answer whose day is today or has passed, and of which nobody was reminded yet."""
    rows = CooperationRequest.objects.waiting().filter(due_on__lte=clock.today(), reminded_at=None)
    return rows.order_by("due_on", "pk")


def notices_ending_tomorrow() -> QuerySet[PublicNotice]:
    """Running notices whose last day is tomorrow."""
    tomorrow = clock.today() + timedelta(days=1)
    return PublicNotice.objects.filter(state=NoticeState.RUNNING, ends_on=tomorrow).order_by("pk")


def panels_due() -> QuerySet[Call]:
    """Open calls whose panel has to be through within three days."""
    now = clock.now()
    dates = CallStage.objects.filter(stage=Stage.PANEL, due_at__gt=now, due_at__lte=now + PANEL_AHEAD)
    return Call.objects.filter(state=CallState.OPEN, dates__in=dates).select_related("union").order_by("pk")


def visits_of_tomorrow() -> QuerySet[SiteVisit]:
    """Visits that are planned for tomorrow."""
    tomorrow = clock.today() + timedelta(days=1)
    return SiteVisit.objects.filter(state=VisitState.PLANNED, planned_at__date=tomorrow).order_by("pk")
