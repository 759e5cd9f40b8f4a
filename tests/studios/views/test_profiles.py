"""A studio's page at the desk: writing, sending, reading, publishing, and who sees which text."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from studios.actions.alliances import save_alliance
from studios.actions.profiles import return_block, save_block, submit_block
from studios.actions.services import save_offer
from studios.choices.showcase import BlockKey, BlockState
from studios.models import Alliance, Consent, Member, ProfileBlock, ServiceOffer
from tests.factories import (
    make_county,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_studio,
    make_union,
)
from tests.studios.views.public.rows import make_method, make_shown, make_verified
from unions.choices.people import Role
from unions.models import Message

pytestmark = pytest.mark.django_db
LESSON = {"kind": "lesson", "title": "焊接入门", "text": "", "next_on": None, "places": 5, "is_open": True}


@pytest.fixture(autouse=True)
def quiet(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def county():
    return make_county(make_union("东澜市总工会"), "明德区总工会")


@pytest.fixture
def unit(county):
    return make_union("一厂工会", parent=county)


@pytest.fixture
def studio(unit):
    return make_shown(unit)


def signed_in(account):
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def clerk(unit):
    return make_officer(unit, name="写手")


@pytest.fixture
def writer(clerk):
    return signed_in(clerk)


@pytest.fixture
def publisher(county):
    return signed_in(make_officer(county, Role.CHAIR))


def address(studio, rest=""):
    return f"/desk/studios/{studio.pk}/page/{rest}"


def text(client, where, status=200):
    answer = client.get(where)
    assert answer.status_code == status
    return answer.content.decode()


def sent(studio, clerk, words="班前讲案例。", key=BlockKey.TEAM):
    block = save_block(studio, key, {"text": words}, by=clerk, revision=0)
    return submit_block(block, by=clerk, revision=block.revision)


def test_a_draft_is_saved_and_one_that_is_sent_waits_above(studio, writer, publisher):
    where = address(studio, "team/edit/")
    writer.post(where, {"revision": 0, "text": "班前讲案例。"})
    assert ProfileBlock.objects.get().state == BlockState.DRAFT
    assert "没有待发布的栏目" in text(publisher, "/desk/pages/")
    answer = writer.post(where, {"revision": 1, "text": "班前讲案例。", "send": "1"})
    assert answer["Location"] == address(studio)
    assert "团队介绍" in text(publisher, "/desk/pages/")
    assert "1个主页栏目待发布" in text(publisher, "/desk/")


def test_a_text_that_cannot_be_sent_is_kept_and_the_reason_said(studio, writer):
    words = "王未同意负责电控。"
    answer = writer.post(address(studio, "team/edit/"), {"revision": 0, "text": words, "send": "1"})
    page = answer.content.decode()
    assert (answer.status_code, words in page, "本人尚未同意公开姓名" in page) == (200, True, True)
    block = ProfileBlock.objects.get()
    assert (block.state, block.draft) == (BlockState.DRAFT, {"text": words})
    assert f'name="revision" value="{block.revision}"' in page


def test_a_stale_form_shows_both_texts_and_saving_again_replaces(studio, clerk, writer):
    other = make_officer(studio.union, name="同事")
    save_block(studio, BlockKey.TEAM, {"text": "同事的写法"}, by=other, revision=0)
    where = address(studio, "team/edit/")
    answer = writer.post(where, {"revision": 0, "text": "我的写法"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert [word for word in ("我的写法", "同事的写法", "由同事修改") if word not in page] == []
    writer.post(where, {"revision": 1, "text": "我的写法"})
    assert ProfileBlock.objects.get().draft == {"text": "我的写法"}


def test_each_block_has_its_form(studio, writer):
    for key in BlockKey:
        assert "存为草稿" in text(writer, address(studio, f"{key}/edit/"))
    assert writer.get(address(studio, "zz/edit/")).status_code == 404


def test_methods_are_put_in_order_or_left_out(studio, writer):
    one, two = make_method(studio), make_method(studio)
    writer.post(address(studio, "methods/edit/"), {"revision": 0, f"place_{one.pk}": "2", f"place_{two.pk}": "1"})
    assert ProfileBlock.objects.get().draft == {"shown": [two.pk, one.pk]}
    writer.post(address(studio, "methods/edit/"), {"revision": 1, f"place_{one.pk}": "1", f"place_{two.pk}": ""})
    assert ProfileBlock.objects.get().draft == {"shown": [one.pk]}


def test_the_timeline_hides_and_adds_and_loses_no_row(studio, writer):
    result = make_verified(studio, "新成果", finished_on=date(2025, 3, 1))
    rows = {"text_0": "结成联盟", "month_0_0": "2026", "month_0_1": "6", "text_5": "没有月份"}
    answer = writer.post(address(studio, "timeline/edit/"), {"revision": 0, "shown_events": ["founded"], **rows})
    page = answer.content.decode()
    assert [word for word in ("结成联盟", "没有月份", "选择这一条的年份和月份") if word not in page] == []
    rows.pop("text_5")
    writer.post(address(studio, "timeline/edit/"), {"revision": 0, "shown_events": ["founded"], **rows})
    added = [{"month": "2026-06", "text": "结成联盟"}]
    assert ProfileBlock.objects.get().draft == {"hidden": [f"result-{result.pk}"], "added": added}


def test_the_union_above_reads_publishes_returns_and_takes_off(studio, clerk, publisher):
    block = sent(studio, clerk)
    assert "班前讲案例。" in text(publisher, address(studio, "team/"))
    publisher.post(address(studio, "team/publish/"), {"revision": block.revision})
    block.refresh_from_db()
    assert block.published == {"text": "班前讲案例。"}
    assert publisher.post(address(studio, "team/withdraw/"), {"revision": block.revision}).status_code == 200
    publisher.post(address(studio, "team/withdraw/"), {"revision": block.revision, "reason": "有误"})
    block.refresh_from_db()
    assert (block.state, block.published) == (BlockState.WITHDRAWN, None)


def test_a_return_needs_its_reason_and_a_stale_publication_is_409(studio, clerk, publisher):
    block = sent(studio, clerk)
    assert publisher.post(address(studio, "team/publish/"), {"revision": block.revision - 1}).status_code == 409
    assert publisher.post(address(studio, "team/publish/"), {"revision": "x"}).status_code == 409
    publisher.post(address(studio, "team/return/"), {"revision": block.revision, "reason": "写具体些"})
    block.refresh_from_db()
    assert (block.state, block.note) == (BlockState.RETURNED, "写具体些")
    assert Message.objects.filter(account=clerk, text__contains="写具体些").exists()


def test_others_may_not_act(studio, clerk, writer, county):
    block = sent(studio, clerk)
    auditor = signed_in(make_officer(county, Role.AUDITOR))
    city = signed_in(make_officer(county.parent, Role.CHAIR))
    stranger = signed_in(make_officer(make_union("外市"), Role.CLERK, Role.CHAIR))
    make_officer(county, Role.CLERK)
    asked = {"revision": block.revision, "reason": "x"}
    for step in ("publish/", "return/", "withdraw/"):
        where = address(studio, f"team/{step}")
        answers = [client.post(where, asked).status_code for client in (writer, auditor, city, stranger)]
        assert answers == [403, 403, 403, 404], step
    assert ProfileBlock.objects.get().state == BlockState.SUBMITTED


def test_drafts_are_the_units_alone_until_they_are_sent(studio, clerk, writer, publisher, county):
    save_block(studio, BlockKey.TEAM, {"text": "草稿金丝雀"}, by=clerk, revision=0)
    sent(studio, clerk, "提交金丝雀", BlockKey.LEAD)
    block = sent(studio, clerk, "退回金丝雀", BlockKey.INTRODUCTION)
    make_officer(county, Role.CLERK)
    chair = make_officer(county, Role.CHAIR)
    return_block(block, reason="改", by=chair, revision=block.revision)
    canaries = ("草稿金丝雀", "提交金丝雀", "退回金丝雀")
    auditor = signed_in(make_officer(county, Role.AUDITOR))
    pages = ["", "preview/", "team/", "lead/", "introduction/"]

    def met(client):
        texts = [client.get(address(studio, page)) for page in pages]
        words = "".join(answer.content.decode() for answer in texts if answer.status_code == 200)
        return [canary for canary in canaries if canary in words]

    assert met(writer) == list(canaries)
    assert met(publisher) == ["提交金丝雀"]
    assert met(auditor) == []
    assert text(Client(), f"/studios/{studio.number}/").count("金丝雀") == 0


def test_the_preview_is_marked_shows_drafts_and_is_not_found_elsewhere(studio, clerk, writer, publisher):
    save_block(studio, BlockKey.TEAM, {"text": "班前讲案例。"}, by=clerk, revision=0)
    answer = writer.get(address(studio, "preview/"))
    page = answer.content.decode()
    assert ("预览" in page, "班前讲案例。" in page) == (True, True)
    assert "no-store" in answer["Cache-Control"]
    stranger = signed_in(make_officer(make_union("外市"), Role.CLERK, Role.CHAIR))
    sibling = signed_in(make_officer(make_union("二厂工会", parent=studio.union.parent)))
    for client in (stranger, sibling):
        assert client.get(address(studio, "preview/")).status_code == 404
    assert publisher.get(address(studio, "preview/")).status_code == 200


def test_the_preview_keeps_what_is_never_public(studio, writer):
    Member.objects.filter(studio=studio).first().person.__class__.objects.update(mobile="13977770001")
    make_result(studio, "密题金丝雀", is_secret=True, state="confirmed", confirmed_at="2026-01-01T00:00Z")
    page = text(writer, address(studio, "preview/"))
    assert [word for word in ("13977770001", "密题金丝雀", "王未同意", "赵徒弟") if word in page] == []
    assert "李同意" in page


def test_a_studio_that_was_never_named_has_no_page(unit, writer):
    studio = make_studio(unit)
    for rest in ("", "preview/", "team/edit/", "team/"):
        assert writer.get(address(studio, rest)).status_code == 404


def test_services_are_kept_on_their_forms(studio, writer):
    answer = writer.post(address(studio, "offers/new/"), {**LESSON, "next_on": "", "title": ""})
    assert answer.status_code == 200
    assert not ServiceOffer.objects.exists()
    writer.post(address(studio, "offers/new/"), {**LESSON, "next_on": "2030-01-05"})
    offer = ServiceOffer.objects.get()
    assert (offer.next_on, offer.places) == (date(2030, 1, 5), 5)
    page = text(writer, address(studio, f"offers/{offer.pk}/"))
    assert "焊接入门" in page
    writer.post(address(studio, f"offers/{offer.pk}/"), {**LESSON, "next_on": "", "title": "焊接提高"})
    offer.refresh_from_db()
    assert (offer.title, offer.kind) == ("焊接提高", "lesson")
    writer.post(address(studio, f"offers/{offer.pk}/delete/"))
    assert not ServiceOffer.objects.exists()


def test_an_alliance_names_members_by_number_and_says_which_is_unknown(studio, writer, county):
    other = make_named_studio(make_union(parent=county), "李四工作室")
    sent_ = {"name": "焊接联盟", "purpose": "互通难题", "agreed_on": "2026-01-05", "members": "LX-NO-1"}
    page = writer.post(address(studio, "alliances/new/"), sent_).content.decode()
    assert "没有编号为LX-NO-1的已命名工作室" in page
    assert "互通难题" in page
    writer.post(address(studio, "alliances/new/"), sent_ | {"members": f"{other.number}\n"})
    made = Alliance.objects.get()
    assert other.number in text(writer, address(studio, f"alliances/{made.pk}/"))
    there = signed_in(make_officer(other.union))
    there.post(address(other, f"alliances/{made.pk}/leave/"))
    assert made.members.count() == 0


def test_consents_are_recorded_and_ended_on_the_page(studio, writer, publisher):
    member = Member.objects.get(person__name="王未同意")
    where = address(studio, f"members/{member.pk}/consent/")
    page = writer.post(where, {"given_on": "2026-01-05", "how": "paper"}).content.decode()
    assert "上传签字纸质件的图片或PDF" in page
    writer.post(where, {"given_on": "2026-01-05", "how": "writing"})
    assert Consent.objects.get().member == member
    assert "2026-01-05" in text(writer, address(studio))
    publisher.post(f"{where}end/")
    member.refresh_from_db()
    assert member.consented_on is None
    assert "王未同意" not in text(Client(), f"/studios/{studio.number}/")


def queries_of(client, where):
    client.get(where)
    with CaptureQueriesContext(connection) as found:
        assert client.get(where).status_code == 200
    return len(found)


def test_the_list_of_waiting_blocks_takes_eight_queries_for_one_and_many(studio, clerk, publisher, unit):
    sent(studio, clerk)
    assert queries_of(publisher, "/desk/pages/") == 8
    for n in range(6):
        sent(make_named_studio(unit, f"第{n}工作室"), clerk)
    assert queries_of(publisher, "/desk/pages/") == 8
    export = b"".join(publisher.get("/desk/pages/?export=csv").streaming_content).decode()
    assert export.count("团队介绍") == 7


def test_the_page_at_the_desk_takes_sixteen_queries_for_few_and_many(studio, clerk, writer, county):
    def rows():
        sent(make_named_studio(studio.union), clerk)
        save_offer(studio, LESSON, by=clerk)
        other = make_named_studio(make_union(parent=county))
        facts = {"name": "联盟", "purpose": "", "agreed_on": None, "ended_on": None}
        save_alliance(studio, facts, numbers=[other.number], by=clerk)
        member = Member.objects.create(studio=studio, person=make_person())
        Consent.objects.create(member=member, given_on=date(2026, 1, 1), withdrawn_on=date(2026, 2, 1))

    rows()
    few = queries_of(writer, address(studio))
    rows()
    rows()
    assert (queries_of(writer, address(studio)), few) == (few, 16)
