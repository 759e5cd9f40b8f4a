"""Which papers a call offers, what each is about, and how it is composed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from studios.choices.calls import Stage
from studios.choices.register import DecisionKind
from studios.choices.reviews import PanelMethod, PaperKind, SeatState
from studios.documents.certificate import certificates_paper
from studios.documents.leadership_report import report_paper
from studios.documents.naming_decision import decision_draft, decision_paper
from studios.documents.plaque_labels import labels_paper
from studios.documents.plaque_order import order_paper
from studios.documents.public_notice import notice_paper
from studios.documents.recommendation_summary import summary_paper
from studios.documents.result_list import results_paper
from studios.documents.score_sheet import sheets_paper
from studios.models import (
    Call,
    Decision,
    Meeting,
    PanelSeat,
    PlaqueOrder,
    PublicNotice,
    RecommendationBatch,
    Rubric,
)
from studios.permissions import edits_call
from studios.queries.plans import plan_of
from studios.values.paper_lists import Draft
from unions.choices.people import DESK_ROLES
from unions.errors import Refusal
from unions.models import Account

CALL_ITSELF = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """One paper that can be written now, or why not; `subject` is the row that it is about, 0 for the call."""

    kind: PaperKind
    subject: int = CALL_ITSELF
    about: str = ""
    reason: str = ""


def offers(call: Call, account: Account) -> list[Offer]:
    """Every kind in the order of the review; a recommender's people find their own summary alone."""
    if not edits_call(account, call):
        return list(_summaries(call, account))
    parts = (_summaries(call, account), _sheets(call), _results(call), _notices(call), _decisions(call), _orders(call))
    return [*(offer for part in parts for offer in part), Offer(PaperKind.REPORT, about=call.title)]


def batches(call: Call, account: Account) -> QuerySet[RecommendationBatch]:
    """Summaries of the account's own unions; the naming union's people read all that were handed over."""
    rows = call.batches.select_related("union").order_by("union__path", "pk")
    own = Q(union__in=account.scope.union_ids(*DESK_ROLES))
    return rows.filter(own | Q(handed_at__isnull=False) if edits_call(account, call) else own)


def _summaries(call: Call, account: Account) -> Iterator[Offer]:
    found = batches(call, account)
    yield from (Offer(PaperKind.SUMMARY, b.pk, f"{b.union}　{b.number}".strip("　")) for b in found)
    if not found and Stage.RECOMMENDATION in call.stages:
        yield Offer(PaperKind.SUMMARY, reason=_("No recommender has begun a summary."))


def _sheets(call: Call) -> Iterator[Offer]:
    if Stage.PANEL not in call.stages:
        return
    seats = list(call.seats.filter(state=SeatState.DECLARED).select_related("expert__person"))
    if plan_of(call).method != PanelMethod.SCORE:
        yield Offer(PaperKind.SCORE_SHEET, reason=_("The panel of this call does not score."))
    elif not Rubric.objects.filter(call=call).exists():
        yield Offer(PaperKind.SCORE_SHEET, reason=_("The call has no rubric yet."))
    elif not seats:
        yield Offer(PaperKind.SCORE_SHEET, reason=_("No expert has declared yet."))
    else:
        yield from (Offer(PaperKind.SCORE_SHEET, s.pk, f"{s.number}　{s.expert}") for s in seats)


def _results(call: Call) -> Iterator[Offer]:
    if Stage.MEETING not in call.stages:
        return
    meeting = Meeting.objects.filter(call=call, frozen_at__isnull=False).first()
    if meeting is None:
        yield Offer(PaperKind.RESULTS, reason=_("The list of the meeting is not frozen yet."))
    else:
        yield Offer(PaperKind.RESULTS, about=meeting.number)


def _notices(call: Call) -> Iterator[Offer]:
    if Stage.NOTICE not in call.stages:
        return
    found = list(call.notices.order_by("series", "version"))
    yield from (Offer(PaperKind.NOTICE, n.pk, f"{n.title}（{n.get_state_display()}）") for n in found)
    if not found:
        yield Offer(PaperKind.NOTICE, reason=_("No public notice was drafted yet."))


def _decisions(call: Call) -> Iterator[Offer]:
    found = list(namings(call))
    if call.applications.filter(state=Stage.DECISION).exists():
        yield Offer(PaperKind.DECISION, about=_("To be signed, for the cases that await it"))
    elif not found:
        yield Offer(PaperKind.DECISION, reason=_("No case awaits its decision paper."))
    yield from (Offer(PaperKind.DECISION, d.pk, d.number) for d in found)
    for kind in (PaperKind.CERTIFICATE, PaperKind.PLAQUES):
        yield from (Offer(kind, d.pk, d.number) for d in found)
        if not found:
            yield Offer(kind, reason=_("Nothing was named by a decision of this call yet."))


def namings(call: Call) -> QuerySet[Decision]:
    """The decisions of a call that name."""
    return call.decisions.filter(kind=DecisionKind.NAMING).order_by("decided_on", "pk")


def _orders(call: Call) -> Iterator[Offer]:
    orders = list(PlaqueOrder.objects.filter(decision__call=call).select_related("decision"))
    yield from (Offer(PaperKind.PLAQUE_ORDER, o.pk, f"{o.decision.number}　{o.maker}") for o in orders)
    if not orders:
        yield Offer(PaperKind.PLAQUE_ORDER, reason=_("No plaques were ordered yet."))


COMPOSERS: dict[PaperKind, Callable[[Call, int], Draft]] = {
    PaperKind.SUMMARY: lambda call, pk: summary_paper(call.batches.select_related("call__union", "union").get(pk=pk)),
    PaperKind.SCORE_SHEET: lambda call, pk: sheets_paper(_seat(call, pk)),
    PaperKind.RESULTS: lambda call, _pk: results_paper(Meeting.objects.select_related("call__union").get(call=call)),
    PaperKind.NOTICE: lambda call, pk: notice_paper(
        PublicNotice.objects.select_related("call__union").get(call=call, pk=pk)
    ),
    PaperKind.DECISION: lambda call, pk: (
        decision_paper(call, Decision.objects.get(pk=pk)) if pk else decision_draft(call)
    ),
    PaperKind.CERTIFICATE: lambda call, pk: certificates_paper(call, Decision.objects.get(pk=pk)),
    PaperKind.PLAQUES: lambda call, pk: labels_paper(call, Decision.objects.get(pk=pk)),
    PaperKind.PLAQUE_ORDER: lambda call, pk: order_paper(call, _order(pk)),
    PaperKind.REPORT: lambda call, _pk: report_paper(call),
}


def _seat(call: Call, pk: int) -> PanelSeat:
    return PanelSeat.objects.select_related("call__union", "expert__person").get(pk=pk, call=call)


def _order(pk: int) -> PlaqueOrder:
    return PlaqueOrder.objects.select_related("decision").get(pk=pk)


def compose_paper(call: Call, offer: Offer) -> Draft:
    """The paper in the language of the office, whoever asks for it."""
    if offer.reason:
        raise Refusal(offer.reason)
    with translation.override(settings.LANGUAGE_CODE):
        draft = COMPOSERS[offer.kind](call, offer.subject)
    if not draft.rows:
        raise Refusal(_("The list of this paper is empty; there is nothing to write."))
    return draft
