"""Walks applications along the table of steps: who, from where, what is recorded, who is told."""

from datetime import timedelta
from io import BytesIO

import pytest

from studios.actions import desks
from studios.actions.applications import expire_application
from studios.actions.attachments import keep_file
from studios.actions.calls import extend_call
from studios.actions.filings import open_application, submit_application
from studios.choices.calls import Stage, StepName
from studios.choices.sections import SectionKey
from studios.models import Act, Application, Call, ReturnNote
from studios.workflow import last_act, open_steps
from tests.city import NOTHING_WRONG, City, again, at_city, at_county, make_city, sign, submitted
from tests.factories import make_application, make_officer, make_studio, make_union, moment
from tests.files import make_pdf
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import Account, AuditEvent, Message, Union


@pytest.fixture
def city(db) -> City:
    return make_city()


def test_a_case_walks_from_draft_to_the_paper(city: City) -> None:
    application = at_city(city)
    desks.pass_qualification(application, by=city.city_clerk, opinion=sign("合格"), revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.DECISION, city.city)
    steps = list(application.acts.values_list("step", flat=True))
    assert steps == ["open", "submit", "agree", "forward", "pass"]
    assert application.opinion_records.count() == 3
    verbs = list(AuditEvent.objects.order_by("position").values_list("verb", flat=True))
    assert verbs == [f"application.{v}" for v in ("opened", "submitted", "agreed", "forwarded", "passed")]


def test_a_number_is_given_at_first_save_and_counts_up(city: City) -> None:
    first = open_application(city.call, city.studio, by=city.unit_clerk)
    second = open_application(city.call, make_studio(city.unit), by=city.unit_clerk)
    year = city.call.year
    assert (first.number, second.number) == (f"SQ-{year}-0001", f"SQ-{year}-0002")


def test_submitting_twice_with_one_key_makes_one_version(city: City) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    one = submit_application(application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG)
    two = submit_application(application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG)
    assert one == two
    assert application.versions.count() == 1


def test_one_second_too_late_is_refused_and_nothing_is_lost(city: City) -> None:
    with clock.at(clock.now()):
        application = open_application(city.call, city.studio, by=city.unit_clerk)
    due = city.call.dates.get(stage=Stage.DRAFT).due_at
    with clock.at(due + timedelta(seconds=1)), pytest.raises(Refusal) as refused:
        submit_application(application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG)
    assert refused.value.code == "too_late"
    assert again(application).state == Stage.DRAFT
    with clock.at(due):
        submit_application(application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG)
    assert again(application).state == Stage.UNIT_REVIEW


def test_a_faulty_page_refuses_the_submission(city: City) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    with pytest.raises(Refusal):
        submit_application(
            application, by=city.unit_clerk, idempotency_key="k", faults=NOTHING_WRONG | {SectionKey.TEAM: 1}
        )
    assert application.versions.count() == 0


def test_a_draft_expires_and_an_extension_brings_it_back(city: City) -> None:
    application = open_application(city.call, city.studio, by=city.unit_clerk)
    due = city.call.dates.get(stage=Stage.DRAFT).due_at
    assert not expire_application(application)
    with clock.at(due + timedelta(hours=1)):
        assert expire_application(application)
        assert again(application).state == Stage.EXPIRED
        later = due + timedelta(days=5)
        extend_call(city.call, by=city.city_chair, stage=Stage.DRAFT, due=later, reason="系统维护", union=city.county)
    application = again(application)
    assert (application.state, application.due_at) == (Stage.DRAFT, later)


def test_the_clerk_cannot_sign_for_the_chair(city: City) -> None:
    application = submitted(city)
    with pytest.raises(Forbidden):
        desks.agree(application, by=city.unit_clerk, opinion=sign(), revision=application.revision)


def test_a_single_sign_call_lets_the_clerk_sign(city: City) -> None:
    Call.objects.filter(pk=city.call.pk).update(single_sign=True)
    application = submitted(city)
    desks.agree(application, by=city.unit_clerk, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.RECOMMENDATION


def test_another_unit_cannot_act(city: City) -> None:
    stranger = make_officer(make_union(parent=city.county), Role.CHAIR)
    application = submitted(city)
    with pytest.raises(Forbidden):
        desks.agree(application, by=stranger, opinion=sign(), revision=application.revision)


def test_the_second_of_two_people_at_one_desk_is_told(city: City) -> None:
    application = at_county(city)
    shown = application.revision
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=shown)
    with pytest.raises(Stale):
        desks.refuse(application, by=city.county_chair, note="不符合", revision=shown)
    assert Act.objects.filter(step__in=["forward", "not_recommend"]).count() == 1


