"""Good rows of a ledger as plain records, for the worker that writes them later."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from studios.values.ledger import Fault, LedgerFigures, LedgerLead, LedgerNaming, LedgerRow

MONEY = ("area", "funds", "benefit")


def record_of(row: LedgerRow) -> dict[str, Any]:
    """Return what an import needs of a row, ready for JSON."""
    return {
        "sheet": row.sheet,
        "row": row.row,
        "name": row.name,
        "kind": row.kind,
        "unit": row.unit,
        "recommender": row.recommender,
        "industry": row.industry,
        "is_sure": row.is_sure,
        "leads": [asdict(lead) for lead in row.leads],
        "naming": asdict(row.naming) if row.naming else None,
        "figures": asdict(row.figures),
    }


def row_of(record: Mapping[str, Any]) -> LedgerRow:
    """Return the row of a record."""
    naming = record["naming"]
    parts = {
        "leads": tuple(LedgerLead(**lead | {"born_on": _day(lead["born_on"])}) for lead in record["leads"]),
        "naming": LedgerNaming(**naming | {"decided_on": _day(naming["decided_on"])}) if naming else None,
        "figures": LedgerFigures(**{name: _figure(name, value) for name, value in record["figures"].items()}),
    }
    return LedgerRow(**{**record, **parts}, at=nowhere)


def nowhere(key: str) -> Fault:
    """The workbook is not at hand any more: the worker names no cells."""
    return Fault("", 0, "", "", "", "", "", key=key)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _figure(name: str, value: Any) -> Any:
    return Decimal(value) if name in MONEY and value is not None else value
