"""The wording that a public notice begins with (domain rules §4, Public notice); the office changes it as it likes.

It is the text of a Chinese paper, so it is written here and not translated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

# What was done at a stage, in the words of a notice.
DONE = {
    "recommendation": "逐级推荐",
    "qualification": "资格审查",
    "panel": "专家评审",
    "visit": "实地考察",
    "meeting": "会议研究",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What the wording is made of."""

    call: str
    verb: str
    union: str
    stages: Sequence[str]
    basis: str = ""
    phone: str = ""
    address: str = ""
    takes_anonymous: bool = False


def notice_title(facts: NoticeFacts) -> str:
    """Such as 关于2026年……拟命名名单的公示."""
    return f"关于{facts.call}拟{facts.verb}名单的公示"


def notice_basis(facts: NoticeFacts) -> str:
    """Basis, what was done, what is proposed."""
    ground = f"{facts.basis.strip().rstrip('。')}，" if facts.basis.strip() else ""
    if ground and not ground.startswith(("根据", "按照", "依据", "经")):
        ground = f"根据{ground}"
    done = "、".join(["单位申报", *(DONE[s] for s in facts.stages if s in DONE)])
    return f"{ground}经{done}，拟{facts.verb}下列创新工作室，现予公示。名单排名不分先后。"


def notice_contact(facts: NoticeFacts) -> str:
    """Who may object, how, and to whom."""
    signed = "个人须署真实姓名并留联系方式，单位须加盖公章"
    unsigned = "；匿名反映须有具体事实或线索" if facts.takes_anonymous else "；匿名异议不予受理"
    ways = "".join(
        [f"联系电话：{facts.phone}。" if facts.phone else "", f"地址：{facts.address}。" if facts.address else ""]
    )
    return (
        f"公示期内，单位和个人对公示对象有异议的，可通过网上、来信、来电、来访等方式向{facts.union}反映。"
        f"{signed}{unsigned}。反映情况须实事求是，反映人的身份依规保密。{ways}"
    )
