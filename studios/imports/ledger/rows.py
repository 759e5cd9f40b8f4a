"""Reads one row of a ledger against the register: a good row, or every fault that it has."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from studios.imports.ledger import cells as read
from studios.imports.ledger.cell_reader import LONGEST
from studios.imports.ledger.found import Found
from studios.imports.ledger.layout import Line
from studios.imports.ledger.leads import LeadReader
from studios.imports.ledger.papers import read_document
from studios.imports.sheets import Cell
from studios.queries.ledger_register import UnionEntry
from studios.values.ledger import LedgerFigures, LedgerLead, LedgerNaming, LedgerRow
from studios.values.wording import comparable

MOST_PEOPLE = 100_000
MOST_AREA = 999_999
MOST_MONEY = 10_000_000_000_000
# Yuan: a hundred thousand where 万元 is meant.
GREAT_SUM = 1_000_000_000
NAMING = ("level", "named", "document")
# What the register knows of a unit, should the sheet not say it at all.
DERIVED = ("recommender", "industry")


class RowReader(LeadReader):
    """Reads the rows of a table of studios."""

    is_noted = False

    def read(self, line: Line) -> tuple[LedgerRow | None, Found]:
        """Return the good row, if it is one, and all that was found."""
        found = Found(self.table, line.number, line.cells)
        self._note_hidden(found, line, "name")
        if line.level and "level" not in self.table.columns and {"named", "document"} & line.cells.keys():
            line.cells["level"] = Cell(line.level, line.number, 0, "text")
        present = self._plain(found)
        self._require(found)
        row = self._row(found, present, line.more)
        if found.faults:
            return None, found
        self._note_table(found)
        return row, found

    def _note_table(self, found: Found) -> None:
        """Point out, with the first good row, what was understood of the table as a whole."""
        if self.is_noted:
            return
        self.is_noted = True
        for placed in self.table.guessed:
            message = _("The column “%(header)s” was read as %(column)s.")
            facts = {"header": placed.header, "column": placed.column.label}
            found.warn(placed.column.key, "guessed", message % facts)
        for key in DERIVED:
            if key not in self.table.columns:
                message = _("The sheet has no column %(column)s: it is taken from the register.")
                found.warn(key, "guessed", message % {"column": self.table.form[key].label})

    def _require(self, found: Found) -> None:
        for key in self.required:
            if key not in found.cells and key in self.table.columns:
                found.fault(key, "required", _("This is required."))
        named = [key for key in NAMING if key in found.cells]
        for key in NAMING:
            if named and key not in found.cells and key in self.table.columns:
                found.fault(key, "required", _("A naming has level, month and document number."))

    def _row(self, found: Found, present: dict[str, Cell], more: Sequence[Line]) -> LedgerRow:
        unit = self._employer(found, present)
        recommender = self._recommender(found, present, unit)
        name = self._try(found, present, "name", read.read_text, LONGEST["name"]) or ""
        leads = self._leads(found, present, more)
        self._compare_names(found, name, leads)
        return LedgerRow(
            sheet=self.table.sheet,
            row=found.row,
            name=name,
            kind=self._kind(found, present, name),
            unit=unit.pk if unit else 0,
            recommender=recommender.pk if recommender else None,
            industry=self._industry(found, present, unit),
            leads=leads,
            naming=self._naming(found, present),
            figures=self._figures(found, present),
            at=found.blank,
            is_sure=self.has_answers and self._is_answered(found, "name"),
            warnings=found.warnings,
        )

    def _employer(self, found: Found, present: dict[str, Cell]) -> UnionEntry | None:
        entries = self._lookup(found, present, "employer", self.register.employers, "unknown_employer")
        if len(entries) <= 1:
            return entries[0] if entries else None
        recommenders = (
            self.register.unions.find(read.written(present["recommender"])) if "recommender" in present else []
        )
        fitting = [e for e in entries if recommenders and e.path.startswith(recommenders[0].path)]
        if len(fitting) == 1:
            return fitting[0]
        names = tuple(entry.name for entry in entries[:3])
        found.fault("employer", "unknown_employer", _("Several units have this name. Write the union's name."), names)
        return None

    def _recommender(self, found: Found, present: dict[str, Cell], unit: UnionEntry | None) -> UnionEntry | None:
        if "recommender" not in self.table.columns:
            return self.register.above(unit) if unit else None
        entries = self._lookup(found, present, "recommender", self.register.unions, "unknown_union")
        if len(entries) > 1:
            names = tuple(entry.name for entry in entries[:3])
            found.fault("recommender", "unknown_union", _("Several unions have this name."), names)
            return None
        recommender = entries[0] if entries else None
        if unit and recommender and not unit.path.startswith(recommender.path):
            message = _("%(unit)s does not belong to %(union)s. Check which is right.")
            found.warn(
                "employer", "mismatch", message % {"unit": unit.employer or unit.name, "union": recommender.name}
            )
        return recommender

    def _industry(self, found: Found, present: dict[str, Cell], unit: UnionEntry | None) -> str:
        entries = self._lookup(found, present, "industry", self.register.industries, "unknown_industry")
        if entries and unit and unit.industry and entries[0] != unit.industry:
            known = self.register.industry_names.get(unit.industry, "")
            found.warn("industry", "mismatch", _("The register has %(industry)s for this unit.") % {"industry": known})
        return entries[0] if entries else (unit.industry if unit else "")

    def _kind(self, found: Found, present: dict[str, Cell], name: str) -> int:
        text = self._try(found, present, "kind", read.read_text, LONGEST["kind"])
        wanted = comparable(text) if text else ""
        stated = next((kind for kind in self.register.kinds if wanted in map(comparable, kind.names)), None)
        if text and stated is None:
            found.warn("kind", "mismatch", _("This kind is not in the dictionary; the kind was taken from the name."))
        kind = stated or self.register.kind_of(name)
        return kind.pk if kind else 0

    def _compare_names(self, found: Found, name: str, leads: tuple[LedgerLead, ...]) -> None:
        """Point out a studio that bears another name than its one lead's; two leads share no name."""
        if name and len(leads) == 1 and not name.startswith(leads[0].name):
            found.warn("name", "mismatch", _("The studio's name does not begin with the lead's."))

    def _naming(self, found: Found, present: dict[str, Cell]) -> LedgerNaming | None:
        level = self._try(found, present, "level", read.read_level)
        month = self._try(found, present, "named", read.read_month, self.today)
        document = self._try(found, present, "document", read_document, self.today)
        if document and document.was_changed:
            found.warn("document", "normalised", _("Read as %(number)s.") % {"number": document.text})
        if document and month and document.year != month.year:
            found.warn(
                "document", "mismatch", _("The number is of %(year)d, the naming is not.") % {"year": document.year}
            )
        if not (level and month and document):
            return None
        return LedgerNaming(level[0].value, level[1], month.as_date(), document.text)

    def _figures(self, found: Found, present: dict[str, Cell]) -> LedgerFigures:
        count = {
            key: self._try(found, present, key, read.read_count, MOST_PEOPLE)
            for key in ("members", "results", "patents", "apprentices")
        }
        results, patents = count["results"], count["patents"]
        if results is not None and patents is not None and patents > results:
            found.fault("patents", "mismatch", _("More patents than results."))
        return LedgerFigures(
            **count,
            area=self._try(found, present, "area", read.read_area, MOST_AREA),
            funds=self._money(found, present, "funds"),
            benefit=self._money(found, present, "benefit"),
        )

    def _money(self, found: Found, present: dict[str, Cell], key: str) -> Decimal | None:
        """Yuan; a great sum in a cell that names no unit may have been written in yuan already."""
        amount = self._try(found, present, key, read.read_money, self.units.get(key, ""), MOST_MONEY)
        if amount is not None and amount >= GREAT_SUM and present[key].kind == "number":
            shown = f"{amount / 10_000:,.0f}万元"
            found.warn(key, "mismatch", _("This was read as %(sum)s. Check the unit.") % {"sum": shown})
        return amount
