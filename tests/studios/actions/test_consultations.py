"""Lists that went to departments stand as they were sent; what departments find is settled before anything goes on."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO

import pytest

from studios.actions.attachments import keep_file
from studios.actions.consultations import record_reply, send_list, settle_finding, take_back_reply
from studios.actions.decisions import Paper, name_studios
from studios.actions.meetings import Minutes, freeze_list, open_meeting
from studios.choices.calls import Stage
from studios.choices.reviews import MeetingKind
from studios.models import Attachment, Consultation
from studios.queries.visits import open_findings
from tests.city import City, again, ready
from tests.factories import make_officer
from tests.files import make_pdf
from tests.review import another_unit, make_review_city, qualified
from unions import clock
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.models import AuditEvent, Message


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return make_review_city("meeting")


def sent(city: City, *departments: str) -> list[Consultation]:
    names = departments or ("税务", "纪检监察")
    return send_list(city.call, names, sent_on=clock.today(), due_on=None, by=city.city_clerk)


def scan_of(city: City) -> Attachment:
    return keep_file(BytesIO(make_pdf()), name="复函.pdf", by=city.city_clerk, union=city.city, slot="consultation")


def answered(city: City, consultation: Consultation, **changes) -> Consultation:
    facts = {"replied_on": clock.today(), "remark": "", "scan": scan_of(city), "findings": {}, "by": city.city_clerk}
    return record_reply(consultation, **{**facts, **changes})


def test_the_list_is_frozen_as_it_was_sent(city: City) -> None:
    application, other = qualified(city, 2)
    tax, discipline = sent(city)
    text = json.dumps(tax.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert tax.sha256 == discipline.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert [row["number"] for row in tax.content] == [application.number, other.number]
    assert tax.content[0] == {
        "position": 1,
        "application": application.pk,
        "number": application.number,
        "studio": "草稿工作室",
        "unit": "测试厂",
        "credit_code": "",
        "leads": ["周立民"],
    }
    application.studio.name = "改名工作室"
    application.studio.save()
    tax.refresh_from_db()
    assert tax.content[0]["studio"] == "草稿工作室"
    assert AuditEvent.objects.filter(verb="consultation.sent").count() == 2


def test_a_department_gets_one_list_a_day(city: City) -> None:
    qualified(city)
    sent(city)
    with pytest.raises(Refusal) as refused:
        sent(city, "税务")
    assert refused.value.field == "departments"
    assert Consultation.objects.count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"departments": ["", " "]}, "departments"),
        ({"departments": [str(n) for n in range(21)]}, "others"),
        ({"sent_on": 1}, "sent_on"),
        ({"due_on": -1}, "due_on"),
    ],
)
def test_a_letter_that_cannot_be_is_refused(city: City, change: dict, field: str) -> None:
    qualified(city)
    facts = {"departments": ["税务"], "sent_on": 0, "due_on": None, **change}
    days = {k: None if facts[k] is None else clock.today() + timedelta(days=facts[k]) for k in ("sent_on", "due_on")}
    with pytest.raises(Refusal) as refused:
        send_list(city.call, facts["departments"], by=city.city_clerk, **days)
    assert refused.value.field == field


def test_without_candidates_nobody_is_asked(city: City) -> None:
    with pytest.raises(Refusal):
        sent(city)


def test_only_the_naming_union_writes(city: City) -> None:
    qualified(city)
    with pytest.raises(Forbidden):
        send_list(city.call, ["税务"], sent_on=clock.today(), due_on=None, by=city.county_clerk)
    (letter,) = sent(city, "税务")
    with pytest.raises(Forbidden):
        answered(city, letter, by=city.county_clerk)


def test_a_reply_is_recorded_once_with_its_findings(city: City) -> None:
    application, other = qualified(city, 2)
    (letter,) = sent(city, "税务")
    answered(city, letter, remark="一家有问题", findings={application: "欠税未缴", other: "  "})
    letter.refresh_from_db()
    assert (letter.replied_on, letter.remark, letter.recorded_by) == (clock.today(), "一家有问题", city.city_clerk)
    assert list(letter.findings.values_list("application", "text")) == [(application.pk, "欠税未缴")]
    assert Message.objects.filter(account=city.city_chair, url=f"/desk/consultations/{letter.pk}/").count() == 1
    assert AuditEvent.objects.filter(verb="consultation.answered").count() == 1
    with pytest.raises(Stale):
        answered(city, letter)


def test_a_clean_reply_tells_nobody(city: City) -> None:
    qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter)
    assert not Message.objects.filter(url=f"/desk/consultations/{letter.pk}/").exists()
    assert not open_findings(city.call).exists()


@pytest.mark.parametrize(("days", "field"), [(1, "replied_on"), (-1, "replied_on")])
def test_a_reply_lies_between_the_letter_and_today(city: City, days: int, field: str) -> None:
    qualified(city)
    (letter,) = sent(city, "税务")
    with pytest.raises(Refusal) as refused:
        answered(city, letter, replied_on=clock.today() + timedelta(days=days))
    assert refused.value.field == field


def test_a_reply_needs_its_scan(city: City) -> None:
    qualified(city)
    (letter,) = sent(city, "税务")
    with pytest.raises(Refusal) as refused:
        answered(city, letter, scan=None)
    assert refused.value.field == "scan"


def test_a_finding_is_about_somebody_on_the_list(city: City) -> None:
    qualified(city)
    (letter,) = sent(city, "税务")
    late = ready(another_unit(city))
    with pytest.raises(Refusal):
        answered(city, letter, findings={late: "欠税"})
    assert not letter.findings.exists()


def test_a_chair_settles_a_finding_once_with_a_note(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    finding = open_findings(city.call).get()
    for by in (city.city_clerk, city.county_chair, make_officer(city.city, Role.CHAIR, home=city.unit)):
        with pytest.raises(Forbidden):
            settle_finding(finding, note="已缴", by=by)
    with pytest.raises(Refusal) as refused:
        settle_finding(finding, note="  ", by=city.city_chair)
    assert refused.value.field == "note"
    settle_finding(finding, note="已缴", by=city.city_chair)
    assert not open_findings(city.call).exists()
    with pytest.raises(Stale):
        settle_finding(finding, note="又", by=city.city_chair)


def test_findings_of_cases_that_are_out_block_nothing(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    application.state = Stage.NOT_SELECTED
    application.save()
    assert not open_findings(city.call).exists()


def test_an_open_finding_blocks_naming(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    application.state = Stage.DECISION
    application.save()
    paper = Paper(number="测工〔2026〕1号", decided_on=clock.today(), file=scan_of(city))
    with pytest.raises(Refusal) as refused:
        name_studios(city.call, [application], paper=paper, by=city.city_chair)
    assert "税务" in str(refused.value)
    settle_finding(open_findings(city.call).get(), note="已缴清", by=city.city_chair)
    name_studios(city.call, [application], paper=paper, by=city.city_chair)
    assert again(application).state == Stage.NAMED


def test_an_open_finding_blocks_freezing_the_list(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    meeting = open_meeting(city.call, places=1, reserves=0, by=city.city_chair)
    minutes = Minutes(kind=MeetingKind.CHAIR, number="会议纪要1号", held_on=clock.today(), present="全体")
    with pytest.raises(Refusal) as refused:
        freeze_list(meeting, minutes=minutes, revision=meeting.revision, by=city.city_chair)
    assert "税务" in str(refused.value)
    settle_finding(open_findings(city.call).get(), note="已缴清", by=city.city_chair)
    freeze_list(meeting, minutes=minutes, revision=meeting.revision, by=city.city_chair)
    assert again(application).state == Stage.DECISION


def test_a_chair_takes_a_wrong_reply_back_to_record_it_anew(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    with pytest.raises(Stale):
        take_back_reply(letter, reason="录错", by=city.city_chair)
    answered(city, letter, remark="一家", findings={application: "欠税"})
    with pytest.raises(Forbidden):
        take_back_reply(letter, reason="录错", by=city.city_clerk)
    with pytest.raises(Refusal) as refused:
        take_back_reply(letter, reason=" ", by=city.city_chair)
    assert refused.value.field == "reason"
    taken = take_back_reply(letter, reason="录成了另一个部门的复函", by=city.city_chair)
    assert (taken.replied_on, taken.remark, taken.scan, taken.recorded_by) == (None, "", None, None)
    assert not letter.findings.exists()
    event = AuditEvent.objects.get(verb="consultation.taken_back")
    assert (event.details["scan"], event.details["findings"]) == ("复函.pdf", {application.number: "欠税"})
    answered(city, letter)
    assert not open_findings(city.call).exists()


def test_a_reply_with_a_settled_finding_stays(city: City) -> None:
    (application,) = qualified(city)
    (letter,) = sent(city, "税务")
    answered(city, letter, findings={application: "欠税"})
    settle_finding(open_findings(city.call).get(), note="已缴", by=city.city_chair)
    with pytest.raises(Refusal):
        take_back_reply(letter, reason="录错", by=city.city_chair)
    assert letter.findings.count() == 1
