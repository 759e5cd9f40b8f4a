"""Letters of the public: adopters confirmed, requests answered with one text."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studios.actions.adoptions import settle_adoption
from studios.actions.cooperation import answer_request
from studios.actions.letters import NOT_KEEPING
from studios.choices.showcase import AdoptionState, RequestState
from studios.models import Adoption, CooperationRequest
from studios.permissions import keeps_letters_of
from studios.ui.bulk.acts import TALKS, BulkAct, Done, Work, done_for, one_by_one
from unions.errors import Sentence
from unions.models import Account


def sender_of(letter: Adoption | CooperationRequest) -> str:
    """A letter by the unit that sent it; the person is never named here."""
    return letter.organisation


def _not_to_confirm(adoption: Adoption, account: Account) -> Sentence:
    if not keeps_letters_of(account, adoption.studio.union):
        return NOT_KEEPING
    return "" if adoption.standing == AdoptionState.REPORTED else _("This adoption was settled already.")


def _confirm(work: Work) -> Done:
    facts = {"state": AdoptionState.CONFIRMED.value, "by": work.by}
    return done_for(work, lambda row: settle_adoption(row, seen=row.state, **facts), name=sender_of)


def _not_to_answer(request: CooperationRequest, account: Account) -> Sentence:
    if not keeps_letters_of(account, request.studio.union):
        return NOT_KEEPING
    return "" if request.standing == RequestState.RECEIVED else _("This request was answered already.")


def _answer(work: Work) -> Done:
    facts = {"state": RequestState.IN_TALKS.value, "answer": work.words["answer"], "by": work.by}
    return done_for(work, lambda row: answer_request(row, revision=row.revision, **facts), name=sender_of)


CONFIRM_ADOPTERS = BulkAct(
    key="confirm",
    label=gettext_lazy("Confirm the adopters"),
    effect=gettext_lazy("These units are shown with the results and count from now on."),
    refusals=one_by_one(_not_to_confirm),
    run=_confirm,
)
BEGIN_TALKS = BulkAct(
    key="talks",
    label=gettext_lazy("Begin talks"),
    effect=gettext_lazy("These requests are answered with one text; each sender reads it with the receipt."),
    refusals=one_by_one(_not_to_answer),
    run=_answer,
    asks=TALKS,
)
