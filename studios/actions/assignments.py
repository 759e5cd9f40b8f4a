"""Who scores which case: by hand, from a sheet, or dealt out; a submitted sheet always keeps its assignment."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from studios.actions.panels import locked_seat, require_keeper
from studios.actions.recusals import find_recusals, find_recusals_of_call
from studios.choices.calls import Stage
from studios.choices.reviews import SeatState, SheetState
from studios.models import Application, Assignment, Call, PanelSeat, Recusal
from studios.queries.recusals import panel_cases
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Refusal
from unions.models import Account


@dataclass(frozen=True, slots=True)
class Pick:
    """One expert for one case."""

    application: Application
    seat: PanelSeat
    is_fixed: bool = False


@one_transaction
def assign(application: Application, seat: PanelSeat, *, by: Account, is_fixed: bool = False) -> Assignment:
    """Give a case to an expert; refused for recused pairs, full seats and cases that are not before the panel."""
    fresh = locked_seat(seat)
    require_keeper(fresh.call, by)
    _require_open(application, fresh)
    held = Assignment.objects.filter(seat=fresh, application=application).first()
    if held:
        return _fixed(held, is_fixed=is_fixed or held.is_fixed)
    _require_room(fresh)
    _require_free(application, fresh)
    made = _make(application, fresh, by=by, is_fixed=is_fixed)
    details = {"seat": fresh.number}
    record(Verb.ASSIGNMENT_MADE, by=by, subject=application, union=application.union, details=details)
    return made


@one_transaction
def unassign(assignment: Assignment, *, by: Account) -> None:
    """Take a case back from an expert whose sheet was not handed in; a draft sheet goes with it."""
    fresh = Assignment.objects.select_for_update(of=("self",)).select_related("application__union", "seat__call__union")
    row = fresh.get(pk=assignment.pk)
    require_keeper(row.seat.call, by)
    if has_sheet(row):
        raise Refusal(_("%(expert)s has handed in this sheet. The assignment stays.") % {"expert": row.seat})
    details = {"seat": row.seat.number}
    record(Verb.ASSIGNMENT_REMOVED, by=by, subject=row.application, union=row.application.union, details=details)
    row.delete()


@one_transaction
def set_experts(application: Application, seats: Iterable[PanelSeat], *, by: Account) -> None:
    """Make these the experts of a case; picks by hand are fixed."""
    wanted = {seat.pk: seat for seat in seats}
    for row in Assignment.objects.live().filter(application=application).select_related("seat__expert__person"):
        if row.seat_id in wanted:
            wanted.pop(row.seat_id)
        else:
            unassign(row, by=by)
    for seat in wanted.values():
        assign(application, seat, by=by, is_fixed=True)


@one_transaction
def set_cases(seat: PanelSeat, applications: Iterable[Application], *, by: Account) -> None:
    """Make these the cases of an expert; picks by hand are fixed."""
    wanted = {application.pk: application for application in applications}
    for row in Assignment.objects.live().filter(seat=seat).select_related("seat__expert__person", "application"):
        if row.application_id in wanted:
            wanted.pop(row.application_id)
        else:
            unassign(row, by=by)
    for application in wanted.values():
        assign(application, seat, by=by, is_fixed=True)


@one_transaction
def apply_picks(call: Call, picks: Iterable[Pick], *, by: Account, renew: bool = False) -> int:
    """Write many assignments at once, all or none; `renew` first takes back what is neither fixed nor handed in.

    Answers how many are new. Recusals are looked for again first: a pair that is barred by now stops the whole.
    """
    require_keeper(call, by)
    Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
    wanted = {(pick.application.pk, pick.seat.pk): pick for pick in picks}
    seats = {s.pk: s for s in PanelSeat.objects.seated().select_for_update(of=("self",)).filter(call=call)}
    find_recusals_of_call(call)
    _require_allowed(call, wanted, seats)
    if renew:
        _take_back(call, keep=set(wanted))
    made = _bulk(call, wanted, by=by)
    _require_rooms(call, seats)
    record(Verb.ASSIGNMENT_DEALT, by=by, subject=call, union=call.union, details={"assignments": made})
    return made


def _require_allowed(call: Call, wanted: Mapping[tuple[int, int], Pick], seats: Mapping[int, PanelSeat]) -> None:
    cases = set(panel_cases(call).values_list("pk", flat=True))
    barred = set(Recusal.objects.filter(seat__call=call).values_list("application", "seat"))
    for pair, pick in wanted.items():
        facts = {"expert": pick.seat, "case": pick.application.number}
        if pair[0] not in cases:
            raise Refusal(_("%(case)s is not before this panel.") % facts)
        if pair[1] not in seats:
            raise Refusal(_("%(expert)s is no longer in the panel.") % facts)
        if pair in barred:
            raise Refusal(_("%(expert)s is recused from %(case)s.") % facts, code="recused")


def _bulk(call: Call, wanted: Mapping[tuple[int, int], Pick], *, by: Account) -> int:
    held = {(a.application_id, a.seat_id): a for a in Assignment.objects.filter(seat__call=call)}
    last: Counter[int] = Counter()
    for row in held.values():
        last[row.seat_id] = max(last[row.seat_id], row.position)
    to_fix = [held[p].pk for p, pick in wanted.items() if pick.is_fixed and p in held]
    Assignment.objects.filter(pk__in=to_fix).update(is_fixed=True)
    rows, now = [], clock.now()
    for pair, pick in wanted.items():
        if pair in held:
            continue
        last[pair[1]] += 1
        rows.append(
            Assignment(
                application_id=pair[0],
                seat_id=pair[1],
                position=last[pair[1]],
                is_fixed=pick.is_fixed,
                made_by=by,
                made_at=now,
            )
        )
    return len(Assignment.objects.bulk_create(rows, batch_size=1000))


def _require_rooms(call: Call, seats: Mapping[int, PanelSeat]) -> None:
    live = Assignment.objects.live().filter(seat__call=call, application__state=Stage.PANEL)
    load = Counter(live.values_list("seat", flat=True))
    for pk, seat in seats.items():
        if seat.capacity is not None and load[pk] > seat.capacity:
            facts = {"expert": seat, "most": seat.capacity}
            raise Refusal(_("%(expert)s takes at most %(most)s cases.") % facts, code="full")


def _take_back(call: Call, *, keep: set[tuple[int, int]]) -> None:
    rows = Assignment.objects.live().filter(seat__call=call, is_fixed=False, application__state=Stage.PANEL)
    loose = rows.select_related("sheet").select_for_update(of=("self",))
    gone = [r.pk for r in loose if (r.application_id, r.seat_id) not in keep and not has_sheet(r)]
    Assignment.objects.filter(pk__in=gone).delete()


def has_sheet(assignment: Assignment) -> bool:
    """Whether a sheet was handed in, typed from paper, or made void: such an assignment stays for the record."""
    sheet = getattr(assignment, "sheet", None)
    return sheet is not None and sheet.state != SheetState.DRAFT


def _fixed(assignment: Assignment, *, is_fixed: bool) -> Assignment:
    if assignment.is_fixed != is_fixed:
        assignment.is_fixed = is_fixed
        assignment.save(update_fields=["is_fixed"])
    return assignment


def _make(application: Application, seat: PanelSeat, *, by: Account, is_fixed: bool) -> Assignment:
    last = Assignment.objects.filter(seat=seat).order_by("-position").values_list("position", flat=True).first()
    return Assignment.objects.create(
        seat=seat,
        application=application,
        position=(last or 0) + 1,
        is_fixed=is_fixed,
        made_by=by,
        made_at=clock.now(),
    )


def _require_open(application: Application, seat: PanelSeat) -> None:
    if application.call_id != seat.call_id or application.state != Stage.PANEL:
        raise Refusal(_("%(case)s is not before this panel.") % {"case": application.number})
    if seat.state not in (SeatState.INVITED, SeatState.DECLARED):
        raise Refusal(_("%(expert)s is no longer in the panel.") % {"expert": seat})


def _require_room(seat: PanelSeat) -> None:
    if seat.capacity is not None and Assignment.objects.live().filter(seat=seat).count() >= seat.capacity:
        raise Refusal(
            _("%(expert)s takes at most %(most)s cases.") % {"expert": seat, "most": seat.capacity}, code="full"
        )


def _require_free(application: Application, seat: PanelSeat) -> None:
    """No assignment for a recused pair, whether known or only found now."""
    find_recusals(seat, among=[application])
    held = Recusal.objects.filter(seat=seat, application=application).first()
    if held:
        facts = {"expert": seat, "case": application.number, "ground": held.get_ground_display()}
        raise Refusal(_("%(expert)s is recused from %(case)s: %(ground)s.") % facts, code="recused")
