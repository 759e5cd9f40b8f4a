"""What has passed its date."""

from django.db.models import QuerySet

from studios.choices.calls import Stage
from studios.models import Application
from unions import clock


def overdue_drafts() -> QuerySet[Application]:
    """Drafts that were never submitted and whose date has passed."""
    return Application.objects.filter(state=Stage.DRAFT, version_count=0, due_at__lt=clock.now()).order_by("pk")
