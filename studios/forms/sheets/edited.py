"""What would become of an edited sheet: what changes, what somebody else changed meanwhile, what cannot be.

A touched cell is a change where the register is still as its row was marked, a conflict where it is not.
"""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from studios.actions.list_edits import RowEdit
from studios.forms.sheets.comparing import CellChange, Comparison, row_fault
from studios.forms.sheets.handed import Columns, Handed
from studios.forms.sheets.registers import Register
from unions.models import Account


@dataclass(slots=True)
class Edited:
    """What would become of a sheet, as the register is now."""

    rows: int
    unchanged: int
    faults: list[CellChange]
    left_out: list[str]
    changes: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    edits: list[RowEdit] = field(default_factory=list)

    @property
    def seal(self) -> str:
        """A mark of everything that would be written: what is applied is what was shown."""
        parts = [(edit.key, cell.ref, cell.old, cell.new) for edit in self.edits for cell in edit.cells]
        return hashlib.sha256(repr(sorted(parts)).encode("utf-8", "replace")).hexdigest()[:24]

    @property
    def left_out_count(self) -> int:
        """How many cells or rows are not written."""
        return len(self.conflicts) + len(self.faults)


def compare(register: Register, columns: Columns, handed: Handed, *, by: Account, is_locked: bool = False) -> Edited:
    """Compare the touched rows with the register; nothing is written. `is_locked` holds them for whoever writes next."""
    found = Edited(handed.rows, handed.rows - len(handed.touched), list(handed.faults), handed.left_out)
    comparison = Comparison(register, {column.name: column for column in columns}, handed.places, by, is_locked)
    held = comparison.rows([line.pk for line in handed.touched]) if handed.touched else {}
    for line in handed.touched:
        if line.pk not in held:
            note = _("This row is gone, or it is not yours to change.")
            found.faults.append(row_fault(line.number, handed.key, note))
            continue
        outcome = comparison.compare(held[line.pk], line)
        found.changes += outcome.changes
        found.conflicts += outcome.conflicts
        found.faults += outcome.faults
        found.edits += [outcome.edit] if outcome.edit else []
        found.unchanged += not (outcome.changes or outcome.conflicts or outcome.faults)
    return found
