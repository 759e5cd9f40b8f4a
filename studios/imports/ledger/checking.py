"""Checks an uploaded ledger against the register: the dry run that the page shows and the import applies."""

from dataclasses import dataclass, field
from functools import cached_property

from studios.actions.attachments import full_path
from studios.actions.ledger import Counts, counts_of
from studios.actions.ledger_imports import begin_import
from studios.imports.ledger.questions import Question, questions_of
from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.ledger.report import merge_plan
from studios.imports.sheets import Sheet, read_workbook
from studios.models import Attachment, LedgerImport
from studios.queries.ledger_answers import answers_of
from studios.queries.ledger_imports import is_under_way
from studios.queries.ledger_plan import Plan, plan_import
from studios.queries.ledger_register import load_register
from studios.values.ledger import Fault
from unions.models import Account

SLOT = "ledger"


@dataclass
class CheckedLedger:
    """One uploaded ledger, read again whenever it is asked for, so that it never shows an old register."""

    upload: Attachment
    by: Account
    read: list[Sheet] = field(default_factory=list)

    @cached_property
    def _checked(self) -> tuple[Reading, Plan]:
        sheets = self.read or read_workbook(full_path(self.upload))
        answers = answers_of(self.upload.union, self.upload)
        reading = read_ledger(sheets, load_register(self.upload.union), answers)
        plan = plan_import(reading.good, reading.entries, by=self.by)
        merge_plan(reading, plan)
        return reading, plan

    @property
    def reading(self) -> Reading:
        """What the workbook says, with the faults that only the register shows."""
        return self._checked[0]

    @property
    def plan(self) -> Plan:
        """What the good rows would do."""
        return self._checked[1]

    @property
    def counts(self) -> Counts:
        """How many rows create, update and change nothing."""
        return counts_of(self.plan)

    @property
    def warnings(self) -> list[Fault]:
        """What is worth a look in the good rows."""
        return [warning for planned in self.plan.everything for warning in planned.row.warnings]

    @property
    def is_unsure(self) -> bool:
        """Whether somebody should say what columns mean: one was guessed, or a needed one was not found."""
        return any(
            table.guessed or (table.unknown and set(table.form.needed) - table.columns.keys())
            for table in self.reading.tables
        )

    @cached_property
    def questions(self) -> list[Question]:
        """What can be answered here instead of in the workbook."""
        return questions_of(self.reading.faults)

    @cached_property
    def last(self) -> LedgerImport | None:
        """The newest import of this file."""
        return LedgerImport.objects.filter(upload=self.upload).select_related("by").order_by("-pk").first()

    @cached_property
    def is_running(self) -> bool:
        """Whether the worker has this file just now."""
        return self.last is not None and is_under_way(self.last)

    def apply(self, expected: Counts) -> LedgerImport:
        """Write all good rows in one transaction."""
        reading = self.reading
        return begin_import(self.upload, reading.good, by=self.by, expected=expected, entries=reading.entries)
