"""Writes calls: draft, rules as versions, open, extend, close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from studios.actions.applications import follow_extension
from studios.choices.calls import ALWAYS_ON, FINAL, CallState, Stage
from studios.choices.reviews import SeatState
from studios.models import Application, Call, CallStage, Condition, Extension, Honour, Opinion, RuleSet, Slot
from studios.permissions import edits_call
from studios.queries.plans import new_plan
from studios.values.call_defaults import (
    COUNTING,
    ConditionSpec,
    OpinionSpec,
    SlotSpec,
    default_conditions,
    default_opinions,
    default_slots,
)
from studios.values.practice import marked
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import send_messages
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.choices.tree import Level
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

LONGEST_TITLE = 60
# Fields that change what applicants were promised; fixed once the call is open.
FIXED_WHEN_OPEN = ("level", "year", "path", "opens_at")


def locked_call(call: Call, *, by: Account) -> Call:
    """The row under lock, for somebody who may write it."""
    fresh = Call.objects.select_for_update(of=("self",)).select_related("union").get(pk=call.pk)
    if not edits_call(by, fresh):
        raise Forbidden(_("Clerks and chairs of the naming union write its calls."))
    if fresh.state == CallState.CLOSED:
        raise Stale(_("This call is closed and can't be changed any more."))
    return fresh


@transaction.atomic
def create_call(union: Union, *, by: Account, wording: Mapping[str, Any]) -> Call:
    """Draft a call with the level's usual conditions, opinions and slots."""
    if not by.scope.holds(union, Role.CLERK, Role.CHAIR):
        raise Forbidden(_("Clerks and chairs of the naming union write its calls."))
    call = insert_call(union, wording)
    rules = RuleSet.objects.create(call=call, number=1, made_by=by, made_at=clock.now())
    rules.honours.set(Honour.objects.filter(rank__in=COUNTING[Level(call.level)], is_retired=False))
    write_conditions(rules, default_conditions(call.level))
    write_opinions(call, default_opinions())
    write_slots(call, default_slots())
    new_plan(call).save()
    record(Verb.CALL_CREATED, by=by, subject=call, union=union)
    return call


def insert_call(union: Union, wording: Mapping[str, Any]) -> Call:
    """A new row; a practice call bears its mark in the title, so that no page and no paper passes for a real one."""
    if wording.get("is_practice"):
        wording = {**wording, "title": marked(wording["title"], most=LONGEST_TITLE)}
    twin = Call.objects.filter(union=union, level=wording["level"], year=wording["year"], title=wording["title"])
    if twin.exists():
        raise Refusal(_("This union has a call with this title, level and year already."), field="title")
    return Call.objects.create(union=union, **wording)


@transaction.atomic
def edit_call(call: Call, *, by: Account, wording: Mapping[str, Any]) -> Call:
    """Change wording and settings; level, year, path and opening stay once the call is open."""
    fresh = locked_call(call, by=by)
    for name, value in wording.items():
        if name == "title" and fresh.is_practice:
            value = marked(value, most=LONGEST_TITLE)  # noqa: PLW2901 - the mark stays whatever is typed
        if fresh.state != CallState.DRAFT and name in FIXED_WHEN_OPEN and getattr(fresh, name) != value:
            raise Refusal(_("This can't be changed once the call is open."), field=name)
        setattr(fresh, name, value)
    fresh.save()
    record(Verb.CALL_EDITED, by=by, subject=fresh, union=fresh.union, details={"fields": sorted(wording)})
    return fresh


@transaction.atomic
def set_dates(call: Call, *, by: Account, dates: Mapping[str, tuple[datetime, int | None]]) -> Call:
    """Set the binding date of each stage, rising along the path. Open calls are extended instead."""
    fresh = locked_call(call, by=by)
    if fresh.state != CallState.DRAFT:
        raise Refusal(_("The call is open: give an extension instead of changing its dates."))
    _require_rising(fresh, dates)
    fresh.dates.all().delete()
    CallStage.objects.bulk_create(
        CallStage(call=fresh, stage=stage, due_at=due, reminder_days=days) for stage, (due, days) in dates.items()
    )
    record(Verb.CALL_EDITED, by=by, subject=fresh, union=fresh.union, details={"dates": sorted(dates)})
    return fresh


