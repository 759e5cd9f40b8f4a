"""Imports the union tree from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from unions.actions.reference import load_reference
from unions.imports.union_cells import UnreadableSheet
from unions.imports.unions import import_union_sheet


class Command(BaseCommand):
    """Writes all lines or none; names every faulty one."""

    help = "Import the union tree. The same file again changes nothing; with a fault nothing is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with the columns of unions/data/demo_unions.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference()
        try:
            sheet, done = import_union_sheet(options["file"].read_bytes(), by=None)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}", returncode=2) from error
        except UnreadableSheet as error:
            raise CommandError(str(error.message)) from error
        if done is None:
            for fault in sheet.faults:
                self.stderr.write(f"line {fault.line}, {fault.column} “{fault.shown_value}”: {fault.message}")
            raise CommandError(f"Nothing was imported: {len(sheet.faults)} faults in {sheet.lines} lines.")
        counts = f"{len(done.created)} new, {len(done.changed)} changed, {len(done.unchanged)} unchanged"
        self.stdout.write(f"{sheet.lines} unions: {counts}.")
