"""The calls: last year's and this year's of the city, next year's draft, and smaller ones below."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from studios.actions.calls import (
    close_call,
    create_call,
    edit_call,
    extend_call,
    open_call,
    set_dates,
    set_rules,
    set_slots,
)
from studios.actions.year_roll import Copy, copy_call
from studios.choices.calls import REVIEWING, Check, DecisionVerb, Severity, Stage
from studios.management.demo_city.accounts import ROOT, Officers
from studios.management.demo_city.review_calls import REVIEW_CALLS
from studios.management.demo_city.timeline import Timeline
from studios.models import Call, Honour
from studios.values.call_defaults import COUNTING, ConditionSpec, SlotSpec, blocking
from unions.choices.tree import Level
from unions.models import Union

LAST, THIS, NEXT = "last", "this", "next"
INDUSTRY, COUNTY, UNIT = "I01", "D03", "U001"
SOURCE = "《东澜市劳模和工匠人才创新工作室管理办法》"
BASIS = "经市委批准，依据《东澜市劳模和工匠人才创新工作室管理办法》（澜工发〔2019〕6号）开展。"
GUIDE = (
    "申报以单位为主体，由基层工会填报、单位同意后逐级推荐。表格分八页，可随时保存，截止前提交即可。"
    "材料请用PDF或清晰照片，同一成果只填一次。咨询电话见页面下方。"
)

SLOTS = [
    SlotSpec(key="place", name="固定场所照片", hint="门牌、场地各一张，能看出面积"),
    SlotSpec(key="equipment", name="基本设备清单或照片"),
    SlotSpec(key="plan", name="攻关课题与年度目标"),
    SlotSpec(key="funds", name="经费证明", hint="近三年，财务部门盖章"),
    SlotSpec(key="rules", name="其他规章制度", hint="第七页已上传的不必重复", is_required=False),
    SlotSpec(key="activity", name="经常开展活动的记录", is_required=False),
]
FEW_SLOTS = [slot for slot in SLOTS if slot.key in ("plan", "rules")]


EVIDENCE = {
    "place": "有固定场所",
    "equipment": "有基本设备",
    "plan": "有明确的攻关课题和目标",
    "funds": "有必要的经费保障",
    "rules": "有健全的规章制度",
}


def city_conditions(*, evidence: Iterable[str] = EVIDENCE) -> list[ConditionSpec]:
    """The city's published rule: honour, three years, the evidence, activity, and a naming below."""
    below = "已由区县或产业工会命名，市总工会直属单位除外"
    return [
        *blocking(),
        _condition("领衔人为市级以上劳模或市级以上工匠", "四", check=Check.HONOUR),
        _condition("有效运行三年以上", "五", check=Check.YEARS_IN_OPERATION, threshold=Decimal(3)),
        *(_condition(EVIDENCE[slot], "五", slot=slot) for slot in evidence),
        _condition("经常开展活动", "五", check=Check.ACTIVITIES_A_YEAR, threshold=Decimal(2), severity=Severity.SOFT),
        _condition(below, "六", check=Check.LOWER_DESIGNATION, threshold=Decimal(0)),
    ]


def _condition(text: str, article: str, **more: Any) -> ConditionSpec:
    return ConditionSpec(text=text, source=f"{SOURCE}第{article}条", **more)


SUPPORT_CONDITIONS = [
    _condition("领衔人为市级以上劳模或市级以上工匠", "四", check=Check.HONOUR),
    _condition("有效运行三年以上", "五", check=Check.YEARS_IN_OPERATION, threshold=Decimal(3)),
]


def city_honours() -> list[Honour]:
    """Model workers and craftsmen of the city and above; a medal alone is not on the list."""
    named = (
        Q(name__contains="劳动模范")
        | Q(name__contains="先进工作者")
        | Q(name__contains="工匠")
        | Q(name__contains="劳模")
    )
    return list(Honour.objects.filter(named, rank__in=COUNTING[Level.CITY]))


Dates = Mapping[str, int]
FULL: dict[str, tuple[int, Dates]] = {
    # Opening and last days, in days before the seeding.
    LAST: (
        500,
        {
            Stage.DRAFT: 455,
            Stage.UNIT_REVIEW: 450,
            Stage.RECOMMENDATION: 435,
            Stage.QUALIFICATION: 410,
            Stage.DECISION: 380,
        },
    ),
    THIS: (
        45,
        {
            Stage.DRAFT: -14,
            Stage.UNIT_REVIEW: -19,
            Stage.RECOMMENDATION: -33,
            Stage.QUALIFICATION: -54,
            Stage.DECISION: -80,
        },
    ),
    INDUSTRY: (60, {Stage.DRAFT: 20, Stage.UNIT_REVIEW: 13, Stage.QUALIFICATION: 5, Stage.DECISION: -20}),
    **{key: (review.opened, review.dates) for key, review in REVIEW_CALLS.items()},
    COUNTY: (30, {Stage.DRAFT: -10, Stage.UNIT_REVIEW: -14, Stage.QUALIFICATION: -24, Stage.DECISION: -40}),
    UNIT: (50, {Stage.DRAFT: -6, Stage.UNIT_REVIEW: -9, Stage.QUALIFICATION: -16, Stage.DECISION: -25}),
}
REMINDER_DAYS = {Stage.UNIT_REVIEW: 3, Stage.RECOMMENDATION: 5}


