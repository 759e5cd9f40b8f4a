"""Writes a call's review settings."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from studios.actions.calls import locked_call
from studios.choices.reviews import PanelMethod
from studios.models import Call, ReviewPlan
from studios.queries.plans import fingerprint, plan_of, scoring_began
from unions.actions.audit import record
from unions.choices.audit import Verb
from unions.errors import Refusal, Stale
from unions.models import Account

FULL = Decimal(100)
LEAST_SCORES = 3
# What a score means rests on these; they stay once somebody has scored.
FIXED_WHEN_SCORED = ("method", "is_blind", "least_sheets", "visit_weight", "pass_points", "is_secret_ballot")


@transaction.atomic
def save_plan(call: Call, *, by: Account, settings: Mapping[str, Any], seen: str) -> ReviewPlan:
    """Store the settings; what a score rests on stays once a sheet is handed in."""
    fresh = locked_call(call, by=by)
    plan = plan_of(fresh)
    if seen != fingerprint(plan):
        raise Stale(_("Somebody else has changed these settings meanwhile. Open the page again."))
    changed = sorted(name for name, value in settings.items() if getattr(plan, name) != value)
    _require_open(fresh, changed)
    for name, value in settings.items():
        setattr(plan, name, value)
    _require_possible(plan)
    plan.save()
    record(Verb.PLAN_SAVED, by=by, subject=fresh, union=fresh.union, details={"fields": changed})
    return plan


def _require_open(call: Call, changed: list[str]) -> None:
    fixed = [name for name in changed if name in FIXED_WHEN_SCORED]
    if fixed and scoring_began(call):
        raise Refusal(_("Experts have handed in sheets already, so this stays as it is."), field=fixed[0])


def _require_possible(plan: ReviewPlan) -> None:
    if plan.least_sheets < 1 or plan.least_sheets > plan.experts_a_case:
        text = _("At least 1 and at most as many valid sheets as there are experts a case.")
        raise Refusal(text, field="least_sheets")
    if plan.method == PanelMethod.SCORE and plan.least_sheets < LEAST_SCORES:
        raise Refusal(_("Scoring needs at least three experts a case."), field="least_sheets")
    if not 0 <= plan.visit_weight <= FULL:
        raise Refusal(_("A weight lies between 0 and 100 per cent."), field="visit_weight")
    if not 0 <= plan.pass_points <= FULL:
        raise Refusal(_("Points lie between 0 and 100."), field="pass_points")
    if not 0 < plan.spread_limit <= FULL:
        raise Refusal(_("The spread lies between 0 and 100 points."), field="spread_limit")
