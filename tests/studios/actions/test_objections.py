"""An objection is taken in, sifted, heard and settled; who objects stays at the handling desk."""

from datetime import date
from io import BytesIO

import pytest

from studios.actions.attachments import keep_file
from studios.actions.decisions import Paper, name_studios
from studios.actions.notices import end_notice
from studios.actions.objections import (
    Received,
    answer_objection,
    ask_unit,
    read_objector,
    register_objection,
    settle_objection,
    sift_objection,
)
from studios.choices.calls import Stage
from studios.choices.reviews import Channel, NoticeState, ObjectionState, Objector
from studios.models import Act, Objection, PublicNotice
from tests.city import again
from tests.factories import make_officer, moment
from tests.files import make_pdf
from tests.notice import AFTER, CANARY, CONTACT, FIRST, accepted, ends, make_notice_city, objected, published
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message


@pytest.fixture
def stage(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(FIRST):
        city, cases = make_notice_city()
        yield city, cases, published(city)


def test_an_objection_gets_a_receipt_and_two_days(stage) -> None:
    city, cases, notice = stage
    made = objected(city, notice, cases[0])
    assert len(made.receipt) == 12
    assert (made.state, made.sift_by, made.channel) == (ObjectionState.RECEIVED, date(2026, 9, 30), Channel.ONLINE)
    assert Message.objects.filter(account=city.city_clerk, text__contains="2026-09-30").count() == 1
    assert AuditEvent.objects.filter(verb="objection.registered").count() == 1


def test_the_same_key_again_is_the_same_objection(stage) -> None:
    _city, _cases, notice = stage
    received = Received(text="有疑问", name="某人", contact="1")
    first = register_objection(notice, received=received, by=None, idempotency_key="k")
    assert register_objection(notice, received=received, by=None, idempotency_key="k") == first
    assert Objection.objects.count() == 1


@pytest.mark.parametrize(
    ("received", "field"),
    [
        (Received(text=" ", name="某人", contact="1"), "text"),
        (Received(text="有疑问", name="", contact="1"), "name"),
        (Received(text="有疑问", name="某人", contact=" "), "contact"),
        (Received(text="有疑问", kind=Objector.ANONYMOUS), "kind"),
        (Received(text="有疑问", kind=Objector.UNIT, name="某厂", contact="1"), "file"),
    ],
)
def test_what_is_missing_is_said_at_its_field(stage, received: Received, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        register_objection(stage[2], received=received, by=None)
    assert refused.value.field == field


def test_anonymous_ones_are_taken_where_the_call_says_so(stage) -> None:
    city, _cases, notice = stage
    city.call.plan.takes_anonymous = True
    city.call.plan.save()
    received = Received(text="有具体事实", kind=Objector.ANONYMOUS, name=CANARY)
    assert register_objection(notice, received=received, by=None).objector_name == ""


def test_a_unit_objects_under_its_seal_and_the_file_names_nobody(stage) -> None:
    _city, _cases, notice = stage
    file = BytesIO(make_pdf())
    received = Received(
        text="有疑问", kind=Objector.UNIT, name="某厂", contact="1", file=file, file_name=f"{CANARY}.pdf"
    )
    made = register_objection(notice, received=received, by=None)
    assert (made.evidence.name, made.evidence.slot) == ("异议材料.pdf", "objection")


def test_only_a_running_notice_takes_objections(stage) -> None:
    city, cases, notice = stage
    with clock.at(AFTER), pytest.raises(Refusal):
        objected(city, notice, cases[0])
    with clock.at(AFTER):
        end_notice(notice)
        with pytest.raises(Refusal):
            objected(city, notice, cases[0])


def test_a_candidate_of_another_list_is_refused(stage) -> None:
    city, cases, notice = stage
    notice.lines.filter(application=cases[0]).delete()
    with pytest.raises(Refusal) as refused:
        objected(city, notice, cases[0])
    assert refused.value.field == "application"


def test_the_desk_registers_letters_others_do_not(stage) -> None:
    city, _cases, notice = stage
    received = Received(text="来信", name="某人", contact="1", channel=Channel.LETTER)
    assert register_objection(notice, received=received, by=city.city_clerk).registered_by == city.city_clerk
    for by in (city.county_clerk, city.unit_clerk, make_officer(city.city, Role.AUDITOR)):
        with pytest.raises(Forbidden):
            register_objection(notice, received=received, by=by)


def test_beyond_the_calendar_an_objection_is_still_taken(stage) -> None:
    city, cases, _notice = stage
    PublicNotice.objects.update(ends_on=date(2026, 12, 31))
    with clock.at(moment(2026, 12, 31)):
        assert objected(city, PublicNotice.objects.get(), cases[0]).sift_by == date(2027, 1, 4)


def test_sifting_accepts_for_ten_working_days(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    assert (made.state, made.settle_by) == (ObjectionState.ACCEPTED, date(2026, 10, 16))


def test_not_accepting_needs_a_reason_and_frees_the_notice(stage) -> None:
    city, cases, notice = stage
    made = objected(city, notice, cases[0])
    with pytest.raises(Refusal) as refused:
        sift_objection(made, by=city.city_clerk, accept=False, revision=made.revision)
    assert refused.value.field == "reason"
    made = sift_objection(made, by=city.city_clerk, accept=False, reason="无具体事实", revision=made.revision)
    assert made.state == ObjectionState.DECLINED
    with clock.at(AFTER):
        assert end_notice(notice) is True


def test_it_is_sifted_once(stage) -> None:
    city, cases, notice = stage
    made = objected(city, notice, cases[0])
    sift_objection(made, by=city.city_clerk, accept=True, revision=made.revision)
    with pytest.raises(Stale):
        sift_objection(made, by=city.city_chair, accept=True, revision=made.revision)


def test_the_unit_is_asked_and_replies(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    made = ask_unit(made, by=city.city_clerk, text="说明成果归属", revision=made.revision)
    assert Message.objects.filter(account=city.unit_chair, url=f"/desk/objections/{made.pk}/reply/").count() == 1
    with pytest.raises(Forbidden):
        answer_objection(made, by=city.county_clerk, text="代答", revision=made.revision)
    made = answer_objection(made, by=city.unit_clerk, text="归本单位", revision=made.revision)
    assert made.unit_reply == "归本单位"
    assert Message.objects.filter(account=city.city_clerk, url=f"/desk/objections/{made.pk}/").count() == 2


def test_an_objection_to_the_list_asks_no_unit(stage) -> None:
    city, _cases, notice = stage
    made = accepted(city, notice)
    with pytest.raises(Refusal):
        ask_unit(made, by=city.city_clerk, text="说明", revision=made.revision)


def test_not_upheld_leaves_the_case_where_it_is(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    settle_objection(made, by=city.city_chair, settlement=ends(), revision=made.revision)
    assert again(cases[0]).state == Stage.NOTICE
    assert PublicNotice.objects.get().version == 1
    assert Act.objects.get(step="settle_objection").note == "查无实据"


def test_upheld_takes_the_case_off_and_corrects_the_notice(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    upheld = ends(ObjectionState.UPHELD, note="经核实，取消一个工作室")
    settle_objection(made, by=city.city_chair, settlement=upheld, revision=made.revision)
    assert again(cases[0]).state == Stage.NOT_SELECTED
    newest = PublicNotice.objects.newest().get()
    assert (newest.version, newest.note, newest.ends_on) == (2, "经核实，取消一个工作室", notice.ends_on)
    assert [row["application"] for row in newest.content] == [cases[1].number]
    with clock.at(AFTER):
        assert end_notice(newest) is True
    assert again(cases[1]).state == Stage.DECISION


def test_partly_upheld_may_show_the_list_again_for_a_full_period(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    with clock.at(moment(2026, 10, 9)):
        partly = ends(ObjectionState.PARTLY_UPHELD, note="更正单位名称", again=True)
        settle_objection(made, by=city.city_chair, settlement=partly, revision=made.revision)
    newest = PublicNotice.objects.newest().get()
    assert (newest.published_on, newest.ends_on) == (date(2026, 10, 9), date(2026, 10, 14))
    assert again(cases[0]).state == Stage.NOTICE


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"outcome": "accepted"}, "outcome"),
        ({"outcome": "upheld"}, "note"),
        ({"outcome": "not_upheld", "again": True, "note": "x"}, "again"),
    ],
)
def test_a_settlement_that_lacks_something_changes_nothing(stage, more, field: str) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    with pytest.raises(Refusal) as refused:
        settle_objection(made, by=city.city_chair, settlement=ends(**more), revision=made.revision)
    assert refused.value.field == field
    assert Objection.objects.get().state == ObjectionState.ACCEPTED


def test_only_the_chair_settles_and_nobody_of_the_own_unit(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    own = make_officer(city.city, Role.CHAIR, home=cases[0].union)
    for by in (city.city_clerk, city.county_chair, own):
        with pytest.raises(Forbidden):
            settle_objection(made, by=by, settlement=ends(), revision=made.revision)


def test_a_case_that_gave_up_meanwhile_can_still_be_settled(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    type(cases[0]).objects.filter(pk=cases[0].pk).update(state=Stage.WITHDRAWN, desk=None)
    settle_objection(made, by=city.city_chair, settlement=ends(), revision=made.revision)
    assert again(cases[0]).state == Stage.WITHDRAWN


def test_reading_who_objects_is_on_record_and_for_the_desk_alone(stage) -> None:
    city, cases, notice = stage
    made = objected(city, notice, cases[0])
    read_objector(made, by=city.city_clerk)
    assert AuditEvent.objects.get(verb="objection.read").account == city.city_clerk
    own = make_officer(city.city, Role.CLERK, home=cases[0].union)
    for by in (make_officer(city.city, Role.AUDITOR), city.county_chair, city.unit_chair, own):
        with pytest.raises(Forbidden):
            read_objector(made, by=by)


def test_no_record_or_message_names_the_objector(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    settle_objection(made, by=city.city_chair, settlement=ends(), revision=made.revision)
    written = [f"{e.subject}{e.details}" for e in AuditEvent.objects.all()] + [m.text for m in Message.objects.all()]
    assert not [text for text in written if CANARY in text or CONTACT in text or made.receipt in text]


def test_nothing_is_named_while_an_objection_is_open(stage) -> None:
    city, cases, notice = stage
    made = accepted(city, notice, cases[0])
    type(cases[1]).objects.filter(pk=cases[1].pk).update(state=Stage.DECISION)
    paper = {"paper": make_paper(city), "by": city.city_chair}
    with pytest.raises(Refusal, match=r"异议|objection"):
        name_studios(city.call, [again(cases[1])], **paper)
    settle_objection(made, by=city.city_chair, settlement=ends(), revision=made.revision)
    assert name_studios(city.call, [again(cases[1])], **paper).designations.count() == 1
    assert PublicNotice.objects.get().state == NoticeState.RUNNING


def make_paper(city):
    """A signed decision."""
    kept = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    return Paper(number="测工〔2026〕15号", decided_on=clock.today(), file=kept)
