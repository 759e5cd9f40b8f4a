"""Actions of the register: each saves, refuses, records, and keeps what lists read of a studio."""

from datetime import date, timedelta

import pytest

from studios.actions.activities import delete_activity, save_activity
from studios.actions.apprenticeships import delete_apprenticeship, save_apprenticeship
from studios.actions.leads import add_award, add_lead, remove_lead, save_worker
from studios.actions.members import delete_member, save_member
from studios.actions.people import Wanted, answer_match, note_namesakes, reveal_person, save_person
from studios.actions.projects import delete_project, save_project
from studios.actions.result_checks import check_result, confirm_result, return_result
from studios.actions.results import delete_result, save_result
from studios.actions.studios import create_studio, delete_studio, save_studio
from studios.actions.upkeep import version_of
from studios.choices.register import ResultState
from studios.models import PersonMatch, Result, Studio
from tests.factories import (
    make_county,
    make_honour,
    make_kind,
    make_named_studio,
    make_officer,
    make_person,
    make_result,
    make_result_kind,
    make_studio,
    make_union,
    make_worker,
    moment,
)
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message, Union

BORN = date(1980, 5, 1)


@pytest.fixture
def unit(db) -> Union:
    return make_union("甲厂工会", parent=make_county(make_union("市总工会")), employer="甲厂")


@pytest.fixture
def studio(unit) -> Studio:
    return make_studio(unit, "甲工作室", changed_at=moment(2020, 1, 1))


@pytest.fixture
def clerk(unit):
    return make_officer(unit, Role.CLERK)


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))


def test_every_change_moves_the_studios_date_and_its_search_text(studio, clerk) -> None:
    with clock.at(moment(2026, 9, 28)):
        add_lead(studio, {"trade": "焊工"}, by=clerk, person=Wanted("周立民", BORN))
    fresh = Studio.objects.get(pk=studio.pk)
    assert fresh.changed_at == moment(2026, 9, 28)
    assert "周立民" in fresh.search_text
    assert "zhou" in fresh.search_text


