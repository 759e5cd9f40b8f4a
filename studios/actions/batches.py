"""推荐汇总: a recommender ranks its cases, signs one report, and hands all of them over or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Max
from django.utils.translation import gettext as _

from studios.actions.applications import locked
from studios.actions.desks import Signature, forward
from studios.choices.calls import CallState, Stage
from studios.models import Application, Attachment, BatchLine, Call, RecommendationBatch
from studios.permissions import hands_over, keeps_batches
from studios.queries.batches import fault_of, recommends_in
from studios.values.document_numbers import parse_document_number
from unions import clock
from unions.actions.audit import record
from unions.actions.messages import tell_unions
from unions.actions.transactions import one_transaction, refusing
from unions.choices.audit import Verb
from unions.choices.people import DESK_ROLES
from unions.errors import Forbidden, Refusal, Sentence, Stale
from unions.models import Account, Union

LONGEST_OPINION = 1000


class BatchRefused(Refusal):
    """Some cases of a list can't be handed over; `faults` names each, and nothing was done."""

    def __init__(self, faults: Sequence[Sentence]) -> None:
        """Keep the sentences apart, so that a page can list them."""
        text = _("Nothing was handed over. %(faults)s") % {"faults": " ".join(str(fault) for fault in faults)}
        super().__init__(text, code="batch")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Report:
    """What stands above the list: report number as typed, opinion, who signed, and when."""

    number: str = ""
    opinion: str = ""
    signer: str = ""
    signed_on: date | None = None


@one_transaction
def start_batch(call: Call, union: Union, *, by: Account) -> RecommendationBatch:
    """Begin a recommender's list, or answer with the one that is open: two at once get the same."""
    if not keeps_batches(by, union):
        raise Forbidden(_("Clerks and chairs of the recommending union keep its summary."))
    if call.state != CallState.OPEN or not recommends_in(union, call):
        raise Refusal(_("This union does not recommend in this call now."), code="no_recommender")
    Union.objects.select_for_update(of=("self",)).get(pk=union.pk)
    opened = RecommendationBatch.objects.open().filter(call=call, union=union).first()
    if opened is not None:
        return opened
    made = RecommendationBatch.objects.create(call=call, union=union, made_by=by, made_at=clock.now())
    record(Verb.BATCH_SAVED, by=by, subject=made, union=union, details={"call": call.pk})
    return made


def _locked(batch: RecommendationBatch, *, by: Account, revision: int) -> RecommendationBatch:
    """The row under lock, for somebody who keeps it; one that was handed over or changed meanwhile is 409."""
    rows = RecommendationBatch.objects.select_for_update(of=("self",)).with_parties()
    fresh = rows.filter(pk=batch.pk).first()
    if fresh is None:
        raise Stale(_("This summary was thrown away in the meantime."))
    if not keeps_batches(by, fresh.union):
        raise Forbidden(_("Clerks and chairs of the recommending union keep its summary."))
    if not fresh.is_open:
        raise Stale(_("This summary was handed over already."))
    if fresh.revision != revision:
        raise Stale(_("Somebody else changed this summary in the meantime."), code="stale")
    return fresh


def _changed(batch: RecommendationBatch, by: Account, **details: object) -> RecommendationBatch:
    batch.revision += 1
    batch.save()
    record(Verb.BATCH_SAVED, by=by, subject=batch, union=batch.union, details=details)
    return batch


@one_transaction
def add_cases(
    batch: RecommendationBatch, applications: Sequence[Application], *, by: Account, revision: int
) -> RecommendationBatch:
    """Put cases that wait at the desk at the end of the list, in the order given."""
    fresh = _locked(batch, by=by, revision=revision)
    if not applications:
        raise Refusal(_("Choose at least one case."), field="applications")
    cases = [locked(a) for a in sorted(applications, key=lambda a: a.pk)]
    found = {a.pk: a for a in cases}
    ranked = [found[a.pk] for a in applications]
    away = [a.number for a in ranked if not _waits(a, fresh)]
    if away:
        raise Refusal(_("These cases do not wait at your desk: %(numbers)s.") % {"numbers": "、".join(away)})
    _append(fresh, ranked)
    return _changed(fresh, by, added=[a.number for a in ranked])


def _waits(application: Application, batch: RecommendationBatch) -> bool:
    here = (Stage.RECOMMENDATION, batch.union_id, batch.call_id)
    return (application.state, application.desk_id, application.call_id) == here


def _append(batch: RecommendationBatch, applications: Sequence[Application]) -> None:
    last = batch.lines.aggregate(n=Max("rank"))["n"] or 0
    listed = set(batch.lines.values_list("application", flat=True))
    fresh = [a for a in applications if a.pk not in listed]
    BatchLine.objects.bulk_create(
        BatchLine(batch=batch, application=a, rank=last + n, version=a.versions.all()[0])
        for n, a in enumerate(fresh, start=1)
    )


def _line(batch: RecommendationBatch, pk: int) -> BatchLine:
    line = batch.lines.select_related("application").filter(pk=pk).first()
    if line is None:
        raise Stale(_("This case is not on the list any more."))
    return line


@one_transaction
def move_case(batch: RecommendationBatch, line: int, *, by: Account, revision: int, up: bool) -> RecommendationBatch:
    """Let a case change places with the one above or below it; at the end of the list nothing changes."""
    fresh = _locked(batch, by=by, revision=revision)
    moved = _line(fresh, line)
    others = fresh.lines.filter(rank__lt=moved.rank) if up else fresh.lines.filter(rank__gt=moved.rank)
    other = others.order_by("-rank" if up else "rank").first()
    if other is None:
        return fresh
    BatchLine.objects.filter(pk=other.pk).update(rank=moved.rank)
    BatchLine.objects.filter(pk=moved.pk).update(rank=other.rank)
    return _changed(fresh, by, moved=moved.application.number, rank=other.rank)


