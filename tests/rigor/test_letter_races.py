"""Two at once: one clerk settles an adoption, one answers a request, a form sent twice makes one letter."""

from functools import partial

import pytest

from studios.actions.adoptions import settle_adoption
from studios.actions.cooperation import answer_request
from studios.choices.showcase import AdoptionState, RequestState
from studios.models import Adoption, CooperationRequest
from tests.letters import Post, asked, make_post, reported
from tests.rigor.crowd import all_at_once
from unions.errors import Refusal, Stale
from unions.models import AuditEvent

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def post() -> Post:
    return make_post()


def kinds(answers: list) -> list[str]:
    return sorted(type(answer).__name__ for answer in answers)


def test_ten_settle_one_adoption_at_once(post: Post) -> None:
    made = reported(post)
    jobs = [
        partial(
            settle_adoption,
            made,
            state=(AdoptionState.CONFIRMED, AdoptionState.DECLINED)[n % 2],
            by=(post.unit_clerk, post.unit_chair)[n % 2],
            note="核实",
            seen=AdoptionState.REPORTED,
        )
        for n in range(10)
    ]
    assert kinds(all_at_once(jobs)) == ["Adoption", *["Stale"] * 9]
    assert AuditEvent.objects.filter(verb__in=["adoption.confirmed", "adoption.declined"]).count() == 1


def test_ten_answer_one_request_at_once(post: Post) -> None:
    made = asked(post)
    states = (RequestState.IN_TALKS, RequestState.AGREED, RequestState.DECLINED)
    jobs = [
        partial(answer_request, made, state=states[n % 3], answer=f"{n}", by=post.unit_clerk, revision=0)
        for n in range(10)
    ]
    assert kinds(all_at_once(jobs)) == ["CooperationRequest", *["Stale"] * 9]
    assert CooperationRequest.objects.get().revision == 1


def test_without_the_lock_a_request_would_be_answered_more_than_once(post: Post, monkeypatch) -> None:
    made = asked(post)
    monkeypatch.setattr(
        type(CooperationRequest.objects), "select_for_update", lambda self, **_lock: self.get_queryset()
    )
    jobs = [partial(answer_request, made, state="agreed", answer="x", by=post.unit_clerk, revision=0)] * 8
    done = [a for a in all_at_once(jobs) if isinstance(a, CooperationRequest)]
    assert len(done) > 1


@pytest.mark.parametrize("send", [reported, asked])
def test_a_form_sent_ten_times_at_once_makes_one_letter(post: Post, send) -> None:
    answers = all_at_once([partial(send, post, key="click")] * 10)
    assert len({answer.pk for answer in answers}) == 1
    assert Adoption.objects.count() + CooperationRequest.objects.count() == 1


def test_ten_people_of_one_unit_make_one_adoption(post: Post) -> None:
    answers = all_at_once([partial(reported, post, key=f"k{n}") for n in range(10)])
    assert kinds(answers) == ["Adoption", *["Refusal"] * 9]
    assert all(a.field == "organisation" for a in answers if isinstance(a, Refusal) and not isinstance(a, Stale))
