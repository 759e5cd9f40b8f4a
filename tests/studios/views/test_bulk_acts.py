"""Acts on many rows, list by list: who takes part and who does not, what is done, recorded and told."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from studios.actions.profiles import save_block, submit_block
from studios.choices.showcase import AdoptionState, BlockKey, BlockState, ConsentWay, RequestState, StoryState
from studios.models import (
    Activity,
    Adoption,
    Application,
    Apprenticeship,
    Consent,
    CooperationRequest,
    Member,
    ProfileBlock,
    Project,
    Story,
    Studio,
)
from studios.permissions import publishes_story
from studios.ui.bulk.lists import LISTS
from studios.views.desk.list_selections import FORMS, LISTINGS
from tests.city import at_county, make_city, submitted
from tests.factories import (
    make_account,
    make_adoption,
    make_application,
    make_call,
    make_county,
    make_designation,
    make_named_studio,
    make_officer,
    make_person,
    make_request,
    make_union,
)
from tests.story import Desk, make_desk, make_story, published
from tests.story import submitted as sent_for_checking
from tests.studios.views.public.rows import make_verified
from unions import clock
from unions.choices.people import Role
from unions.models import Account, AuditEvent, Mailing, Message, Union

pytestmark = pytest.mark.django_db
ROUTES = {
    "members": "desk_members",
    "pages": "pages_waiting",
    "results": "desk_results",
    "stories": "desk_stories",
    "studios": "desk_studios",
}
LETTER = {"about": "材料", "text": "本周内补齐材料。"}


@pytest.fixture(autouse=True)
def plain_sign_in(settings):
    settings.TOTP_REQUIRED = {}


@pytest.fixture
def county() -> Union:
    return make_county(make_union("测试市总工会"), "测试县总工会")


@pytest.fixture
def unit(county) -> Union:
    return make_union("甲厂工会", parent=county)


@pytest.fixture
def studio(unit):
    return make_named_studio(unit, "甲工作室")


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def choose(account: Account, key: str, act: str, *rows: Any):
    sent = {"act": act, "row": [str(row.pk) for row in rows], "next": "/desk/"}
    return signed_in(account).post(f"/desk/selected/{key}/?view=0", sent)


def agree(account: Account, preview: Any, key: str, **more: str):
    sent = {"act": preview.context["act"].key, "rows": preview.context["kept"], "next": "/desk/", **more}
    return signed_in(account).post(f"/desk/selected/{key}/confirm/?view=0", sent)


def shown(preview: Any) -> tuple[list[int], dict[str, str]]:
    """Keys of the rows that take part, and the others with their reason."""
    return sorted(row.pk for row, _cells in preview.context["rows"]), {
        n: str(r) for n, r in preview.context["left_out"]
    }


def records(verb: str, account: Account) -> int:
    return AuditEvent.objects.filter(verb=verb, account=account).count()


# One row of each list ------------------------------------------------------------------------------------------------


def member(studio, name: str = "", **fields: Any) -> Member:
    fields = {"joined_on": date(2020, 5, 1), "person": make_person(name, home=studio.union)} | fields
    return Member.objects.create(studio=studio, **fields)


def pair(studio, **fields: Any) -> Apprenticeship:
    fields = {"starts_on": date(2024, 3, 1), "apprentice": make_person(home=studio.union)} | fields
    return Apprenticeship.objects.create(studio=studio, master=member(studio).person, **fields)


def project(studio) -> Project:
    return Project.objects.create(studio=studio, title="课题", area="technology", starts_on=date(2025, 1, 1))


def activity(studio) -> Activity:
    return Activity.objects.create(studio=studio, kind="training", topic="培训", happened_on=date(2025, 1, 1))


def another(studio) -> Studio:
    return make_named_studio(make_union(parent=studio.union.parent))


def block(studio, text: str = "介绍") -> ProfileBlock:
    clerk = make_officer(studio.union)
    saved = save_block(studio, BlockKey.TEAM, {"text": text}, by=clerk, revision=0)
    return submit_block(saved, by=clerk, revision=saved.revision)


def waiting_story(studio) -> Story:
    return make_story(Desk(studio.union.parent, *[make_account()] * 3), state=StoryState.SUBMITTED)


def case(studio) -> Application:
    return make_application(make_call(studio.union.parent.parent), another(studio))


def account(studio) -> Account:
    return make_officer(studio.union, home=studio.union)


# What the list and its first act ask of the database, for any number of rows.
MAKERS = {
    "accounts": (account, 8, 10),
    "activities": (activity, 8, 10),
    "adoptions": (lambda studio: make_adoption(make_verified(studio)), 8, 10),
    "apprenticeships": (pair, 8, 10),
    "cases": (case, 9, 10),
    "designations": (lambda studio: make_designation(another(studio)), 8, 10),
    "members": (member, 8, 10),
    "pages": (lambda studio: block(another(studio)), 8, 13),
    "projects": (project, 8, 10),
    "requests": (make_request, 9, 10),
    "stories": (waiting_story, 9, 11),
    "stories_to_check": (waiting_story, 9, 11),
    "studios": (another, 10, 10),
}


def reader(key: str, studio) -> Account:
    """Somebody above the unit whose list it is."""
    return make_officer(studio.union.parent, Role.ADMINISTRATOR if key == "accounts" else Role.CLERK)


def test_every_list_with_acts_has_its_rows_and_every_question_its_form():
    assert LISTINGS.keys() == LISTS.keys()
    assert {act.asks for of_list in LISTS.values() for act in of_list.acts if act.asks} == FORMS.keys()


@pytest.mark.parametrize("key", MAKERS)
def test_list_and_preview_ask_the_same_for_one_row_and_for_many(key, studio, django_assert_num_queries):
    make, in_list, in_preview = MAKERS[key]
    client, act = signed_in(reader(key, studio)), LISTS[key].acts[0].key
    for rows in (1, 6):
        for _number in range(rows):
            make(studio)
        client.get(reverse(ROUTES.get(key, key)))
        with django_assert_num_queries(in_list):
            page = client.get(reverse(ROUTES.get(key, key)))
        assert f"/desk/selected/{key}/" in page.content.decode()
        sent = {"act": act, "row": [row.pk for row in page.context["listing"].page], "next": "/desk/"}
        assert len(sent["row"]) >= rows
        with django_assert_num_queries(in_preview):
            assert client.post(f"/desk/selected/{key}/?view=0", sent).status_code == 200


@pytest.mark.parametrize("key", LISTS)
def test_a_selection_is_its_readers_alone(key, studio):
    others = Role.CLERK if key == "accounts" else Role.ADMINISTRATOR
    for address in (f"/desk/selected/{key}/", f"/desk/selected/{key}/confirm/"):
        answer = signed_in(make_officer(studio.union.parent, others)).post(address, {"act": "export"})
        assert answer.status_code == 403


@pytest.mark.parametrize("key", sorted(LISTS.keys() - {"accounts", "pages", "stories_to_check"}))
def test_an_auditor_takes_a_sheet_and_acts_on_nothing(key, studio):
    auditor = make_officer(studio.union.parent, Role.AUDITOR)
    page = signed_in(auditor).get(reverse(ROUTES.get(key, key)))
    assert [act.key for act in page.context["listing"].bulk.acts] == ["export"]
    assert choose(auditor, key, LISTS[key].acts[0].key).status_code == 404


# Members and apprentices ----------------------------------------------------------------------------------------------


def test_members_leave_on_one_day(studio):
    clerk = make_officer(studio.union)
    first, second, gone = member(studio), member(studio), member(studio, "旧成员", left_on=date(2024, 1, 1))
    preview = choose(clerk, "members", "leave", first, second, gone)
    assert shown(preview) == ([first.pk, second.pk], {"旧成员": "该成员已离开。"})
    assert agree(clerk, preview, "members", left_on="2026-06-30").status_code == 302
    assert list(Member.objects.order_by("pk").values_list("left_on", flat=True)) == [
        date(2026, 6, 30),
        date(2026, 6, 30),
        date(2024, 1, 1),
    ]
    assert records("member.saved", clerk) == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "填写离开日期"),
        ("2099-01-01", "离开日期不能晚于今天"),
        ("2019-01-01", "结束时间早于开始时间"),
        ("昨天", "没有这一天"),
    ],
)
def test_a_day_that_cannot_be_ends_no_membership(studio, day, words):
    clerk = make_officer(studio.union)
    first = member(studio)
    answer = agree(clerk, choose(clerk, "members", "leave", first, member(studio)), "members", left_on=day)
    assert (answer.status_code, words in f"{answer.context['form'].errors}{answer.context['refusal']}") == (200, True)
    assert day in answer.content.decode()
    assert not Member.objects.exclude(left_on=None).exists()
    assert records("member.saved", clerk) == 0


def test_members_are_ended_by_the_clerk_of_the_unit_alone(studio):
    first = member(studio, "甲")
    county_clerk, chair = make_officer(studio.union.parent), make_officer(studio.union, Role.CHAIR)
    assert shown(choose(county_clerk, "members", "leave", first)) == (
        [],
        {"甲": "工作室档案由所在单位的经办人维护"},
    )
    assert choose(chair, "members", "leave", first).status_code == 404


def test_a_member_who_changed_since_is_named(studio):
    clerk = make_officer(studio.union)
    first, second = member(studio, "甲"), member(studio)
    preview = choose(clerk, "members", "leave", first, second)
    Member.objects.filter(pk=first.pk).update(trade="焊工")
    answer = agree(clerk, preview, "members", left_on="2026-06-30")
    assert (answer.status_code, list(answer.context["changed"])) == (409, ["甲"])
    assert not Member.objects.exclude(left_on=None).exists()


def test_consents_in_writing_are_recorded_for_one_day(studio):
    clerk = make_officer(studio.union)
    first, second = member(studio), member(studio)
    agreed, gone = (
        member(studio, "已同意", consented_on=date(2025, 1, 1)),
        member(studio, "旧人", left_on=date(2024, 1, 1)),
    )
    preview = choose(clerk, "members", "agree", first, second, agreed, gone)
    assert shown(preview) == ([first.pk, second.pk], {"已同意": "该成员已同意。", "旧人": "该成员已离开。"})
    assert agree(clerk, preview, "members", given_on="2099-01-01").status_code == 200
    assert agree(clerk, preview, "members", given_on="2026-06-01").status_code == 302
    assert set(Consent.objects.values_list("member", "given_on", "how", "recorded_by")) == {
        (row.pk, date(2026, 6, 1), ConsentWay.WRITING, clerk.pk) for row in (first, second)
    }
    assert records("consent.given", clerk) == 2


def test_a_consent_withdrawn_or_given_meanwhile_records_none(studio):
    clerk = make_officer(studio.union)
    first, second = member(studio, "甲"), member(studio)
    preview = choose(clerk, "members", "agree", first, second)
    Member.objects.filter(pk=first.pk).update(consented_on=date(2026, 1, 1))
    answer = agree(clerk, preview, "members", given_on="2026-06-01")
    assert (answer.status_code, list(answer.context["changed"])) == (409, ["甲"])
    assert not Consent.objects.exists()


def test_pairs_end_with_a_month(studio):
    clerk = make_officer(studio.union)
    first, later = pair(studio), pair(studio, ends_on=date(2999, 1, 1))
    over = pair(studio, ends_on=date(2025, 1, 1))
    preview = choose(clerk, "apprenticeships", "end", first, later, over)
    assert shown(preview) == ([first.pk, later.pk], {str(over): "该师徒结对已结束。"})
    month = {"ends_on_0": str(clock.today().year), "ends_on_1": "1"}
    assert agree(clerk, preview, "apprenticeships", ends_on_0="", ends_on_1="").status_code == 200
    assert agree(clerk, preview, "apprenticeships", **month).status_code == 302
    assert set(Apprenticeship.objects.exclude(pk=over.pk).values_list("ends_on", flat=True)) == {
        date(clock.today().year, 1, 1)
    }
    assert records("apprenticeship.saved", clerk) == 2


def test_a_pair_that_would_end_before_its_start_ends_none(studio):
    clerk = make_officer(studio.union)
    preview = choose(clerk, "apprenticeships", "end", pair(studio, starts_on=date(2020, 1, 1)), pair(studio))
    answer = agree(clerk, preview, "apprenticeships", ends_on_0="2022", ends_on_1="1")
    assert "结束时间早于开始时间" in answer.context["refusal"]
    assert not Apprenticeship.objects.exclude(ends_on=None).exists()


# Stories and pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["stories", "stories_to_check"])
def test_stories_are_published_together_and_their_writers_told(key):
    desk = make_desk()
    rows = [sent_for_checking(desk), sent_for_checking(desk)]
    preview = choose(desk.chair, key, "publish", *rows)
    assert shown(preview) == ([row.pk for row in rows], {})
    assert agree(desk.chair, preview, key).status_code == 302
    assert set(Story.objects.values_list("state", "checked_by")) == {(StoryState.PUBLISHED, desk.chair.pk)}
    assert records("story.published", desk.chair) == 2
    assert Message.objects.filter(account=desk.clerk, text__startswith="已发布").count() == 2


def test_who_may_not_publish_a_story_finds_it_left_out():
    desk = make_desk()
    sent, draft = sent_for_checking(desk, "待核稿"), make_story(desk, "草稿", state=StoryState.DRAFT)
    assert shown(choose(desk.second, "stories", "publish", sent, draft))[0] == []
    assert shown(choose(desk.chair, "stories", "publish", sent, draft)) == (
        [sent.pk],
        {"草稿": "该稿件不在待审核状态。"},
    )
    assert choose(make_officer(desk.union, Role.AUDITOR), "stories", "publish", sent).status_code == 404


def test_the_set_of_stories_to_publish_is_the_rule_asked_row_by_row():
    desk, chairless = make_desk(), make_desk()
    chairless.chair.appointments.all().delete()
    both = make_officer(desk.union, Role.CLERK, Role.CHAIR)
    stories = [make_story(place, state=StoryState.SUBMITTED) for place in (desk, chairless)]
    stories[0].writers.add(desk.chair)
    for someone in (desk.clerk, desk.second, desk.chair, both, chairless.clerk, chairless.second, make_account()):
        allowed = {story.pk for story in stories if publishes_story(Account.objects.get(pk=someone.pk), story)}
        assert set(Story.objects.to_publish_by(someone).values_list("pk", flat=True)) == allowed


def test_stories_go_to_the_archive_together():
    desk = make_desk()
    rows = [published(desk), published(desk)]
    waiting = sent_for_checking(desk, "待核稿")
    preview = choose(desk.second, "stories", "archive", *rows, waiting)
    assert shown(preview) == ([row.pk for row in rows], {"待核稿": "只有已发布的稿件可以归档。"})
    assert agree(desk.second, preview, "stories").status_code == 302
    assert Story.objects.filter(state=StoryState.ARCHIVED).count() == 2
    assert records("story.archived", desk.second) == 2


def test_a_story_that_moved_on_is_named_and_none_is_published():
    desk = make_desk()
    first, second = sent_for_checking(desk, "甲稿"), sent_for_checking(desk)
    preview = choose(desk.chair, "stories", "publish", first, second)
    Story.objects.filter(pk=first.pk).update(revision=99)
    answer = agree(desk.chair, preview, "stories")
    assert (answer.status_code, list(answer.context["changed"])) == (409, ["甲稿"])
    assert not Story.objects.filter(state=StoryState.PUBLISHED).exists()


def test_all_that_the_filter_leaves_of_the_stories_to_check_is_those_alone():
    desk = make_desk()
    waiting = sent_for_checking(desk)
    published(desk)
    client = signed_in(desk.chair)
    sent = {"act": "publish", "everything": "1", "next": "/desk/"}
    answer = client.post("/desk/selected/stories_to_check/?view=0", sent)
    assert shown(answer) == ([waiting.pk], {})


def test_blocks_of_pages_are_published_and_the_faulty_left_out(studio):
    publisher, reader_ = make_officer(studio.union.parent), make_officer(studio.union)
    good, faulty = block(studio), block(other := another(studio), "李不愿讲课")
    member(other, "李不愿")
    preview = choose(publisher, "pages", "publish", good, faulty)
    taking_part, left_out = shown(preview)
    assert (taking_part, list(left_out)) == ([good.pk], [str(faulty)])
    assert "李不愿" in left_out[str(faulty)]
    assert agree(publisher, preview, "pages").status_code == 302
    assert ProfileBlock.objects.get(state=BlockState.PUBLISHED).pk == good.pk
    assert records("page.published", publisher) == 1
    assert Message.objects.filter(account=reader_, text__startswith="已发布").count() == 1
    assert agree(publisher, preview, "pages").status_code == 409


# Letters --------------------------------------------------------------------------------------------------------------


def test_adopters_are_confirmed_together(studio):
    clerk = make_officer(studio.union)
    result = make_verified(studio)
    rows = [make_adoption(result), make_adoption(result)]
    declined = make_adoption(result, "丙厂", state=AdoptionState.DECLINED)
    preview = choose(clerk, "adoptions", "confirm", *rows, declined)
    assert shown(preview) == ([row.pk for row in rows], {"丙厂": "该成果应用已处理。"})
    assert agree(clerk, preview, "adoptions").status_code == 302
    assert Adoption.objects.filter(state=AdoptionState.CONFIRMED, settled_by=clerk).count() == 2
    assert records("adoption.confirmed", clerk) == 2
    assert "来信人" not in preview.content.decode()


def test_letters_are_the_units_to_settle(studio):
    above = make_officer(studio.union.parent)
    adoption, request = make_adoption(make_verified(studio), "乙厂"), make_request(studio, organisation="丁厂")
    assert shown(choose(above, "adoptions", "confirm", adoption))[0] == []
    taking_part, left_out = shown(choose(above, "requests", "talks", request))
    assert (taking_part, list(left_out)) == ([], ["丁厂"])


def test_requests_are_answered_with_one_text(studio):
    chair = make_officer(studio.union, Role.CHAIR)
    rows = [make_request(studio), make_request(studio)]
    over = {"answered_at": clock.now(), "closed_at": clock.now()}
    answered = make_request(studio, organisation="丁厂", state=RequestState.AGREED, **over)
    preview = choose(chair, "requests", "talks", *rows, answered)
    assert shown(preview) == ([row.pk for row in rows], {"丁厂": "该需求已答复。"})
    assert agree(chair, preview, "requests", answer=" ").status_code == 200
    assert agree(chair, preview, "requests", answer="下周联系。").status_code == 302
    assert set(CooperationRequest.objects.exclude(pk=answered.pk).values_list("state", "answer", "answered_by")) == {
        (RequestState.IN_TALKS, "下周联系。", chair.pk)
    }
    assert records("request.answered", chair) == 2


def test_a_letter_settled_meanwhile_is_named_by_its_unit(studio):
    clerk = make_officer(studio.union)
    adoption = make_adoption(make_verified(studio), "乙厂")
    preview = choose(clerk, "adoptions", "confirm", adoption)
    Adoption.objects.update(state=AdoptionState.DECLINED, settled_at=clock.now())
    answer = agree(clerk, preview, "adoptions")
    assert (answer.status_code, list(answer.context["changed"])) == (409, ["乙厂"])


# Writing --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", ["activities", "apprenticeships", "designations", "members", "projects", "results", "studios"]
)
def test_the_units_behind_rows_become_recipients(key, studio):
    make = {"results": make_verified, "studios": lambda studio: studio, "designations": make_designation}
    row = (make.get(key) or MAKERS[key][0])(studio)
    told, _stranger = make_officer(studio.union), make_officer(another(studio).union)
    clerk = make_officer(studio.union.parent)
    answer = agree(clerk, choose(clerk, key, "write", row), key, **LETTER)
    draft = Mailing.objects.get()
    assert answer.url == reverse("mailing", args=[draft.pk])
    assert (list(draft.recipients.all()), draft.union, draft.sent_at) == ([told], studio.union.parent, None)
    assert records("mailing.saved", clerk) == 1


def test_units_and_desks_of_cases_are_written_to():
    city = make_city()
    waiting = at_county(city)
    draft = make_application(make_call(city.city), make_named_studio(city.unit))
    clerk = city.city_clerk
    agree(clerk, choose(clerk, "cases", "write", waiting), "cases", **LETTER)
    assert set(Mailing.objects.get().recipients.all()) == {city.unit_clerk, city.unit_chair}
    Mailing.objects.all().delete()
    preview = choose(clerk, "cases", "write_desks", waiting, draft)
    assert shown(preview) == ([waiting.pk], {f"{draft.number} {draft.studio}": "该申报当前没有办理单位。"})
    agree(clerk, preview, "cases", **LETTER)
    assert set(Mailing.objects.get().recipients.all()) == {city.county_clerk, city.county_chair}


def test_a_case_that_moved_since_is_named():
    city = make_city()
    case_ = submitted(city)
    preview = choose(city.city_clerk, "cases", "write", case_)
    type(case_).objects.update(revision=99)
    answer = agree(city.city_clerk, preview, "cases", **LETTER)
    assert (answer.status_code, list(answer.context["changed"])) == (409, [f"{case_.number} {case_.studio}"])
    assert not Mailing.objects.exists()


def test_units_without_officers_are_nobody_and_the_words_stay(studio):
    clerk = make_officer(studio.union.parent)
    answer = agree(clerk, choose(clerk, "members", "write", member(studio)), "members", **LETTER)
    assert (answer.status_code, LETTER["text"] in answer.content.decode()) == (200, True)
    assert not Mailing.objects.exists()
