"""Copies a call into another year, or as a practice call: dates, rules, review, and where asked quotas and experts."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from studios.actions.calls import insert_call, spec_of, write_conditions, write_opinions, write_slots
from studios.actions.rubric_rows import copy_review
from studios.choices.reviews import SeatState
from studios.models import Call, CallStage, PanelGroup, PanelSeat, Quota, RuleSet
from studios.permissions import edits_call
from studios.queries.quotas import recommenders_of
from studios.queries.year_roll import Pattern, rolled
from studios.values.call_defaults import OpinionSpec, SlotSpec
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction
from unions.choices.audit import Verb
from unions.errors import Forbidden
from unions.models import Account

NOT_COPIED = ("id", "union", "state", "opened_at", "closed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What a copy is to be; without a day of opening it opens at the same place of its year."""

    year: int
    title: str
    opens_on: date | None = None
    is_practice: bool = False
    with_quotas: bool = True
    with_experts: bool = False


@one_transaction
def copy_call(call: Call, *, by: Account, copy: Copy) -> Call:
    """A draft with the same pattern of working days; rules begin with version 1, nobody is told before it opens."""
    if not edits_call(by, call):
        raise Forbidden(_("Clerks and chairs of the naming union write its calls."))
    pattern = rolled(call, copy.year, opens_on=copy.opens_on)
    made = _draft(call, copy, pattern)
    _copy_dates(made, pattern)
    _copy_rules(call, made, by)
    copy_review(call, made, by=by)
    quotas = _copy_quotas(call, made) if copy.with_quotas else 0
    seats = _copy_panel(call, made, by) if copy.with_experts else 0
    details = {"from": call.pk, "quotas": quotas, "seats": seats, "practice": made.is_practice}
    record(Verb.CALL_COPIED, by=by, subject=made, union=made.union, details=details)
    return made


def _draft(call: Call, copy: Copy, pattern: Pattern) -> Call:
    names = [f.name for f in Call._meta.concrete_fields if f.name not in NOT_COPIED]
    kept = {name: getattr(call, name) for name in names}
    kept |= {"year": copy.year, "title": copy.title, "copied_from": call, "opens_at": pattern.opens_at}
    return insert_call(call.union, kept | {"is_practice": copy.is_practice})


def _copy_dates(made: Call, pattern: Pattern) -> None:
    CallStage.objects.bulk_create(
        CallStage(call=made, stage=d.stage, due_at=d.new, reminder_days=d.reminder_days) for d in pattern.stages
    )


def _copy_rules(call: Call, made: Call, by: Account) -> None:
    write_opinions(made, [OpinionSpec(name=o.name, stage=o.stage) for o in call.opinions.all()])
    slots = [SlotSpec(key=s.key, name=s.name, hint=s.hint, is_required=s.is_required) for s in call.slots.all()]
    write_slots(made, slots)
    old = call.rule_sets.order_by("-number")[0]
    rules = RuleSet.objects.create(call=made, number=1, made_by=by, made_at=clock.now())
    rules.honours.set(old.honours.filter(is_retired=False))
    write_conditions(rules, [spec_of(c) for c in old.conditions.all()])


def _copy_quotas(call: Call, made: Call) -> int:
    """The places of unions that still recommend; what was granted above them was for that year."""
    known = set(recommenders_of(made).values_list("pk", flat=True))
    rows = [
        Quota(call=made, union_id=q.union_id, kind_id=q.kind_id, places=q.places, floor=q.floor)
        for q in call.quotas.order_by("pk")
        if q.union_id in known
    ]
    return len(Quota.objects.bulk_create(rows))


def _copy_panel(call: Call, made: Call, by: Account) -> int:
    """Groups, and seats of experts who are still available; each declares anew."""
    groups = {old.pk: _copy_group(old, made) for old in call.panel_groups.order_by("position")}
    seats = call.seats.filter(state__in=[SeatState.INVITED, SeatState.DECLARED], expert__is_active=True)
    rows = [
        PanelSeat(
            call=made,
            expert_id=seat.expert_id,
            group=groups.get(seat.group_id or 0),
            number=number,
            capacity=seat.capacity,
            invited_by=by,
            invited_at=clock.now(),
        )
        for number, seat in enumerate(seats.order_by("number"), start=1)
    ]
    return len(PanelSeat.objects.bulk_create(rows))


def _copy_group(old: PanelGroup, made: Call) -> PanelGroup:
    group = PanelGroup.objects.create(call=made, position=old.position, name=old.name)
    group.industry_groups.set(old.industry_groups.all())
    return group
