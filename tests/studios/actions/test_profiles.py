"""Blocks of a studio's page: written by the unit, published, returned or taken off by the union above."""

from dataclasses import dataclass

import pytest

from studios.actions.profiles import publish_block, return_block, save_block, submit_block, withdraw_block
from studios.choices.showcase import BlockKey, BlockState
from studios.models import Member, ProfileBlock, Studio
from studios.permissions import publishing_union
from tests.factories import (
    make_county,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_studio,
    make_union,
    make_worker,
)
from unions.choices.audit import Verb
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, AuditEvent, Message, Union

pytestmark = pytest.mark.django_db
TEXT = {"text": "班前十分钟讲一个案例。"}


@dataclass
class Place:
    """A city, a county and a unit with a named studio, and who writes and publishes."""

    city: Union
    county: Union
    unit: Union
    clerk: Account
    publisher: Account
    studio: Studio

    def saved(self, content=TEXT, key=BlockKey.TEAM, revision=0) -> ProfileBlock:
        return save_block(self.studio, key, content, by=self.clerk, revision=revision)

    def sent(self, **more) -> ProfileBlock:
        block = self.saved(**more)
        return submit_block(block, by=self.clerk, revision=block.revision)

    def published(self, **more) -> ProfileBlock:
        block = self.sent(**more)
        return publish_block(block, by=self.publisher, revision=block.revision)


@pytest.fixture
def place():
    city = make_union("东澜市总工会")
    county = make_county(city, "明德区总工会")
    unit = make_union("一厂工会", parent=county)
    make_officer(city, Role.CHAIR)
    studio = make_named_studio(unit, "张伟工作室", lead=make_worker("张伟", home=unit))
    return Place(city, county, unit, make_officer(unit), make_officer(county, Role.CHAIR), studio)


def told(account):
    return [m.text for m in Message.objects.filter(account=account).order_by("pk")]


def verbs():
    return list(AuditEvent.objects.filter(verb__startswith="page.").order_by("position").values_list("verb", flat=True))


def test_a_block_goes_from_draft_to_the_page(place):
    block = place.published()

    assert (block.state, block.published, block.published_by) == (BlockState.PUBLISHED, TEXT, place.publisher)
    assert verbs() == [Verb.PAGE_SAVED, Verb.PAGE_SUBMITTED, Verb.PAGE_PUBLISHED]
    assert told(place.publisher) == ["待发布：团队介绍，张伟工作室。"]
    assert told(place.clerk) == ["已发布：团队介绍，张伟工作室。"]


def test_what_is_published_stays_until_it_is_replaced(place):
    block = place.published()
    block = place.saved({"text": "新的写法。"}, revision=block.revision)
    assert (block.state, block.published) == (BlockState.DRAFT, TEXT)
    block = submit_block(block, by=place.clerk, revision=block.revision)
    block = return_block(block, reason="写具体些", by=place.publisher, revision=block.revision)
    assert (block.state, block.note, block.published) == (BlockState.RETURNED, "写具体些", TEXT)
    assert told(place.clerk)[-1] == "已退回：团队介绍，张伟工作室。原因：写具体些"


def test_a_published_block_is_taken_off_with_a_reason(place):
    block = place.published()
    block = withdraw_block(block, reason="单位已改制", by=place.publisher, revision=block.revision)
    assert (block.state, block.published, block.note) == (BlockState.WITHDRAWN, None, "单位已改制")
    assert verbs()[-1] == Verb.PAGE_WITHDRAWN
    again = submit_block(block, by=place.clerk, revision=block.revision)
    assert again.state == BlockState.SUBMITTED


def test_taking_off_leaves_a_newer_draft_on_its_way(place):
    block = place.published()
    block = place.saved({"text": "新的写法。"}, revision=block.revision)
    block = submit_block(block, by=place.clerk, revision=block.revision)
    block = withdraw_block(block, reason="旧文有误", by=place.publisher, revision=block.revision)
    assert (block.state, block.published) == (BlockState.SUBMITTED, None)


def test_saving_takes_back_what_waits_and_the_same_text_changes_nothing(place):
    block = place.sent()
    assert place.saved(revision=block.revision).state == BlockState.SUBMITTED
    assert place.saved({"text": "改过"}, revision=block.revision).state == BlockState.DRAFT


