"""Four calls in review, one in each stage, and a finished one, and who applies in them; days count back from the seeding."""

from dataclasses import dataclass

from studios.choices.calls import Stage

IN_PANEL, IN_VISIT, IN_MEETING, IN_NOTICE = "in_panel", "in_visit", "in_meeting", "in_notice"
FINISHED = "finished"
TO_PANEL = "open{0} submit{1} agree{2} forward{3} pass_on{4}"


@dataclass(frozen=True, slots=True)
class ReviewCall:
    """A call of the city for the support of studios that are named already; `dates` are last days by stage."""

    field_of_work: str
    stages: tuple[Stage, ...]
    opened: int
    dates: dict[str, int]
    studios: tuple[str, ...]
    places: int
    years_ago: int = 0
    # Studios that their recommender hands over with one list.
    listed: tuple[str, ...] = ()

    @property
    def scenes(self) -> str:
        """The steps of each case up to the panel, as lines."""
        return "\n".join(f"{key} {self._steps(key)}" for key in self.studios)

    def _steps(self, key: str) -> str:
        first = self.opened - 3
        steps = TO_PANEL.format(first, first - 8, first - 12, self.forwarded, first - 30)
        return steps.replace(f" forward{self.forwarded}", "") if key in self.listed else steps

    @property
    def forwarded(self) -> int:
        """The day on which the recommenders hand over."""
        return self.opened - 21


def _dates(opened: int, **later: int) -> dict[str, int]:
    """The desks come in the same rhythm after the opening; the stages of the review as given."""
    desks = {
        Stage.DRAFT: opened - 13,
        Stage.UNIT_REVIEW: opened - 17,
        Stage.RECOMMENDATION: opened - 24,
        Stage.QUALIFICATION: opened - 36,
    }
    return {stage.value: day for stage, day in desks.items()} | later


PANEL_ON = (Stage.PANEL, Stage.MEETING, Stage.NOTICE)
VISIT_ON = (Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE)
REVIEW_CALLS = {
    IN_PANEL: ReviewCall(
        "装备制造与能源",
        PANEL_ON,
        70,
        _dates(70, panel=-9, meeting=-18, notice=-32, decision=-45),
        ("U001.1", "U002.1", "U003.1", "U007.1", "U021.1"),
        3,
    ),
    IN_VISIT: ReviewCall(
        "交通运输与公用事业",
        VISIT_ON,
        90,
        _dates(90, panel=30, visit=-6, meeting=-16, notice=-30, decision=-44),
        ("U004.1", "U010.1", "U011.1", "U023.1"),
        2,
    ),
    IN_MEETING: ReviewCall(
        "县域企业",
        PANEL_ON,
        100,
        _dates(100, panel=22, meeting=-2, notice=-15, decision=-28),
        ("U009.1", "U012.1", "U013.1", "U015.1"),
        2,
    ),
    IN_NOTICE: ReviewCall(
        "教科文卫与财贸",
        VISIT_ON,
        120,
        _dates(120, panel=50, visit=32, meeting=14, notice=-6, decision=-20),
        ("U005.1", "U016.1", "U027.1", "U031.1"),
        2,
    ),
    FINISHED: ReviewCall(
        "材料、轻工与采掘",
        PANEL_ON,
        300,
        _dates(300, panel=252, meeting=238, notice=218, decision=200),
        ("U014.1", "U032.1", "U033.1", "U035.1"),
        3,
        years_ago=1,
        listed=("U014.1", "U032.1"),
    ),
}
REVIEW_SCENES = {key: call.scenes for key, call in REVIEW_CALLS.items()}


@dataclass(frozen=True, slots=True)
class DemoExpert:
    """An expert of the pool: who employs the person, and for what the person stands; all are invented."""

    unit: str
    title: str
    field_of_work: str
    specialties: tuple[str, ...]


EXPERTS = (
    DemoExpert("DL-U006", "正高级工程师", "焊接与热处理", ("equipment",)),
    DemoExpert("DL-U008", "高级工程师", "电气自动化", ("equipment", "energy")),
    DemoExpert("DL-U017", "正高级工程师", "水利工程", ("energy",)),
    DemoExpert("DL-U018", "教授", "机械设计", ("equipment",)),
    DemoExpert("DL-U019", "高级技师", "精密装配", ("equipment",)),
    DemoExpert("DL-U020", "高级经济师", "企业管理", ()),
    DemoExpert("DL-U022", "正高级工程师", "轨道车辆", ("equipment", "transport")),
    DemoExpert("DL-U025", "高级工程师", "安全生产", ()),
)
