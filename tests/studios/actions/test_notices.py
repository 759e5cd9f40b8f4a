"""A notice is drafted, published, corrected and ended; the calendar and open objections hold it."""

from datetime import date

import pytest

from studios.actions import desks
from studios.actions.notices import (
    NoticeText,
    correct_notice,
    draft_notice,
    edit_notice,
    end_notice,
    publish_notice,
    recompute_notice,
)
from studios.actions.objections import settle_objection
from studios.choices.calls import Stage, VetoGround
from studios.choices.reviews import NoticeOrder, NoticeState
from studios.jobs import end_notices
from studios.models import Act, PublicNotice
from studios.queries.notices import notice_hash, wanting_correction, without_notice
from tests.city import City, again, make_city, ready
from tests.factories import make_officer, moment
from tests.notice import AFTER, FIRST, LAST, accepted, ends, make_notice_city, objected, published
from tests.review import another_unit, qualified
from unions import clock
from unions.actions.calendar import edit_day
from unions.choices.people import Role
from unions.errors import CalendarMissing, Forbidden, Refusal, Stale
from unions.models import AuditEvent, CalendarDay, Message

TEXT = NoticeText(title="公示", basis="根据办法", contact="来电来访", order=NoticeOrder.STROKES, days=7)


@pytest.fixture
def stage(db):
    with clock.at(FIRST):
        yield make_notice_city()


def test_a_draft_holds_what_stands_at_the_notice_and_words_from_the_call(stage) -> None:
    city, cases = stage
    city.call.verb, city.call.approval_basis = "认定", "《管理办法》（测工〔2025〕3号）。"
    city.call.save()
    notice = draft_notice(city.call, by=city.city_clerk)
    assert {line.application for line in notice.lines.all()} == set(cases)
    assert notice.title == f"关于{city.call.title}拟认定名单的公示"
    assert notice.basis == (
        "根据《管理办法》（测工〔2025〕3号），经单位申报、逐级推荐、资格审查，拟认定下列创新工作室，现予公示。名单排名不分先后。"
    )
    assert "个人须署真实姓名并留联系方式，单位须加盖公章；匿名异议不予受理" in notice.contact
    assert (notice.state, notice.days, notice.series, notice.version) == (NoticeState.DRAFT, 5, 1, 1)


def test_a_second_click_answers_with_the_same_draft(stage) -> None:
    city, _cases = stage
    assert draft_notice(city.call, by=city.city_clerk) == draft_notice(city.call, by=city.city_chair)
    assert AuditEvent.objects.filter(verb="notice.saved").count() == 1


def test_nothing_to_show_is_refused(db) -> None:
    city = make_city()
    ready(city)
    with pytest.raises(Refusal):
        draft_notice(city.call, by=city.city_clerk)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_the_desk_of_the_naming_union_drafts(stage, role: str) -> None:
    city, _cases = stage
    for by in (make_officer(city.city, role), city.county_chair, city.unit_chair):
        with pytest.raises(Forbidden):
            draft_notice(city.call, by=by)


def test_publishing_freezes_list_and_hash_and_tells_the_units(stage) -> None:
    city, cases = stage
    notice = published(city)
    assert (notice.published_on, notice.ends_on) == (date(2026, 9, 28), date(2026, 10, 9))
    assert [row["application"] for row in notice.content] == sorted(case.number for case in cases)
    assert notice.content[0] == {
        "position": 1,
        "application": cases[0].number,
        "studio": cases[0].studio.name,
        "unit": "测试厂",
        "recommender": "测试县总工会",
    }
    assert notice.sha256 == notice_hash(PublicNotice.objects.get(pk=notice.pk))
    assert Message.objects.filter(account=city.unit_chair, text__contains="2026-10-09").count() == 1
    assert AuditEvent.objects.get(verb="notice.published").details["sha256"] == notice.sha256


