"""回避: finds and declares what an expert has nothing to do with; sheets that were begun on such cases do not count."""

from collections.abc import Iterable

from studios.choices.reviews import RecusalGround, SheetState
from studios.models import Application, Assignment, Call, PanelSeat, Recusal, ScoreSheet
from studios.queries.recusals import Circle, Material, circle_of, circles_of, found_recusals, material_of, panel_cases
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.models import Account


@one_transaction
def find_recusals(seat: PanelSeat, *, among: Iterable[Application] | None = None) -> list[Recusal]:
    """Write down the automatic recusals of a seat (all cases of its panel, or some); those known stay as they are."""
    material = material_of(panel_cases(seat.call) if among is None else among)
    return _find(seat, material, circle_of(seat.expert))


@one_transaction
def find_recusals_of_call(call: Call, *, among: Iterable[Application] | None = None) -> int:
    """Look again at every seat of a call (all cases of its panel, or some); answers how many recusals are new."""
    seats = list(PanelSeat.objects.seated().filter(call=call).select_related("call", "expert__account__home"))
    if not seats:
        return 0
    material = material_of(panel_cases(call) if among is None else among)
    circles = circles_of([seat.expert for seat in seats])
    return sum(len(_find(seat, material, circles[seat.expert_id])) for seat in seats)


def _find(seat: PanelSeat, material: Material, circle: Circle) -> list[Recusal]:
    findings = found_recusals(material, circle)
    known = set(seat.recusals.values_list("application", flat=True)) if findings else set()
    found = [f for f in findings if f.application.pk not in known]
    return [recuse(seat, f.application, ground=f.ground, note=f.note) for f in found]


@one_transaction
def recuse(
    seat: PanelSeat, application: Application, *, ground: RecusalGround, note: str = "", by: Account | None = None
) -> Recusal:
    """Keep the expert away from the case: an assignment goes, a sheet that was begun stays but does not count."""
    made, is_new = Recusal.objects.get_or_create(
        seat=seat,
        application=application,
        defaults={"ground": ground, "note": note.strip()[:300], "at": clock.now()},
    )
    if is_new:
        drop_assignments(Assignment.objects.filter(seat=seat, application=application))
        details = {"seat": seat.number, "ground": str(ground)}
        record(Verb.RECUSAL_DECLARED, by=by, subject=application, union=application.union, details=details)
    return made


def drop_assignments(rows: Iterable[Assignment]) -> int:
    """End assignments: those without a sheet go, sheets become void and are kept; answers how many ended."""
    keys = [row.pk for row in rows]
    sheets = ScoreSheet.objects.select_for_update(of=("self",)).filter(assignment__in=keys)
    begun = set(sheets.values_list("assignment", flat=True))
    voided = list(sheets.exclude(state=SheetState.VOID).select_related("assignment__application__union"))
    for sheet in voided:
        sheet.state = SheetState.VOID
        sheet.save(update_fields=["state"])
        case = sheet.assignment.application
        record(Verb.SCORE_VOIDED, by=None, subject=case, union=case.union, details={"sheet": sheet.pk})
    Assignment.objects.filter(pk__in=set(keys) - begun).delete()
    return len(keys)
