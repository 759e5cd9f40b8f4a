"""What was found in one row of a sheet: its faults and what is worth a look, each at its cell."""

from dataclasses import dataclass, field
from functools import lru_cache

from studios.imports.ledger.cells import written
from studios.imports.ledger.columns import Placed
from studios.imports.ledger.layout import Table
from studios.imports.sheets import Cell
from studios.values.ledger import Fault


@dataclass(slots=True)
class Found:
    """What was read from a row so far, its faults and its warnings."""

    table: Table
    row: int
    cells: dict[str, Cell]
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def fault(self, key: str, code: str, message: str, candidates: tuple[str, ...] = ()) -> None:
        """Add a fault at the cell of a column."""
        self.faults.append(self.at(key, code, message, candidates))

    def warn(self, key: str, code: str, message: str) -> None:
        """Point something out at the cell of a column."""
        self.warnings.append(self.at(key, code, message, ()))

    def blank(self, key: str) -> Fault:
        """Return a remark about the cell of a column that says nothing yet."""
        return self.at(key, "", "", ())

    def at(self, key: str, code: str, message: str, candidates: tuple[str, ...]) -> Fault:
        """Return a remark about the cell of a column."""
        placed, cell = self.table.columns.get(key), self.cells.get(key)
        return Fault(
            sheet=self.table.sheet,
            row=self.row,
            cell=_ref(placed, self.row),
            column=placed.header if placed else self.table.form[key].label,
            value=written(cell) if cell else "",
            code=code,
            message=message,
            candidates=candidates,
            key=key,
        )


def _ref(placed: Placed | None, row: int) -> str:
    return f"{_letter(placed.index)}{row}" if placed else ""


@lru_cache(maxsize=1024)
def _letter(column: int) -> str:
    return Cell("", 1, column, "text").ref[:-1]
