"""How a call's review works, as stored or as a new call has it."""

import hashlib
from decimal import Decimal

from studios.choices.reviews import SheetState
from studios.models import Call, ReviewPlan, ScoreSheet
from unions.choices.tree import Level

# Points to pass: city level and above ask for more (domain rules §4).
PASS_HIGH, PASS_LOW = Decimal(75), Decimal(60)


def plan_of(call: Call) -> ReviewPlan:
    """The stored settings, else those a new call begins with, not stored; read once for the same call object."""
    return getattr(call, "plan", None) or new_plan(call)


def new_plan(call: Call) -> ReviewPlan:
    """What a call of this level begins with."""
    is_high = Level(call.level).rank <= Level.CITY.rank
    return ReviewPlan(call=call, pass_points=PASS_HIGH if is_high else PASS_LOW)


def scoring_began(call: Call) -> bool:
    """Whether an expert has handed in a sheet, or one was typed from paper."""
    finished = (SheetState.SUBMITTED, SheetState.TYPED)
    return ScoreSheet.objects.filter(assignment__application__call=call, state__in=finished).exists()


def fingerprint(plan: ReviewPlan) -> str:
    """Tells two people who change the same settings apart."""
    names = [f.attname for f in ReviewPlan._meta.concrete_fields if f.name not in ("id", "call")]
    # Numbers as the database gives them back: 75 and 75.00 are the same setting.
    shown = [_plain(getattr(plan, name)) for name in names]
    return hashlib.sha256("|".join(shown).encode()).hexdigest()[:20]


def _plain(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value)
