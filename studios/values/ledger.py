"""What one row of a ledger says once it has been read, and what can be wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

SHOWN = 200
MOBILE = re.compile(r"1\d{10}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong (or, as a warning, worth a look) in one cell; `key` is the column's."""

    sheet: str
    row: int
    cell: str
    column: str
    value: str
    code: str
    message: str
    candidates: tuple[str, ...] = ()
    key: str = ""

    def as_error(self) -> dict[str, object]:
        """Return it under the names that the command's JSON promises."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "cell": self.cell,
            "column": self.column,
            "value": shortened(self.value),
            "code": self.code,
            "message": self.message,
            "candidates": list(self.candidates),
        }

    def as_warning(self) -> dict[str, object]:
        """Return it as one of an accepted row's warnings."""
        return {
            "cell": self.cell,
            "column": self.column,
            "value": shortened(self.value),
            "code": self.code,
            "message": self.message,
        }


def shortened(text: str) -> str:
    """Cut what was written to a length that a page and a log can bear."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


@dataclass(frozen=True, slots=True)
class LedgerLead:
    """One of the one or two leads that a row names."""

    name: str
    sex: str = ""
    born_on: date | None = None
    honour: int | None = None
    honour_year: int | None = None
    title: str = ""
    phone: str = ""

    @property
    def mobile_phone(self) -> str:
        """The telephone, if it is a mobile."""
        return self.phone if MOBILE.fullmatch(self.phone) else ""

    @property
    def office_phone(self) -> str:
        """The telephone, if it is an office's."""
        return "" if self.mobile_phone else self.phone


@dataclass(frozen=True, slots=True)
class LedgerNaming:
    """The naming that a row records."""

    level: str
    wording: str
    decided_on: date
    number: str


@dataclass(frozen=True, slots=True)
class LedgerFigures:
    """Figures that the unit reported itself; money in yuan."""

    members: int | None = None
    area: Decimal | None = None
    funds: Decimal | None = None
    results: int | None = None
    patents: int | None = None
    benefit: Decimal | None = None
    apprentices: int | None = None


@dataclass(slots=True)
class LedgerRow:
    """One good row, with every name resolved to a key of the register."""

    sheet: str
    row: int
    name: str
    kind: int
    unit: int
    recommender: int | None
    industry: str
    leads: tuple[LedgerLead, ...]
    naming: LedgerNaming | None
    figures: LedgerFigures
    # The cell of a column, for a fault that only the register shows.
    at: Callable[[str], Fault]
    warnings: list[Fault] = field(default_factory=list)
    # Somebody said which studio is meant.
    is_sure: bool = False

    @property
    def has_figures(self) -> bool:
        """Whether the ledger reports any figure of the studio."""
        return self.figures != LedgerFigures()

    def fault_at_name(self, message: str, candidates: tuple[str, ...]) -> Fault:
        """Return the question whether a studio of the register is meant."""
        return replace(self.at("name"), code="duplicate", message=message, candidates=candidates)

    def fault_at_lead(self, message: str, candidates: tuple[str, ...]) -> Fault:
        """Return the fault of a lead that the register does not have."""
        return replace(self.at("lead"), code="mismatch", message=message, candidates=candidates)
