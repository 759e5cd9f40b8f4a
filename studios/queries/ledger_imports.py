"""Whether an import of a ledger is still under way."""

from procrastinate.contrib.django.models import ProcrastinateJob

from studios.choices.ledger import ImportState
from studios.models import LedgerImport

WAITING = ("todo", "doing")


def is_under_way(made: LedgerImport) -> bool:
    """Whether the worker has an import, or will have it; one whose job was cancelled or given up is not."""
    alive = ProcrastinateJob.objects.filter(pk=made.job, status__in=WAITING)
    return made.state == ImportState.RUNNING and alive.exists()
