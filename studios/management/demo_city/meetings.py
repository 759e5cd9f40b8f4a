"""Takes the calls in review from the departments' answers to the end of the notice, by the actions that the pages use."""

from dataclasses import dataclass
from functools import partial
from io import BytesIO

from studios.actions.attachments import keep_file
from studios.actions.consultations import record_reply, send_list
from studios.actions.meetings import Minutes, decide_tie, freeze_list, open_meeting, promote_reserve
from studios.actions.notices import NoticeText, draft_notice, edit_notice, end_notice, publish_notice
from studios.actions.objections import (
    Received,
    Settlement,
    answer_objection,
    ask_unit,
    register_objection,
    settle_objection,
    sift_objection,
)
from studios.choices.reviews import Channel, MeetingKind, NoticeState, ObjectionState, Outcome
from studios.management.demo_city import evidence
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.review_calls import FINISHED, IN_MEETING, IN_NOTICE, REVIEW_CALLS
from studios.management.demo_city.reviews import Reviews
from studios.management.demo_city.timeline import Agenda
from studios.models import Application, Consultation, Meeting, MeetingLine, Objection, PublicNotice
from studios.queries.meetings import lines_of, undecided
from unions import clock

DEPARTMENTS = ("市应急管理局", "市人力资源和社会保障局")
CALLED = Received(text="对整个名单有意见。", channel=Channel.PHONE, name="演示来电人", contact="000-0000000")
DOUBTED = "名单中该工作室的第一项成果，与我单位2023年已应用的做法相近，请核实由谁先完成。"
PRESENT = "主席、副主席、经审会主任，生产保护部负责人列席"
VOTE = "会议表决，9票中6票赞成排在前面"
REASON = "公示期间有一个工作室因异议成立退出，按会议确定的次序递补"


@dataclass(frozen=True, slots=True)
class DemoObjection:
    """An objection of the finished notice: to which place of the list, and how it went."""

    place: int
    channel: Channel
    text: str
    asked: str
    answered: str
    settlement: Settlement


OBJECTIONS = (
    DemoObjection(
        0,
        Channel.LETTER,
        "该工作室申报的年节约金额偏高，按公开的产量推算达不到，请核实。",
        "来信对年节约金额的计算提出疑问，请说明产量、单价的出处。",
        "金额按全年三个车间合计，来信只算了一个车间；附财务部门台账复印件。",
        Settlement(
            outcome=ObjectionState.NOT_UPHELD,
            finding="调阅全年产量与财务台账，金额与申报一致，计算口径无误。",
            reply="经核实，申报金额为三个车间合计，与财务台账一致，异议不成立。",
        ),
    ),
    DemoObjection(
        -1,
        Channel.PERSON,
        "该工作室一项主要成果由两家单位共同完成，申报表只写了一家。",
        "来访反映主要成果有共同完成单位，请说明合作与署名情况。",
        "经查，合作协议约定共同署名，申报时遗漏，我单位愿意退出本次评审，补齐材料后再报。",
        Settlement(
            outcome=ObjectionState.UPHELD,
            finding="合作协议约定成果由双方共同署名，申报表未载明，主要成果的署名与事实不符。",
            reply="经核实，异议成立，该工作室退出本次名单。感谢监督。",
            note="1个工作室的主要成果署名与事实不符，异议成立，从名单中删除，其余不变。",
        ),
    ),
)


