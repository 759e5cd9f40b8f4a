"""Fictional people of the demo city: full name, sex and birth month, fixed by a number."""

from dataclasses import dataclass

SURNAMES = tuple(
    "林 周 陈 叶 沈 许 顾 方 程 苏 江 陆 韩 潘 杜 梁 蒋 蔡 余 董 "
    "袁 邓 曹 彭 曾 萧 田 唐 冯 于 何 郭 高 罗 郑 谢 宋 黄 吴 徐 "
    "孙 胡 朱 金 戴 夏 钟 汪 姜 范 石 姚 谭 廖 邹 熊 孟 秦 尹 薛 "
    "阎 雷 侯 龙 史 贺 邵 毛 郝 钱 汤 施 洪 柯 温 章 庄 詹 翁 涂 "
    "酆 窦 濮 逄 佘 闾 亓 谌 郗 昝 笪 缑 逯 麴 欧阳 司徒 令狐 尉迟 端木 钟离".split()
)

# The character 𠮷 lies beyond the basic plane: such names must be stored, searched, sorted and printed.
MEN = tuple(
    "𠮷安 望舒 砺锋 景行 怀瑾 松岩 云深 长河 润生 启明 承泽 北川 守正 鸣谦 弘毅 "
    "海生 炳辉 建新 志诚 永康 德胜 立峻 栋梁 春生 家骏 泽川 文韬 少白 远航 铁山".split()
)
WOMEN = tuple(
    "采薇 映雪 疏桐 静姝 清和 照晚 念慈 巧云 月娥 秀兰 晓棠 芷汀 雨眠 初晴 素心 "
    "春燕 丽华 海棠 婉仪 佩兰 书瑶 亦岚 锦绣 桂香 小满 含章 沁宁 攸宁 惠风 吟秋".split()
)
GIVEN = tuple(name for pair in zip(MEN, WOMEN, strict=True) for name in pair)

FEMALE = frozenset(WOMEN)
LEADS = 2 * len(SURNAMES)
MEMBERS_FROM = 4 * len(SURNAMES)
MEMBERS = len(SURNAMES) * len(GIVEN) - MEMBERS_FROM


@dataclass(frozen=True, slots=True)
class FictionalPerson:
    """A person who does not exist; sex is "male" or "female"."""

    name: str
    sex: str
    birth_year: int
    birth_month: int


def lead_at(number: int, *, sex: str, birth_year: int) -> FictionalPerson:
    """The lead with this number, below 200: no other lead's and no member's namesake."""
    _check(number, LEADS)
    family, round_ = number % len(SURNAMES), 2 * (number // len(SURNAMES))
    if _given(family, round_)[1] != sex:
        round_ += 1
    return _person(family, round_, birth_year)


def member_at(number: int, *, this_year: int) -> FictionalPerson:
    """The member, apprentice or official with this number, below 5,600: 23 to 53 years old."""
    _check(number, MEMBERS)
    round_, family = divmod(number + MEMBERS_FROM, len(SURNAMES))
    return _person(family, round_, this_year - 23 - (number * 11 + round_) % 31)


def _check(number: int, end: int) -> None:
    if not 0 <= number < end:
        message = f"numbered 0 to {end - 1}"
        raise IndexError(message)


def _given(family: int, round_: int) -> tuple[str, str]:
    given = GIVEN[(round_ + 7 * family) % len(GIVEN)]
    return given, "female" if given in FEMALE else "male"


def _person(family: int, round_: int, birth_year: int) -> FictionalPerson:
    given, sex = _given(family, round_)
    return FictionalPerson(SURNAMES[family] + given, sex, birth_year, 1 + (family * 5 + round_) % 12)
