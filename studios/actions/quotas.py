"""名额: sets places, grants more, and counts a case when its last recommender puts it forward (domain rules §4)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Max, Sum
from django.utils.translation import gettext as _

from studios.actions.applications import due_at
from studios.actions.calls import locked_call
from studios.choices.calls import CallState, Stage, StepName
from studios.models import Application, Call, Quota, QuotaGrant, QuotaPlace
from studios.permissions import grants_places
from studios.queries.quotas import (
    QuotaSpec,
    at_last_recommender,
    counted_cases,
    is_past_recommenders,
    quota_for,
    recommenders_of,
    recommending_desks,
)
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, Union

MOST_PLACES = 999


def take_place(application: Application) -> QuotaPlace | None:
    """Count a case that its last recommender puts forward; the quota's row is the lock, one who comes late is refused.

    A case that kept its place through a return does not take another; without a quota there is no limit.
    """
    if application.desk is None or not at_last_recommender(application):
        return None
    return _take(application, application.desk)


def _take(application: Application, union: Union) -> QuotaPlace | None:
    quota = quota_for(application, union)
    if quota is None or application.places.filter(freed_at=None).exists():
        return None
    fresh = Quota.objects.select_for_update(of=("self",)).select_related("call__union", "union").get(pk=quota.pk)
    held = set(fresh.taken_places.filter(freed_at=None).values_list("number", flat=True))
    if len(held) >= total_of(fresh):
        raise none_left(fresh)
    number = next(n for n in range(1, len(held) + 2) if n not in held)
    with refusing("quota_place_number_once", none_left(fresh)):
        return QuotaPlace.objects.create(quota=fresh, application=application, number=number, taken_at=clock.now())


def granted_to(quota: Quota) -> int:
    """Places granted above the quota."""
    return quota.grants.aggregate(n=Sum("places"))["n"] or 0


def total_of(quota: Quota) -> int:
    """Places of the quota with all that was granted."""
    return quota.places + granted_to(quota)


def none_left(quota: Quota) -> Refusal:
    """Says how many places there are, and who can grant more."""
    words = {"union": quota.union.name, "total": total_of(quota), "above": quota.call.union.name}
    text = _("%(union)s has %(total)s places in this call and all are taken. The chair of %(above)s can grant more.")
    return Refusal(text % words, code="quota")


def free_place(application: Application, *, at: datetime) -> bool:
    """Free the place of a case that ended, before the recommenders' date; later it stays taken."""
    place = application.places.filter(freed_at=None).select_related("quota__union").first()
    if place is None:
        return False
    due = due_at(application, Stage.RECOMMENDATION, place.quota.union)
    if due is not None and at > due:
        return False
    return _give_back(application, at=at)


def _give_back(application: Application, *, at: datetime) -> bool:
    return bool(application.places.filter(freed_at=None).update(freed_at=at))


def follow_recall(application: Application, recalled: str) -> None:
    """A recalled recommendation gives its place back; a recalled refusal takes it again, if one is left."""
    if recalled == StepName.FORWARD and at_last_recommender(application):
        _give_back(application, at=clock.now())
    else:
        hold_again(application)


def hold_again(application: Application) -> None:
    """A case that comes back behind the recommenders needs its place again, or stays where it is."""
    if is_past_recommenders(application):
        _take(application, recommending_desks(application)[-1].union)


@one_transaction
def set_quotas(call: Call, *, by: Account, rows: Sequence[QuotaSpec]) -> int:
    """Set the places of recommending unions, all rows or none; answers how many changed.

    Once the call is open a quota neither rises nor goes: more places are granted with a reason.
    """
    fresh = locked_call(call, by=by)
    if Stage.RECOMMENDATION not in fresh.stages:
        raise Refusal(_("This call has no recommendation, so there are no places to set."))
    stored = {(q.union_id, q.kind_id): q for q in _locked(fresh)}
    known = set(recommenders_of(fresh).values_list("pk", flat=True))
    changed = [row for row in rows if _set(fresh, row, stored, known)]
    if changed:
        details = {"unions": [[row.union.code, row.places, row.floor] for row in changed]}
        record(Verb.QUOTA_SAVED, by=by, subject=fresh, union=fresh.union, details=details)
    return len(changed)


def _locked(call: Call) -> list[Quota]:
    rows = Quota.objects.select_for_update(of=("self",)).select_related("call__union", "union")
    return list(rows.filter(call=call).order_by("pk"))


def _set(call: Call, row: QuotaSpec, stored: dict[tuple[int, int | None], Quota], known: set[int]) -> bool:
    """Write one row; False when it says what stands."""
    quota = stored.get((row.union.pk, row.kind.pk if row.kind else None))
    if quota is None and row.places is None:
        return False
    if quota is not None and (quota.places, quota.floor) == (row.places, row.floor):
        return False
    _require_sound(row, known)
    if quota is None:
        _add(call, row)
    elif row.places is None:
        _remove(call, quota)
    else:
        _change(call, quota, row)
    return True


def _require_sound(row: QuotaSpec, known: set[int]) -> None:
    name = row.union.name
    if row.union.pk not in known:
        text = _("%(union)s does not recommend in this call: places belong to unions right below the naming union.")
        raise Refusal(text % {"union": name}, code="no_recommender")
    if row.places is not None and row.places > MOST_PLACES:
        raise Refusal(_("At most %(most)s places.") % {"most": MOST_PLACES}, field=f"places_{row.union.pk}")
    if row.places is not None and row.floor is not None and row.floor > row.places:
        text = _("%(union)s: the advice “at least” is above the places.")
        raise Refusal(text % {"union": name}, field=f"floor_{row.union.pk}")


