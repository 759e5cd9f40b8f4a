"""A cooperation request is taken in, answered along a small table, reminded of once; the sender can be erased."""

from datetime import date

import pytest

from studios.actions.cooperation import answer_request, remind_of_request
from studios.actions.letters import erase_sender, reveal_sender
from studios.choices.register import DesignationState
from studios.choices.showcase import RequestState
from studios.jobs import remind_of_requests
from studios.models import CooperationRequest, Designation
from studios.queries.letters import AnswerTimes, answer_times, with_answer_days
from tests.letters import CONTACT, MONDAY, PHONE, Post, asked, day, make_post
from unions import clock
from unions.actions.calendar import seed_calendar
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def post():
    seed_calendar()
    with clock.at(MONDAY):
        yield make_post()


def answered(post: Post, request: CooperationRequest, state: str = "in_talks", **more) -> CooperationRequest:
    facts = {"answer": "已联系", "by": post.unit_clerk, "revision": request.revision} | more
    return answer_request(request, state=state, **facts)


def test_a_request_is_due_in_five_working_days_and_the_unit_is_told(post: Post) -> None:
    made = asked(post, result=post.result)
    # 25 September is the holiday of the middle of autumn.
    assert (made.state, made.due_on, made.result) == (RequestState.RECEIVED, date(2026, 9, 29), post.result)
    told = Message.objects.filter(url=f"/desk/requests/{made.pk}/")
    assert {m.account for m in told} == {post.unit_clerk, post.unit_chair}
    assert "2026-09-29" in told[0].text
    assert [m for m in told if CONTACT in m.text or PHONE in m.text] == []
    event = AuditEvent.objects.get(verb="request.received")
    assert (event.account, event.subject, event.details) == (None, f"#{made.pk}", {"kind": "advice"})


def test_the_same_key_again_is_the_same_request(post: Post) -> None:
    assert asked(post, key="k") == asked(post, key="k")
    assert asked(post, key="other") != asked(post, key="k")
    assert CooperationRequest.objects.count() == 2


def test_a_studio_that_is_not_in_force_takes_none(post: Post) -> None:
    Designation.objects.update(state=DesignationState.CANCELLED)
    with pytest.raises(Refusal) as refused:
        asked(post)
    assert refused.value.code == "closed"


def test_talks_then_agreed_keeps_the_first_answer(post: Post) -> None:
    made = asked(post)
    with clock.at(day(23)):
        first = answered(post, made)
    with clock.at(day(28)):
        last = answered(post, first, "agreed", answer="已约定", by=post.unit_chair)
    assert (last.answered_at, last.answered_by) == (day(23), post.unit_clerk)
    assert (last.closed_at, last.answer, last.revision) == (day(28), "已约定", 2)
    assert with_answer_days(CooperationRequest.objects.all()).get().answer_days == 2
    states = AuditEvent.objects.filter(verb="request.answered").order_by("position")
    assert [event.details["state"] for event in states] == ["in_talks", "agreed"]


@pytest.mark.parametrize("last", ["agreed", "declined"])
def test_a_closed_request_takes_no_other_answer(post: Post, last: str) -> None:
    made = answered(post, asked(post), last)
    with pytest.raises(Stale):
        answered(post, made, "in_talks")


@pytest.mark.parametrize(
    ("state", "answer", "field"),
    [("received", "x", "state"), ("nonsense", "x", "state"), ("agreed", " ", "answer")],
)
def test_a_refusal_names_its_field(post: Post, state: str, answer: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        answered(post, asked(post), state, answer=answer)
    assert refused.value.field == field


def test_an_older_revision_is_stale(post: Post) -> None:
    made = asked(post)
    answered(post, made)
    with pytest.raises(Stale):
        answered(post, made, "agreed")


@pytest.mark.parametrize("who", ["county_clerk", "city_chair", "unit_auditor", "sibling_clerk"])
def test_nobody_but_the_unit_answers(post: Post, who: str) -> None:
    with pytest.raises(Forbidden):
        answered(post, asked(post), by=post.people[who])


def test_a_due_request_is_reminded_of_once(post: Post) -> None:
    made, done = asked(post), answered(post, asked(post))
    with clock.at(day(28, 23)):
        assert (remind_of_requests(0), remind_of_request(made)) == (0, False)
    with clock.at(day(29, 1)):
        assert [remind_of_requests(0), remind_of_requests(0), remind_of_request(done)] == [1, 0, False]
    reminders = Message.objects.filter(url=f"/desk/requests/{made.pk}/", sent_at=day(29, 1))
    assert {m.account for m in reminders} == {post.unit_clerk, post.unit_chair}


def test_answer_times_count_working_days_by_the_calendar(post: Post) -> None:
    same_day, two, over_the_holiday, late = asked(post), asked(post), asked(post), asked(post)
    answered(post, same_day)
    for on, request in ((23, two), (28, over_the_holiday)):
        with clock.at(day(on)):
            answered(post, request)
    with clock.at(day(30)):
        days = with_answer_days(CooperationRequest.objects.order_by("pk")).values_list("answer_days", flat=True)
        assert list(days) == [0, 2, 4, None]
        assert answer_times(CooperationRequest.objects.all()) == AnswerTimes(4, 1, 1, 3, 2.0)
        answered(post, late, "declined")
        assert answer_times(CooperationRequest.objects.all()).median == 3.0
    with clock.at(MONDAY.replace(year=2028)):
        assert answer_times(CooperationRequest.objects.all()) == AnswerTimes(0, 0, 0, 0, None)


def test_a_chair_erases_the_sender_of_an_answered_letter(post: Post) -> None:
    made = asked(post)
    with pytest.raises(Refusal):
        erase_sender(made, by=post.unit_chair)
    made = answered(post, made, "declined")
    with pytest.raises(Forbidden):
        erase_sender(made, by=post.unit_clerk)
    erase_sender(made, by=post.county_chair)
    made.refresh_from_db()
    assert (made.contact_name, made.contact_phone, made.answer) == ("", "", "已联系")
    assert AuditEvent.objects.filter(verb="letter.erased", account=post.county_chair).count() == 1


def test_a_look_at_the_sender_is_on_record(post: Post) -> None:
    reveal_sender(asked(post), by=post.county_clerk)
    assert AuditEvent.objects.filter(verb="letter.revealed", account=post.county_clerk).count() == 1
