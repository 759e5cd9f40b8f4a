"""What has passed its date."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from studios.choices.calls import Stage
from studios.choices.reviews import ObjectionState, VisitState
from studios.models import Application, CallStage, CooperationRequest, Objection, SiteVisit
from studios.models.application import AT_A_DESK
from unions import clock


def overdue_drafts() -> QuerySet[Application]:
    """Drafts that were never submitted and whose date has passed."""
    return Application.objects.filter(state=Stage.DRAFT, version_count=0, due_at__lt=clock.now()).order_by("pk")


def overdue_untold() -> QuerySet[Application]:
    """Cases at a desk or returned whose date has passed and whose sides were not told of it yet."""
    told = Q(overdue_told_at__gt=F("due_at"), overdue_told_at__gte=F("state_since"))
    rows = Application.objects.filter(state__in=[*AT_A_DESK, Stage.RETURNED], due_at__lt=clock.now())
    return rows.exclude(told).order_by("pk")


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


def visits_of_tomorrow() -> QuerySet[SiteVisit]:
    """Visits that are planned for tomorrow."""
    tomorrow = clock.today() + timedelta(days=1)
    return SiteVisit.objects.filter(state=VisitState.PLANNED, planned_at__date=tomorrow).order_by("pk")
