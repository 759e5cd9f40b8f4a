"""A made-up paper of each kind, to show a template's fields and to try it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation

from studios.choices.calls import Stage
from studios.choices.reviews import Method, Outcome, PaperKind
from studios.documents.annual_ledger import ledger_paper
from studios.documents.certificate import certificates_paper
from studios.documents.condition_sheet import conditions_paper
from studios.documents.leadership_report import report_paper
from studios.documents.naming_decision import decision_paper
from studios.documents.plaque_labels import labels_paper
from studios.documents.plaque_order import order_paper
from studios.documents.public_notice import notice_paper
from studios.documents.recommendation_summary import summary_paper
from studios.documents.result_list import results_paper
from studios.documents.score_sheet import sheets_paper
from studios.documents.studio_profile import Parts, Table, profile_paper
from studios.models import (
    Application,
    ApplicationVersion,
    Band,
    Call,
    Criterion,
    Decision,
    Expert,
    Meeting,
    PanelSeat,
    Person,
    PlaqueOrder,
    PublicNotice,
    RecommendationBatch,
    RubricGroup,
    Studio,
    StudioKind,
)
from studios.queries.report import Line, Report
from studios.queries.report import Table as ReportTable
from studios.queries.rubrics import PANEL, CaseCriterion
from studios.queries.score_papers import BlankSheet
from studios.values.paper_lists import Draft
from unions.models import Union

DAY = date(2026, 9, 28)
CASE = {
    "position": 1,
    "studio": "林晓川劳模创新工作室",
    "unit": "东澜轨道装备有限公司",
    "leads": "林晓川",
    "recommender": "望江区总工会",
    "number": "SQ-2026-00001",
}
OTHER = CASE | {"position": 2, "studio": "沈一鸣劳模创新工作室", "unit": "东澜港务集团", "leads": "沈一鸣"}
NAMED = {
    "level": "市级",
    "plaque_number": "LX-DL-00231C",
    "code": "7K3MPQ9RTW",
    "page": "/v/7K3MPQ9RTW/",
    "decided_on": "2026-09-28",
    "valid_until": "2029-09-28",
}


def _rows(**more: Any) -> list[dict[str, Any]]:
    return [CASE | more, OTHER | more]


def _call() -> Call:
    union = Union(name="东澜市总工会", path="1.")
    basis = "根据《东澜市劳模创新工作室管理办法》，市总工会组织开展了本年度命名工作。"
    path = [Stage.RECOMMENDATION, Stage.PANEL, Stage.VISIT, Stage.MEETING, Stage.NOTICE]
    return Call(
        union=union,
        level="city",
        level_name="市级",
        year=2026,
        title="2026年东澜市劳模创新工作室",
        path=path,
        approval_basis=basis,
        valid_years=3,
    )


def _batch(call: Call) -> Draft:
    union = Union(name="望江区总工会")
    facts = {"number": "望工〔2026〕8号", "opinion": "同意推荐。", "signer": "周立民", "signed_on": DAY}
    return summary_paper(
        RecommendationBatch(call=call, union=union, **facts),
        _rows(
            kind="劳模创新工作室",
            industry="铁路、船舶、航空航天和其他运输设备制造业",
            honours="市劳动模范",
            members=8,
            results=5,
            version=1,
        ),
    )


def _sheets(call: Call) -> Draft:
    seat = PanelSeat(call=call, number=1, expert=Expert(person=Person(name="郑文远")))
    group = RubricGroup(name="成果与效益", position=1)
    one = Criterion(group=group, name="成果", hint="看创新性与难度。", points=Decimal(8), method=Method.EXPERT)
    criterion = _WithBands(one, Decimal(8), PANEL, is_service=False)
    return sheets_paper(seat, [BlankSheet(CASE["number"], CASE["studio"], CASE["unit"], [criterion], Decimal(8))])


class _WithBands(CaseCriterion):
    """A criterion whose bands are made up too."""

    @property
    def bands(self) -> list[Band]:
        """Two bands."""
        best = Band(name="优", least=Decimal("6.5"), most=Decimal(8), anchor="国内领先，已推广")
        return [best, Band(name="良", least=Decimal(4), most=Decimal(6), anchor="行业先进")]


def _decision(call: Call) -> Decision:
    return Decision(union=call.union, issuer=call.union.name, number="东澜工〔2026〕15号", decided_on=DAY)


def _order(call: Call) -> Draft:
    order = PlaqueOrder(decision=_decision(call), maker="东澜标牌厂", ordered_on=DAY, pieces=2)
    return order_paper(call, order, _rows(**NAMED))


def _meeting(call: Call) -> Draft:
    facts = {"kind": "party_group", "number": "党组会议纪要〔2026〕12号", "held_on": DAY, "present": "党组成员7人"}
    rows = _rows(rank=1, points="92.35", outcome=Outcome.CHOSEN.value, changes=[])
    return results_paper(Meeting(call=call, **facts), rows)


def _notice(call: Call) -> Draft:
    facts = {"title": "关于2026年东澜市劳模创新工作室拟命名名单的公示", "basis": call.approval_basis, "days": 5}
    dates = {"published_on": DAY, "ends_on": date(2026, 10, 9), "contact": "公示期内可向市总工会反映。"}
    return notice_paper(PublicNotice(call=call, **facts, **dates), _rows())


def _report(call: Call) -> Draft:
    lines = [Line("望江区总工会", 12, 9), Line("装备产业工会", 8, 10)]
    figures = [Line("申报", 20, 19), Line("已命名", 6, 5)]
    earlier = replace_year(call)
    return report_paper(call, Report(call, earlier, figures, [ReportTable("recommender", "按推荐单位", lines)]))


def _conditions(call: Call) -> Draft:
    unit = Union(name="东澜轨道装备有限公司工会")
    studio = Studio(name=CASE["studio"], employer=CASE["unit"])
    case = Application(number=CASE["number"], call=call, studio=studio, union=unit)
    version = ApplicationVersion(application=case, number=1, submitted_at=datetime(2026, 4, 20, 9, tzinfo=UTC))
    met = {"condition": "团队5人以上", "weight": "hard", "found": "成员8人", "verdict": "met"}
    waived = {"condition": "建立3年以上", "weight": "hard", "found": "2024年6月建立，不足3年", "verdict": "waived"}
    seen = {"evidence": "成立文件.pdf 第2页", "by": "周立民，2026-05-08"}
    reason = "周立民于2026-05-12豁免：市重点攻关项目团队。"
    rows = [met | {"evidence": "", "by": ""}, waived | seen | {"by": reason}]
    return conditions_paper(case, version, [{"position": i, **row} for i, row in enumerate(rows, start=1)])


def _profile(_call: Call) -> Draft:
    kind = StudioKind(name="劳模创新工作室")
    studio = Studio(name=CASE["studio"], number="LX-DL-00231", kind=kind, union=Union(name="东澜轨道装备工会"))
    lead = {"name": "林晓川", "trade": "铝合金焊接", "title": "高级技师", "honours": "市劳动模范（2021）"}
    naming = {"level": "市级", "number": "东澜工〔2026〕15号", "decided": "2026-09-28", "until": "2029-09-28"}
    tables = [
        Table("leads", "领衔人", _columns(lead, "姓名", "工种", "职称", "荣誉"), [lead]),
        Table("namings", "称号", _columns(naming, "级别", "文号", "决定日期", "有效期至"), [naming]),
    ]
    fields = {"studio": studio.name, "unit": CASE["unit"], "members": "8人（骨干3、成员5）"}
    facts = [("编号", "LX-DL-00231"), ("所在单位", CASE["unit"]), ("类型", kind.name), ("成员", fields["members"])]
    texts = [("简介", "围绕铝合金车体焊接变形控制开展攻关。")]
    return profile_paper(studio, Parts(fields, facts, texts, tables))


def _ledger(call: Call) -> Draft:
    counts = dict.fromkeys(("project_count", "result_count", "confirmed_count", "pair_count", "activity_count"), 2)
    sums = {"benefit_reported": Decimal(1_500_000), "benefit_confirmed": Decimal(1_000_000)}
    facts = {"level": "市级", "industry": "装备制造", "member_count": 8, **counts, **sums}
    return ledger_paper(call.union, call.year, _rows(**facts))


def _columns(row: dict[str, str], *labels: str) -> list[tuple[str, str, int]]:
    return [(key, label, 1) for key, label in zip(row, labels, strict=True)]


def replace_year(call: Call) -> Call:
    """The same call a year earlier."""
    return Call(union=call.union, level=call.level, year=call.year - 1, title="2025年东澜市劳模创新工作室")


SAMPLES: dict[PaperKind, Callable[[Call], Draft]] = {
    PaperKind.SUMMARY: _batch,
    PaperKind.SCORE_SHEET: _sheets,
    PaperKind.RESULTS: _meeting,
    PaperKind.NOTICE: _notice,
    PaperKind.DECISION: lambda call: decision_paper(call, _decision(call), _rows(**NAMED)),
    PaperKind.CERTIFICATE: lambda call: certificates_paper(call, _decision(call), _rows(**NAMED)),
    PaperKind.PLAQUES: lambda call: labels_paper(call, _decision(call), _rows(**NAMED)),
    PaperKind.PLAQUE_ORDER: _order,
    PaperKind.REPORT: _report,
    PaperKind.CONDITIONS: _conditions,
    PaperKind.PROFILE: _profile,
    PaperKind.LEDGER: _ledger,
}


def add_sample(kind: PaperKind, maker: Callable[[Call], Draft]) -> None:
    """Take in the sample of a kind whose fields are those of a form; called when the application is ready."""
    SAMPLES[kind] = maker


def sample_paper(kind: PaperKind) -> Draft:
    """The sample of a kind, in the language of the office."""
    with translation.override(settings.LANGUAGE_CODE):
        draft = SAMPLES[kind](_call())
    return replace(draft, name=f"{draft.name}.docx")