def test_the_hash_names_any_change(stage) -> None:
    city, _cases = stage
    notice = published(city)
    before = notice.sha256
    for name, value in (("basis", "别的"), ("title", "别的"), ("content", []), ("days", 6)):
        fresh = PublicNotice.objects.get(pk=notice.pk)
        setattr(fresh, name, value)
        assert notice_hash(fresh) != before


def test_the_clerk_cannot_publish(stage) -> None:
    city, _cases = stage
    draft = draft_notice(city.call, by=city.city_clerk)
    with pytest.raises(Forbidden):
        publish_notice(draft, by=city.city_clerk, revision=draft.revision)


def test_an_older_page_publishes_nothing(stage) -> None:
    city, _cases = stage
    draft = draft_notice(city.call, by=city.city_clerk)
    edit_notice(draft, by=city.city_clerk, text=TEXT, revision=draft.revision)
    with pytest.raises(Stale):
        publish_notice(draft, by=city.city_chair, revision=draft.revision)


def test_what_is_published_is_not_edited(stage) -> None:
    city, _cases = stage
    notice = published(city)
    with pytest.raises(Stale):
        edit_notice(notice, by=city.city_clerk, text=TEXT, revision=notice.revision)


def test_a_day_off_counts_from_the_next_working_day(stage) -> None:
    city, _cases = stage
    with clock.at(moment(2026, 10, 3)):
        notice = published(city)
    assert (notice.published_on, notice.ends_on) == (date(2026, 10, 3), date(2026, 10, 13))


def test_beyond_the_calendar_nothing_is_published(stage) -> None:
    city, _cases = stage
    draft = draft_notice(city.call, by=city.city_clerk)
    with clock.at(moment(2026, 12, 28)), pytest.raises(CalendarMissing):
        publish_notice(draft, by=city.city_chair, revision=draft.revision)
    draft.refresh_from_db()
    assert draft.state == NoticeState.DRAFT
    with clock.at(moment(2026, 12, 25)):
        assert publish_notice(draft, by=city.city_chair, revision=draft.revision).ends_on == date(2026, 12, 31)


def test_a_case_that_left_since_stops_publishing(stage) -> None:
    city, cases = stage
    draft = draft_notice(city.call, by=city.city_clerk)
    veto(city, cases[0])
    with pytest.raises(Refusal):
        publish_notice(draft, by=city.city_chair, revision=draft.revision)
    draft = edit_notice(draft, by=city.city_clerk, text=TEXT, revision=draft.revision)
    assert [row["application"] for row in published(city).content] == [cases[1].number]


def veto(city: City, case) -> None:
    fresh = again(case)
    desks.veto(fresh, by=city.city_chair, ground=VetoGround.FORGED, note="材料不实", revision=fresh.revision)


def test_a_correction_is_a_new_version_with_its_note(stage) -> None:
    city, cases = stage
    notice = published(city)
    veto(city, cases[0])
    assert list(wanting_correction(city.call)) == [notice]
    made = correct_notice(notice, by=city.city_chair, note="撤下一个工作室", again=False, revision=notice.revision)
    notice.refresh_from_db()
    assert (notice.state, notice.correction) == (NoticeState.REPLACED, made)
    assert (made.version, made.state, made.note) == (2, NoticeState.RUNNING, "撤下一个工作室")
    assert (made.published_on, made.ends_on) == (notice.published_on, notice.ends_on)
    assert [row["application"] for row in made.content] == [cases[1].number]
    assert len(notice.content) == 2
    assert list(wanting_correction(city.call)) == []
    assert AuditEvent.objects.filter(verb="notice.corrected").count() == 1


def test_a_correction_may_run_for_a_full_period_anew(stage) -> None:
    city, _cases = stage
    notice = published(city)
    with clock.at(moment(2026, 10, 9)):
        made = correct_notice(notice, by=city.city_chair, note="更正", again=True, revision=notice.revision)
    assert (made.published_on, made.ends_on) == (date(2026, 10, 9), date(2026, 10, 14))


