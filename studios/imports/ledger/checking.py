"""Checks an uploaded ledger against the register: the dry run that the page shows and the import applies."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import islice

from studios.actions.attachments import full_path
from studios.actions.ledger import Counts, counts_of
from studios.actions.ledger_imports import begin_import
from studios.actions.sheet_checks import ROWS, forget_check, keep_part, kept_part
from studios.imports.ledger.layout import require_ledger
from studios.imports.ledger.questions import Question, questions_of
from studios.imports.ledger.reading import Reading, read_ledger
from studios.imports.ledger.report import merge_plan
from studios.imports.sheets import Sheet, is_long, read_workbook
from studios.models import Attachment, LedgerImport
from studios.queries.ledger_answers import answers_of
from studios.queries.ledger_imports import is_under_way
from studios.queries.ledger_plan import Plan, Planned, PlannedEntry, plan_import
from studios.queries.ledger_register import load_register
from studios.values.ledger import Fault
from studios.values.ledger_records import nowhere
from unions import clock
from unions.actions.job_results import Follow
from unions.models import Account

SLOT = "ledger"
SHOWN_ROWS = 200


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A good row as the page shows it."""

    name: str
    sheet: str
    row: int
    action: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found."""

    reading: Reading
    counts: Counts
    planned: list[PlannedLine]
    warnings: list[Fault]
    made_at: datetime

    def keep(self, upload: Attachment) -> None:
        """Keep it without what only reading needs: cells of the sheet, and where each good row stood."""
        tables = [replace(table, rows=table.rows[:SHOWN_ROWS]) for table in self.reading.tables]
        good = [replace(row, at=nowhere, warnings=[]) for row in self.reading.good]
        keep_part(upload, (good, self.reading.entries), ROWS)
        keep_part(upload, replace(self, reading=replace(self.reading, tables=tables, good=[], entries=[])))


@dataclass
class CheckedLedger:
    """One uploaded ledger, read again whenever it is asked for, so that it never shows an old register.

    A long one is read by the worker, who hears of it by `follow`; what it found is kept, and says since when.
    """

    upload: Attachment
    by: Account
    read: list[Sheet] = field(default_factory=list)
    follow: Follow | None = None

    @cached_property
    def is_long(self) -> bool:
        """Whether it takes longer to read than somebody should wait."""
        return not self.read and is_long(full_path(self.upload).read_bytes())

    @cached_property
    def _kept(self) -> Check | None:
        return kept_part(self.upload) if self.is_long and self.follow is None else None

    @property
    def is_at_hand(self) -> bool:
        """Whether a page can show it now."""
        return not self.is_long or self.follow is not None or self._kept is not None

    @cached_property
    def check(self) -> Check:
        """What was found: as it was kept, else found now."""
        if self._kept is not None:
            return self._kept
        sheets = self.read or read_workbook(full_path(self.upload))
        answers = answers_of(self.upload.union, self.upload)
        reading = read_ledger(sheets, load_register(self.upload.union), answers, follow=self.follow)
        require_ledger(reading.tables, self.upload.union)
        plan = plan_import(reading.good, reading.entries, by=self.by)
        merge_plan(reading, plan)
        found = Check(reading, counts_of(plan), list(_shown(plan)), _warnings(plan), clock.now())
        if self.is_long:
            found.keep(self.upload)
        return found

    @property
    def reading(self) -> Reading:
        """What the workbook says, with the faults that only the register shows."""
        return self.check.reading

    @property
    def counts(self) -> Counts:
        """How many rows create, update and change nothing."""
        return self.check.counts

    @property
    def good_count(self) -> int:
        """How many rows are good."""
        return self.counts.created + self.counts.updated + self.counts.unchanged

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
        good, entries = self.check.reading.good, self.check.reading.entries
        if self._kept is not None:
            good, entries = kept_part(self.upload, ROWS) or ([], [])
        begun = begin_import(self.upload, good, by=self.by, expected=expected, entries=entries)
        forget_check(self.upload)
        return begun


def _shown(plan: Plan) -> Iterator[PlannedLine]:
    for planned in islice(plan.everything, SHOWN_ROWS):
        yield PlannedLine(planned.row.name, planned.row.sheet, planned.row.row, planned.action)


def _warnings(plan: Plan) -> list[Fault]:
    """What is worth a look in the good rows."""
    rows: list[Planned | PlannedEntry] = plan.everything
    return [warning for planned in rows for warning in planned.row.warnings]
