"""Reads one row of a sheet of members, results, projects or apprentices: a good entry, or every fault that it has."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from studios.imports.ledger import cells as read
from studios.imports.ledger.cell_reader import CellReader
from studios.imports.ledger.cells import CellError
from studios.imports.ledger.found import Found
from studios.imports.ledger.layout import Line, Table
from studios.imports.ledger.leads import OLDEST, YOUNGEST
from studios.imports.sheets import Cell
from studios.queries.ledger_entries import EntryRegister, StudioEntry
from studios.queries.ledger_register import Register
from studios.values.ledger_answers import Answers
from studios.values.ledger_entries import APPRENTICES, MEMBERS, PROJECTS, RESULTS, LedgerEntry
from studios.values.ledger_words import AREAS, ROLES, STATES, YES_NO
from studios.values.patents import parse_patent_number
from studios.values.wording import comparable, nearest

MOST_ADOPTERS = 100_000
SHORT, TITLE, APPROVER, STORY = 40, 60, 60, 500
Fields = dict[str, Any]


class EntryReader(CellReader):
    """Reads the rows of one table of entries."""

    def __init__(self, table: Table, register: Register, today: date, answers: Answers, entries: EntryRegister) -> None:
        """Keep the studios and dictionaries besides."""
        super().__init__(table, register, today, answers)
        self.entries = entries
        self.fields: Callable[[Found, dict[str, Cell]], Fields] = {
            MEMBERS: self._member,
            RESULTS: self._result,
            PROJECTS: self._project,
            APPRENTICES: self._apprenticeship,
        }[table.form.noun]

    def read(self, line: Line) -> tuple[LedgerEntry | None, Found]:
        """Return the good entry, if it is one, and all that was found."""
        found = Found(self.table, line.number, line.cells)
        self._note_hidden(found, line, "studio")
        present = self._plain(found)
        for key in self.required:
            if key not in found.cells:
                found.fault(key, "required", _("This is required."))
        studio = self._studio(found, present)
        values = self.fields(found, present)
        person = self._person(found, present) if self.table.form.noun in (MEMBERS, APPRENTICES) else None
        master = self._name(found, present, "master")
        if found.faults or studio is None:
            return None, found
        own = "title" if "title" in self.table.columns and person is None else "name"
        return LedgerEntry(
            noun=self.table.form.noun,
            sheet=self.table.sheet,
            row=line.number,
            studio=studio.pk,
            studio_name=studio.name,
            marks=_marks(self.table.form.noun, values, person, master),
            values={name: value for name, value in values.items() if value not in (None, "")},
            person=person,
            master=master,
            studio_cell=found.at("studio", "", "", ()),
            own_cell=found.at("master" if master else own, "", "", ()),
            warnings=found.warnings,
        ), found

    def _studio(self, found: Found, present: dict[str, Cell]) -> StudioEntry | None:
        cell = present.get("studio")
        if cell is None:
            return None
        text = read.written(cell)
        entries = self.entries.studios.find(text)
        if len(entries) > 1 and "employer" in present:
            unit = comparable(read.written(present["employer"]))
            entries = [entry for entry in entries if comparable(entry.employer) == unit] or entries
        if len(entries) == 1:
            return entries[0]
        if entries:
            message = _("Several studios have this name. Write the studio's number, or the unit beside it.")
            found.fault("studio", "unknown_studio", message, tuple(entry.employer for entry in entries[:3]))
        else:
            message = _("No studio of this name is in the register. A new one is imported first.")
            offers = nearest(text, self.entries.studios.shown) if len(text) <= TITLE else ()
            found.fault("studio", "unknown_studio", message, offers)
        return None

    def _name(self, found: Found, present: dict[str, Cell], key: str) -> str:
        names = self._try(found, present, key, read.read_people)
        if names and len(names) > 1:
            found.fault(key, "out_of_range", _("One person a row."))
        return names[0] if names else ""

    def _person(self, found: Found, present: dict[str, Cell]) -> Fields:
        born = self._try(found, present, "born", read.read_month, self.today)
        if born and not YOUNGEST <= self.today.year - born.year <= OLDEST:
            found.fault("born", "out_of_range", _("Nobody of this age works here. Check the year."))
        sex = self._try(found, present, "sex", lambda cell: read.read_sex(read.written(cell).strip()))
        birth_month = born.as_date().replace(day=1).isoformat() if born else None
        return {"name": self._name(found, present, "name"), "birth_month": birth_month, "sex": sex or ""}

    def _member(self, found: Found, present: dict[str, Cell]) -> Fields:
        return {
            "role": self._word(found, present, "role", ROLES),
            "trade": self._try(found, present, "trade", read.read_text, SHORT),
            "title": self._try(found, present, "title", read.read_text, SHORT),
            "skill_grade_id": self._grade(found, present, "grade"),
            "joined_on": self._month(found, present, "joined"),
            "left_on": self._day(found, present, "left"),
        }

    def _result(self, found: Found, present: dict[str, Cell]) -> Fields:
        kind, is_patent = self._kind(found, present)
        is_secret = self._word(found, present, "secret", YES_NO)
        told = {
            "adopters_count": self._try(found, present, "adopters", read.read_count, MOST_ADOPTERS),
            "problem": self._try(found, present, "problem", read.read_text, STORY),
            "novelty": self._try(found, present, "novelty", read.read_text, STORY),
        }
        return {
            "title": self._try(found, present, "title", read.read_text, TITLE),
            "kind_id": kind,
            "area": self._word(found, present, "area", AREAS),
            "number": self._try(found, present, "number", _read_patent if is_patent else read.read_text, SHORT),
            "finished_on": self._day(found, present, "finished"),
            "is_secret": is_secret,
            **({} if is_secret else told),
        }

    def _project(self, found: Found, present: dict[str, Cell]) -> Fields:
        values = {
            "title": self._try(found, present, "title", read.read_text, SHORT),
            "area": self._word(found, present, "area", AREAS),
            "state": self._word(found, present, "state", STATES),
            "approved_by": self._try(found, present, "approved", read.read_text, APPROVER),
            "starts_on": self._month(found, present, "starts"),
            "ends_on": self._month(found, present, "ends", may_come=True),
            "difficulty": self._try(found, present, "difficulty", read.read_text, STORY),
        }
        self._check_order(found, values)
        return values

    def _apprenticeship(self, found: Found, present: dict[str, Cell]) -> Fields:
        values = {
            "agreed_on": self._day(found, present, "agreed"),
            "starts_on": self._month(found, present, "starts"),
            "ends_on": self._month(found, present, "ends", may_come=True),
            "grade_before_id": self._grade(found, present, "before"),
            "grade_after_id": self._grade(found, present, "after"),
        }
        self._check_order(found, values)
        return values

    def _check_order(self, found: Found, values: Fields) -> None:
        starts, ends = values["starts_on"], values["ends_on"]
        if starts and ends and ends < starts:
            found.fault("ends", "mismatch", _("The end lies before the start."))

    def _kind(self, found: Found, present: dict[str, Cell]) -> tuple[int | None, bool]:
        entries = self._among(found, present, "kind", self.entries.kinds)
        return entries or (None, False)

    def _grade(self, found: Found, present: dict[str, Cell], key: str) -> int | None:
        return self._among(found, present, key, self.entries.grades)

    def _among(self, found: Found, present: dict[str, Cell], key: str, names: Any) -> Any:
        """Return the entry of a dictionary that a cell names."""
        text = self._try(found, present, key, read.read_text, TITLE)
        entries = names.find(text) if text else []
        if text and not entries:
            found.fault(key, "out_of_range", _("This is not in the dictionary."), names.offers(text))
        return entries[0] if entries else None

    def _word(self, found: Found, present: dict[str, Cell], key: str, words: dict) -> Any:
        meant = self._try(found, present, key, read.read_word, words)
        return getattr(meant, "value", meant)

    def _month(self, found: Found, present: dict[str, Cell], key: str, *, may_come: bool = False) -> str | None:
        month = self._try(found, present, key, read.read_month, self.today, may_come=may_come)
        return month.as_date().replace(day=1).isoformat() if month else None

    def _day(self, found: Found, present: dict[str, Cell], key: str) -> str | None:
        month = self._try(found, present, key, read.read_month, self.today)
        return month.as_date().isoformat() if month else None


def _read_patent(cell: Cell, longest: int) -> str:
    try:
        return str(parse_patent_number(read.read_text(cell, longest)))
    except ValidationError as problem:
        raise CellError("bad_number_format", problem.messages[0]) from problem


def _marks(noun: str, values: Fields, person: Fields | None, master: str) -> tuple[str, ...]:
    """What tells which entry of a studio is meant."""
    if noun == MEMBERS:
        return ((person or {})["name"],)
    if noun == APPRENTICES:
        return (person or {})["name"], master
    number = values.get("number") or ""
    return number, "" if number else comparable(values["title"] or "")
