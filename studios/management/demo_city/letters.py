"""Letters of the public to the studios of the demo city: units that use a result, and cooperation requests in each state."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from studios.actions.adoptions import Use, report_adoption, settle_adoption
from studios.actions.cooperation import Wish, answer_request, send_request
from studios.actions.letters import Sender
from studios.choices.showcase import AdoptionState, RequestState, ServiceKind
from studios.management.demo_city.cases import World
from studios.management.demo_city.names import member_at
from studios.management.demo_city.timeline import Agenda
from studios.models import Adoption, CooperationRequest, Result, Studio
from unions import clock
from unions.models import Account, Union

# Numbers of people, well away from those of members, officials and experts.
FIRST_SENDER = 4400
EFFECTS = (
    "在两条生产线上应用，返工率由6.2%降到1.8%。",
    "用于新员工培训，上岗时间缩短三周。",
    "每班少停机40分钟，全年节约86万元。",
    "结合本厂设备调整参数后应用，质量稳定。",
    "先在一个班试用两个月，现已写进岗位作业卡。",
    "夜班异常处置由平均50分钟降到20分钟。",
    "试用三个月，同类故障只出现一次，年少损失约31万元。",
)
NOT_FOUND = "经电话核实，该单位尚在试用，正式应用后再确认。"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: which studio (counted among those in force), when it came, when and how it was answered."""

    studio: int
    ago: int
    kind: ServiceKind
    text: str
    answered: int | None = None
    state: RequestState = RequestState.RECEIVED
    answer: str = ""


REQUESTS = (
    Asked(0, 46, ServiceKind.LESSON, "想请工作室来讲一堂操作课，约30人，时间可商量。", 44, RequestState.AGREED,
          "已约定本月第三周到你单位授课，半天。"),
    Asked(0, 20, ServiceKind.ADVICE, "同类设备参数整定总不稳定，想请教判断方法。", 17, RequestState.IN_TALKS,
          "已电话沟通，请先把运行记录发来。"),
    Asked(0, 3, ServiceKind.VISIT, "班组12人，想参观工作室并学习工装改进做法。"),
    Asked(4, 13, ServiceKind.JOINT, "希望联合攻关，解决小批量换型时间过长的问题。"),
    Asked(7, 30, ServiceKind.LESSON, "希望为青年职工讲授安全操作。", 22, RequestState.DECLINED,
          "近期承担检修任务，抽不出人。可联系联盟内其他工作室。"),
    Asked(9, 2, ServiceKind.ADVICE, "想了解成果在我单位应用需要哪些条件。"),
)  # fmt: skip
# The result (counted among the verified ones), days before the seeding, and days until it was settled.
CONFIRMED = (
    (0, 60, 5), (0, 52, 4), (0, 30, 3), (1, 58, 6), (1, 41, 2), (3, 44, 2), (4, 36, 3), (8, 38, 9), (12, 27, 6),
    (17, 55, 4), (20, 24, 1), (26, 47, 5), (33, 18, 3), (40, 50, 2),
)  # fmt: skip
DECLINED = (5, 35, 4)
WAITING = ((1, 4), (12, 2))


class Letters:
    """What comes in and how it is answered."""

    def __init__(self, world: World) -> None:
        """Begin with no letter."""
        self.world, self.sent = world, 0

    def plan(self, agenda: Agenda) -> None:
        """Put every letter and every answer on the agenda."""
        for result, ago, days in CONFIRMED:
            self._plan_adoption(agenda, result, ago, days, AdoptionState.CONFIRMED)
        self._plan_adoption(agenda, *DECLINED, AdoptionState.DECLINED)
        for result, ago in WAITING:
            agenda.add(ago, partial(self.report, result), minutes=95)
        for asked in REQUESTS:
            self._plan_request(agenda, asked)

    def _plan_adoption(self, agenda: Agenda, result: int, ago: int, days: int, state: AdoptionState) -> None:
        made: list[Adoption] = []
        agenda.add(ago, lambda: made.append(self.report(result)), minutes=70)
        agenda.add(ago - days, lambda: self.settle(made[0], state), minutes=400)

    def _plan_request(self, agenda: Agenda, asked: Asked) -> None:
        made: list[CooperationRequest] = []
        agenda.add(asked.ago, lambda: made.append(self.ask(asked)), minutes=80)
        if asked.answered is not None:
            agenda.add(asked.answered, lambda: self.answer(made[0], asked), minutes=420)

    def report(self, number: int) -> Adoption:
        """A unit says that it uses a verified result."""
        results = Result.objects.public().select_related("studio__union").order_by("pk")
        result = results[number]
        unit = self._unit(result.studio)
        since = date(clock.today().year - 1, 1 + self.sent % 12, 1)
        use = Use(county=unit.county, since_on=since, effect=EFFECTS[self.sent % len(EFFECTS)])
        return report_adoption(result, sender=self._sender(unit), use=use, idempotency_key=f"demo{self.sent}")

    def settle(self, adoption: Adoption, state: AdoptionState) -> None:
        """The studio's clerk confirms it or not."""
        note = NOT_FOUND if state == AdoptionState.DECLINED else ""
        settle_adoption(adoption, state=state, by=self._clerk(adoption.studio), note=note, seen=AdoptionState.REPORTED)

    def ask(self, asked: Asked) -> CooperationRequest:
        """Somebody asks a studio for something."""
        studio = self._studios()[asked.studio]
        sender, wish = self._sender(self._unit(studio)), Wish(kind=asked.kind, text=asked.text)
        return send_request(studio, sender=sender, wish=wish, idempotency_key=f"demo{self.sent}")

    def answer(self, request: CooperationRequest, asked: Asked) -> None:
        """The studio's clerk answers."""
        by = self._clerk(request.studio)
        answer_request(request, state=asked.state, answer=asked.answer, by=by, revision=request.revision)

    def _studios(self) -> list[Studio]:
        return list(Studio.objects.in_force().select_related("union").order_by("pk")[:12])

    def _clerk(self, studio: Studio) -> Account:
        return self.world.officers.clerk(studio.union)

    def _unit(self, studio: Studio) -> Union:
        """Another unit of the city, a different one each time."""
        units = [u for u in self.world.officers.unions.values() if u.is_grassroots and u.pk != studio.union_id]
        self.sent += 1
        return units[self.sent * 7 % len(units)]

    def _sender(self, unit: Union) -> Sender:
        person = member_at(FIRST_SENDER + self.sent, this_year=clock.today().year)
        phone = f"0599-800{self.sent:04d}"
        return Sender(organisation=unit.employer_name, contact_name=person.name, contact_phone=phone)
