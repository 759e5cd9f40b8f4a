"""Writes the changes of an edited sheet, and puts on record who took personal columns out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from studios.models import Attachment
from unions.actions.audit import record
from unions.actions.job_results import start_job
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, AuditEvent, Union


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row: its key, what it is called, the cells that change, and the noun's own action that writes them."""

    key: int
    subject: str
    cells: Sequence[Any]
    save: Callable[[], Any]


class Found(Protocol):
    """What a sheet would change; `seal` is a mark of all of it."""

    edits: list[RowEdit]

    @property
    def seal(self) -> str:
        """What was shown must be what is written."""
        ...


@one_transaction
def apply_edits(read: Callable[[], Found], *, seal: str, key: str, by: Account, union: Union, source: str) -> int:
    """Read the sheet again and write all its rows or none, each by its noun's own action.

    Answers how many cells changed. What differs from what was shown is Stale; a refusal names its row and undoes all.
    """
    found = read()
    if found.seal != seal:
        raise Stale(_("The register changed since this sheet was checked. Look at the changes again."))
    for edit in found.edits:
        try:
            edit.save()
        except Refusal as refusal:
            words = _("%(row)s: %(reason)s Nothing was written.") % {"row": edit.subject, "reason": refusal.message}
            raise (Stale if isinstance(refusal, Stale) else Refusal)(words) from refusal
    cells = sum(len(edit.cells) for edit in found.edits)
    if cells:
        details = {"sheet": key, "source": source, "rows": len(found.edits), "count": cells}
        record(Verb.LIST_EDITED, by=by, union=union, subject=union, details=details)
    return cells


@transaction.atomic
def write_later(upload: Attachment, page: str, posted: str, *, by: Account) -> int:
    """Let the worker send the form `posted` to the page that writes; asked twice it is one job. Answers the job."""
    return start_job("studios.write_edits", by=by, once=f"edits-{upload.pk}", address=page, posted=posted)


@one_transaction
def record_personal_export(
    key: str, *, by: Account, union: Union, reason: str, fields: Sequence[str], query: str
) -> AuditEvent:
    """Personal columns leave the system with a reason and on record only; `query` says which rows of the list."""
    if not by.scope.holds(union, *DESK_ROLES):
        raise Forbidden(_("Personal columns are taken out by clerks and chairs only."))
    if not reason.strip():
        raise Refusal(_("Write the reason. It stands in the audit record."), field="reason")
    details = {"sheet": key, "reason": reason.strip(), "fields": list(fields), "query": query}
    return record(Verb.LIST_EXPORTED, by=by, union=union, subject=union, details=details)
