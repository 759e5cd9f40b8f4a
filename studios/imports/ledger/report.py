"""Says what was read and planned: as the command's JSON, and as a list of faults to download."""

import csv
from collections.abc import Iterable
from io import StringIO

from django.utils.translation import gettext as _

from studios.imports.ledger.reading import Reading
from studios.queries.ledger_plan import Plan
from studios.values.ledger import Fault, shortened

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def merge_plan(reading: Reading, plan: Plan) -> None:
    """Put the faults that only the register could show among the others, in the order of the sheets."""
    places = {name: place for place, name in enumerate(reading.sheets)}
    reading.faults.extend(plan.faults)
    reading.faults.sort(key=lambda fault: (places.get(fault.sheet, 0), fault.row, len(fault.cell), fault.cell))


def as_json(reading: Reading, plan: Plan) -> dict[str, object]:
    """Return the object that `import_ledger --json` promises."""
    return {
        "rows": reading.rows,
        "accepted": [
            {
                "sheet": planned.row.sheet,
                "row": planned.row.row,
                "studio": getattr(planned.row, "studio_name", planned.row.name),
                "action": planned.action,
                "warnings": [warning.as_warning() for warning in planned.row.warnings],
            }
            for planned in plan.everything
        ],
        "errors": [fault.as_error() for fault in reading.faults],
    }


def list_of_faults(faults: Iterable[Fault], warnings: Iterable[Fault] = ()) -> list[list[str]]:
    """Return faults, then warnings, as rows below a header, no cell of which a sheet takes for a formula."""
    accepted = _("What would be accepted")
    rows = [[_("Outcome"), _("Sheet"), _("Cell"), _("Column"), _("Written"), _("What is wrong"), accepted]]
    for outcome, found in ((_("Refused"), faults), (_("To be looked at"), warnings)):
        for fault in found:
            offers = "、".join(fault.candidates)
            cells = (outcome, fault.sheet, fault.cell, fault.column, shortened(fault.value), fault.message, offers)
            rows.append([escaped(cell) for cell in cells])
    return rows


def as_csv(faults: Iterable[Fault], warnings: Iterable[Fault] = ()) -> str:
    """Return the list as a CSV that Excel opens."""
    out = StringIO()
    csv.writer(out).writerows(list_of_faults(faults, warnings))
    return "\ufeff" + out.getvalue()


def escaped(text: str) -> str:
    """Keep a cell from being run as a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text
