"""Checks an uploaded ledger against the register: the dry run that the page shows and the import applies."""

from dataclasses import dataclass
from functools import cached_property

from studios.actions.attachments import full_path
from studios.actions.ledger import Counts, counts_of, import_ledger
from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.ledger.report import merge_plan
from studios.imports.sheets import read_workbook
from studios.models import Attachment
from studios.queries.ledger_plan import Plan, plan_import
from studios.queries.ledger_register import load_register
from studios.values.ledger import Fault
from unions.models import Account

SLOT = "ledger"


@dataclass
class CheckedLedger:
    """One uploaded ledger, read again whenever it is asked for, so that it never shows an old register."""

    upload: Attachment

    @cached_property
    def _checked(self) -> tuple[Reading, Plan]:
        reading = read_ledger(read_workbook(full_path(self.upload)), load_register(self.upload.union))
        plan = plan_import(reading.good)
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
        return [warning for planned in self.plan.rows for warning in planned.row.warnings]

    def apply(self, *, by: Account, expected: Counts) -> Plan:
        """Write all good rows in one transaction."""
        return import_ledger(
            self.reading.good, by=by, union=self.upload.union, source=self.upload.name, expected=expected
        )
