"""Fills a separate database with a made register of any size, to measure pages at a country's scale."""

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from studios.actions.reference import load_reference as load_dictionaries
from studios.management.scale.audit import fill_audit
from studios.management.scale.databases import Made, connect, mark, moved_to, prepare_database
from studios.management.scale.filling import Filling
from studios.management.scale.showcase import fill_showcase
from unions.actions.reference import load_reference as load_industries

LEAST, MOST = 20, 1_000_000


class Command(BaseCommand):
    """A register of N studios with ten members and ten results each; never beside real or demo data."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, where, and which of the many possible registers."""
        parser.add_argument("--studios", type=int, required=True)
        parser.add_argument(
            "--database", default="", help="its name on the same server; <present name>_scale if unsaid"
        )
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *_args: Any, studios: int, database: str, seed: int, **_options: Any) -> None:
        """Make the database anew, migrate and fill it."""
        if not LEAST <= studios <= MOST or not 0 <= seed <= MOST:
            raise CommandError(f"Between {LEAST} and {MOST} studios.")
        name = database or f"{connection.settings_dict['NAME']}_scale"
        begin = time.monotonic()
        prepare_database(name)
        mark(name, Made(0, seed))
        with moved_to(name):
            self._fill(name, studios, seed)
        mark(name, Made(studios, seed))
        self.stdout.write(f"{name}: {studios} studios in {time.monotonic() - begin:.0f} s")

    def _fill(self, name: str, studios: int, seed: int) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        load_industries()
        load_dictionaries()
        connection.close()
        Filling(name, studios, seed, self.stdout.write).run()
        fill_audit(min(studios, 100_000))
        connection.close()
        fill_showcase(name, self.stdout.write)
        with connect(name) as server:
            server.execute("VACUUM (ANALYZE, FREEZE)")
