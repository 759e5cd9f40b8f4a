"""Imports a union's ledger of studios from a workbook or CSV: every fault with its cell, all good rows or none."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from studios.actions.ledger import import_ledger
from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.ledger.report import as_json, merge_plan
from studios.imports.sheets import read_workbook
from studios.queries.ledger_answers import answers_of
from studios.queries.ledger_plan import Plan, plan_import
from studios.queries.ledger_register import load_register
from unions.errors import Refusal
from unions.models import Account, Union

NOT_READ, USAGE = 1, 2


class Command(BaseCommand):
    """`import_ledger FILE --union CODE [--dry-run] [--all-or-nothing] [--json]`."""

    help = "Import a union's ledger of studios from an .xlsx workbook or a CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """File, union, and whether to write and to speak JSON."""
        parser.add_argument("file", type=Path, help="the workbook")
        parser.add_argument("--union", required=True, metavar="CODE", help="code of the union whose ledger it is")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing if any row has a fault")
        parser.add_argument("--by", metavar="USERNAME", default="", help="who writes members, results, projects, pairs")
        parser.add_argument("--json", action="store_true", help="write one JSON object to standard output")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, apply unless it is a dry run, and report; exit 1 when nothing could be read."""
        union = _union(options["union"])
        try:
            reading, plan = self._run(union, options)
        except OSError as problem:
            raise CommandError(f"{options['file']}: {problem.strerror}", returncode=USAGE) from problem
        except Refusal as refusal:
            self._refuse(str(refusal.message), speaks_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading, plan), ensure_ascii=False))
        else:
            self._report(reading, plan, is_dry=options["dry_run"])

    def _run(self, union: Union, options: dict[str, Any]) -> tuple[Reading, Plan]:
        file = options["file"]
        reading = read_ledger(read_workbook(file), load_register(union), answers_of(union))
        by = _account(options["by"])
        plan = plan_import(reading.good, reading.entries, by=by)
        keeps_back = options["all_or_nothing"] and (reading.faults or plan.faults)
        if not (options["dry_run"] or keeps_back):
            plan = import_ledger(reading.good, by=by, union=union, source=file.name, entries=reading.entries)
            if reading.entries and by is None:
                self.stderr.write("Sheets of members, results, projects and pairs need --by USERNAME: not written.")
        merge_plan(reading, plan)
        if keeps_back and not options["dry_run"]:
            self.stderr.write("There are faults: nothing was written.")
        return reading, plan

    def _refuse(self, sentence: str, *, speaks_json: bool) -> None:
        if speaks_json:
            self.stdout.write(json.dumps({"rows": 0, "accepted": [], "errors": []}))
        self.stderr.write(sentence)
        sys.exit(NOT_READ)

    def _report(self, reading: Reading, plan: Plan, *, is_dry: bool) -> None:
        for fault in reading.faults:
            offers = f" → {'、'.join(fault.candidates)}" if fault.candidates else ""
            self.stdout.write(f"{fault.sheet} {fault.cell} {fault.column} {fault.value!r}: {fault.message}{offers}")
        counts = " ".join(f"{word}={plan.count(word)}" for word in ("create", "update", "unchanged"))
        self.stdout.write(f"rows={reading.rows} errors={len(reading.faults)} {counts}{' dry-run' if is_dry else ''}")


def _union(code: str) -> Union:
    union = Union.objects.active().filter(code=code).first()
    if union is None:
        raise CommandError(f"No active union has the code {code}.", returncode=USAGE)
    return union


def _account(username: str) -> Account | None:
    if not username:
        return None
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise CommandError(f"No active account is called {username}.", returncode=USAGE)
    return account
