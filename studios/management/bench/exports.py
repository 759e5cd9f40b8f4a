"""Times a list's sheets against writing the same cells from memory."""

import csv
import resource
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO, StringIO

from django.urls import resolve
from openpyxl import load_workbook
from xlsxwriter import Workbook

from unions.actions.worker_pages import WorkRequest
from unions.models import Account

GOALS = {"csv": 2.0, "xlsx": 8.0}
Cells = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of a sheet and of its cells alone, rows, and by how many megabytes the process grew for both forms."""

    form: str
    rows: int
    taken: float
    alone: float
    megabytes: float

    @property
    def ratio(self) -> float:
        """How many times as long as writing the cells alone."""
        return self.taken / self.alone


def time_exports(address: str, by: Account, runs: int) -> list[Timing]:
    """Ask for both sheets as the worker does, by turns with their cells alone; the shortest of the runs counts."""
    asked(address, "csv", by)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = {form: _seconds(lambda form=form: asked(address, form, by)) for form in GOALS}  # type: ignore[misc]
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    cells = _cells(asked(address, "xlsx", by))
    found = []
    for form, write in (("csv", write_csv), ("xlsx", write_xlsx)):
        taken, alone = [first[form]], []
        for _run in range(runs):
            alone.append(_seconds(lambda write=write: write(cells)))  # type: ignore[misc]
            taken.append(_seconds(lambda form=form: asked(address, form, by)))  # type: ignore[misc]
        found.append(Timing(form, len(cells) - 1, min(taken), min(alone), grown))
    return found


def asked(address: str, form: str, by: Account) -> bytes:
    """The whole sheet."""
    request = WorkRequest(f"{address}?export={form}", by=by, follow=lambda _done, _total: None)
    page = resolve(address)
    with closing(page.func(request, *page.args, **page.kwargs)) as answer:
        return b"".join(answer.streaming_content)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _cells(content: bytes) -> Cells:
    sheet = load_workbook(BytesIO(content), read_only=True).worksheets[0]
    return [tuple("" if value is None else str(value) for value in row) for row in sheet.iter_rows(values_only=True)]


def write_csv(cells: Cells) -> None:
    """Write the cells and nothing else."""
    csv.writer(StringIO()).writerows(cells)


def write_xlsx(cells: Cells) -> None:
    """Write the cells as texts and nothing else."""
    with Workbook(BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
