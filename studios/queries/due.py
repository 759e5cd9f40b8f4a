"""What has passed its date."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from studios.choices.calls import Stage
from studios.models import Application, CallStage
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
