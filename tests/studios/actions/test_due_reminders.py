"""Days are reminded of once: objections to sift and settle, visits of tomorrow, notices that want correction."""

from datetime import timedelta

import pytest

from studios.actions.due_reminders import remind_of_objection
from studios.actions.notices import correct_notice
from studios.actions.objections import settle_objection
from studios.jobs import remind_of_days, tell_wanting_notices
from studios.models import Application, Objection, SiteVisit, Visitor
from tests.factories import moment
from tests.notice import CANARY, CONTACT, FIRST, accepted, at_first_day, ends, make_notice_city, objected, published
from tests.review import make_review_city, qualified
from unions import clock
from unions.models import Account, Message

pytestmark = pytest.mark.django_db


def reminders(account: Account, mark: str) -> list[Message]:
    """Messages of an account whose address names this reminder."""
    return list(account.messages.filter(url__contains=f"#{mark}").order_by("pk"))


@pytest.fixture
def stage():
    with at_first_day():
        city, cases = make_notice_city()
        yield city, cases, published(city)


def test_an_objection_to_sift_is_reminded_of_from_its_day_on_once_a_day(stage) -> None:
    city, cases, notice = stage
    made = objected(city, notice, cases[0])
    assert remind_of_days(0) == 0
    for days in range(2):
        with clock.at(FIRST + timedelta(days=(made.sift_by - FIRST.date()).days + days)):
            assert (remind_of_days(0), remind_of_days(0), remind_of_objection(made)) == (1, 0, False)
    for account in (city.city_clerk, city.city_chair):
        assert len(reminders(account, "due-")) == 2
    assert Message.objects.filter(account__in=[city.county_clerk, city.unit_chair], url__contains="#due-").count() == 0
    texts = " ".join(Message.objects.filter(url__contains="#due-").values_list("text", flat=True))
    assert CANARY not in texts
    assert CONTACT not in texts


def test_an_accepted_objection_is_reminded_of_on_the_day_of_settling(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    with clock.at(FIRST + timedelta(days=(made.settle_by - FIRST.date()).days - 1)):
        assert remind_of_days(0) == 0
    with clock.at(FIRST + timedelta(days=(made.settle_by - FIRST.date()).days)):
        assert remind_of_days(0) == 1
        fresh = Objection.objects.get(pk=made.pk)
        settle_objection(fresh, by=city.city_chair, settlement=ends(), revision=fresh.revision)
    with clock.at(FIRST + timedelta(days=60)):
        assert (remind_of_days(0), remind_of_objection(made)) == (0, False)


def test_the_team_is_reminded_of_a_visit_the_day_before() -> None:
    city = make_review_city("visit")
    first, second = qualified(city, 2)
    with clock.at(moment(2026, 9, 28)):
        for case, at in ((first, moment(2026, 9, 29, 9, 30)), (second, moment(2026, 9, 30, 0, 10))):
            visit = SiteVisit.objects.create(application=case, planned_at=at, place="一车间")
            for account in (city.city_clerk, city.city_chair):
                Visitor.objects.create(visit=visit, account=account)
        assert (remind_of_days(0), remind_of_days(0)) == (1, 0)
        (told,) = reminders(city.city_clerk, "on-")
        assert told.url.endswith("#on-2026-09-29")
        assert first.studio.name in told.text
        assert "09:30" in told.text
        assert len(reminders(city.city_chair, "on-")) == 1
        assert reminders(city.unit_clerk, "on-") == []
    with clock.at(moment(2026, 9, 29)):
        assert remind_of_days(0) == 1


def test_a_visit_that_was_called_off_or_reported_is_not_reminded_of() -> None:
    city = make_review_city("visit")
    (case,) = qualified(city)
    with clock.at(moment(2026, 9, 28)):
        visit = SiteVisit.objects.create(application=case, planned_at=moment(2026, 9, 29), state="cancelled")
        Visitor.objects.create(visit=visit, account=city.city_clerk)
        assert remind_of_days(0) == 0


def test_the_desk_is_told_once_that_a_notice_wants_correction(stage) -> None:
    city, cases, notice = stage
    assert tell_wanting_notices(0) == 0
    Application.objects.filter(pk=cases[0].pk).update(state="withdrawn")
    assert (tell_wanting_notices(0), tell_wanting_notices(0)) == (1, 0)
    for account in (city.city_clerk, city.city_chair):
        (told,) = reminders(account, "correct")
        assert notice.title in told.text
    assert reminders(city.unit_chair, "correct") == []
    correct_notice(notice, by=city.city_chair, note="撤下一个", again=False, revision=notice.revision)
    assert tell_wanting_notices(0) == 0