@one_transaction
def drop_case(batch: RecommendationBatch, line: int, *, by: Account, revision: int) -> RecommendationBatch:
    """Take a case off the list; those below move up."""
    fresh = _locked(batch, by=by, revision=revision)
    dropped = _line(fresh, line)
    dropped.delete()
    fresh.lines.filter(rank__gt=dropped.rank).update(rank=F("rank") - 1)
    return _changed(fresh, by, dropped=dropped.application.number)


@one_transaction
def save_batch(
    batch: RecommendationBatch, *, by: Account, revision: int, report: Report, scan: Attachment | None = None
) -> RecommendationBatch:
    """Keep what was written so far; a new scan takes the place of the earlier one."""
    fresh = _locked(batch, by=by, revision=revision)
    fresh.number = _number(report.number)
    fresh.opinion, fresh.signer = report.opinion.strip()[:LONGEST_OPINION], report.signer.strip()[:60]
    fresh.signed_on = report.signed_on
    if report.signed_on is not None and report.signed_on > clock.today():
        raise Refusal(_("The date of the signature is in the future."), field="signed_on")
    fresh.scan = scan or fresh.scan
    return _changed(fresh, by, number=fresh.number, scan=scan.sha256 if scan else "")


def _number(typed: str) -> str:
    return str(parse_document_number(typed, today=clock.today())) if typed.strip() else ""


@one_transaction
def discard_batch(batch: RecommendationBatch, *, by: Account, revision: int) -> None:
    """Throw an open list away; the cases stay at the desk, the record stays."""
    fresh = _locked(batch, by=by, revision=revision)
    record(Verb.BATCH_SAVED, by=by, subject=fresh, union=fresh.union, details={"discarded": True})
    fresh.delete()


@one_transaction
def hand_over_batch(batch: RecommendationBatch, *, by: Account, revision: int) -> RecommendationBatch:
    """Forward every case of the list with the one opinion and scan, or none; each refusal names its case.

    Places are taken in the order of the list; the next desk is told of the list besides the cases.
    """
    fresh = _locked(batch, by=by, revision=revision)
    if not hands_over(by, fresh):
        raise Forbidden(_("The chair signs this step."))
    lines = list(fresh.lines.select_related("version").order_by("rank"))
    _require_whole(fresh, lines)
    _forward_all(fresh, lines, by)
    fresh.handed_by, fresh.handed_at = by, clock.now()
    taken = Refusal(_("This union has a summary with this report number already."), field="number")
    fresh.revision += 1
    with refusing("batch_number_once_a_recommender", taken):
        fresh.save()
    details = {"number": fresh.number, "applications": [line.application.number for line in lines]}
    record(Verb.BATCH_HANDED, by=by, subject=fresh, union=fresh.union, details=details)
    _tell(fresh, lines)
    return fresh


def _require_whole(batch: RecommendationBatch, lines: Sequence[BatchLine]) -> None:
    missing = {
        "lines": (not lines, _("Put at least one case on the list.")),
        "number": (not batch.number, _("Write the report number.")),
        "opinion": (not batch.opinion, _("Write the opinion.")),
        "signer": (not batch.signer, _("Write who signed.")),
        "signed_on": (batch.signed_on is None, _("Write the date of the signature.")),
        "scan": (batch.scan is None, _("Add the stamped scan of the summary.")),
    }
    faults = [sentence for is_missing, sentence in missing.values() if is_missing]
    if faults:
        raise BatchRefused(faults)


def _forward_all(batch: RecommendationBatch, lines: Sequence[BatchLine], by: Account) -> None:
    """Lock in one order, so that two lists never wait for each other; forward in the order of the list."""
    cases = {pk: locked(Application(pk=pk)) for pk in sorted(line.application_id for line in lines)}
    for line in lines:
        line.application = cases[line.application_id]
    faults = [fault for line in lines if (fault := _forward(batch, line, by))]
    if faults:
        raise BatchRefused(faults)


def _forward(batch: RecommendationBatch, line: BatchLine, by: Account) -> Sentence:
    """Forward one case; answers what speaks against it, named by the case."""
    application = line.application
    if fault := fault_of(line, batch):
        return _named(application, fault)
    signed = Signature(batch.opinion, batch.signer, batch.signed_on or clock.today(), batch.scan, is_list=True)
    try:
        forward(application, by=by, opinion=signed, revision=application.revision)
    except Forbidden as forbidden:
        return _named(application, forbidden.reason)
    except Refusal as refusal:
        return _named(application, refusal.message)
    return ""


def _named(application: Application, fault: Sentence) -> Sentence:
    words = {"number": application.number, "studio": application.studio.name, "fault": fault}
    return _("%(studio)s (%(number)s): %(fault)s") % words


def _tell(batch: RecommendationBatch, lines: Sequence[BatchLine]) -> None:
    """The desks that now hold the cases read of the list."""
    here = Application.objects.filter(pk__in=[line.application_id for line in lines]).values("desk")
    words = {"union": batch.union.name, "count": len(lines), "number": batch.number, "call": batch.call.title}
    tell_unions(
        Union.objects.filter(pk__in=here),
        lambda: _("%(union)s handed over %(count)s cases by %(number)s, %(call)s.") % words,
        roles=DESK_ROLES,
        url=batch.get_absolute_url(),
    )
