"""Reads quotas pasted from a sheet: union, places and, where given, “at least” and the studio kind, one a line."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_LINES = 300
TOTALS = frozenset({"合计", "总计", "小计"})
_CELLS = re.compile(r"\t|,|，|;|；| {2,}")


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One pasted line: its number, the union's name or code, places, “at least”, the kind's name."""

    number: int
    union: str
    places: int
    floor: int | None
    kind: str


def parse_quota_lines(text: str) -> list[QuotaLine]:
    """Every line, or a ValidationError that names each faulty one; a head and a total line are left out."""
    lines = [(n, _cells(line)) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if lines and len(lines[0][1]) > 1 and not any(c.isdigit() for c in lines[0][1][1]):
        lines = lines[1:]
    lines = [(n, cells) for n, cells in lines if cells[0] not in TOTALS]
    if not lines:
        raise ValidationError(_("Paste at least one line with a union and its places."))
    if len(lines) > MOST_LINES:
        raise ValidationError(_("Paste at most %(most)s lines.") % {"most": MOST_LINES})
    faults = [ValidationError(fault) for n, cells in lines for fault in _faults(n, cells)]
    if faults:
        raise ValidationError(faults)
    return [_line(n, cells) for n, cells in lines]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _CELLS.split(unicodedata.normalize("NFKC", line).strip())]


def _faults(number: int, cells: list[str]) -> Iterator[str]:
    if len(cells) < 2:
        yield _("Line %(line)s: the places are missing after the union.") % {"line": number}
        return
    for cell in [cells[1], *filter(None, cells[2:3])]:
        if not re.fullmatch(r"[0-9]{1,3}", cell):
            yield _("Line %(line)s: “%(cell)s” is no number of places.") % {"line": number, "cell": cell[:20]}


def _line(number: int, cells: list[str]) -> QuotaLine:
    padded = [*cells, "", ""]
    floor = int(padded[2]) if padded[2] else None
    return QuotaLine(number, padded[0], int(padded[1]), floor, padded[3])
