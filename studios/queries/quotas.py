"""Which places a case counts against, and how many are left."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Sum

from studios.choices.calls import FINAL, Stage
from studios.models import Application, ApplicationDesk, Call, Quota, StudioKind
from unions.choices.people import CASE_ROLES
from unions.choices.tree import UnionKind
from unions.models import Account, Union

# Ended without having counted, or with the place given back: nothing to count when a quota is set later.
UNCOUNTED = tuple(state for state in FINAL if state not in (Stage.NAMED, Stage.NOT_SELECTED))
COUNTS = ("places", "granted", "taken", "left")


@dataclass(frozen=True, slots=True)
class QuotaSpec:
    """One row as the editor describes it; no places means no limit."""

    union: Union
    places: int | None
    floor: int | None = None
    kind: StudioKind | None = None


def recommending_desks(application: Application) -> list[ApplicationDesk]:
    """The desks of the recommenders, nearest first."""
    return [desk for desk in application.desks.all() if desk.stage == Stage.RECOMMENDATION]


def at_last_recommender(application: Application) -> bool:
    """Whether the case waits at the last union that recommends it; one that took over the next desk acts once."""
    if application.state != Stage.RECOMMENDATION:
        return False
    here = application.desk_position
    return all(d.position <= here or d.union_id == application.desk_id for d in recommending_desks(application))


def is_past_recommenders(application: Application) -> bool:
    """Whether every recommender has put the case forward."""
    desks = recommending_desks(application)
    return bool(desks) and application.desk_position > desks[-1].position


def kind_id_of(application: Application) -> int:
    """The studio kind that the newest version states; before that the register's."""
    version = application.versions.first()
    stated = (version.content.get("basics") or {}).get("kind") if version else None
    return stated if isinstance(stated, int) else application.studio.kind_id


def quota_for(application: Application, union: Union) -> Quota | None:
    """The quota that a case counts against: its kind's own one first, then the one for all kinds; none is no limit."""
    rows = Quota.objects.filter(Q(kind=None) | Q(kind=kind_id_of(application)), call=application.call_id, union=union)
    return rows.order_by(F("kind").asc(nulls_last=True)).first()


def places_at(application: Application) -> Quota | None:
    """The counted quota of a case that waits at its last recommender; None elsewhere or without a limit."""
    if application.desk is None or not at_last_recommender(application):
        return None
    quota = quota_for(application, application.desk)
    return (
        Quota.objects.with_counts().select_related("call__union", "union", "kind").get(pk=quota.pk) if quota else None
    )


def own_quotas(call: Call, account: Account) -> QuerySet[Quota]:
    """The counted quotas of the unions that the account serves itself."""
    rows = Quota.objects.filter(call=call, union__in=account.scope.union_ids(*CASE_ROLES))
    return rows.with_counts().select_related("call__union", "union", "kind")


def totals(rows: QuerySet[Quota]) -> dict[str, int | None]:
    """Places, granted, taken and left of counted quotas together; None without any."""
    sums = rows.aggregate(**{f"all_{name}": Sum(name) for name in COUNTS})
    return {name: sums[f"all_{name}"] for name in COUNTS}


def recommenders_of(call: Call) -> QuerySet[Union]:
    """The unions at which places are counted: those right below the naming union, units left out."""
    below = Union.objects.active().filter(parent=call.union_id)
    return below.exclude(kind=UnionKind.GRASSROOTS).order_by("kind", "path")


def counted_cases(quota: Quota) -> list[Application]:
    """Cases put forward before the quota was set, which count against it all the same."""
    rows = Application.objects.filter(call=quota.call_id, version_count__gt=0).exclude(state__in=UNCOUNTED)
    rows = rows.exclude(places__freed_at=None, places__isnull=False)
    return [a for a in rows.prefetch_related("desks").order_by("pk") if _belongs(a, quota)]


def _belongs(application: Application, quota: Quota) -> bool:
    desks = recommending_desks(application)
    if not is_past_recommenders(application) or desks[-1].union_id != quota.union_id:
        return False
    return quota.kind_id in (None, kind_id_of(application))
