"""Services and alliances: rows at the desk, texts published with their block, gone at once when they end."""

from datetime import date

import pytest

from studios.actions.alliances import leave_alliance, save_alliance
from studios.actions.profiles import publish_block, submit_block
from studios.actions.services import delete_offer, save_offer
from studios.actions.upkeep import version_of
from studios.choices.showcase import BlockKey, BlockState
from studios.models import Alliance, ProfileBlock, ServiceOffer, ShowcaseEntry
from tests.factories import make_county, make_named_studio, make_officer, make_studio, make_union, make_worker
from unions import clock
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message

pytestmark = pytest.mark.django_db
LESSON = {
    "kind": "lesson",
    "title": "焊接参数入门",
    "text": "带劳保用品",
    "next_on": None,
    "places": 12,
    "is_open": True,
}
TOGETHER = {"name": "焊接创新联盟", "purpose": "互通难题", "agreed_on": date(2026, 1, 5), "ended_on": None}


@pytest.fixture
def city():
    return make_union("东澜市总工会")


@pytest.fixture
def publisher(city):
    return make_officer(city, Role.CHAIR)


@pytest.fixture
def unit(city):
    return make_union("一厂工会", parent=city)


@pytest.fixture
def clerk(unit):
    return make_officer(unit)


@pytest.fixture
def studio(unit):
    return make_named_studio(unit, lead=make_worker(home=unit))


@pytest.fixture
def other(city):
    unit = make_union("二厂工会", parent=make_county(city))
    return make_named_studio(unit, "李四工作室", lead=make_worker(home=unit))


def publish(studio, key, clerk, publisher):
    block = studio.blocks.get(key=key)
    block = submit_block(block, by=clerk, revision=block.revision)
    return publish_block(block, by=publisher, revision=block.revision)


def facet(studio):
    return ShowcaseEntry.objects.get(studio=studio).services


def test_an_offer_counts_once_it_is_published(studio, clerk, publisher):
    offer = save_offer(studio, LESSON, by=clerk)
    assert (ProfileBlock.objects.get().state, facet(studio)) == (BlockState.DRAFT, [])
    publish(studio, BlockKey.SERVICES, clerk, publisher)
    assert facet(studio) == ["lesson"]
    save_offer(studio, LESSON | {"kind": "advice", "title": "咨询"}, by=clerk)
    assert facet(studio) == ["lesson"]
    delete_offer(offer, by=clerk)
    assert facet(studio) == []
    verbs = AuditEvent.objects.filter(verb__startswith="service.").order_by("position").values_list("verb", flat=True)
    assert list(verbs) == [Verb.SERVICE_SAVED, Verb.SERVICE_SAVED, Verb.SERVICE_DELETED]


def test_dates_change_at_once_and_texts_wait(studio, clerk, publisher):
    offer = save_offer(studio, LESSON, by=clerk)
    publish(studio, BlockKey.SERVICES, clerk, publisher)
    save_offer(studio, LESSON | {"next_on": clock.today(), "kind": "joint"}, by=clerk, offer=offer)
    block = ProfileBlock.objects.get()
    assert (block.state, ServiceOffer.objects.get().kind) == (BlockState.PUBLISHED, "lesson")
    save_offer(studio, LESSON | {"title": "另一个题目"}, by=clerk, offer=offer)
    block.refresh_from_db()
    assert (block.state, block.published["offers"][0]["title"]) == (BlockState.DRAFT, "焊接参数入门")


def test_a_stale_offer_and_a_stranger_are_refused(studio, clerk):
    offer = save_offer(studio, LESSON, by=clerk)
    seen = version_of(offer)
    save_offer(studio, LESSON | {"places": 20}, by=clerk, offer=offer)
    with pytest.raises(Stale):
        save_offer(studio, LESSON, by=clerk, offer=offer, version=seen)
    with pytest.raises(Forbidden):
        save_offer(studio, LESSON, by=make_officer(studio.union, Role.CHAIR))


def test_no_more_than_twelve_offers(studio, clerk):
    for n in range(12):
        ServiceOffer.objects.create(studio=studio, kind="lesson", title=f"课{n}")
    with pytest.raises(Refusal):
        save_offer(studio, LESSON, by=clerk)


def test_an_alliance_names_its_members_and_tells_them_when_published(studio, other, clerk, publisher):
    there = make_officer(other.union)
    made = save_alliance(studio, TOGETHER, numbers=[other.number.lower(), "", other.number], by=clerk)
    assert list(made.members.all()) == [other]
    assert not Message.objects.filter(account=there).exists()
    block = publish(studio, BlockKey.ALLIANCES, clerk, publisher)
    assert block.published["alliances"][0]["members"] == [other.pk]
    assert Message.objects.get(account=there).text == "李四工作室已列为联盟“焊接创新联盟”的成员，本单位经办人可以退出。"


@pytest.mark.parametrize("numbers", [[], ["LX-NO-1"], ["OWN"], ["DRAFT"]])
def test_members_are_other_named_studios(studio, clerk, unit, numbers):
    make_studio(unit, "筹建")
    with pytest.raises(Refusal) as refused:
        save_alliance(studio, TOGETHER, numbers=[studio.number if n == "OWN" else n for n in numbers], by=clerk)
    assert refused.value.field == "members"
    assert not Alliance.objects.exists()


def test_an_end_before_the_beginning_is_refused(studio, other, clerk):
    with pytest.raises(Refusal) as refused:
        save_alliance(studio, TOGETHER | {"ended_on": date(2025, 1, 1)}, numbers=[other.number], by=clerk)
    assert refused.value.field == "ended_on"


def test_an_ended_alliance_goes_from_the_page_at_once(studio, other, clerk, publisher):
    made = save_alliance(studio, TOGETHER, numbers=[other.number], by=clerk)
    publish(studio, BlockKey.ALLIANCES, clerk, publisher)
    save_alliance(studio, TOGETHER | {"ended_on": clock.today()}, numbers=[other.number], by=clerk, alliance=made)
    block = ProfileBlock.objects.get()
    assert (block.state, block.published, block.draft) == (BlockState.PUBLISHED, {"alliances": []}, {"alliances": []})


def test_a_member_goes_out_by_itself_and_the_leader_is_told(studio, other, clerk):
    made = save_alliance(studio, TOGETHER, numbers=[other.number], by=clerk)
    with pytest.raises(Forbidden):
        leave_alliance(made, other, by=clerk)
    there = make_officer(other.union)
    leave_alliance(made, other, by=there)
    assert (made.members.count(), Message.objects.get(account=clerk).text) == (
        0,
        "李四工作室已退出联盟“焊接创新联盟”。",
    )
    with pytest.raises(Stale):
        leave_alliance(made, other, by=there)