def test_a_correction_needs_its_note_and_the_chair(stage) -> None:
    city, _cases = stage
    notice = published(city)
    with pytest.raises(Refusal) as refused:
        correct_notice(notice, by=city.city_chair, note=" ", again=False, revision=notice.revision)
    assert refused.value.field == "note"
    with pytest.raises(Forbidden):
        correct_notice(notice, by=city.city_clerk, note="更正", again=False, revision=notice.revision)


def test_the_period_ends_after_its_last_day_and_once(stage) -> None:
    city, cases = stage
    notice = published(city)
    with clock.at(LAST):
        assert end_notices(0) == 0
    with clock.at(AFTER):
        assert (end_notices(0), end_notices(0)) == (1, 0)
        assert end_notice(notice) is False
    assert {again(case).state for case in cases} == {Stage.DECISION}
    assert Act.objects.filter(step="notice_over").count() == 2
    assert AuditEvent.objects.filter(verb="notice.ended").count() == 1


def test_an_unsifted_objection_keeps_the_notice_and_is_told_once(stage) -> None:
    city, cases = stage
    notice = published(city)
    objected(city, notice, cases[0])
    with clock.at(AFTER):
        before = Message.objects.count()
        assert (end_notices(0), end_notices(0)) == (0, 0)
        assert Message.objects.count() - before == 2  # clerk and chair of the naming union, once each
    assert again(cases[0]).state == Stage.NOTICE


def test_an_accepted_objection_keeps_it_until_it_is_settled(stage) -> None:
    city, cases = stage
    objection = accepted(city, published(city), cases[0])
    with clock.at(AFTER):
        assert end_notices(0) == 0
        settle_objection(objection, by=city.city_chair, settlement=ends(), revision=objection.revision)
        assert end_notices(0) == 1
    assert again(cases[0]).state == Stage.DECISION


def test_a_case_that_gave_up_does_not_go_on(stage) -> None:
    city, cases = stage
    published(city)
    case = again(cases[0])
    desks.give_up(case, by=city.unit_chair, note="放弃", revision=case.revision)
    case = again(case)
    desks.confirm_giving_up(case, by=city.city_chair, revision=case.revision)
    with clock.at(AFTER):
        end_notices(0)
    assert [again(case).state for case in cases] == [Stage.WITHDRAWN, Stage.DECISION]


def test_a_changed_calendar_moves_the_last_day_and_says_so(stage) -> None:
    city, _cases = stage
    notice = published(city)
    edit_day(date(2026, 10, 8), by=city.city_clerk, is_working=False, name="台风")
    assert end_notices(0) == 0
    notice.refresh_from_db()
    assert (notice.recomputed_from, notice.ends_on) == (date(2026, 10, 9), date(2026, 10, 10))
    assert AuditEvent.objects.get(verb="notice.recomputed").details == {"from": "2026-10-09", "to": "2026-10-10"}
    assert Message.objects.filter(account=city.city_chair, text__contains="2026-10-10").count() == 1
    assert recompute_notice(notice) is False
    assert notice.sha256 == notice_hash(notice)


def test_a_shortened_period_never_ends_before_the_day_it_is_found(stage) -> None:
    city, _cases = stage
    notice = published(city)
    for day in (3, 4, 5):
        CalendarDay.objects.filter(pk=date(2026, 10, day)).delete()
        edit_day(date(2026, 10, day), by=city.city_clerk, is_working=True, name="调班")
    with clock.at(moment(2026, 10, 6)):
        end_notices(0)
    notice.refresh_from_db()
    assert (notice.state, notice.ends_on) == (NoticeState.RUNNING, date(2026, 10, 6))


def test_who_comes_later_gets_a_notice_of_its_own(stage) -> None:
    city, cases = stage
    first = published(city)
    later = qualified(another_unit(city), 1)[0]
    assert list(without_notice(city.call)) == [later]
    second = published(city)
    assert (second.series, [row["application"] for row in second.content]) == (2, [later.number])
    assert {line.application for line in first.lines.all()} == set(cases)
    with clock.at(AFTER):
        assert end_notices(0) == 2