def _add(call: Call, row: QuotaSpec) -> None:
    quota = Quota.objects.create(call=call, union=row.union, kind=row.kind, places=row.places or 0, floor=row.floor)
    earlier = counted_cases(quota)
    _require_room(quota, row.union, len(earlier), quota.places)
    QuotaPlace.objects.bulk_create(
        QuotaPlace(quota=quota, application=a, number=n, taken_at=clock.now()) for n, a in enumerate(earlier, start=1)
    )


def _require_room(quota: Quota, union: Union, taken: int, places: int) -> None:
    if taken > places:
        text = _("%(union)s has put forward %(taken)s cases already; its places can't be fewer.")
        raise Refusal(text % {"union": union.name, "taken": taken}, field=f"places_{quota.union_id}", code="taken")


def _remove(call: Call, quota: Quota) -> None:
    if call.state != CallState.DRAFT or quota.taken_places.exists():
        text = _("%(union)s: the call is open, so its limit can't be lifted. Grant further places instead.")
        raise Refusal(text % {"union": quota.union.name}, field=f"places_{quota.union_id}")
    quota.delete()


def _change(call: Call, quota: Quota, row: QuotaSpec) -> None:
    places = row.places or 0
    if call.state != CallState.DRAFT and places > quota.places:
        text = _("%(union)s: the call is open. Grant further places with a reason instead of raising the quota.")
        raise Refusal(text % {"union": quota.union.name}, field=f"places_{quota.union_id}")
    taken = quota.taken_places.filter(freed_at=None).count()
    _require_room(quota, quota.union, taken, places + granted_to(quota))
    is_fewer = places < quota.places
    quota.places, quota.floor = places, row.floor
    quota.save(update_fields=["places", "floor"])
    if is_fewer and call.state != CallState.DRAFT:
        _tell_fewer(quota)


def _tell_fewer(quota: Quota) -> None:
    words = {"call": quota.call.title, "union": quota.union.name, "places": quota.places}
    tell_unions(
        [quota.union],
        lambda: _("%(call)s: %(union)s now has %(places)s places.") % words,
        roles=DESK_ROLES,
        url=quota.get_absolute_url(),
    )


@one_transaction
def grant_places(quota: Quota, *, by: Account, places: int, reason: str) -> QuotaGrant:
    """Grant places above the quota with a reason; the chair of the level above signs, the recommender is told."""
    fresh = Quota.objects.select_for_update(of=("self",)).select_related("call__union", "union").get(pk=quota.pk)
    if not grants_places(by, fresh.call):
        raise Forbidden(_("The chair of the naming union grants places above the quota."))
    if fresh.call.state == CallState.CLOSED:
        raise Stale(_("This call is closed and can't be changed any more."))
    if not 1 <= places <= MOST_PLACES:
        raise Refusal(_("Grant at least one place and at most %(most)s.") % {"most": MOST_PLACES}, field="places")
    if not reason.strip():
        raise Refusal(_("Write the reason. The recommender reads it."), field="reason")
    grant = QuotaGrant.objects.create(quota=fresh, places=places, reason=reason.strip()[:300], by=by, at=clock.now())
    details = {"places": places, "union": fresh.union.code, "total": total_of(fresh)}
    record(Verb.QUOTA_GRANTED, by=by, subject=fresh, union=fresh.union, details=details)
    _tell_granted(grant)
    return grant


def _tell_granted(grant: QuotaGrant) -> None:
    quota = grant.quota
    words = {
        "call": quota.call.title,
        "union": quota.union.name,
        "places": grant.places,
        "total": total_of(quota),
        "reason": grant.reason,
    }
    tell_unions(
        [quota.union],
        lambda: _("%(call)s: %(places)s further places for %(union)s, %(total)s in all. %(reason)s") % words,
        roles=DESK_ROLES,
        url=quota.get_absolute_url(),
    )


def hand_over_quotas(union: Union, *, to: Union) -> None:
    """A union that merges hands its places, what was granted and what is taken to its successor."""
    rows = Quota.objects.select_for_update(of=("self",)).filter(union__in=[union, to]).order_by("pk")
    found = {(q.union_id, q.call_id, q.kind_id): q for q in rows.exclude(call__state=CallState.CLOSED)}
    for (owner, call, kind), quota in found.items():
        if owner != union.pk:
            continue
        twin = found.get((to.pk, call, kind))
        if twin is None:
            quota.union = to
            quota.save(update_fields=["union"])
        else:
            _join(quota, twin)


def _join(quota: Quota, twin: Quota) -> None:
    """Add one quota to another; taken places keep their order behind those of the other."""
    highest = twin.taken_places.aggregate(n=Max("number"))["n"] or 0
    quota.taken_places.update(quota=twin, number=F("number") + highest)
    quota.grants.update(quota=twin)
    floors = [floor for floor in (twin.floor, quota.floor) if floor is not None]
    twin.places += quota.places
    twin.floor = sum(floors) if floors else None
    twin.save(update_fields=["places", "floor"])
    quota.delete()
