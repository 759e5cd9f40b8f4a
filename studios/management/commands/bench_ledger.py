"""Time the check of a large ledger, every fault found, against openpyxl alone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from studios.management.bench.ledger import GOAL, time_ledger
from unions.models import Union


class Command(BaseCommand):
    """On the present database, with its topmost union; nothing is written."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """How long a ledger, and how often."""
        parser.add_argument("--rows", type=int, default=10_000)
        parser.add_argument("--runs", type=int, default=5)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print one line."""
        union = Union.objects.active().filter(kind="grassroots").order_by("path").first()
        if union is None:
            raise CommandError("There is no demo city here yet: run make demo first.")
        root = Union.objects.get(pk=int(union.path.split(".")[0]))
        timing = time_ledger(root, options["rows"], options["runs"])
        self.stdout.write(
            f"ledger of {timing.rows} rows, {timing.faults} faults found: {timing.check:.2f} s, openpyxl alone "
            f"{timing.alone:.2f} s, ratio {timing.ratio:.2f} (goal {GOAL:.0f}), reader {timing.megabytes:.0f} MB"
        )
