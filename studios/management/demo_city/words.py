"""Turns rows of the table into rows as the application form has them, with persons, dates and numbers that fit."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from studios.choices.register import ActivityKind, BenefitMethod, Education, MemberRole, PoliticalStatus
from studios.management.demo_city.names import FictionalPerson, lead_at, member_at
from studios.management.demo_city.plan import Planned
from studios.management.demo_city.table import DemoActivity, DemoProject, DemoResult, Trade
from studios.models import Honour, ResultKind, SkillGrade, StudioKind
from studios.values.patents import check_digit

Row = dict[str, Any]

METHODS = {
    "新增利润": BenefitMethod.PROFIT,
    "节约成本": BenefitMethod.SAVING,
    "减少损失": BenefitMethod.LOSS_AVOIDED,
    "转让许可": BenefitMethod.LICENCE,
    "社会效益": BenefitMethod.SOCIAL,
}
ACTIVITIES = {
    "攻关": ActivityKind.TACKLING,
    "培训": ActivityKind.TRAINING,
    "交流": ActivityKind.EXCHANGE,
    "现场会": ActivityKind.SITE_MEETING,
    "观摩": ActivityKind.VISIT,
    "技术服务": ActivityKind.SERVICE,
}
PATENTS = {"发明专利": 1, "实用新型专利": 2, "外观设计专利": 3}
FUND_SOURCES = ("单位预算", "单位预算和工会经费", "单位预算、市总工会补助")
# "12名成员", "十三人": what an introduction says of the team; other numbers of people are larger or smaller.
TEAM_SIZE = (re.compile(r"(\d+)(?:名|人|位)"), re.compile(r"([二三]?十?[一二三四五六七八九]?)(?:名|人|位)"))
LEAST, MOST = 5, 25
DIGITS = "零一二三四五六七八九"
SHORT_INDEX = {
    "劳模": "劳模创新工作室",
    "职工": "职工创新工作室",
    "劳模和工匠人才": "劳模和工匠人才创新工作室",
    "工匠": "工匠创新工作室",
}


class Words:
    """Makes the rows; keeps the dictionaries and the count of people who have appeared."""

    def __init__(self, today: date) -> None:
        """Read the dictionaries once."""
        self.today = today
        self.honours = {e.name: e.pk for e in Honour.objects.all()}
        self.kinds = {e.name: e for e in StudioKind.objects.all()}
        self.result_kinds = {e.name: e.pk for e in ResultKind.objects.all()}
        self.grades = {e.name: e.pk for e in SkillGrade.objects.all()}
        self._people: Iterator[int] = count()

    def kind(self, planned: Planned) -> StudioKind:
        """The kind of studio."""
        return self.kinds[SHORT_INDEX[planned.theme.kind]]

    def lead_person(self, planned: Planned) -> FictionalPerson:
        """The lead of a studio."""
        lead = planned.theme.lead
        return lead_at(planned.number, sex=lead.sex, birth_year=self.today.year - lead.age)

    def lead(self, planned: Planned) -> Row:
        """The lead with honours and merits."""
        lead, person = planned.theme.lead, self.lead_person(planned)
        return _person("lead", person) | {
            "mobile": f"1390000{planned.number:04d}",
            "political_status": PoliticalStatus.PARTY if planned.number % 3 else PoliticalStatus.NONE,
            "education": (Education.COLLEGE, Education.BACHELOR, Education.SENIOR)[planned.number % 3],
            "trade": lead.trade,
            "title": lead.title,
            "skill_grade": self.grades.get(lead.grade),
            "is_in_post": True,
            "merits": planned.theme.merits,
            "honours": [
                {
                    "key": f"honour{i}",
                    "honour": self.honours[name],
                    "year": self.today.year - 9 - i - planned.number % 4,
                }
                for i, name in enumerate(planned.honours)
            ],
        }

    def members(self, planned: Planned) -> list[Row]:
        """People of the employer's trades: as many as the introduction says, else five to twelve."""
        trades = planned.employer.trades
        size = team_size(planned.theme.introduction) or LEAST + planned.number * 5 % 8
        return [self._member(planned, trades[i % len(trades)], i) for i in range(size)]

    def _member(self, planned: Planned, trade: Trade, index: int) -> Row:
        rung = trade.rungs[
            min(
                len(trade.rungs) - 1,
                2 + (planned.number + index) % 3 if trade.is_skilled else (planned.number + index) % 3,
            )
        ]
        founded = self.founded(planned)
        joined = date(min(founded.year + index // 3, self.today.year - 3), founded.month, 1)
        return _person(f"member{index}", self._somebody()) | {
            "role": (MemberRole.CORE, MemberRole.CORE, MemberRole.MEMBER)[min(index, 2)].value,
            "trade": trade.name,
            "title": "" if trade.is_skilled else rung,
            "skill_grade": self.grades.get(rung) if trade.is_skilled else None,
            "joined_on": f"{joined:%Y-%m}",
        }

    def _somebody(self) -> FictionalPerson:
        return member_at(next(self._people), this_year=self.today.year)

    def founded(self, planned: Planned) -> date:
        """First day of the founding month."""
        return date(self.today.year - planned.founded_years_ago, 1 + planned.number * 7 % 12, 1)

    def project(self, planned: Planned, project: DemoProject, index: int, *, ended: date) -> Row:
        """A project that ended about then, or still runs."""
        starts = ended - timedelta(days=30 * project.months)
        is_done = project.state == "finished"
        return {
            "key": f"project{index}",
            "title": project.title,
            "area": project.area,
            "state": project.state,
            "approved_by": f"{planned.employer.name}科技管理部门"[:60],
            "starts_on": f"{starts:%Y-%m}",
            "ends_on": f"{ended:%Y-%m}" if is_done else None,
            "difficulty": project.difficulty,
        }

    def result(self, planned: Planned, result: DemoResult, index: int, *, finished: date) -> Row:
        """A result with its number, where its kind has one."""
        return {
            "key": f"result{index}",
            "title": result.title,
            "kind": self.result_kinds[result.kind],
            "number": number_of(planned, result, index, finished),
            "finished_on": finished.isoformat(),
            "problem": result.problem,
            "novelty": result.novelty,
            "adopters_count": result.adopters,
            "is_secret": False,
        }

    def benefit(self, result: DemoResult, index: int, *, finished: date) -> Row:
        """The benefit of a result in its year."""
        method = METHODS[result.benefit_method]
        return {
            "key": f"benefit{index}",
            "result": f"result{index}",
            "year": finished.year,
            "method": method.value,
            "amount": None if method is BenefitMethod.SOCIAL else f"{result.benefit_yuan}.00",
            "formula": result.formula or result.novelty[:300],
            "period": f"{finished.year}年1月至12月",
        }

    def apprentice(self, planned: Planned, index: int, *, starts: date) -> Row | None:
        """A pair of the lead with somebody of a skilled trade; None where the employer has no such trade."""
        if not any(trade.is_skilled for trade in planned.employer.trades):
            return None
        step = (planned.number + index) % 2
        before, after = ("初级工", "中级工") if step else ("中级工", "高级工")
        return _person(f"apprentice{index}", self._somebody()) | {
            "master": "lead",
            "agreed_on": starts.isoformat(),
            "starts_on": f"{starts:%Y-%m}",
            "ends_on": None,
            "grade_before": self.grades[before],
            "grade_after": self.grades[after] if index == 0 else None,
        }

    def activity(self, planned: Planned, activity: DemoActivity, *, day: date) -> Row:
        """An activity that took place at the employer's."""
        return {
            "key": f"activity{day:%y%m%d}",
            "kind": ACTIVITIES[activity.kind].value,
            "happened_on": day.isoformat(),
            "topic": activity.topic,
            "people_count": activity.people,
            "place": planned.employer.name,
        }

    def funds(self, planned: Planned, *, upto: int) -> list[Row]:
        """Funds of five years."""
        base = 40_000 + planned.number % 7 * 15_000
        return [
            {
                "year": year,
                "amount": f"{base + (year - upto + 5) * 5_000}.00",
                "source": FUND_SOURCES[planned.number % len(FUND_SOURCES)],
            }
            for year in range(upto, upto - 5, -1)
        ]

    def summary(self, planned: Planned) -> str:
        """The work of three years in the words of the table."""
        theme = planned.theme
        results = "；".join(f"{r.title}，{r.novelty.rstrip('。')}" for r in theme.results)
        projects = "、".join(f"“{p.title}”" for p in theme.projects)
        return (
            f"三年来，工作室围绕{theme.field_of_work}，先后完成{projects}等课题。{results}。"
            f"培训结合现场开展，内容有{'、'.join(theme.training_topics)}；师徒结对以{'、'.join(theme.apprentice_topics)}为主。"
            "下一步把已经成形的做法写成作业标准，在同类班组推开，并继续记好台账。"
        )


def team_size(text: str) -> int:
    """How many people a text names as a team, in figures before Chinese numerals; 0 where it names none."""
    found = [_number(n) for pattern in TEAM_SIZE for n in pattern.findall(text)]
    return next((n for n in found if LEAST <= n <= MOST), 0)


def _number(text: str) -> int:
    if text.isdecimal() or not text:
        return int(text or 0)
    tens, has_ten, ones = text.rpartition("十")
    return (10 * DIGITS.index(tens or "一") if has_ten else 0) + (DIGITS.index(ones) if ones else 0)


def _person(key: str, person: FictionalPerson) -> Row:
    month = f"{person.birth_year}-{person.birth_month:02d}"
    return {"key": key, "name": person.name, "sex": person.sex, "birth_month": month}


def number_of(planned: Planned, result: DemoResult, index: int, finished: date) -> str:
    """A patent number whose check digit fits, or the number of a certificate or standard."""
    serial = planned.number * 10 + index
    if result.kind in PATENTS:
        body = f"{finished.year - 1}{PATENTS[result.kind]}{9_000_000 + serial * 37:07d}"
        return f"ZL{body}.{check_digit(body)}"
    if result.kind == "软件著作权":
        return f"{finished.year}SR{9_000_000 + serial * 41}"
    if result.kind == "标准":
        return f"Q/DL {serial:04d}—{finished.year}"
    return ""