def _require_rising(call: Call, dates: Mapping[str, tuple[datetime, int | None]]) -> None:
    order = [Stage.DRAFT, *call.stages]
    chain = [(stage, dates[stage][0]) for stage in order if stage in dates]
    for (_before, earlier), (stage, later) in pairwise(chain):
        if later < earlier:
            text = _("“%(stage)s” ends before the stage in front of it.")
            raise Refusal(text % {"stage": Stage(stage).label}, field=f"due_{stage}")
    if chain and chain[0][1] <= call.opens_at:
        raise Refusal(_("The filing date lies before the opening of the call."), field="due_draft")


@transaction.atomic
def set_opinions(call: Call, *, by: Account, opinions: Sequence[OpinionSpec]) -> Call:
    """Replace the list of opinions; fixed once there are applications."""
    fresh = _without_applications(call, by)
    fresh.opinions.all().delete()
    write_opinions(fresh, opinions)
    record(Verb.CALL_EDITED, by=by, subject=fresh, union=fresh.union, details={"opinions": len(opinions)})
    return fresh


@transaction.atomic
def set_slots(call: Call, *, by: Account, slots: Sequence[SlotSpec]) -> Call:
    """Replace the evidence slots; fixed once there are applications."""
    fresh = _without_applications(call, by)
    fresh.slots.all().delete()
    write_slots(fresh, slots)
    record(Verb.CALL_EDITED, by=by, subject=fresh, union=fresh.union, details={"slots": [s.key for s in slots]})
    return fresh


def _without_applications(call: Call, by: Account) -> Call:
    fresh = locked_call(call, by=by)
    if fresh.applications.exists():
        raise Refusal(_("There are applications already, so this list is fixed."))
    return fresh


@transaction.atomic
def set_rules(
    call: Call, *, by: Account, conditions: Sequence[ConditionSpec], honours: Sequence[Honour], note: str = ""
) -> RuleSet:
    """Replace the conditions. With applications it becomes a new version that says what changed; drafts follow it."""
    fresh = locked_call(call, by=by)
    _require_slots(fresh, conditions)
    rules = fresh.rule_sets.order_by("-number")[0]
    if fresh.applications.exists():
        rules = _next_rules(fresh, rules, by, note)
    else:
        rules.conditions.all().delete()
    rules.honours.set(honours)
    write_conditions(rules, conditions)
    record(Verb.CALL_RULES_CHANGED, by=by, subject=fresh, union=fresh.union, details={"version": rules.number})
    return rules


def _next_rules(call: Call, rules: RuleSet, by: Account, note: str) -> RuleSet:
    if not note.strip():
        raise Refusal(
            _("There are applications already: write what changes and why. Applicants read it."), field="note"
        )
    made = RuleSet.objects.create(
        call=call, number=rules.number + 1, note=note.strip(), made_by=by, made_at=clock.now()
    )
    followers = call.applications.filter(state__in=[Stage.DRAFT, Stage.RETURNED]).select_related("union", "opened_by")
    followers.update(rules=made)
    accounts = [a for f in followers for a in Account.objects.holding(f.union, Role.CLERK, Role.CHAIR)]
    send_messages(
        accounts,
        lambda: (
            _("The conditions of %(call)s changed (version %(number)d): %(note)s")
            % {"call": call.title, "number": made.number, "note": made.note}
        ),
        url=call.get_absolute_url(),
    )
    return made


def _require_slots(call: Call, conditions: Sequence[ConditionSpec]) -> None:
    keys = set(call.slots.values_list("key", flat=True))
    unknown = [c.text for c in conditions if c.slot and c.slot not in keys]
    if unknown:
        text = _("These conditions name an evidence slot that the call does not have: %(rows)s")
        raise Refusal(text % {"rows": "；".join(unknown)})


def write_conditions(rules: RuleSet, conditions: Sequence[ConditionSpec]) -> None:
    """Store conditions in their order."""
    Condition.objects.bulk_create(
        Condition(
            rules=rules,
            position=i,
            text=c.text,
            source=c.source,
            severity=c.severity,
            check_name=c.check,
            threshold=c.threshold,
            years=c.years,
            slot=c.slot,
        )
        for i, c in enumerate(conditions, start=1)
    )


def write_opinions(call: Call, opinions: Sequence[OpinionSpec]) -> None:
    """Store opinions in their order."""
    Opinion.objects.bulk_create(
        Opinion(call=call, position=i, name=o.name, stage=o.stage) for i, o in enumerate(opinions, start=1)
    )


def write_slots(call: Call, slots: Sequence[SlotSpec]) -> None:
    """Store evidence slots in their order."""
    Slot.objects.bulk_create(
        Slot(call=call, position=i, key=s.key, name=s.name, hint=s.hint, is_required=s.is_required)
        for i, s in enumerate(slots, start=1)
    )


