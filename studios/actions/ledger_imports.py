"""Imports of ledgers with their outcome on record: small ones at once, large ones by the worker; one at a time a union."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from studios.actions.ledger import Counts, import_ledger, require_sheet_reader
from studios.choices.ledger import ImportState
from studios.models import Attachment, LedgerImport
from studios.queries.ledger_imports import is_under_way
from studios.values.ledger import LedgerRow
from studios.values.ledger_entries import LedgerEntry, entry_of, entry_record
from studios.values.ledger_records import record_of, row_of
from unions import clock
from unions.actions.job_results import Follow, start_job
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

AT_ONCE = 300


@transaction.atomic
def begin_import(
    upload: Attachment,
    rows: list[LedgerRow],
    *,
    by: Account,
    expected: Counts,
    entries: list[LedgerEntry] | None = None,
) -> LedgerImport:
    """Write the good rows of an upload, or let the worker do so where there are many; two at once: the second is told."""
    require_sheet_reader(by, upload.union)
    union = Union.objects.select_for_update().get(pk=upload.union_id)
    _require_free(union)
    facts = {"union": union, "upload": upload, "sha256": upload.sha256, "by": by, "started_at": clock.now()}
    counts = {"created": expected.created, "updated": expected.updated, "unchanged": expected.unchanged}
    entries = entries or []
    if len(rows) + len(entries) <= AT_ONCE:
        import_ledger(rows, by=by, union=union, source=upload.name, expected=expected, entries=entries)
        return LedgerImport.objects.create(state=ImportState.DONE, ended_at=clock.now(), **facts, **counts)
    kept: dict[str, Any] = {
        "studios": [record_of(row) for row in rows],
        "entries": [entry_record(entry) for entry in entries],
    }
    made = LedgerImport.objects.create(state=ImportState.RUNNING, rows=kept, **facts, **counts)
    made.job = start_job("studios.import_ledger", by=by, number=made.pk)
    made.save(update_fields=["job"])
    return made


def _require_free(union: Union) -> None:
    """Refuse while another import of this union runs; one whose worker is gone for good is ended first."""
    running = LedgerImport.objects.filter(union=union, state=ImportState.RUNNING).select_related("by", "upload").first()
    if running is None:
        return
    if not is_under_way(running):
        _end(running, ImportState.FAILED, reason=_("The worker stopped. Nothing of this file was written."))
        return
    facts = {"name": running.by, "file": running.upload.name}
    raise Stale(_("%(name)s is importing “%(file)s” at this moment. Check the ledger again when it is done.") % facts)


def run_import(number: int, *, follow: Follow = lambda _done, _total: None) -> LedgerImport:
    """Write a large import, once: what was written and what is said about it stand in one transaction."""
    try:
        return _run(number, follow)
    except (Refusal, Forbidden) as refusal:
        reason = str(getattr(refusal, "message", None) or getattr(refusal, "reason", ""))
        with transaction.atomic():
            return _end(LedgerImport.objects.select_for_update().get(pk=number), ImportState.FAILED, reason=reason)


@transaction.atomic
def _run(number: int, follow: Follow) -> LedgerImport:
    made = LedgerImport.objects.select_for_update().get(pk=number)
    if made.state != ImportState.RUNNING:
        return made
    total = made.created + made.updated + made.unchanged
    follow(0, total)
    with override(made.by.language if made.by else None):
        import_ledger(
            [row_of(record) for record in made.rows["studios"]],
            by=made.by,
            union=made.union,
            source=made.upload.name,
            expected=Counts(made.created, made.updated, made.unchanged),
            entries=[entry_of(record) for record in made.rows["entries"]],
        )
    # Cancelled until here it comes to nothing.
    follow(total, total)
    return _end(made, ImportState.DONE)


def _end(made: LedgerImport, state: ImportState, *, reason: str = "") -> LedgerImport:
    """Say how it ended and let go of the rows: they hold telephone numbers."""
    made.state, made.reason, made.ended_at, made.rows = state, reason[:300], clock.now(), {}
    made.save(update_fields=["state", "reason", "ended_at", "rows"])
    return made
