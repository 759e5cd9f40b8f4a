"""Takes the calls in review through panel and visits by the actions that the pages use."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from studios.actions.assignments import Pick, apply_picks
from studios.actions.objections import Received
from studios.actions.panel_closing import close_panel
from studios.actions.panels import Facts, add_expert, declare, invite_experts
from studios.actions.plans import save_plan
from studios.actions.rubrics import make_default_rubric
from studios.actions.scores import Given, save_sheet, submit_sheet
from studios.actions.visit_reports import Seen, report_visit
from studios.actions.visits import Route, Team, close_visits, plan_visits
from studios.choices.calls import Stage
from studios.choices.reviews import Channel
from studios.management.demo_city.accounts import ROOT
from studios.management.demo_city.cases import World
from studios.management.demo_city.names import member_at
from studios.management.demo_city.review_calls import (
    EXPERTS,
    FINISHED,
    IN_MEETING,
    IN_NOTICE,
    IN_PANEL,
    IN_VISIT,
    REVIEW_CALLS,
    DemoExpert,
)
from studios.management.demo_city.timeline import Agenda
from studios.models import (
    Application,
    Assignment,
    Call,
    Expert,
    PanelSeat,
    SiteVisit,
)
from studios.queries.balance import deal, frame_of
from studios.queries.plans import fingerprint, plan_of
from studios.queries.rubrics import PANEL, CaseCriterion, criteria_of, rubric_of
from studios.queries.visits import site_criteria
from studios.values.points import half_steps
from unions.models import Account, IndustryGroup

# Numbers of people, well away from those of members and officials.
FIRST_EXPERT = 4200
EXPERTS_A_CASE = 5
PASS_POINTS = 60
NOTE = "课题来自生产一线，做法可推广。"
COMMENT = "成果扎实，数据有检测记录支撑；建议补充推广单位的应用证明。"
DEPARTMENTS = ("市应急管理局", "市人力资源和社会保障局")
CALLED = Received(text="对整个名单有意见。", channel=Channel.PHONE, name="演示来电人", contact="000-0000000")
FINDINGS = "场所、设备与申报材料一致，制度上墙，台账逐月登记；现场演示了两项成果。"


class Reviews:
    """The calls in review, and the pool of experts that they share."""

    def __init__(self, world: World) -> None:
        """Begin with an empty pool."""
        self.world = world
        self.experts: list[Expert] = []

    @property
    def clerk(self) -> Account:
        """The city's clerk."""
        return self.world.officers.clerk(self.world.officers.unions[ROOT])

    @property
    def chair(self) -> Account:
        """The city's chair."""
        return self.world.officers.chair(self.world.officers.unions[ROOT])

    def plan(self, agenda: Agenda) -> None:
        """Put everything on the agenda; each call stops at its stage."""
        agenda.add(max(review.opened for review in REVIEW_CALLS.values()) + 5, self.fill_pool)
        for key, review in REVIEW_CALLS.items():
            passed = review.opened - 33
            agenda.add(review.opened - 1, lambda key=key: self.prepare(key), minutes=30)
            agenda.add(passed - 3, lambda key=key: self.invite(key), minutes=420)
            agenda.add(passed - 6, lambda key=key: self.declare(key), minutes=430)
            agenda.add(passed - 7, lambda key=key: self.deal(key), minutes=440)
        agenda.add(12, lambda: self.score_some(IN_PANEL), minutes=60)
        for key, day in ((IN_VISIT, 38), (IN_MEETING, 30), (IN_NOTICE, 62), (FINISHED, 255)):
            agenda.add(day, lambda key=key: self.score_all(key), minutes=60)
        for key, day in ((IN_VISIT, 29), (IN_MEETING, 20), (IN_NOTICE, 49), (FINISHED, 250)):
            agenda.add(day, lambda key=key: self.close(key), minutes=300)
        self._plan_visits(agenda)

    def _plan_visits(self, agenda: Agenda) -> None:
        agenda.add(26, lambda: self.plan_visits(IN_VISIT, 3, ago=14), minutes=60)
        agenda.add(12, lambda: self.report_visits(IN_VISIT, 2), minutes=400)
        agenda.add(46, lambda: self.plan_visits(IN_NOTICE, 4, ago=40), minutes=60)
        agenda.add(38, lambda: self.report_visits(IN_NOTICE, 4), minutes=400)
        agenda.add(31, lambda: close_visits(self.call(IN_NOTICE), by=self.chair), minutes=300)

    def call(self, key: str) -> Call:
        """A call as it stands now."""
        return Call.objects.select_related("union").get(pk=self.world.calls.made[key].pk)

    # Before the panel

    def fill_pool(self) -> None:
        """The experts of the city's pool, each with an account and a home."""
        groups = {group.code: group for group in IndustryGroup.objects.all()}
        for number, planned in enumerate(EXPERTS, start=1):
            self.experts.append(self._expert(number, planned, groups))

    def _expert(self, number: int, planned: DemoExpert, groups: dict[str, IndustryGroup]) -> Expert:
        officers = self.world.officers
        home = officers.unions[planned.unit]
        person = member_at(FIRST_EXPERT + number, this_year=self.world.timeline.today.year)
        facts = Facts(
            unit=home.employer_name,
            title=planned.title,
            field_of_work=planned.field_of_work,
            specialties=tuple(groups[code] for code in planned.specialties),
        )
        account = officers.make_expert(f"expert{number}", person.name, home)
        born = date(person.birth_year, person.birth_month, 1)
        pool = officers.unions[ROOT]
        return add_expert(
            pool, by=self.clerk, name=person.name, facts=facts, birth_month=born, home=home, account=account
        )

    def prepare(self, key: str) -> None:
        """Settings and the default rubric."""
        call, review = self.call(key), REVIEW_CALLS[key]
        settings = {
            "experts_a_case": EXPERTS_A_CASE,
            "least_sheets": 3,
            "pass_points": PASS_POINTS,
            "is_blind": key == IN_PANEL,
            "places": review.places,
            "reserves": 1,
        }
        save_plan(call, by=self.clerk, settings=settings, seen=fingerprint(plan_of(call)))
        make_default_rubric(call, by=self.clerk)

    def invite(self, key: str) -> None:
        """All experts of the pool."""
        invite_experts(self.call(key), self.experts, by=self.clerk)

    def declare(self, key: str) -> None:
        """Everybody pledges; one of the first panel stays away from a case of a former colleague."""
        for seat in self._seats(key):
            first = self.cases(key)[0] if key == IN_PANEL and seat.number == 2 else None
            recused = {first: "领衔人是我指导过的学生"} if first else {}
            declare(seat, by=seat.expert.account, recused=recused)

    def deal(self, key: str) -> None:
        """Cases are dealt out evenly, as the page proposes."""
        call = self.call(key)
        seats = {seat.pk: seat for seat in self._seats(key)}
        cases = {case.pk: case for case in self.cases(key)}
        pairs = sorted(deal(frame_of(call)).pairs)
        apply_picks(call, [Pick(cases[case], seats[seat]) for case, seat in pairs], by=self.clerk)

    def _seats(self, key: str) -> list[PanelSeat]:
        rows = PanelSeat.objects.filter(call=self.world.calls.made[key]).select_related(
            "expert__account", "call__union"
        )
        return list(rows.order_by("number"))

    def cases(self, key: str) -> list[Application]:
        """The cases of a call as they stand now."""
        return list(Application.objects.with_parties().filter(call=self.world.calls.made[key]).order_by("pk"))

    # The panel

    def score_all(self, key: str) -> None:
        """Every expert hands in every sheet."""
        for assignment, lines in self._sheets(key):
            submit_sheet(assignment, by=assignment.seat.expert.account, lines=lines, comment=COMMENT, version=0)

    def score_some(self, key: str) -> None:
        """Some have handed in all, some have begun, one has not looked yet."""
        for number, (assignment, lines) in enumerate(self._sheets(key)):
            by, seat = assignment.seat.expert.account, assignment.seat.number
            if seat <= 5 or (seat == 6 and number % 2):
                submit_sheet(assignment, by=by, lines=lines, comment=COMMENT, version=0)
            elif seat == 7:
                some = dict(list(lines.items())[:3])
                save_sheet(assignment, by=by, lines=some, comment="", version=0)

    def _sheets(self, key: str) -> Iterator[tuple[Assignment, dict[int, Given]]]:
        call = self.call(key)
        rubric = rubric_of(call)
        criteria = {case.pk: criteria_of(rubric, case) for case in self.cases(key)} if rubric else {}
        rows = Assignment.objects.filter(seat__call=call).select_related("seat__expert__account", "application")
        for assignment in rows.order_by("pk"):
            yield assignment, _lines(assignment, criteria[assignment.application_id])

    def close(self, key: str) -> None:
        """The chair closes the panel."""
        close_panel(self.call(key), by=self.chair)

    # Visits

    def plan_visits(self, key: str, most: int, *, ago: int) -> None:
        """A day's route for two experts, who are nobody's colleagues there."""
        cases = [case for case in self.cases(key) if case.state == Stage.VISIT][:most]
        team = Team(tuple(seat.expert.account for seat in self._seats(key)[5:8]), None)
        route = Route(self.world.timeline.at(ago, 30), minutes=90)
        plan_visits(self.call(key), cases, team=team, route=route, by=self.clerk)

    def report_visits(self, key: str, most: int) -> None:
        """The team reports what it saw."""
        rubric = rubric_of(self.call(key))
        rows = SiteVisit.objects.filter(application__call=self.world.calls.made[key]).order_by("planned_at")
        for number, visit in enumerate(rows[:most]):
            team = [visitor.account for visitor in visit.visitors.select_related("account")]
            criteria = site_criteria(visit.application, rubric)
            lines = {c.pk: (_given(c, 8 - number % 3), "与材料一致") for c in criteria}
            seen = Seen(
                lines=lines,
                findings=FINDINGS,
                present="单位工会负责人、领衔人、成员代表",
                attended=frozenset(account.pk for account in team),
                rubric=rubric.pk if rubric else None,
            )
            report_visit(visit, seen, by=team[0], version=visit.version)


def _lines(assignment: Assignment, criteria: list[CaseCriterion]) -> dict[int, Given]:
    """What this expert gives this case: fixed by seat and case, one case apart so that it is talked over again."""
    case, seat = assignment.application_id, assignment.seat.number
    level = 10 - case % 3
    if case % 5 == 0:
        level -= 4 * (seat % 3 == 0)
    return {
        c.pk: Given(points=_given(c, _tenths(c, level, seat)), comment=NOTE if c.criterion.wants_comment else "")
        for c in criteria
        if c.judge == PANEL
    }


def _tenths(criterion: CaseCriterion, level: int, seat: int) -> int:
    """A bonus is small; the rest is near the case's level."""
    return 2 if criterion.is_bonus else level - (seat + criterion.pk) % 2


def _given(criterion: CaseCriterion, tenths: int) -> Decimal:
    """So many tenths of a criterion's points, in half steps."""
    return half_steps(criterion.points * Decimal(max(tenths, 1)) / 10)
