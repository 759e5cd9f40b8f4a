"""What one row of a sheet of members, results, projects or apprentices says once it has been read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from studios.values.ledger import Fault

MEMBERS, RESULTS, PROJECTS, APPRENTICES = "members", "results", "projects", "apprentices"
# Masters are members, so the team is written first.
ORDER = (MEMBERS, PROJECTS, RESULTS, APPRENTICES)


@dataclass(slots=True)
class LedgerEntry:
    """One good row; `values` are the fields that it gives, ready for JSON, `person` is who joins or learns.

    `marks` tell which entry of the studio is meant: a number, a title, or names.
    """

    noun: str
    sheet: str
    row: int
    studio: int
    studio_name: str
    marks: tuple[str, ...]
    values: dict[str, Any]
    person: dict[str, Any] | None
    master: str
    studio_cell: Fault
    own_cell: Fault
    warnings: list[Fault] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Studio and entry, for a list of what an import would do."""
        return f"{self.studio_name} · {self.values.get('title') if self.person is None else self.person['name']}"

    def fault(self, code: str, message: str, *, at_studio: bool = False, candidates: tuple[str, ...] = ()) -> Fault:
        """Return a fault that only the register shows, at the studio's cell or the entry's own."""
        cell = self.studio_cell if at_studio else self.own_cell
        return replace(cell, code=code, message=message, candidates=candidates)


def entry_record(entry: LedgerEntry) -> dict[str, Any]:
    """Return what an import needs of an entry, ready for JSON."""
    kept = ("noun", "sheet", "row", "studio", "studio_name", "values", "person", "master")
    return {name: getattr(entry, name) for name in kept} | {"marks": list(entry.marks)}


def entry_of(record: Mapping[str, Any]) -> LedgerEntry:
    """Return the entry of a record."""
    nowhere = Fault("", 0, "", "", "", "", "")
    return LedgerEntry(**{**record, "marks": tuple(record["marks"])}, studio_cell=nowhere, own_cell=nowhere)