@pytest.mark.parametrize("step", [publish_block, submit_block])
def test_a_stale_form_is_refused_with_who_changed_it(place, step):
    block = place.sent()
    with pytest.raises(Stale, match=r"团队介绍.*修改"):
        step(block, by=place.publisher if step is publish_block else place.clerk, revision=block.revision - 1)


def test_steps_that_are_not_open_say_the_state(place):
    block = place.published()
    for step, by in ((publish_block, place.publisher), (submit_block, place.clerk)):
        with pytest.raises(Stale, match="已发布"):
            step(block, by=by, revision=block.revision)
    with pytest.raises(Stale):
        return_block(block, reason="x", by=place.publisher, revision=block.revision)


def test_only_the_units_clerk_writes(place):
    for account in (place.publisher, make_officer(place.unit, Role.CHAIR), make_officer(make_union("外市"))):
        with pytest.raises(Forbidden):
            save_block(place.studio, BlockKey.TEAM, TEXT, by=account, revision=0)


def test_only_the_nearest_union_above_publishes(place):
    block = place.sent()
    for account in (make_officer(place.city, Role.CHAIR), place.clerk, make_officer(place.county, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            publish_block(block, by=account, revision=block.revision)


def test_nobody_publishes_what_they_sent_themselves(place):
    Union.objects.filter(pk=place.unit.pk).update(logs_in=False)
    place.studio.refresh_from_db()
    writer = make_officer(place.county, Role.CLERK, Role.CHAIR)
    block = save_block(place.studio, BlockKey.TEAM, TEXT, by=writer, revision=0)
    block = submit_block(block, by=writer, revision=block.revision)
    with pytest.raises(Forbidden, match="本人"):
        publish_block(block, by=writer, revision=block.revision)
    assert publish_block(block, by=place.publisher, revision=block.revision).state == BlockState.PUBLISHED


def test_where_nobody_sits_above_the_next_union_publishes(place):
    assert publishing_union(place.studio) == place.county
    place.publisher.appointments.update(ended_at="2026-01-01T00:00Z")
    assert publishing_union(place.studio) == place.city
    block = place.sent()
    chair = Account.objects.get(appointments__union=place.city)
    assert list(ProfileBlock.objects.waiting_for(chair)) == [block]
    assert publish_block(block, by=chair, revision=block.revision).state == BlockState.PUBLISHED


def test_the_root_publishes_for_units_directly_below_it(place):
    direct = make_union("直属厂工会", parent=place.city)
    assert publishing_union(make_named_studio(direct)) == place.city
    assert publishing_union(make_named_studio(place.city)) == place.city


def test_what_waits_is_listed_where_it_is_published_and_nowhere_else(place):
    block = place.sent()
    sibling = make_officer(make_county(place.city), Role.CHAIR)
    chair = Account.objects.get(appointments__union=place.city)
    waiting = {a: list(ProfileBlock.objects.waiting_for(a)) for a in (place.publisher, chair, sibling, place.clerk)}
    assert waiting == {place.publisher: [block], chair: [], sibling: [], place.clerk: []}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("成员李未同意善焊接。", "李未同意"),
        ("徒弟见密题一项。", "涉密"),
        ("电话13812345678联系。", "手机号"),
        ("电话１３８ 1234-5678。", "手机号"),
        ("  ", "没有可发布的内容"),
    ],
)
def test_a_text_that_must_not_be_read_by_all_is_not_sent(place, text, reason):
    Member.objects.create(studio=place.studio, person=make_person("李未同意"))
    make_result(place.studio, "密题一项", is_secret=True)
    block = place.saved({"text": text})
    with pytest.raises(Refusal, match=reason):
        submit_block(block, by=place.clerk, revision=block.revision)


def test_a_reason_is_needed(place):
    block = place.sent()
    with pytest.raises(Refusal) as refused:
        return_block(block, reason=" ", by=place.publisher, revision=block.revision)
    assert refused.value.field == "reason"


def test_a_page_begins_with_the_naming(place):
    with pytest.raises(Refusal, match="命名"):
        save_block(make_studio(place.unit), BlockKey.TEAM, TEXT, by=place.clerk, revision=0)
