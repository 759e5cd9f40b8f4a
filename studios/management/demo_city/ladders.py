"""Ladders of titles and skill grades, lowest rung first, by the kind of trade."""

SKILL = "skilled"

LADDERS: dict[str, tuple[str, ...]] = {
    SKILL: ("学徒工", "初级工", "中级工", "高级工", "技师", "高级技师", "特级技师", "首席技师"),
    "engineer": ("助理工程师", "工程师", "高级工程师", "正高级工程师"),
    "doctor": ("住院医师", "主治医师", "副主任医师", "主任医师"),
    "nurse": ("护士", "护师", "主管护师", "副主任护师", "主任护师"),
    "medical_technician": ("检验技士", "检验技师", "主管技师", "副主任技师", "主任技师"),
    "pharmacist": ("药士", "药师", "主管药师", "副主任药师", "主任药师"),
    "teacher": ("三级教师", "二级教师", "一级教师", "高级教师", "正高级教师"),
    "lecturer": ("助教", "讲师", "副教授", "教授"),
    "actor": ("四级演员", "三级演员", "二级演员", "一级演员"),
    "player": ("四级演奏员", "三级演奏员", "二级演奏员", "一级演奏员"),
    "stage_technician": ("舞台技术员", "三级舞台技师", "二级舞台技师", "一级舞台技师"),
    "economist": ("助理经济师", "经济师", "高级经济师", "正高级经济师"),
    "accountant": ("助理会计师", "会计师", "高级会计师", "正高级会计师"),
    "agronomist": ("助理农艺师", "农艺师", "高级农艺师", "正高级农艺师"),
    "statistician": ("助理统计师", "统计师", "高级统计师", "正高级统计师"),
}

SKILL_GRADES = frozenset(LADDERS[SKILL])
TITLES = frozenset(rung for name, rungs in LADDERS.items() if name != SKILL for rung in rungs)