@pytest.mark.parametrize(
    ("stage", "officer", "target"),
    [
        (submitted, "unit_chair", Stage.NOT_AGREED),
        (at_county, "county_chair", Stage.NOT_RECOMMENDED),
        (at_city, "city_chair", Stage.UNQUALIFIED),
    ],
)
def test_each_desk_refuses_with_a_reason_and_the_naming_chair_reopens(city: City, stage, officer, target) -> None:
    application = stage(city)
    before = application.state
    by = getattr(city, officer)
    with pytest.raises(Refusal):
        desks.refuse(application, by=by, note="  ", revision=application.revision)
    desks.refuse(application, by=by, note="材料与事实不符", revision=application.revision)
    application = again(application)
    assert application.state == target
    desks.reopen(application, by=city.city_chair, note="补充材料后重新审核", revision=application.revision)
    assert again(application).state == before


def test_a_reopened_case_may_be_decided_anew(city: City) -> None:
    application = at_county(city)
    desks.refuse(application, by=city.county_chair, note="缺材料", revision=application.revision)
    application = again(application)
    desks.reopen(application, by=city.city_chair, note="已补", revision=application.revision)
    application = again(application)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def test_a_case_sent_back_one_desk_is_decided_again_there(city: City) -> None:
    application = at_city(city)
    desks.send_back(application, by=city.city_clerk, note="推荐意见不完整", revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.RECOMMENDATION, city.county)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def returned(city: City) -> Application:
    application = at_city(city)
    desks.return_application(
        application,
        by=city.city_clerk,
        note="请修改",
        remarks={SectionKey.RESULTS: "专利号有误"},
        due_at=clock.now() + timedelta(days=5),
        revision=application.revision,
    )
    return again(application)


def waiting(account: Account) -> list[Application]:
    return list(Application.objects.on_desk_of(account))


def test_a_returned_case_waits_for_the_units_clerk_and_then_for_its_chair(city: City) -> None:
    application = returned(city)
    assert [waiting(a) for a in (city.unit_clerk, city.unit_chair, city.city_clerk)] == [[application], [], []]
    desks.propose_resubmission(application, by=city.unit_clerk, revision=application.revision)
    assert [waiting(a) for a in (city.unit_clerk, city.unit_chair, city.city_clerk)] == [[], [application], []]


def test_a_returned_case_comes_back_to_the_desk_that_returned_it(city: City) -> None:
    application = returned(city)
    assert application.state == Stage.RETURNED
    note = application.acts.get(step=StepName.RETURN).return_note
    assert note.renew_stamps is True
    desks.propose_resubmission(application, by=city.unit_clerk, revision=application.revision)
    application = again(application)
    with pytest.raises(Forbidden):
        desks.resubmit(
            application,
            by=city.unit_clerk,
            idempotency_key="v2",
            faults=NOTHING_WRONG,
            revision=application.revision,
        )
    desks.resubmit(
        application, by=city.unit_chair, idempotency_key="v2", faults=NOTHING_WRONG, revision=application.revision
    )
    application = again(application)
    assert (application.state, application.desk, application.version_count) == (Stage.QUALIFICATION, city.city, 2)
    seen = set(application.opinion_records.values_list("version__number", flat=True))
    assert seen == {1}


def test_changes_after_the_due_date_wait_for_an_extension(city: City) -> None:
    application = returned(city)
    with clock.at(application.due_at + timedelta(seconds=1)):
        with pytest.raises(Refusal):
            desks.propose_resubmission(application, by=city.unit_clerk, revision=application.revision)
        later = clock.now() + timedelta(days=3)
        extend_call(city.call, by=city.city_chair, stage=Stage.RETURNED, due=later, reason="节假日", union=city.unit)
        application = again(application)
        desks.propose_resubmission(application, by=city.unit_clerk, revision=application.revision)
    assert again(application).ready_at is not None


def test_a_desk_recalls_its_step_until_the_next_has_acted(city: City) -> None:
    application = at_city(city)
    with pytest.raises(Forbidden):
        desks.recall(application, by=city.unit_chair, revision=application.revision)
    desks.recall(application, by=city.county_chair, revision=application.revision)
    application = again(application)
    assert (application.state, application.desk) == (Stage.RECOMMENDATION, city.county)
    desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def test_a_refusal_can_be_recalled(city: City) -> None:
    application = at_county(city)
    desks.refuse(application, by=city.county_chair, note="误操作", revision=application.revision)
    application = again(application)
    desks.recall(application, by=city.county_chair, revision=application.revision)
    assert again(application).state == Stage.RECOMMENDATION


