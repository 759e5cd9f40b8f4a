"""What people answered about a ledger: which column a header names, what a name means, what one cell says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from studios.values.wording import comparable

HEADER, CELL = "header", "cell"
# Columns whose names may be answered once for all: what is meant stays the same next time.
NAMED = ("recommender", "employer", "industry", "honour", "level")


def place_of(sheet: str, cell: str) -> str:
    """Name one cell of a workbook."""
    return f"{sheet}!{cell}"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of a union, and of one upload, ready to be looked up while a ledger is read."""

    headers: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)

    def of_cell(self, sheet: str, ref: str, column: str, written: str) -> str | None:
        """Return what was answered for a cell, alone or wherever its column says the same."""
        if self.cells and (found := self.cells.get(place_of(sheet, ref))) is not None:
            return found
        if self.names and column in NAMED:
            return self.names.get((column, comparable(written)))
        return None


NONE = Answers()
