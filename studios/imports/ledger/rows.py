"""Reads one row of a ledger against the register: a good row, or every fault that it has."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _

from studios.imports.ledger import cells as read
from studios.imports.ledger.cells import CellError
from studios.imports.ledger.columns import BY_KEY, REQUIRED, Placed
from studios.imports.ledger.layout import Table
from studios.imports.ledger.papers import read_document, read_phone
from studios.imports.sheets import Cell
from studios.queries.ledger_register import Names, Register, UnionEntry
from studios.values.ledger import Fault, LedgerFigures, LedgerLead, LedgerNaming, LedgerRow
from studios.values.months import Month
from studios.values.wording import comparable

LONGEST = {"name": 40, "title": 40, "kind": 60, "employer": 80, "recommender": 80, "industry": 80, "honour": 60}
MOST_PEOPLE = 100_000
MOST_AREA = 999_999
MOST_MONEY = 10_000_000_000_000
YOUNGEST, OLDEST = 14, 120
NAMING = ("level", "named", "document")


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

    def at(self, key: str, code: str, message: str, candidates: tuple[str, ...]) -> Fault:
        """Return a remark about the cell of a column."""
        placed, cell = self.table.columns.get(key), self.cells.get(key)
        return Fault(
            sheet=self.table.sheet,
            row=self.row,
            cell=_ref(placed, self.row),
            column=placed.header if placed else BY_KEY[key].headers[0],
            value=read.written(cell) if cell else "",
            code=code,
            message=message,
            candidates=candidates,
        )


def _ref(placed: Placed | None, row: int) -> str:
    return f"{_letter(placed.index)}{row}" if placed else ""


@lru_cache(maxsize=1024)
def _letter(column: int) -> str:
    return Cell("", 1, column, "text").ref[:-1]


class RowReader:
    """Reads the rows of one table; names already looked up are remembered by the register."""

    def __init__(self, table: Table, register: Register, today: date) -> None:
        """Keep what every row of the table is read against."""
        self.table = table
        self.register = register
        self.today = today
        self.units = {key: placed.unit for key, placed in table.columns.items()}

    def read(self, number: int, cells: dict[str, Cell]) -> tuple[LedgerRow | None, Found]:
        """Return the good row, if it is one, and all that was found."""
        found = Found(self.table, number, cells)
        present = self._plain(found)
        self._require(found)
        row = self._row(found, present)
        return (None if found.faults else row), found

    def _plain(self, found: Found) -> dict[str, Cell]:
        """Return the cells that may be read; formulas and markup are faults in any column."""
        present = {}
        for key, cell in found.cells.items():
            try:
                if key != "serial":
                    read.check_plain(cell)
            except CellError as error:
                found.fault(key, error.code, error.message)
            else:
                if key in REQUIRED or not read.is_nothing(cell):
                    present[key] = cell
        return present

    def _require(self, found: Found) -> None:
        for key in REQUIRED:
            if key not in found.cells and key in self.table.columns:
                found.fault(key, "required", _("This is required."))
        named = [key for key in NAMING if key in found.cells]
        for key in NAMING:
            if named and key not in found.cells and key in self.table.columns:
                found.fault(key, "required", _("A naming has level, month and document number."))

    def _row(self, found: Found, present: dict[str, Cell]) -> LedgerRow:
        unit = self._employer(found, present)
        recommender = self._recommender(found, present, unit)
        name = self._try(found, present, "name", read.read_text, LONGEST["name"]) or ""
        leads = self._leads(found, present)
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
            lead_cell=found.at("lead", "", "", ()),
            warnings=found.warnings,
        )

    def _try(self, found: Found, present: dict[str, Cell], key: str, reader, *extra, **options):
        """Read one cell; its fault, if any, goes to the list and nothing comes back."""
        cell = present.get(key)
        if cell is None:
            return None
        try:
            return reader(cell, *extra, **options)
        except CellError as error:
            found.fault(key, error.code, error.message, error.candidates)
            return None

    def _lookup(self, found: Found, present: dict[str, Cell], key: str, names: Names, code: str) -> list:
        cell = present.get(key)
        if cell is not None and cell.kind == "text" and (entries := names.find(cell.value)):
            return entries
        text = self._try(found, present, key, read.read_text, LONGEST[key])
        if not text:
            return []
        entries = names.find(text)
        if not entries:
            found.fault(key, code, UNKNOWN[code](), names.offers(text))
        return entries

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

    def _leads(self, found: Found, present: dict[str, Cell]) -> tuple[LedgerLead, ...]:
        names = self._try(found, present, "lead", read.read_people) or []
        first = self._lead_facts(found, present, names)
        if len(names) == 1 and " " in " ".join(read.written(present["lead"]).split()) and " " not in names[0]:
            found.warn("lead", "normalised", _("The space in the name was dropped: %(name)s.") % {"name": names[0]})
        if len(names) != len(set(names)):
            found.fault("lead", "duplicate", _("The same name stands here twice."))
        sexes = first.pop("sexes")
        return tuple(
            LedgerLead(name=name, sex=sexes[place] if place < len(sexes) else "", **(first if place == 0 else {}))
            for place, name in enumerate(names)
        )

    def _lead_facts(self, found: Found, present: dict[str, Cell], names: list[str]) -> dict:
        """Read the facts that a ledger gives about the lead; of two leads they are the first one's."""
        born = self._try(found, present, "born", read.read_month, self.today)
        self._check_age(found, born)
        honoured = self._try(found, present, "honoured", read.read_month, self.today, needs_month=False)
        honours = self._lookup(found, present, "honour", self.register.honours, "unknown_honour")
        return {
            "sexes": self._sexes(found, present, len(names)),
            "born_on": born.as_date().replace(day=1) if born else None,
            "honour": honours[0] if honours else None,
            "honour_year": honoured.year if honoured else None,
            "title": self._try(found, present, "title", read.read_text, LONGEST["title"]) or "",
            "phone": self._try(found, present, "mobile", read_phone) or "",
        }

    def _check_age(self, found: Found, born: Month | None) -> None:
        if born and not YOUNGEST <= self.today.year - born.year <= OLDEST:
            found.fault("born", "out_of_range", _("Nobody of this age leads a studio. Check the year."))

    def _sexes(self, found: Found, present: dict[str, Cell], leads: int) -> list[str]:
        cell = present.get("sex")
        if cell is None:
            return []
        parts = [part.strip() for part in read.LEAD_SEPARATOR.split(read.written(cell)) if part.strip()]
        try:
            if len(parts) > max(leads, 1):
                raise CellError("out_of_range", _("Write 男 or 女."), ("男", "女"))
            return [read.read_sex(part) for part in parts]
        except CellError as error:
            found.fault("sex", error.code, error.message, error.candidates)
            return []

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
        return self._try(found, present, key, read.read_money, self.units.get(key, ""), MOST_MONEY)


UNKNOWN = {
    "unknown_union": lambda: _("No union of this name recommends here."),
    "unknown_employer": lambda: _("No unit of this name is in the register."),
    "unknown_industry": lambda: _("This is not a name of the industry standard GB/T 4754."),
    "unknown_honour": lambda: _("This honour is not in the dictionary."),
}
