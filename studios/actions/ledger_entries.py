"""Writes the good rows of members, projects, results and apprentices through the register's own actions."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from studios.actions.apprenticeships import masters_of, save_apprenticeship
from studios.actions.members import save_member
from studios.actions.people import Wanted
from studios.actions.projects import save_project
from studios.actions.results import save_result
from studios.choices.register import MemberRole
from studios.models import ResultKind, Studio
from studios.queries.ledger_entries import PlannedEntry
from studios.values.ledger_entries import APPRENTICES, MEMBERS, ORDER, PROJECTS, LedgerEntry
from unions.errors import Refusal
from unions.models import Account

DATES = ("joined_on", "left_on", "finished_on", "starts_on", "ends_on", "agreed_on")


def write_entries(entries: list[PlannedEntry], *, by: Account) -> None:
    """Write what changes; the caller's transaction makes it all or nothing. Rights are the actions' own."""
    changing = [planned for planned in entries if planned.known is None or planned.changes]
    studios = Studio.objects.in_bulk({planned.row.studio for planned in changing})
    kinds = ResultKind.objects.in_bulk()
    for planned in sorted(changing, key=lambda planned: ORDER.index(planned.row.noun)):
        try:
            _write(planned, studios[planned.row.studio], kinds, by=by)
        except Refusal as refusal:
            facts = {"sheet": planned.row.sheet, "row": planned.row.row, "message": refusal.message}
            raise Refusal(_("Sheet %(sheet)s, row %(row)s: %(message)s") % facts) from refusal


def _write(planned: PlannedEntry, studio: Studio, kinds: dict[Any, ResultKind], *, by: Account) -> None:
    entry, known = planned.row, planned.known
    values = {name: _typed(name, value) for name, value in entry.values.items()}
    if entry.noun == MEMBERS:
        values = values if known else {"role": MemberRole.MEMBER.value, **values}
        save_member(studio, values, by=by, person=None if known else _wanted(entry), member=known)
    elif entry.noun == APPRENTICES:
        values["master"] = next(person for person in masters_of(studio) if person.name == entry.master)
        save_apprenticeship(studio, values, by=by, apprentice=None if known else _wanted(entry), apprenticeship=known)
    elif entry.noun == PROJECTS:
        save_project(studio, values, by=by, project=known)
    else:
        values["kind"] = kinds[values.pop("kind_id")]
        save_result(studio, values, by=by, result=known)


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DATES and value else value


def _wanted(entry: LedgerEntry) -> Wanted:
    person = entry.person or {}
    born = person.get("birth_month")
    return Wanted(person.get("name", ""), date.fromisoformat(born) if born else None, person.get("sex", ""))
