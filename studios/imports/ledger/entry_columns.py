"""The columns of sheets that hold what studios have: members, results, projects, apprentices; each row names its studio."""

from studios.imports.ledger.columns import Column, Form, column

STUDIO = (
    "工作室名称 工作室 所属工作室 所在工作室 创新工作室 创新工作室名称 劳模创新工作室 劳模创新工作室名称 所属工作室名称 "
    "所在工作室名称 工作室编号"
)
EMPLOYER = "所在单位 单位 单位名称 所属单位 工作单位 所在企业 企业名称"
AREA = "问题领域 攻关领域 领域 攻关方向 课题领域 类别领域"


def _form(noun: str, identity: str, words: str, *columns: Column) -> Form:
    """Return a form whose rows name a studio and `identity` besides."""
    common = (
        column("serial", "序号 编号 No 顺序号"),
        column("studio", STUDIO, is_required=True),
        column("employer", EMPLOYER),
    )
    needed = ("studio", identity)
    return Form(noun, (*common, *columns), identity=needed, least=2, needed=needed, words=tuple(words.split()))


MEMBERS = _form(
    "members",
    "name",
    "成员 团队 人员名册 人员名单",
    column("name", "姓名 成员姓名 人员姓名 团队成员姓名", is_required=True),
    column("sex", "性别"),
    column("born", "出生年月 出生日期 出生时间 出生年月日"),
    column("role", "角色 分工 工作室职务 成员类型 职责 工作室分工 团队角色 成员类别 担任职务"),
    column("trade", "工种 岗位 专业 职业 工种岗位 从事专业 岗位工种 现岗位"),
    column("title", "职称 专业技术职称 技术职称 职称等级"),
    column("grade", "技能等级 职业技能等级 技术等级 职业资格等级 技能级别"),
    column("joined", "加入时间 加入年月 加入日期 进入时间 入室时间 加入工作室时间"),
    column("left", "离开时间 退出时间 离开日期 退出日期"),
)
RESULTS = _form(
    "results",
    "title",
    "成果 专利",
    column("title", "成果名称 创新成果名称 专利名称 成果题目", is_required=True),
    column("kind", "成果类别 成果类型 类别 类型 成果种类 种类", is_required=True),
    column("area", AREA),
    column(
        "number", "专利号 证书号 登记号 专利号或编号 授权号 标准号 成果编号 证书编号 专利号证书号 编号或专利号 文号"
    ),
    column("finished", "完成时间 授权时间 完成日期 取得时间 授权日期 获得时间 完成年月"),
    column("adopters", "应用单位数 推广单位数 应用家数 推广应用单位数 推广家数"),
    column("problem", "解决的问题 问题 解决问题 成果简介 解决的主要问题 针对问题"),
    column("novelty", "创新点 方法与创新点 主要创新点 做法与创新点 主要做法"),
    column("secret", "是否涉密 涉密"),
)
PROJECTS = _form(
    "projects",
    "title",
    "课题 攻关 项目",
    column(
        "title", "课题名称 项目名称 攻关课题 攻关项目 攻关项目名称 立项名称 攻关课题名称 创新项目名称", is_required=True
    ),
    column("area", AREA, is_required=True),
    column("state", "状态 进展 课题状态 完成情况 进展情况 项目状态 进度"),
    column("approved", "立项单位 批准单位 立项部门 下达单位 立项批准单位"),
    column("starts", "开始时间 起始时间 立项时间 开始年月 开始日期 起始年月"),
    column("ends", "结束时间 完成时间 结题时间 截止时间 预计完成时间 完成年月 结束年月 结束日期"),
    column("difficulty", "解决的难题 技术难点 难点 主要内容 攻关内容 解决难题 攻克难题"),
)
APPRENTICES = _form(
    "apprentices",
    "name",
    "师徒 师带徒 带徒 传帮带 徒弟",
    column("name", "徒弟 徒弟姓名 学员姓名 徒弟名称 徒弟名字 学徒 学徒姓名", is_required=True),
    column("sex", "徒弟性别 性别"),
    column("born", "徒弟出生年月 出生年月 徒弟出生日期"),
    column("master", "师傅 师傅姓名 师父 师父姓名 导师 带教师傅 导师姓名 师傅名字", is_required=True),
    column("agreed", "签约日期 签订协议时间 协议时间 签约时间 协议签订时间 协议日期 签订日期"),
    column("starts", "开始时间 起始时间 带徒开始时间 拜师时间 开始年月 带徒起始时间 起始年月", is_required=True),
    column("ends", "结束时间 出师时间 带徒结束时间 截止时间 结束年月"),
    column("before", "带徒前等级 原等级 带徒前技能等级 原技能等级 拜师前等级 入门等级"),
    column("after", "带徒后等级 现等级 现技能等级 带徒后技能等级 出师等级 出师后等级"),
)
ENTRIES = (MEMBERS, RESULTS, PROJECTS, APPRENTICES)