class Meetings:
    """The meetings and notices of three calls: one before the meeting, one at its notice, one finished."""

    def __init__(self, reviews: Reviews) -> None:
        """Go on where the panels ended."""
        self.reviews, self.world = reviews, reviews.world

    def plan(self, agenda: Agenda) -> None:
        """Put everything on the agenda."""
        agenda.add(25, self.ask_departments, minutes=60)
        agenda.add(15, self.record_replies, minutes=60)
        agenda.add(8, partial(self.open, IN_MEETING), minutes=60)
        agenda.add(20, partial(self.open, IN_NOTICE), minutes=60)
        agenda.add(13, partial(self.freeze, IN_NOTICE, 9), minutes=400)
        agenda.add(2, partial(self.publish, IN_NOTICE), minutes=10)
        agenda.add(1, self.object, minutes=30)
        self._plan_finished(agenda)

    def _plan_finished(self, agenda: Agenda) -> None:
        """The minutes rise with the steps: around a long holiday several of the days are one."""
        agenda.add(246, partial(self.open, FINISHED), minutes=60)
        agenda.add(242, partial(self.freeze, FINISHED, 3), minutes=70)
        agenda.add(238, partial(self.publish, FINISHED), minutes=80)
        agenda.add(237, self.register, minutes=100)
        agenda.add(236, self.hear, minutes=200)
        agenda.add(234, self.settle, minutes=300)
        agenda.add(233, self.promote, minutes=360)
        agenda.add(232, partial(self.publish, FINISHED), minutes=400)
        agenda.add(214, partial(self.end, FINISHED), minutes=20)

    # Departments

    def ask_departments(self) -> None:
        """The list goes to two departments."""
        today = clock.today()
        due = self.world.timeline.day(15)
        send_list(self.reviews.call(IN_NOTICE), DEPARTMENTS, sent_on=today, due_on=due, by=self.reviews.clerk)

    def record_replies(self) -> None:
        """Both answered; neither has anything against anybody."""
        by = self.reviews.clerk
        letter = BytesIO(evidence.picture_of("letter"))
        scan = keep_file(letter, name="复函.png", by=by, union=self.world.officers.unions[ROOT], slot="reply")
        facts = {"replied_on": clock.today(), "remark": "无不良记录", "scan": scan, "findings": {}}
        for consultation in Consultation.objects.filter(call=self.world.calls.made[IN_NOTICE]):
            record_reply(consultation, by=by, **facts)

    # The meeting

    def open(self, key: str) -> None:
        """The ranked list with its cut line."""
        open_meeting(self.reviews.call(key), places=REVIEW_CALLS[key].places, reserves=1, by=self.reviews.clerk)

    def _meeting(self, key: str) -> Meeting:
        return Meeting.objects.select_related("call__union").get(call=self.world.calls.made[key])

    def freeze(self, key: str, serial: int) -> None:
        """The list becomes a record; who stands level at the line was voted on."""
        for one, two in undecided(meeting := self._meeting(key), lines_of(meeting)):
            decide_tie(meeting, one, two, reason=VOTE, revision=meeting.revision, by=self.reviews.clerk)
            meeting = self._meeting(key)
        number = f"主席办公会〔{clock.today().year}〕第{serial}次"
        minutes = Minutes(kind=MeetingKind.CHAIR, number=number, held_on=clock.today(), present=PRESENT)
        freeze_list(meeting, minutes=minutes, revision=meeting.revision, by=self.reviews.chair)

    def promote(self) -> None:
        """The reserve of the finished call moves up."""
        lines = MeetingLine.objects.filter(meeting=self._meeting(FINISHED), outcome=Outcome.RESERVE)
        line = lines.select_related("meeting__call__union", "application").order_by("position")[0]
        promote_reserve(line, by=self.reviews.chair, reason=REASON)

    # The notice

    def publish(self, key: str) -> None:
        """The notice is drafted by the clerk and published by the chair; one of a reserve says so."""
        notice = draft_notice(self.reviews.call(key), by=self.reviews.clerk)
        if notice.series > 1:
            text = NoticeText(title=f"{notice.title}（递补）", basis=notice.basis, contact=notice.contact)
            notice = edit_notice(notice, by=self.reviews.clerk, text=text, revision=notice.revision)
        publish_notice(notice, by=self.reviews.chair, revision=notice.revision)

    def end(self, key: str) -> None:
        """The last days have passed."""
        running = PublicNotice.objects.select_related("call__union").filter(state=NoticeState.RUNNING)
        for notice in running.filter(call=self.world.calls.made[key]):
            end_notice(notice)

    def _listed(self, key: str) -> tuple[PublicNotice, list[Application]]:
        notice = PublicNotice.objects.select_related("call__union").get(call=self.world.calls.made[key])
        return notice, [line.application for line in notice.lines.select_related("application").order_by("position")]

    def object(self) -> None:
        """One objection by letter is being looked into, one without facts was not accepted."""
        notice, cases = self._listed(IN_NOTICE)
        sent = _received(DOUBTED, Channel.LETTER, cases[1])
        first = register_objection(notice, received=sent, by=self.reviews.clerk)
        sift_objection(first, by=self.reviews.clerk, accept=True, revision=first.revision)
        second = register_objection(notice, received=CALLED, by=self.reviews.clerk)
        sift_objection(second, by=self.reviews.clerk, accept=False, reason="未提供具体事实", revision=second.revision)

    def register(self) -> None:
        """Two objections to the finished notice come in and are accepted; the units are asked."""
        notice, cases = self._listed(FINISHED)
        by = self.reviews.clerk
        for told in OBJECTIONS:
            sent = _received(told.text, told.channel, cases[told.place])
            made = register_objection(notice, received=sent, by=by)
            made = sift_objection(made, by=by, accept=True, revision=made.revision)
            ask_unit(made, by=by, text=told.asked, revision=made.revision)

    def _objections(self) -> list[Objection]:
        rows = Objection.objects.filter(notice__call=self.world.calls.made[FINISHED])
        return list(rows.select_related("notice__call__union", "application__union").order_by("pk"))

    def hear(self) -> None:
        """Both units reply."""
        for objection, told in zip(self._objections(), OBJECTIONS, strict=True):
            unit = self.world.officers.unions[objection.application.union.code]  # type: ignore[union-attr] - both are about a case
            by = self.world.officers.clerk(unit)
            answer_objection(objection, by=by, text=told.answered, revision=objection.revision)

    def settle(self) -> None:
        """The chair settles both: one stays, one leaves and the notice is corrected."""
        for objection, told in zip(self._objections(), OBJECTIONS, strict=True):
            settle_objection(objection, by=self.reviews.chair, settlement=told.settlement, revision=objection.revision)


def _received(text: str, channel: Channel, application: Application) -> Received:
    return Received(text=text, channel=channel, name="演示来信人", contact="演示地址1号", application=application)
