"""Compares the good rows of a ledger with the register: what each would create, update or leave alone."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from studios.models import Designation, FormerStudioName, HonourAward, Leadership, Studio
from studios.queries.ledger_entries import PlannedEntry, plan_entries
from studios.values.ledger import Fault, LedgerFigures, LedgerLead, LedgerRow
from studios.values.ledger_entries import LedgerEntry
from unions.models import Account

FIGURES = ("members", "area", "funds", "results", "patents", "benefit", "apprentices")
CREATE, UPDATE, UNCHANGED = "create", "update", "unchanged"
BATCH = 5_000


@dataclass(slots=True)
class Known:
    """A studio of the register as the plan compares it."""

    studio: Studio
    leads: dict[str, Leadership]
    awards: set[tuple[int, int, int | None]]
    namings: set[tuple[str, str]]


@dataclass(slots=True)
class Planned:
    """One row with what it would change; `first` is the earlier row of the same studio in the file, if any."""

    row: LedgerRow
    known: Known | None
    first: "Planned | None" = None
    changes: set[str] = field(default_factory=set)

    @property
    def action(self) -> str:
        """The word of the command's JSON."""
        if self.known is None and self.first is None:
            return CREATE
        return UPDATE if self.changes else UNCHANGED


@dataclass(slots=True)
class Plan:
    """What an import would do, and the rows that the register forbids."""

    rows: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    entries: list[PlannedEntry] = field(default_factory=list)

    @property
    def everything(self) -> list[Planned | PlannedEntry]:
        """Studios first, then what they have."""
        return [*self.rows, *self.entries]

    def count(self, action: str) -> int:
        """How many rows have this action."""
        return sum(planned.action == action for planned in self.everything)


def plan_import(rows: list[LedgerRow], entries: list[LedgerEntry] | None = None, *, by: Account | None = None) -> Plan:
    """Compare rows with the register; the number of queries grows only by batches of names.

    `by` is who would write the entries: a studio's register is its unit's.
    """
    known = _known_studios(rows)
    others = _led_otherwise([row for row in rows if (row.unit, row.name) not in known and not row.is_sure])
    plan = Plan()
    firsts: dict[tuple[int, str], Planned] = {}
    for row in rows:
        key = (row.unit, row.name)
        planned = Planned(row, known.get(key), firsts.get(key))
        fault = _lead_fault(planned) or _name_question(planned, others)
        if fault:
            plan.faults.append(fault)
            continue
        firsts.setdefault(key, planned)
        planned.changes = _changes(planned)
        plan.rows.append(planned)
    plan.entries, barred = plan_entries(entries or [], by=by)
    plan.faults += barred
    return plan


def _known_studios(rows: list[LedgerRow]) -> dict[tuple[int, str], Known]:
    units, names = {row.unit for row in rows}, sorted({row.name for row in rows})
    known: dict[tuple[int, str], Known] = {}
    for start in range(0, len(names), BATCH):
        batch = names[start : start + BATCH]
        former = FormerStudioName.objects.filter(name__in=batch, studio__union__in=units)
        old_names = dict(former.values_list("studio", "name"))
        found = [*_studios().filter(name__in=batch, union__in=units), *_studios().filter(pk__in=old_names)]
        for studio in reversed(found):
            name = studio.name if studio.name in batch else old_names[studio.pk]
            known[studio.union_id, name] = _known(studio)
    return known


def _led_otherwise(rows: list[LedgerRow]) -> dict[tuple[int, str], list[str]]:
    """Names of the studios that somebody of a new row's unit leads already."""
    found: dict[tuple[int, str], list[str]] = {}
    units, names = {row.unit for row in rows}, sorted({lead.name for row in rows for lead in row.leads})
    for start in range(0, len(names), BATCH):
        led = Leadership.objects.present().filter(
            studio__union__in=units, worker__person__name__in=names[start : start + BATCH]
        )
        for unit, lead, studio in led.values_list("studio__union", "worker__person__name", "studio__name"):
            found.setdefault((unit, lead), []).append(studio)
    return found


def _name_question(planned: Planned, others: dict[tuple[int, str], list[str]]) -> Fault | None:
    """A new name beside a studio of the same unit and lead may be that studio's: ask."""
    row = planned.row
    if planned.known or planned.first or row.is_sure or not others:
        return None
    led = [name for lead in row.leads for name in others.get((row.unit, lead.name), ())]
    if not led:
        return None
    message = _("The register has “%(name)s” of the same unit and lead. Is it the same studio?")
    return row.fault_at_name(message % {"name": led[0]}, (led[0], row.name))


def _studios() -> QuerySet[Studio]:
    """Every studio with present leads, their honours, its namings and its figures at hand."""
    present = Leadership.objects.present().select_related("worker__person")
    awards = HonourAward.objects.order_by("pk")
    return Studio.objects.select_related("reported_figures").prefetch_related(
        Prefetch("leaderships", queryset=present),
        Prefetch("leaderships__worker__awards", queryset=awards),
        Prefetch("designations", queryset=Designation.objects.select_related("decision")),
    )


def _known(studio: Studio) -> Known:
    leads = {lead.worker.person.name: lead for lead in studio.leaderships.all()}
    return Known(
        studio=studio,
        leads=leads,
        awards={
            (lead.worker_id, award.honour_id, award.year)
            for lead in leads.values()
            for award in lead.worker.awards.all()
        },
        namings={(naming.level, naming.decision.number) for naming in studio.designations.all()},
    )


def _lead_fault(planned: Planned) -> Fault | None:
    """A ledger never changes who leads a studio: that is a request of its own."""
    names = {lead.name for lead in planned.row.leads}
    if planned.known and planned.known.leads:
        expected = list(planned.known.leads)
    elif planned.first:
        expected = [lead.name for lead in planned.first.row.leads]
    else:
        return None
    if names == set(expected):
        return None
    message = _("The register has %(leads)s as lead. A change of lead is a request of its own.")
    return planned.row.fault_at_lead(message % {"leads": "、".join(expected)}, tuple(expected))


def _changes(planned: Planned) -> set[str]:
    row, known = planned.row, planned.known
    changes = set()
    if row.naming and not _is_recorded(planned):
        changes.add("naming")
    if planned.first is not None:
        return changes
    if known is None:
        return changes | {"studio"}
    figures = getattr(known.studio, "reported_figures", None)
    if row.figures != LedgerFigures() and _figures(figures) != row.figures:
        changes.add("figures")
    if known.studio.industry_id is None and row.industry:
        changes.add("studio")
    if not known.leads or any(_adds(lead, known) for lead in row.leads):
        changes.add("leads")
    return changes


def _is_recorded(planned: Planned) -> bool:
    naming, known = planned.row.naming, planned.known
    return bool(naming and known and (naming.level, naming.number) in known.namings)


def _figures(stored: object) -> LedgerFigures:
    return LedgerFigures(**{name: getattr(stored, name, None) for name in FIGURES})


def _adds(lead: LedgerLead, known: Known) -> bool:
    """Whether the ledger knows something of the lead that the register lacks; what it has is never overwritten."""
    leadership = known.leads[lead.name]
    person, worker = leadership.worker.person, leadership.worker
    pairs: list[tuple[object, str | date | None]] = [
        (lead.sex, person.sex),
        (lead.born_on, person.birth_month),
        (lead.mobile_phone, person.mobile),
        (lead.title, worker.title),
    ]
    if any(new and not old for new, old in pairs):
        return True
    return bool(lead.honour) and (worker.pk, lead.honour, lead.honour_year) not in known.awards
