"""What a new call begins with: conditions, opinions, slots and dates by level (domain rules §4)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from studios.choices.calls import Check, Severity, Stage
from studios.choices.register import HonourRank
from unions.choices.tree import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionSpec:
    """One condition as the editor and the defaults describe it."""

    text: str
    check: str = Check.EVIDENCE
    severity: str = Severity.HARD
    threshold: Decimal | None = None
    years: int | None = None
    slot: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotSpec:
    """One evidence slot."""

    key: str
    name: str
    hint: str = ""
    is_required: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionSpec:
    """One opinion that the call lists."""

    name: str
    stage: str


# Which honours count at a level, by rank: the level's own and everything above.
COUNTING = {
    Level.COUNTRY: (HonourRank.NATION,),
    Level.PROVINCE: (HonourRank.NATION, HonourRank.PROVINCE),
    Level.CITY: (HonourRank.NATION, HonourRank.PROVINCE, HonourRank.CITY),
    Level.COUNTY: (HonourRank.NATION, HonourRank.PROVINCE, HonourRank.CITY, HonourRank.COUNTY),
    Level.TOWN: (HonourRank.NATION, HonourRank.PROVINCE, HonourRank.CITY, HonourRank.COUNTY),
    Level.UNIT: tuple(HonourRank),
}
TEAM = {Level.UNIT: 3, Level.TOWN: 3, Level.COUNTY: 3, Level.CITY: 5, Level.PROVINCE: 5, Level.COUNTRY: 5}
YEARS = {Level.TOWN: 1, Level.COUNTY: 1, Level.CITY: 3, Level.PROVINCE: 3, Level.COUNTRY: 3}


def blocking() -> list[ConditionSpec]:
    """The three conditions that stop creation and show the earlier record."""
    texts = {
        Check.ALREADY_APPLYING: _("One studio files once in a call"),
        Check.ALREADY_NAMED: _("The studio does not hold this level or a higher one"),
        Check.LEAD_APPLYING: _("A lead files with one studio only"),
    }
    return [ConditionSpec(text=text, check=check, severity=Severity.BLOCKING) for check, text in texts.items()]


def default_conditions(level: str) -> list[ConditionSpec]:
    """The level's usual conditions; every one can be changed in the editor."""
    tier = Level(level)
    rows = [*blocking()]
    if tier != Level.UNIT:
        rows.append(ConditionSpec(text=_("The lead holds an honour of the list"), check=Check.HONOUR))
        years = YEARS[tier]
        text = _("In effective operation for %(years)d years") % {"years": years}
        rows.append(ConditionSpec(text=text, check=Check.YEARS_IN_OPERATION, threshold=Decimal(years)))
    size = TEAM[tier]
    text = _("At least %(size)d members") % {"size": size}
    rows.append(ConditionSpec(text=text, check=Check.TEAM_SIZE, threshold=Decimal(size)))
    rows.append(ConditionSpec(text=_("The lead is in post"), check=Check.LEAD_IN_POST))
    if tier == Level.CITY:
        rows.append(
            ConditionSpec(text=_("One approved project a year"), check=Check.PROJECTS_A_YEAR, threshold=Decimal(1))
        )
    if tier in (Level.CITY, Level.PROVINCE, Level.COUNTRY):
        rows.append(
            ConditionSpec(
                text=_("A designation of the tier below for one year"),
                check=Check.LOWER_DESIGNATION,
                threshold=Decimal(1),
            )
        )
    return rows


def default_opinions() -> list[OpinionSpec]:
    """The four opinions of the paper form; the unit's chair gives the first two in one step."""
    return [
        OpinionSpec(name="所在单位意见", stage=Stage.UNIT_REVIEW),
        OpinionSpec(name="单位工会意见", stage=Stage.UNIT_REVIEW),
        OpinionSpec(name="推荐单位意见", stage=Stage.RECOMMENDATION),
        OpinionSpec(name="市总工会意见", stage=Stage.QUALIFICATION),
    ]


def default_slots() -> list[SlotSpec]:
    """The evidence that most calls ask for (八有)."""
    return [
        SlotSpec(key="place", name="固定场所照片", hint="门牌、场地各一张，能看出面积"),
        SlotSpec(key="equipment", name="基本设备清单或照片"),
        SlotSpec(key="plan", name="攻关课题与年度目标"),
        SlotSpec(key="funds", name="经费证明", hint="近三年，财务部门盖章"),
        SlotSpec(key="rules", name="规章制度"),
        SlotSpec(key="activity", name="经常开展活动的记录", is_required=False),
    ]