class Calls:
    """Writes the calls and remembers them."""

    def __init__(self, officers: Officers, timeline: Timeline) -> None:
        """Begin with none."""
        self.officers, self.timeline = officers, timeline
        self.made: dict[str, Call] = {}

    def open_last(self) -> None:
        """Last year's call of the city, which asked for less evidence."""
        city = self.officers.unions[ROOT]
        year = self.timeline.today.year - 1
        wording = self._wording(LAST, Level.CITY, year, self._city_title(year)) | {"level_name": "市级"}
        call = create_call(city, by=self.officers.clerk(city), wording=wording)
        self._set_rules(call, FEW_SLOTS)
        self._open(LAST, call)

    def open_this(self) -> None:
        """Copy last year's call into this year, with the whole rule."""
        call = self._copied(LAST, self.timeline.today.year, opens_at=self._opens(THIS))
        self._set_rules(call, SLOTS)
        self._open(THIS, call)

    def _set_rules(self, call: Call, slots: list[SlotSpec]) -> None:
        clerk = self.officers.clerk(self.officers.unions[ROOT])
        asked = [slot.key for slot in slots if slot.key in EVIDENCE]
        set_slots(call, by=clerk, slots=slots)
        set_rules(call, by=clerk, conditions=city_conditions(evidence=asked), honours=city_honours())

    def draft_next(self) -> None:
        """Next year's, a draft."""
        self.made[NEXT] = self._copied(THIS, self.timeline.today.year + 1)

    def _copied(self, key: str, year: int, *, opens_at: datetime | None = None) -> Call:
        clerk = self.officers.clerk(self.officers.unions[ROOT])
        call = copy_call(self.made[key], by=clerk, copy=Copy(year=year, title=self._city_title(year)))
        return edit_call(call, by=clerk, wording={"opens_at": opens_at}) if opens_at else call

    def open_industry(self) -> None:
        """A call of an industrial union, further on than the city's."""
        self._open_small(INDUSTRY, Level.COUNTY, "教科文卫体系统职工创新工作室命名", {"level_name": "产业级"})

    def open_county(self) -> None:
        """A call of a county in which a clerk signs too."""
        self._open_small(COUNTY, Level.COUNTY, "临港新区职工创新工作室命名", {"single_sign": True})

    def open_review(self, key: str) -> None:
        """A call for the support of studios that are named already, with all or most stages of the review."""
        city = self.officers.unions[ROOT]
        year = self.timeline.today.year - REVIEW_CALLS[key].years_ago
        title = f"{year}年度重点支持建设创新工作室评审（{REVIEW_CALLS[key].field_of_work}）"
        wording = self._wording(key, Level.CITY, year, title) | {"verb": DecisionVerb.SUPPORT, "level_name": "市级重点"}
        call = create_call(city, by=self.officers.clerk(city), wording=wording)
        set_slots(call, by=self.officers.clerk(city), slots=FEW_SLOTS)
        set_rules(call, by=self.officers.clerk(city), conditions=SUPPORT_CONDITIONS, honours=city_honours())
        self._open(key, call)

    def open_unit(self) -> None:
        """A unit's own call."""
        self._open_small(UNIT, Level.UNIT, "公司级创新工作室命名", {"valid_years": None})

    def _open_small(self, key: str, level: str, title: str, more: dict[str, Any]) -> None:
        union = self.union_of(key)
        year = self.timeline.today.year
        wording = self._wording(key, level, year, f"{year}年度{title}") | more
        call = create_call(union, by=self.officers.clerk(union), wording=wording)
        set_slots(call, by=self.officers.clerk(union), slots=FEW_SLOTS)
        self._open(key, call)

    def union_of(self, key: str) -> Union:
        """The naming union of a call."""
        return self.officers.unions[ROOT if key in (LAST, THIS, NEXT, *REVIEW_CALLS) else f"{ROOT}-{key}"]

    def _open(self, key: str, call: Call) -> None:
        union = self.union_of(key)
        dates = {stage: (self.timeline.closing(ago), REMINDER_DAYS.get(stage)) for stage, ago in FULL[key][1].items()}
        set_dates(call, by=self.officers.clerk(union), dates=dates)
        self.made[key] = open_call(call, by=self.officers.chair(union))

    def _opens(self, key: str) -> datetime:
        return self.timeline.at(FULL[key][0])

    def _wording(self, key: str, level: str, year: int, title: str) -> dict[str, Any]:
        stages = [s.value for s in (Stage.RECOMMENDATION, *REVIEWING) if s in FULL[key][1]]
        return {
            "level": level,
            "year": year,
            "title": title,
            "approval_basis": BASIS,
            "guide": GUIDE,
            "path": stages,
            "opens_at": self._opens(key),
        }

    @staticmethod
    def _city_title(year: int) -> str:
        return f"{year}年度东澜市劳模和工匠人才创新工作室命名"

    def extend(self, key: str, union: Union, *, ago: int) -> None:
        """A later filing date for one unit."""
        by = self.officers.chair(self.union_of(key))
        due = self.timeline.closing(ago)
        extend_call(
            self.made[key],
            by=by,
            stage=Stage.DRAFT,
            due=due,
            reason="该单位迁址期间网络中断，经研究延长五日",
            union=union,
        )

    def close(self, key: str) -> None:
        """Close a call of the city in which nothing is under way any more."""
        close_call(self.made[key], by=self.officers.chair(self.officers.unions[ROOT]))
