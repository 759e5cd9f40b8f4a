"""Puts the good rows of a ledger into the register: all of them in one transaction, or none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from studios.actions.designations import OutsideNaming, record_designations
from studios.actions.ledger_entries import write_entries
from studios.actions.ledger_leads import write_leads
from studios.actions.summaries import refresh_summaries
from studios.choices.ledger import ImportState
from studios.models import LedgerImport, ReportedFigures, Studio
from studios.permissions import imports_ledger_of, keeps_studios_of
from studios.queries.ledger_plan import FIGURES, Plan, Planned, plan_import
from studios.values.ledger import LedgerRow
from studios.values.ledger_entries import LedgerEntry
from unions import clock
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.choices.tree import Level, UnionKind
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

BATCH = 1_000
RECENT = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows an import creates, updates and leaves alone."""

    created: int
    updated: int
    unchanged: int


def counts_of(plan: Plan) -> Counts:
    """Count a plan's rows by what they would do."""
    return Counts(plan.count("create"), plan.count("update"), plan.count("unchanged"))


def require_importer(account: Account, union: Union) -> None:
    """Refuse whoever may not import the ledger of `union`."""
    if not imports_ledger_of(account, union):
        raise Forbidden(_("A ledger is imported by a clerk of the federation or industrial union that keeps it."))


def require_sheet_reader(account: Account, union: Union) -> None:
    """Refuse whoever brings neither a ledger of `union` nor the sheets of its own studios."""
    if not (imports_ledger_of(account, union) or keeps_studios_of(account, union)):
        raise Forbidden(_("A ledger is imported by a clerk of the federation or industrial union that keeps it."))


@transaction.atomic
def import_ledger(
    rows: list[LedgerRow],
    *,
    by: Account | None,
    union: Union,
    source: str = "",
    expected: Counts | None = None,
    entries: list[LedgerEntry] | None = None,
) -> Plan:
    """Apply every good row of a ledger of `union` and return what was done.

    `by` is None for the operator's command, which writes no entries: a studio's register has a keeper.
    With `expected`, a register that changed since the dry run is Stale.
    """
    if by is not None and rows:
        require_importer(by, union)
    Union.objects.select_for_update().get(pk=union.pk)
    plan = plan_import(rows, entries if by else [], by=by)
    counts = counts_of(plan)
    if expected is not None and counts != expected:
        raise Stale(_changed_since(union))
    if counts.created or counts.updated:
        _write(plan, by=by, union=union, source=source)
        if by is not None:
            write_entries(plan.entries, by=by)
        details = {"source": source, "created": counts.created, "updated": counts.updated}
        record(Verb.LEDGER_IMPORTED, by=by, union=union, subject=union, details=details)
    return plan


def _changed_since(union: Union) -> str:
    """Say who imported the last ledger of this union just before, where that is what changed the register."""
    recent = LedgerImport.objects.filter(union=union, state=ImportState.DONE, ended_at__gte=clock.now() - RECENT)
    last = recent.select_related("by", "upload").first()
    if last is None:
        return _("Somebody changed the register since this ledger was checked. Check it again.")
    facts = {"name": last.by, "file": last.upload.name, "at": f"{localtime(last.ended_at):%H:%M}"}
    return _("%(name)s imported “%(file)s” at %(at)s, after this ledger was checked. Check it again.") % facts


def _write(plan: Plan, *, by: Account | None, union: Union, source: str) -> None:
    unions = _unions(plan)
    studios = _studios(plan, unions)
    changed = [planned for planned in plan.rows if planned.changes]
    write_leads([(studios[p.row.unit, p.row.name], p.row.leads) for p in changed if p.changes & {"studio", "leads"}])
    _write_figures(changed, studios, source)
    namings = [_naming(p.row, studios, unions, union) for p in changed if "naming" in p.changes]
    record_designations(namings, by=by)
    refresh_summaries({studios[p.row.unit, p.row.name].pk for p in changed})


def _unions(plan: Plan) -> dict[int, Union]:
    ids = {planned.row.unit for planned in plan.rows} | {planned.row.recommender or 0 for planned in plan.rows}
    unions = Union.objects.in_bulk(ids)
    moved = [
        planned.row for planned in plan.rows if planned.row.unit not in unions or not unions[planned.row.unit].is_active
    ]
    if moved:
        raise Refusal(_("A unit of this ledger was closed or merged just now. Check the ledger again."))
    return unions


def _studios(plan: Plan, unions: dict[int, Union]) -> dict[tuple[int, str], Studio]:
    """Return every studio of the plan, those that the register lacked newly made."""
    studios = {(p.row.unit, p.row.name): p.known.studio for p in plan.rows if p.known}
    now = clock.now()
    new: dict[tuple[int, str], Studio] = {}
    for planned in plan.rows:
        row = planned.row
        if planned.action == "create":
            new[row.unit, row.name] = _new_studio(row, unions[row.unit], now)
    Studio.objects.bulk_create(new.values(), batch_size=BATCH)
    _fill_known(plan, studios, now)
    return studios | new


def _new_studio(row: LedgerRow, unit: Union, now: datetime) -> Studio:
    return Studio(
        name=row.name,
        kind_id=row.kind,
        union=unit,
        industry_id=row.industry or None,
        county=unit.county,
        contact_phone=row.leads[0].office_phone if row.leads else "",
        created_at=now,
        changed_at=now,
    )


def _fill_known(plan: Plan, studios: dict[tuple[int, str], Studio], now: datetime) -> None:
    """Fill an industry that the register lacked; mark every studio that changes."""
    touched = {}
    for planned in plan.rows:
        if planned.known and planned.changes:
            studio = studios[planned.row.unit, planned.row.name]
            studio.industry_id = studio.industry_id or planned.row.industry or None
            studio.changed_at = now
            touched[studio.pk] = studio
    Studio.objects.bulk_update(touched.values(), ["industry", "changed_at"], batch_size=BATCH)


def _write_figures(changed: list[Planned], studios: dict[tuple[int, str], Studio], source: str) -> None:
    now = clock.now()
    rows = [
        ReportedFigures(
            studio=studios[planned.row.unit, planned.row.name],
            source=source[:120],
            reported_at=now,
            **{name: getattr(planned.row.figures, name) for name in FIGURES},
        )
        for planned in changed
        if planned.changes & {"studio", "figures"} and planned.first is None and planned.row.has_figures
    ]
    ReportedFigures.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["studio"],
        update_fields=["source", "reported_at", *FIGURES],
    )


def _naming(
    row: LedgerRow, studios: dict[tuple[int, str], Studio], unions: dict[int, Union], importer: Union
) -> OutsideNaming:
    """Say who issued the paper: the importing union for its own level, the recommender below it, else its letters."""
    naming = row.naming
    if naming is None:
        message = "a row without a naming has nothing to record"
        raise ValueError(message)
    union = _naming_union(naming.level, row, unions, importer)
    return OutsideNaming(
        studio=studios[row.unit, row.name],
        level=naming.level,
        number=naming.number,
        decided_on=naming.decided_on,
        issuer=union.name if union else naming.number.partition("〔")[0],
        union=union,
        wording=naming.wording,
    )


def _naming_union(level: str, row: LedgerRow, unions: dict[int, Union], importer: Union) -> Union | None:
    if level == importer.level and importer.kind == UnionKind.FEDERATION:
        return importer
    if level == Level.UNIT:
        return unions[row.unit]
    recommender = unions.get(row.recommender or 0)
    return recommender if recommender is not None and recommender.tier == level else None
