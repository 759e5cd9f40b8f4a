"""Time the sheets of the list of studios against writing the same cells from memory."""

from contextlib import nullcontext
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.urls import reverse

from studios.management.bench.exports import GOALS, time_exports
from studios.management.bench.officers import officer_of
from studios.management.scale.databases import moved_to
from unions.choices.people import Role


class Command(BaseCommand):
    """On the present database, or on one that bench made; nothing is written."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """How large a register, and how often."""
        parser.add_argument("--studios", type=int, help="size of a register that bench made")
        parser.add_argument("--runs", type=int, default=3)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print a line for each form."""
        size = options["studios"]
        with moved_to(f"{connection.settings_dict['NAME']}_scale_{size}") if size else nullcontext():
            for found in time_exports(reverse("desk_studios"), officer_of(Role.CLERK), options["runs"]):
                self.stdout.write(
                    f"{found.rows:,} studios as {found.form}: {found.taken:.2f} s (goal {GOALS[found.form]:g} s for "
                    f"20,000), the cells alone {found.alone:.2f} s, ratio {found.ratio:.1f}; {found.megabytes:.0f} MB"
                )
