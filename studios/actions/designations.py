"""Records namings that were decided on paper elsewhere, and what every naming gives a studio."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from studios.actions.profiles import begin_pages
from studios.actions.summaries import refresh_summaries
from studios.choices.register import DecisionKind, Origin, StudioState
from studios.models import Decision, Designation, Studio, StudioSerial
from studios.permissions import records_namings_of
from studios.values.plaques import new_code, plaque_number, studio_number
from unions import clock
from unions.actions.audit import record
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.errors import Forbidden, Refusal
from unions.models import Account, Union


@dataclass(frozen=True, slots=True)
class OutsideNaming:
    """One naming as its paper has it; `union` is the naming union where the register knows it."""

    studio: Studio
    level: str
    number: str
    decided_on: date
    issuer: str
    union: Union | None = None
    wording: str = ""
    valid_until: date | None = None


@one_transaction
def record_designation(naming: OutsideNaming, *, by: Account) -> Designation:
    """Record one naming from an outside paper; the same paper, studio and level a second time is refused."""
    if not records_namings_of(by, naming.studio.union):
        raise Forbidden(_("Namings from outside are recorded by a clerk or chair of a union above the unit."))
    if naming.decided_on > clock.today():
        raise Refusal(_("The date of the decision is in the future."), field="decided_on")
    recorded = record_designations([naming], by=by)
    if not recorded:
        raise Refusal(_("This naming is recorded already."), field="number")
    return recorded[0]


@one_transaction
def record_designations(namings: list[OutsideNaming], *, by: Account | None) -> list[Designation]:
    """Record many namings in one go; those that stand already are left alone. The caller has checked the right."""
    studios = {studio.pk: studio for studio in _locked({naming.studio.pk for naming in namings})}
    decisions = _decisions(namings, by=by)
    earlier = _earlier(studios)
    held = {(d.studio_id, d.level, d.decision_id) for d in earlier}
    fresh: dict[tuple[int, str, int], OutsideNaming] = {}
    for naming in namings:
        key = (naming.studio.pk, naming.level, decisions[naming.issuer, naming.number].pk)
        if key not in held:
            fresh.setdefault(key, naming)
    give_numbers([studios[naming.studio.pk] for naming in fresh.values()])
    made = _designations(fresh, studios, Counter((d.studio_id, d.level) for d in earlier))
    refresh_summaries({naming.studio.pk for naming in fresh.values()})
    return made


def _locked(ids: set[int]) -> list[Studio]:
    return list(
        Studio.objects.select_for_update(of=("self",)).select_related("union").filter(pk__in=ids).order_by("pk")
    )


def _earlier(studios: dict[int, Studio]) -> list[Designation]:
    return list(Designation.objects.filter(studio__in=studios))


def _decisions(namings: list[OutsideNaming], *, by: Account | None) -> dict[tuple[str, str], Decision]:
    """Find each paper by issuer and number, or record it; one paper may name many studios."""
    wanted: dict[tuple[str, str], OutsideNaming] = {}
    for naming in sorted(namings, key=lambda naming: naming.decided_on):
        wanted.setdefault((naming.issuer, naming.number), naming)
    known = Decision.objects.filter(number__in={number for _issuer, number in wanted})
    found = {(decision.issuer, decision.number): decision for decision in known}
    for key, naming in wanted.items():
        if key not in found:
            found[key] = _record_decision(naming, by=by)
    return found


def _record_decision(naming: OutsideNaming, *, by: Account | None) -> Decision:
    twin = Refusal(_("Somebody else recorded this paper in the same moment. Try again."), field="number")
    with refusing("decision_number_once_an_issuer", twin):
        decision = Decision.objects.create(
            union=naming.union,
            issuer=naming.issuer,
            kind=DecisionKind.NAMING,
            origin=Origin.RECORDED,
            number=naming.number,
            decided_on=naming.decided_on,
            by=by,
            recorded_at=clock.now(),
        )
    record(Verb.DECISION_RECORDED, by=by, subject=decision, union=naming.union or naming.studio.union)
    return decision


def give_numbers(studios: list[Studio]) -> None:
    """Give each studio that has none its number, for life, and begin its page; the root's serial row is the lock."""
    new: dict[str, list[Studio]] = {}
    for studio in {studio.pk: studio for studio in studios if studio.number is None}.values():
        new.setdefault(studio.union.root_code, []).append(studio)
    for root, members in sorted(new.items()):
        StudioSerial.objects.get_or_create(key=root)
        serial = StudioSerial.objects.select_for_update().get(key=root)
        for studio in members:
            serial.last += 1
            studio.number = studio_number(root, serial.last)
            studio.state = StudioState.ACTIVE
        serial.save(update_fields=["last"])
        Studio.objects.bulk_update(members, ["number", "state"], batch_size=1000)
        begin_pages(members)


def _designations(
    fresh: dict[tuple[int, str, int], OutsideNaming],
    studios: dict[int, Studio],
    plaques: Counter[tuple[int, str]],
) -> list[Designation]:
    made = []
    for (studio_id, level, decision_id), naming in fresh.items():
        studio = studios[studio_id]
        made.append(
            Designation(
                studio=studio,
                level=level,
                level_name=naming.wording,
                decision_id=decision_id,
                union=naming.union,
                origin=Origin.RECORDED,
                decided_on=naming.decided_on,
                valid_until=naming.valid_until,
                plaque_number=plaque_number(studio.number or "", level, plaques[studio_id, level]),
                code=new_code(),
            )
        )
        plaques[studio_id, level] += 1
    return Designation.objects.bulk_create(made, batch_size=1000)
