"""Words that the table of employers may use, as the dictionaries of the register have them."""

SEXES = frozenset({"female", "male"})
STUDIO_KINDS = frozenset({"劳模", "职工", "劳模和工匠人才", "工匠"})
PROJECT_AREAS = frozenset({"technology", "process", "safety", "management"})
PROJECT_STATES = frozenset({"finished", "running"})
RESULT_KINDS = frozenset(
    {
        "小发明",
        "小创造",
        "小革新",
        "小设计",
        "小建议",
        "技术革新",
        "发明专利",
        "实用新型专利",
        "外观设计专利",
        "软件著作权",
        "标准",
        "工法",
        "先进操作法",
        "论文",
        "著作",
        "新产品",
        "管理创新",
        "其他",
    }
)
OPERATION_METHOD = "先进操作法"
BENEFIT_METHODS = frozenset({"新增利润", "节约成本", "减少损失", "转让许可", "社会效益"})
SOCIAL_BENEFIT = "社会效益"
ACTIVITY_KINDS = frozenset({"攻关", "培训", "交流", "现场会", "观摩", "技术服务"})
