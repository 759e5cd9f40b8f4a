"""What waits at call level stands on the desk page of the naming union, in a fixed number of queries."""

from datetime import timedelta

import pytest

from studios.models import Meeting, NoticeLine, Objection, PublicNotice
from studios.queries.tasks import call_tasks
from tests.city import City, make_city, ready
from tests.factories import make_call
from tests.review import another_unit, make_review_city, qualified
from unions import clock
from unions.models import Account

pytestmark = pytest.mark.django_db


def tasks_of(account: Account) -> list[tuple[str, str]]:
    return [(task.text, task.route) for task in call_tasks(Account.objects.get(pk=account.pk))]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("panel", ("给专家分派评审申报", "call_assignments")),
        ("visit", ("1个实地考察未报告", "cases")),
        ("meeting", ("打开会议名单", "call_meeting")),
        ("notice", ("起草公示", "call_notices")),
    ],
)
def test_each_stage_says_what_it_waits_for(stage: str, expected: tuple[str, str]) -> None:
    city = make_review_city(stage)
    qualified(city)
    assert tasks_of(city.city_clerk) == [expected]
    assert tasks_of(city.county_clerk) == []
    assert tasks_of(city.unit_chair) == []


def test_an_opened_meeting_waits_to_be_frozen() -> None:
    city = make_review_city("meeting")
    qualified(city)
    meeting = Meeting.objects.create(call=city.call, places=1, opened_at=clock.now())
    assert tasks_of(city.city_chair) == [("会议名单定稿", "call_meeting")]
    Meeting.objects.filter(pk=meeting.pk).update(
        frozen_at=clock.now(), number="1号", sha256="0" * 64, held_on=clock.today()
    )
    assert tasks_of(city.city_chair) == []


def test_a_ready_case_awaits_its_paper() -> None:
    city = make_city()
    ready(city)
    assert tasks_of(city.city_clerk) == [("1个申报待发文", "cases")]


def objected(city: City) -> PublicNotice:
    today = clock.today()
    notice = PublicNotice.objects.create(
        call=city.call,
        state="running",
        title="公示",
        basis="依据",
        contact="联系",
        days=5,
        published_on=today,
        ends_on=today + timedelta(days=6),
        sha256="0" * 64,
        made_at=clock.now(),
    )
    for i, days in enumerate((2, -1)):
        Objection.objects.create(
            notice=notice,
            receipt=f"YY{notice.pk}-{i}",
            channel="phone",
            objector_name="某人",
            text="事实",
            received_at=clock.now(),
            sift_by=today + timedelta(days=days),
        )
    return notice


def test_a_notice_that_shows_a_case_which_left_waits_for_its_correction() -> None:
    city = make_review_city("notice")
    stays, leaves = qualified(city, 2)
    notice = objected(city)
    Objection.objects.all().delete()
    for position, case in enumerate((stays, leaves), start=1):
        NoticeLine.objects.create(notice=notice, application=case, position=position)
    assert tasks_of(city.city_clerk) == []
    type(leaves).objects.filter(pk=leaves.pk).update(state="withdrawn")
    assert [route for _text, route in tasks_of(city.city_chair)] == ["call_notices"]
    PublicNotice.objects.filter(pk=notice.pk).update(state="over")
    type(stays).objects.filter(pk=stays.pk).update(state="decision")
    assert [route for _text, route in tasks_of(city.city_chair)] == ["call_notices", "cases"]


def test_objections_come_with_their_clock() -> None:
    city = make_review_city("notice")
    qualified(city)
    objected(city)
    (task,) = call_tasks(city.city_clerk)
    assert (task.text, task.route, task.due_on, task.tone) == (
        "2条异议待受理审查",
        "call_objections",
        clock.today() - timedelta(days=1),
        "danger",
    )


def test_the_number_of_queries_does_not_grow(django_assert_num_queries) -> None:
    city = make_review_city("panel", "visit", "meeting", "notice")
    qualified(city, 2)
    first = city.call
    counts = []
    for _ in range(2):
        city.call = make_call(city.city, path=("recommendation", "notice"))
        qualified(another_unit(city))
        objected(city)
        account = Account.objects.get(pk=city.city_clerk.pk)
        assert account.scope
        with django_assert_num_queries(TASK_QUERIES):
            counts.append(len(call_tasks(account)))
    assert counts == [2, 3]
    assert first.pk


TASK_QUERIES = 1


def test_the_desk_page_shows_the_tasks_above_the_list(client) -> None:
    city = make_city()
    ready(city)
    client.force_login(city.city_clerk)
    page = client.get("/desk/").content.decode()
    assert f'href="/desk/cases/?call={city.call.pk}&amp;state=decision"' in page
    assert page.index("1个申报待发文") < page.index("listing" if "listing" in page else "</main>")