def test_nobody_acts_on_a_case_of_the_home_union_from_recommendation_on(city: City) -> None:
    Account.objects.filter(pk=city.county_chair.pk).update(home=city.unit)
    city.county_chair.refresh_from_db()
    application = at_county(city)
    with pytest.raises(Forbidden):
        desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    desks.forward(application, by=city.city_chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def test_the_unit_withdraws_and_no_button_is_left(city: City) -> None:
    application = at_city(city)
    desks.withdraw(application, by=city.unit_chair, note="明年再报", revision=application.revision)
    application = again(application)
    assert application.state == Stage.WITHDRAWN
    assert [s.name for s in open_steps(application, city.city_clerk)] == []


def test_giving_up_before_the_paper_needs_the_naming_chair(city: City) -> None:
    application = at_city(city)
    desks.pass_qualification(application, by=city.city_clerk, opinion=sign(), revision=application.revision)
    application = again(application)
    desks.give_up(application, by=city.unit_chair, note="工作室调整", revision=application.revision)
    application = again(application)
    assert application.state == Stage.DECISION
    desks.confirm_giving_up(application, by=city.city_chair, revision=application.revision)
    assert again(application).state == Stage.WITHDRAWN


def test_a_veto_names_its_ground(city: City) -> None:
    application = at_city(city)
    with pytest.raises(Refusal):
        desks.veto(application, by=city.city_chair, ground="other", note="x", revision=application.revision)
    desks.veto(application, by=city.city_chair, ground="forged", note="证书系伪造", revision=application.revision)
    assert again(application).state == Stage.NOT_SELECTED


def test_a_unit_directly_below_the_city_has_no_recommender(city: City) -> None:
    unit = make_union("直属单位", parent=city.city)
    clerk, chair = make_officer(unit, Role.CLERK), make_officer(unit, Role.CHAIR)
    application = open_application(city.call, make_studio(unit), by=clerk)
    submit_application(application, by=clerk, idempotency_key="d", faults=NOTHING_WRONG)
    application = again(application)
    desks.agree(application, by=chair, opinion=sign(), revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION


def test_a_case_filed_for_a_unit_needs_the_units_scan(city: City) -> None:
    Union.objects.filter(pk=city.unit.pk).update(logs_in=False)
    application = open_application(city.call, city.studio, by=city.county_clerk)
    assert application.is_proxy
    submit_application(application, by=city.county_clerk, idempotency_key="p", faults=NOTHING_WRONG)
    application = again(application)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    with pytest.raises(Refusal) as refused:
        desks.forward(application, by=city.county_chair, opinion=sign(), revision=application.revision)
    assert refused.value.field == "unit_scan"


def test_the_desk_and_the_unit_are_told(city: City) -> None:
    at_county(city)
    told = {m.account_id for m in Message.objects.filter(text__contains=city.studio.name)}
    assert {city.county_clerk.pk, city.county_chair.pk, city.unit_clerk.pk, city.unit_chair.pk} == told


def test_a_drafts_answers_stay_with_the_unit(city: City) -> None:
    application = make_application(city.call, city.studio)
    assert Application.objects.visible_to(city.county_clerk).filter(pk=application.pk).exists()
    assert not Application.objects.readable_by(city.county_clerk).filter(pk=application.pk).exists()
    assert Application.objects.readable_by(city.unit_clerk).filter(pk=application.pk).exists()


def test_a_blocking_condition_shows_the_earlier_record(city: City) -> None:
    city.call.rule_sets.first().conditions.create(
        position=1, text="不重复申报", severity="blocking", check_name="already_applying"
    )
    first = submitted(city)
    with pytest.raises(Refusal) as refused:
        open_application(city.call, city.studio, by=city.unit_clerk)
    assert first.number in str(refused.value.message)


def test_moments_are_of_the_office(db) -> None:
    assert moment(2026, 9, 28, 17, 30).isoformat() == "2026-09-28T09:30:00+00:00"


def test_another_scan_does_not_stand_for_the_units_own(city: City, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    Union.objects.filter(pk=city.unit.pk).update(logs_in=False)
    application = open_application(city.call, city.studio, by=city.county_clerk)
    submit_application(application, by=city.county_clerk, idempotency_key="p", faults=NOTHING_WRONG)
    application = again(application)
    desks.agree(application, by=city.unit_chair, opinion=sign(), revision=application.revision)
    application = again(application)
    facts = {"name": "盖章.pdf", "by": city.county_clerk, "union": city.county, "application": application}
    own = desks.Signature(
        text="同意", signer="县", signed_on=clock.today(), scan=keep_file(BytesIO(make_pdf()), slot="scan", **facts)
    )
    with pytest.raises(Refusal):
        desks.forward(application, by=city.county_chair, opinion=own, revision=application.revision)
    keep_file(BytesIO(make_pdf()), slot="unit_scan", **facts)
    # A return after it asked for new stamps: what bears the old ones does not count any more.
    act = last_act(application)
    note = ReturnNote.objects.create(act=act, due_at=clock.now(), renew_stamps=True)
    Act.objects.filter(pk=act.pk).update(at=clock.now())
    with pytest.raises(Refusal):
        desks.forward(application, by=city.county_chair, opinion=own, revision=application.revision)
    ReturnNote.objects.filter(pk=note.pk).update(renew_stamps=False)
    desks.forward(application, by=city.county_chair, opinion=own, revision=application.revision)
    assert again(application).state == Stage.QUALIFICATION
