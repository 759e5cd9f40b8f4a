"""Closes a panel: every case moves on together, when each has its minimum of sheets."""

from django.utils.translation import gettext as _

from studios.actions.applications import locked, move
from studios.choices.calls import Stage, StepName
from studios.models import Application, Call, ScoreSheet
from studios.queries.board import short_cases
from studios.queries.plans import plan_of
from studios.workflow import require_step
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal
from unions.models import Account

NAMED_AT_MOST = 20


@one_transaction
def close_panel(call: Call, *, by: Account) -> list[Application]:
    """Move every case before the panel to the next stage; a vote of less than two thirds is left to the meeting."""
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair of the naming union closes the panel."))
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    cases = [locked(a) for a in call.applications.filter(state=Stage.PANEL).order_by("pk")]
    cases = [case for case in cases if case.state == Stage.PANEL]
    if not cases:
        raise Refusal(_("No case is before the panel."))
    _require_sheets(call)
    for case in cases:
        move(case, require_step(StepName.CLOSE_PANEL, case, by), by=by)
    record(Verb.PANEL_CLOSED, by=by, subject=call, union=call.union, details={"cases": [c.number for c in cases]})
    return cases


def _require_sheets(call: Call) -> None:
    """Each case has its minimum; the sheets are held, so that none is made void in the same moment."""
    sheets = ScoreSheet.objects.select_for_update(of=("self",)).filter(assignment__application__call=call)
    list(sheets.order_by("pk").values_list("pk", flat=True))
    plan = plan_of(call)
    short = short_cases(call, plan)
    if short:
        named = "、".join(case.number for case in short[:NAMED_AT_MOST])
        text = _("%(count)s cases have fewer than %(least)s valid sheets: %(numbers)s.")
        raise Refusal(text % {"count": len(short), "least": plan.least_sheets, "numbers": named}, code="sheets")