@pytest.mark.parametrize("role", [Role.CHAIR, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_a_clerk_of_the_unit_writes(studio, unit, role) -> None:
    for by in (make_officer(unit, role), make_officer(unit.parent, Role.CLERK), make_officer(make_union(), Role.CLERK)):
        with pytest.raises(Forbidden):
            save_project(studio, {"title": "课题", "area": "process"}, by=by)
        with pytest.raises(Forbidden):
            create_studio(unit, {"name": "新", "kind": make_kind()}, by=by)
    assert verbs() == []


def test_a_clerk_above_writes_for_a_unit_that_does_not_log_in(studio, unit) -> None:
    Union.objects.filter(pk=unit.pk).update(logs_in=False)
    by = make_officer(unit.parent, Role.CLERK)
    assert save_project(studio, {"title": "课题", "area": "process"}, by=by).title == "课题"


def test_projects_are_saved_changed_and_deleted(studio, clerk) -> None:
    project = save_project(studio, {"title": "课题", "area": "process"}, by=clerk)
    save_project(studio, {"title": "新题"}, by=clerk, project=project, version=version_of(project))
    with pytest.raises(Stale):
        save_project(studio, {"title": "旧页"}, by=clerk, project=project, version=version_of(project))
    with pytest.raises(Refusal) as refused:
        save_project(studio, {"starts_on": date(2024, 2, 1), "ends_on": date(2024, 1, 1)}, by=clerk, project=project)
    assert refused.value.field == "ends_on"
    delete_project(studio.projects.get(), by=clerk)
    assert verbs() == ["project.saved", "project.saved", "project.deleted"]


def test_activities_lie_in_the_past(studio, clerk) -> None:
    values = {"kind": "training", "topic": "培训", "happened_on": clock.today() + timedelta(days=1)}
    with pytest.raises(Refusal):
        save_activity(studio, values, by=clerk)
    activity = save_activity(studio, values | {"happened_on": clock.today()}, by=clerk)
    delete_activity(activity, by=clerk)
    assert verbs() == ["activity.saved", "activity.deleted"]


def test_a_person_stands_once_in_a_team(studio, clerk) -> None:
    member = save_member(studio, {"role": "core"}, by=clerk, person=Wanted("王一鸣", BORN))
    with pytest.raises(Refusal):
        save_member(studio, {"role": "core"}, by=clerk, person=Wanted("王一鸣", BORN))
    save_member(studio, {"left_on": clock.today()}, by=clerk, member=member)
    again = save_member(studio, {"role": "member"}, by=clerk, person=Wanted("王一鸣", BORN))
    assert again.person_id == member.person_id
    delete_member(again, by=clerk)
    assert verbs() == ["member.saved", "member.saved", "member.saved", "member.deleted"]


def test_a_master_belongs_to_the_studio_and_is_somebody_else(studio, clerk) -> None:
    master = save_member(studio, {"role": "core"}, by=clerk, person=Wanted("师傅", BORN)).person
    values = {"master": master, "starts_on": date(2023, 1, 1)}
    pair = save_apprenticeship(studio, values, by=clerk, apprentice=Wanted("徒弟", date(1999, 1, 1)))
    assert (pair.master.name, pair.apprentice.name) == ("师傅", "徒弟")
    with pytest.raises(Refusal):
        save_apprenticeship(studio, values, by=clerk, apprentice=Wanted("师傅", BORN))
    stranger = make_person("外人", home=studio.union)
    with pytest.raises(Refusal):
        save_apprenticeship(studio, values | {"master": stranger}, by=clerk, apprentice=Wanted("又一人"))
    delete_apprenticeship(pair, by=clerk)
    assert verbs()[-1] == "apprenticeship.deleted"


def test_one_or_two_lead_and_of_a_named_studio_nobody_comes_or_goes(studio, clerk, unit) -> None:
    first = add_lead(studio, {}, by=clerk, person=Wanted("甲", BORN))
    with pytest.raises(Refusal):
        add_lead(studio, {}, by=clerk, person=Wanted("甲", BORN))
    add_lead(studio, {}, by=clerk, person=Wanted("乙", BORN))
    with pytest.raises(Refusal):
        add_lead(studio, {}, by=clerk, person=Wanted("丙", BORN))
    remove_lead(first, by=clerk)
    third = add_lead(studio, {}, by=clerk, person=Wanted("丙", BORN))
    assert third.position == 1
    named = make_named_studio(unit, lead=make_worker("名人", home=unit))
    lead = named.leaderships.get()
    for change in (
        lambda: remove_lead(lead, by=clerk),
        lambda: add_lead(named, {}, by=clerk, person=Wanted("丁", BORN)),
    ):
        with pytest.raises(Refusal):
            change()
    assert save_worker(lead, {"trade": "电工"}, by=clerk).trade == "电工"


def test_an_honour_of_a_year_stands_once(studio, clerk) -> None:
    lead = add_lead(studio, {}, by=clerk, person=Wanted("甲", BORN))
    values = {"honour": make_honour(), "year": 2019, "document": ""}
    add_award(lead, values, by=clerk)
    with pytest.raises(Refusal):
        add_award(lead, values, by=clerk)


@pytest.mark.parametrize("values", [{"name": "新名字"}, {"employer": "别厂"}])
def test_what_a_naming_rests_on_is_locked(clerk, unit, values) -> None:
    studio = make_named_studio(unit, "甲工作室")
    with pytest.raises(Refusal) as refused:
        save_studio(studio, values, by=clerk)
    assert refused.value.field in values
    save_studio(studio, {"name": "甲工作室", "address": "一号"}, by=clerk)
    assert Studio.objects.get().address == "一号"


def test_a_studio_is_founded_renamed_and_deleted_while_it_prepares(clerk, unit, studio) -> None:
    made = create_studio(unit, {"name": "新工作室", "kind": make_kind()}, by=clerk)
    for action in (
        lambda: create_studio(unit, {"name": "新工作室", "kind": make_kind()}, by=clerk),
        lambda: save_studio(studio, {"name": "新工作室"}, by=clerk),
        lambda: delete_studio(make_named_studio(unit), by=clerk),
    ):
        with pytest.raises(Refusal):
            action()
    delete_studio(made, by=clerk)
    assert verbs() == ["studio.created", "studio.edited"]


def vouched(studio, clerk) -> tuple[Result, object]:
    """A confirmed result and the clerk above who confirmed it."""
    above = make_officer(studio.union.parent, Role.CLERK)
    result = save_result(studio, {"title": "成果", "kind": make_result_kind()}, by=clerk)
    check_result(result, by=make_officer(studio.union, Role.CHAIR))
    return confirm_result(result, by=above), above


def test_a_result_goes_from_reported_to_checked_to_confirmed(studio, clerk) -> None:
    result, above = vouched(studio, clerk)
    assert (result.state, result.confirmed_by, result.confirmed_union) == (
        ResultState.CONFIRMED,
        above,
        studio.union.parent,
    )
    assert verbs() == ["result.saved", "result.checked", "result.confirmed"]
    assert {m.account_id for m in Message.objects.filter(text__contains="成果")} >= {clerk.pk}


def test_each_hand_vouches_at_its_own_place(studio, clerk) -> None:
    result = make_result(studio)
    above, auditor = make_officer(studio.union.parent, Role.CLERK), make_officer(studio.union, Role.AUDITOR)
    for by in (above, auditor, make_officer(make_union(), Role.CLERK)):
        with pytest.raises(Forbidden):
            check_result(result, by=by)
    for by in (clerk, auditor):
        with pytest.raises(Forbidden):
            confirm_result(result, by=by)
        with pytest.raises(Forbidden):
            return_result(result, reason="x", by=by)
    with pytest.raises(Refusal):
        confirm_result(result, by=above)
    check_result(result, by=clerk)
    with pytest.raises(Stale):
        check_result(result, by=clerk)


def test_a_changed_confirmed_result_is_reported_anew_and_an_unchanged_one_stays(studio, clerk) -> None:
    result, _above = vouched(studio, clerk)
    save_result(studio, {"title": "成果"}, by=clerk, result=result)
    assert Result.objects.get().state == ResultState.CONFIRMED
    save_result(studio, {"title": "改名成果"}, by=clerk, result=result)
    fresh = Result.objects.get()
    assert (fresh.state, fresh.checked_by, fresh.confirmed_union, fresh.confirmed_at) == ("reported", None, None, None)


def test_a_return_needs_its_reason_and_the_unit_reads_it(studio, clerk) -> None:
    result, above = vouched(studio, clerk)
    with pytest.raises(Refusal):
        return_result(result, reason="  ", by=above)
    return_result(result, reason="缺少证书", by=above)
    assert (Result.objects.get().state, Result.objects.get().return_reason) == ("reported", "缺少证书")
    assert Message.objects.filter(account=clerk, text__contains="缺少证书").count() == 1
    with pytest.raises(Stale):
        return_result(result, reason="又", by=above)


def test_a_confirmed_result_is_not_deleted(studio, clerk) -> None:
    result, above = vouched(studio, clerk)
    with pytest.raises(Refusal):
        delete_result(result, by=clerk)
    return_result(result, reason="重复", by=above)
    delete_result(result, by=clerk)
    assert not Result.objects.exists()


@pytest.mark.parametrize("number", ["ZL201710601862.4", "ZL2017", "abc"])
def test_a_wrong_patent_number_is_refused_and_a_right_one_put_in_form(studio, clerk, number) -> None:
    patent = make_result_kind("发明专利", "patent")
    with pytest.raises(Refusal) as refused:
        save_result(studio, {"title": "专利", "kind": patent, "number": number}, by=clerk)
    assert refused.value.field == "number"
    made = save_result(studio, {"title": "专利", "kind": patent, "number": "2017 1060 1862.3"}, by=clerk)
    assert made.number == "ZL201710601862.3"
    with pytest.raises(Refusal):
        save_result(studio, {"title": "又一", "kind": patent, "number": "ZL201710601862.3"}, by=clerk)


def test_a_result_that_becomes_secret_loses_its_text_and_benefit(studio, clerk) -> None:
    result = make_result(studio, problem="问题", novelty="方法", adopters_count=3)
    result.benefits.create(year=2024, method="saving", amount=1)
    save_result(studio, {"is_secret": True}, by=clerk, result=result)
    fresh = Result.objects.get()
    assert (fresh.problem, fresh.novelty, fresh.adopters_count, fresh.benefits.count()) == ("", "", 0, 0)


def test_a_person_is_changed_by_its_own_unit_and_namesakes_are_asked_about_once(unit, clerk) -> None:
    person = make_person("张伟", home=unit)
    twin = make_person("张伟", home=make_union(), birth_month=BORN)
    save_person(person, {"birth_month": BORN, "mobile": "13912345678"}, by=clerk)
    note_namesakes([person])
    match = PersonMatch.objects.get()
    assert {match.one_id, match.other_id} == {person.pk, twin.pk}
    with pytest.raises(Forbidden):
        save_person(twin, {"name": "x"}, by=clerk)
    with pytest.raises(Forbidden):
        answer_match(match, is_same=True, by=make_officer(make_union(), Role.CLERK))
    answer_match(match, is_same=False, by=clerk)
    with pytest.raises(Stale):
        answer_match(match, is_same=True, by=clerk)
    note_namesakes([person])
    assert PersonMatch.objects.get().is_same is False
    assert verbs() == ["person.saved", "person.denied"]
    details = AuditEvent.objects.order_by("position")[0].details
    assert details == {"fields": ["birth_month", "mobile"]}


def test_seeing_masked_values_is_recorded_and_not_for_auditors(unit) -> None:
    person = make_person("张伟", home=unit, mobile="13912345678")
    reveal_person(person, by=make_officer(unit.parent, Role.CHAIR))
    with pytest.raises(Forbidden):
        reveal_person(person, by=make_officer(unit.parent, Role.AUDITOR))
    assert verbs() == ["person.revealed"]
