"""What each studio offers to others: as written for its page, else from what the table says it teaches and solves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from studios.choices.showcase import ServiceKind
from studios.management.demo_city.plan import Planned

LESSONS = (
    "面向班组长和青年职工，半天，可到单位讲，备一块白板即可。",
    "每期不超过25人，一半时间讲，一半时间上手；带一件现场的难题来更好。",
    "两小时，讲完当场答疑，讲义可提前索取。",
    "适合入职三年内的职工，分两个下午，末尾有现场考核。",
    "结合设备讲，进现场须自备劳保用品。",
    "可与我们的班组结对，白天跟班，傍晚讲评。",
)
ADVICE = (
    "来信写清设备、工况和已经试过的办法，5个工作日内答复。",
    "先线上看图、看数据，需要时上门一天。",
    "提供近三个月的记录，我们给出书面意见，不收费。",
    "电话约时间，两名成员到场，问题不限大小。",
    "只谈技术，不推荐厂家；涉及安全的当天回电。",
)
VISITS = (
    "每批15人以内，先看现场，再看台账，约一个半小时。",
    "每月第三周接待，提前五天登记人数。",
    "可看练习工位和不合格件陈列，现场允许提问，不允许拍照。",
    "适合班组整建制来，看完坐下来谈半小时。",
)
JOINTS = (
    "同类单位共用测试数据，分头试验，结果共享。",
    "出题的单位提供现场，我们出人出工装，成果署名按贡献。",
    "愿意一起做的单位，先交换一份近半年的故障记录。",
)
# Who offers nothing of its own yet: every studio whose number leaves this rest.
SILENT, OF = 4, 7


@dataclass(frozen=True, slots=True)
class Offered:
    """One service; `days` until its next date and `places` are 0 where they are not said."""

    kind: ServiceKind
    title: str
    text: str
    days: int = 0
    places: int = 0


def offers_of(each: Planned, told: Mapping[str, Any]) -> Iterator[Offered]:
    """The services of a studio."""
    if "offers" in told:
        yield from (Offered(ServiceKind(kind), *rest) for kind, *rest in told["offers"])
    elif each.number % OF != SILENT:
        yield _usual(each)


def _usual(each: Planned) -> Offered:
    """A lesson for every second studio, of the others one of each kind in turn."""
    n, theme = each.number, each.theme
    if n % 2:
        days = 8 + n * 5 % 50 if n % 3 == 0 else 0
        return Offered(ServiceKind.LESSON, theme.training_topics[0], LESSONS[n // 2 % 6], days, 10 + n * 3 % 25)
    others = (
        Offered(ServiceKind.ADVICE, f"{theme.field_of_work}技术咨询", ADVICE[n // 6 % 5]),
        Offered(ServiceKind.VISIT, f"{theme.field_of_work}现场参观", VISITS[n // 6 % 4]),
        Offered(ServiceKind.JOINT, f"{theme.projects[-1].title}联合攻关", JOINTS[n // 6 % 3]),
    )
    return others[n // 2 % 3]
