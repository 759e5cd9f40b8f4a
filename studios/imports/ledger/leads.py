"""Reads the leads that a row names, with the facts that the ledger gives about each."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from studios.imports.ledger import cells as read
from studios.imports.ledger.cell_reader import LONGEST, CellReader
from studios.imports.ledger.cells import CellError
from studios.imports.ledger.found import Found
from studios.imports.ledger.layout import Line
from studios.imports.ledger.papers import read_phone
from studios.imports.ledger.studio_columns import LEAD_FACTS
from studios.imports.sheets import Cell
from studios.values.ledger import LedgerLead
from studios.values.months import Month

YOUNGEST, OLDEST = 14, 120


class LeadReader(CellReader):
    """Reads the leads of a row, and of rows below it that name further ones."""

    def _leads(self, found: Found, present: dict[str, Cell], more: Sequence[Line] = ()) -> tuple[LedgerLead, ...]:
        leads = self._leads_of(found, present)
        for line in more:
            below = Found(self.table, line.number, line.cells)
            self._note_hidden(below, line, "lead")
            leads += self._leads_of(below, self._plain(below))
            below.warn(
                "lead", "normalised", _("Read as another lead of the studio in row %(row)d.") % {"row": found.row}
            )
            if len(leads) > read.MOST_LEADS:
                below.fault("lead", "out_of_range", str(read.TOO_MANY_LEADS))
            found.faults += below.faults
            found.warnings += below.warnings
        names = [lead.name for lead in leads]
        if len(names) != len(set(names)):
            found.fault("lead", "duplicate", _("The same name stands here twice."))
        return leads

    def _leads_of(self, found: Found, present: dict[str, Cell]) -> tuple[LedgerLead, ...]:
        names = self._try(found, present, "lead", read.read_people) or []
        self._note_names(found, present, names)
        facts = [self._lead_facts(found, share) for share in shares(present, len(names))]
        return tuple(LedgerLead(name=name, **known) for name, known in zip(names, facts, strict=False))

    def _note_names(self, found: Found, present: dict[str, Cell], names: list[str]) -> None:
        """Point out what was dropped from a name: a space, or a remark in brackets."""
        cell = present.get("lead")
        if not names or cell is None:
            return
        text = read.written(cell)
        if len(names) == 1 and " " in " ".join(text.split()) and " " not in names[0]:
            found.warn("lead", "normalised", _("The space in the name was dropped: %(name)s.") % {"name": names[0]})
        elif read.REMARK.search(text):
            found.warn("lead", "normalised", _("Read as %(number)s.") % {"number": "、".join(names)})

    def _lead_facts(self, found: Found, present: dict[str, Cell]) -> dict:
        """Read the facts that a ledger gives about one lead."""
        born = self._try(found, present, "born", read.read_month, self.today)
        self._check_age(found, born)
        honoured = self._try(found, present, "honoured", read.read_month, self.today, needs_month=False)
        return {
            "sex": self._sex(found, present),
            "born_on": born.as_date().replace(day=1) if born else None,
            "honour": self._honour(found, present),
            "honour_year": honoured.year if honoured else None,
            "title": self._try(found, present, "title", read.read_text, LONGEST["title"]) or "",
            "phone": self._try(found, present, "mobile", read_phone) or "",
        }

    def _honour(self, found: Found, present: dict[str, Cell]) -> int | None:
        """Of several honours in one cell the first is the highest, as ledgers write them; the others are named."""
        cell = present.get("honour")
        if cell is not None and cell.kind == "text" and not self.register.honours.find(cell.value):
            each = [self.register.honours.find(part) for part in read.LEAD_SEPARATOR.split(cell.value) if part.strip()]
            if len(each) > 1 and all(each):
                found.warn("honour", "normalised", _("Only the first honour is recorded; add the others to the lead."))
                return each[0][0]
        entries = self._lookup(found, present, "honour", self.register.honours, "unknown_honour")
        return entries[0] if entries else None

    def _check_age(self, found: Found, born: Month | None) -> None:
        if born and not YOUNGEST <= self.today.year - born.year <= OLDEST:
            found.fault("born", "out_of_range", _("Nobody of this age leads a studio. Check the year."))

    def _sex(self, found: Found, present: dict[str, Cell]) -> str:
        cell = present.get("sex")
        try:
            return read.read_sex(read.written(cell).strip()) if cell else ""
        except CellError as error:
            found.fault("sex", error.code, error.message, error.candidates)
            return ""


def shares(present: dict[str, Cell], leads: int) -> list[dict[str, Cell]]:
    """Deal a row's facts out to its leads: of two in one cell each gets one, a single one is the first lead's."""
    if leads < 2 and len(_parts(present.get("honoured"))) < 2:
        return [present]
    dealt: list[dict[str, Cell]] = [{} for _ in range(max(leads, 1))]
    for key in LEAD_FACTS:
        cell = present.get(key)
        if cell is None:
            continue
        parts = _parts(cell) if leads > 1 or key == "honoured" else []
        if len(parts) == leads > 1:
            for share, part in zip(dealt, parts, strict=True):
                share[key] = cell._replace(value=part, kind="text")
        elif key == "honoured" and len(parts) == len(_parts(present.get("honour"))) > 1:
            dealt[0][key] = cell._replace(value=parts[0], kind="text")
        else:
            dealt[0][key] = cell
    return dealt


def _parts(cell: Cell | None) -> list[str]:
    """The parts of a text that names several things."""
    text = read.written(cell) if cell else ""
    return [part.strip() for part in read.LEAD_SEPARATOR.split(text) if part.strip()]