def spec_of(condition: Condition) -> ConditionSpec:
    """A stored condition as the editor describes it."""
    return ConditionSpec(
        text=condition.text,
        check=condition.check_name,
        severity=condition.severity,
        threshold=condition.threshold,
        years=condition.years,
        slot=condition.slot,
        source=condition.source,
    )


@transaction.atomic
def open_call(call: Call, *, by: Account) -> Call:
    """Open a complete draft; the chair signs, every fault is named."""
    fresh = locked_call(call, by=by)
    _require_chair(fresh, by)
    if fresh.state != CallState.DRAFT:
        raise Stale(_("This call is open already."))
    faults = opening_faults(fresh)
    if faults:
        raise Refusal(" ".join(faults))
    fresh.state, fresh.opened_at = CallState.OPEN, clock.now()
    fresh.save(update_fields=["state", "opened_at"])
    record(Verb.CALL_OPENED, by=by, subject=fresh, union=fresh.union)
    _tell_invited(fresh)
    return fresh


def _tell_invited(call: Call) -> None:
    """Say to experts who were carried over into the draft that they hold a seat; before it opens they see none."""
    seats = call.seats.filter(state=SeatState.INVITED, expert__account__is_active=True).select_related(
        "expert__account"
    )
    send_messages(
        [seat.expert.account for seat in seats],
        lambda: _("You are invited to the panel of %(call)s.") % {"call": call.title},
        url=reverse("reviews"),
    )


def opening_faults(call: Call) -> list[str]:
    """What a draft still lacks before it may open."""
    dated = set(call.dates.values_list("stage", flat=True))
    needed = (Stage.DRAFT, Stage.RECOMMENDATION, *ALWAYS_ON)
    faults = [
        _("The date of “%(stage)s” is missing.") % {"stage": stage.label}
        for stage in (Stage.DRAFT, *call.stages)
        if stage in needed and stage not in dated
    ]
    if not call.approval_basis.strip():
        faults.append(_("The approval basis is missing."))
    if not call.rule_sets.order_by("-number")[0].conditions.exists():
        faults.append(_("There are no conditions."))
    return faults


def _require_chair(call: Call, by: Account) -> None:
    if not by.scope.holds(call.union, Role.CHAIR):
        raise Forbidden(_("The chair signs this step."))


@transaction.atomic
def close_call(call: Call, *, by: Account) -> Call:
    """Close a call when no case is under way any more."""
    fresh = locked_call(call, by=by)
    _require_chair(fresh, by)
    running = fresh.applications.exclude(state__in=FINAL).count()
    if running:
        raise Refusal(_("%(number)d cases are still under way.") % {"number": running})
    fresh.state, fresh.closed_at = CallState.CLOSED, clock.now()
    fresh.save(update_fields=["state", "closed_at"])
    record(Verb.CALL_CLOSED, by=by, subject=fresh, union=fresh.union)
    return fresh


@transaction.atomic
def extend_call(
    call: Call, *, by: Account, stage: str, due: datetime, reason: str, union: Union | None = None
) -> Extension:
    """Give a stage a later date, for all or for one union and those below; expired drafts come back with one."""
    fresh = locked_call(call, by=by)
    _require_chair(fresh, by)
    if not reason.strip():
        raise Refusal(_("Write the reason. The applicant reads it."), field="reason")
    if due <= clock.now():
        raise Refusal(_("The new date must lie in the future."), field="due_at")
    extension = Extension.objects.create(
        call=fresh, union=union, stage=stage, due_at=due, reason=reason.strip(), by=by, at=clock.now()
    )
    record(
        Verb.CALL_EXTENDED,
        by=by,
        subject=fresh,
        union=fresh.union,
        details={"stage": stage, "until": due.isoformat(), "for": union.code if union else ""},
    )
    for application in _served_by(extension):
        follow_extension(application, extension, by=by)
    return extension


def _served_by(extension: Extension) -> list[Application]:
    """The cases whose date the extension moves: those at its stage, and expired drafts of the filing stage."""
    states = (Stage.DRAFT, Stage.EXPIRED) if extension.stage == Stage.DRAFT else (extension.stage,)
    rows = Application.objects.filter(call=extension.call_id, state__in=states).order_by("pk")
    if extension.union is not None:
        rows = rows.filter(union__path__startswith=extension.union.path)
    return list(rows)
