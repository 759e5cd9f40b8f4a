"""Words that ledgers use, each with what the register calls it."""

from studios.choices.register import MemberRole, ProblemArea, ProjectState
from unions.choices.people import Sex
from unions.choices.tree import Level

SEXES = {
    "男": Sex.MALE,
    "男性": Sex.MALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "女": Sex.FEMALE,
    "女性": Sex.FEMALE,
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
}

_LEVELS = {
    (Level.COUNTRY, "国家级"): "国家级 全国级 全国 国家 全总级",
    (Level.PROVINCE, "省级"): "省级 省部级 省 省总级 自治区级 直辖市级",
    (Level.CITY, "市级"): "市级 地市级 设区市级 地级 市 市总级 市州级 地级市",
    (Level.COUNTY, "区县级"): "区县级 县级 区级 县区级 县市区级 市县级 区市县级 县市级 区县 县 区",
    (Level.COUNTY, "产业级"): "产业级 产业 行业级 系统级 产业工会级 区县产业级",
    (Level.TOWN, "乡镇街道级"): "乡镇街道级 街道级 乡镇级 镇街级 园区级",
    (Level.UNIT, "单位级"): "单位级 企业级 公司级 基层级 厂级 单位 企业 校级 院级 集团级",
}
LEVELS = {word: naming for naming, words in _LEVELS.items() for word in words.split()}
LEVEL_NAMES = tuple(name for _level, name in _LEVELS)

# Surnames of two characters: a space after one of them does not part two people.
COMPOUND_SURNAMES = frozenset(
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 端木 轩辕 长孙 宇文 南宫 独孤 闻人 澹台 公冶 淳于 太史 申屠 钟离 呼延".split()
)

_ROLES = {
    MemberRole.CORE: "核心成员 骨干 核心 技术骨干 骨干成员 副领衔人 副负责人",
    MemberRole.MEMBER: "成员 普通成员 队员 组员 一般成员",
    MemberRole.ADVISER: "顾问 指导专家 专家 技术顾问",
    MemberRole.SECRETARY: "联络员 秘书 联络人 内勤",
}
_AREAS = {
    ProblemArea.TECHNOLOGY: "技术开发 技术攻关 技术 技术创新 技术研发",
    ProblemArea.PROCESS: "工艺改造 工艺改进 工艺 工艺革新 工艺创新",
    ProblemArea.SAFETY: "安全生产 安全 安全管理",
    ProblemArea.MANAGEMENT: "管理体制 管理 管理创新 经营管理",
}
_STATES = {
    ProjectState.RUNNING: "进行中 在研 实施中 推进中 研究中 攻关中 未完成 在建",
    ProjectState.FINISHED: "已完成 完成 结题 已结题 已验收 验收 100%",
    ProjectState.STOPPED: "终止 中止 停止 已终止 已停止 撤销",
}
_YES_NO = {True: "是 涉密 有 y yes √", False: "否 不涉密 非涉密 n no ×"}


def _by_word(words: dict) -> dict:
    """Turn what is meant with its words into each word with what is meant."""
    return {word: meant for meant, line in words.items() for word in line.split()}


ROLES = _by_word(_ROLES)
AREAS = _by_word(_AREAS)
STATES = _by_word(_STATES)
YES_NO = _by_word(_YES_NO)
