"""What a package tells of visits and objections: each reader as far as their pages do, and nobody who objected."""

from dataclasses import replace
from typing import Any

import pytest

from studios.actions.objections import answer_objection, ask_unit, settle_objection, sift_objection
from studios.actions.rubrics import make_default_rubric
from studios.choices.calls import Stage
from studios.models import Application, Objection, ReviewPlan
from studios.queries.package_sheets import call_sheets, case_sheets
from tests.city import City, again
from tests.factories import make_officer
from tests.notice import CANARY, CONTACT, FIRST, ends, make_notice_city, objected, published
from tests.review import make_review_city
from tests.studios.actions.test_visits import planned, reported
from unions import clock
from unions.choices.people import Role
from unions.models import Account

SEEN = "场地齐全"


def both(city: City, case: Application, account: Account) -> list[Any]:
    """The sheets of the case and of its call as this account gets them."""
    return [*case_sheets(again(case), account), *call_sheets(city.call, account)]


def words_in(sheets: list[Any]) -> str:
    return "\n".join(str(value) for sheet in sheets for row in sheet.rows for value in row)


def table(sheets: list[Any], title: str) -> list[dict[str, Any]]:
    """The rows of a sheet by its heads; none where it is left out."""
    return [dict(zip(s.head, row, strict=True)) for s in sheets if s.title == title for row in s.rows]


def facts(sheets: list[Any], title: str) -> dict[str, str]:
    """A sheet of two columns as pairs."""
    return {row["项目"]: row["内容"] for row in table(sheets, title)}


@pytest.fixture
def visited(db, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    city = make_review_city("visit")
    make_default_rubric(city.call, by=city.city_clerk)
    return city


def test_the_report_of_a_visit_is_a_sheet_of_the_case_and_stands_in_the_calls(visited: City) -> None:
    visit = reported(visited)
    found = facts(case_sheets(again(visit.application), visited.city_clerk), "实地考察")
    assert (found["单位在场人员"], found["考察情况"], found["百分制得分"]) == ("王厂长", SEEN, "62.5")
    assert found["场所与标牌"] == "2.5 / 5　看过"
    assert "组长" in found["考察组"]
    assert "未到场" not in found["考察组"]
    whole = table(call_sheets(visited.call, visited.city_clerk), "实地考察")
    assert {"编号": visit.application.number, "项目": "考察情况", "内容": SEEN} in whole


def test_a_planned_visit_tells_when_and_who(visited: City) -> None:
    visit = planned(visited)
    found = facts(case_sheets(again(visit.application), visited.city_clerk), "实地考察")
    assert list(found) == ["状态", "计划时间", "地点", "考察组"]


def test_others_read_a_visit_once_scores_are_open(visited: City) -> None:
    case = reported(visited).application
    others = [visited.unit_clerk, visited.unit_chair, visited.county_clerk, make_officer(visited.county, Role.AUDITOR)]
    assert [SEEN in words_in(both(visited, case, one)) for one in others] == [False] * 4
    ReviewPlan.objects.update(opens_scores_at=clock.now())
    assert [words_in(both(visited, case, one)).count(SEEN) for one in others] == [2] * 4


def test_the_naming_unions_desks_and_auditors_read_it_at_once(visited: City) -> None:
    case = reported(visited).application
    desks = [visited.city_clerk, visited.city_chair, make_officer(visited.city, Role.AUDITOR)]
    assert [words_in(both(visited, case, one)).count(SEEN) for one in desks] == [2] * 3


@pytest.fixture
def noticed(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(FIRST):
        city, cases = make_notice_city()
        yield city, cases[0], published(city)


def settled(city: City, notice: Any, case: Application) -> Objection:
    """An objection whose every text names the objector, from its coming in to its end."""
    made = objected(city, notice, case)
    Objection.objects.filter(pk=made.pk).update(
        text=f"正文甲，{CANARY}，电话{CONTACT[:3]} {CONTACT[3:7]} {CONTACT[7:]}"
    )
    made = sift_objection(made, by=city.city_clerk, accept=True, reason=f"理由乙{CANARY}", revision=made.revision)
    made = ask_unit(made, by=city.city_clerk, text=f"询问丙{CANARY}", revision=made.revision)
    made = answer_objection(made, by=city.unit_clerk, text=f"说明丁{CONTACT}", revision=made.revision)
    end = replace(ends(), finding=f"查无实据，{CANARY}")
    return settle_objection(made, by=city.city_chair, settlement=end, revision=made.revision)


SAID = ("正文甲", "理由乙", "询问丙", "说明丁", "查无实据", "经核实")


def said_to(city: City, case: Application, account: Account) -> list[list[str]]:
    """Which of the texts stand on the sheet of the case, and on that of the call."""
    books = (case_sheets(again(case), account), call_sheets(city.call, account))
    tables = [words_in([sheet for sheet in book if sheet.title == "异议"]) for book in books]
    return [[word for word in SAID if word in found] for found in tables]


def test_each_reads_of_an_objection_what_their_pages_show(noticed) -> None:
    city, case, notice = noticed
    settled(city, notice, case)
    readers = {
        "handling clerk": (city.city_clerk, list(SAID)),
        "handling chair": (city.city_chair, list(SAID)),
        "auditor above": (make_officer(city.city, Role.AUDITOR), ["理由乙", "询问丙", "说明丁", "查无实据"]),
        "of the case's own unit": (
            make_officer(city.city, Role.CLERK, home=city.unit),
            ["理由乙", "询问丙", "说明丁", "查无实据"],
        ),
        "the unit": (city.unit_clerk, ["询问丙", "说明丁", "查无实据"]),
        "the unit's auditor": (make_officer(city.unit, Role.AUDITOR), []),
        "the recommender": (city.county_clerk, []),
    }
    assert {name: said_to(city, case, who) for name, (who, _) in readers.items()} == {
        name: [wanted, wanted] for name, (_, wanted) in readers.items()
    }


def test_who_objects_is_in_nobodys_package(noticed) -> None:
    city, case, notice = noticed
    settled(city, notice, case)
    readers = [city.city_clerk, city.city_chair, city.unit_clerk, city.county_chair]
    readers.append(make_officer(city.city, Role.AUDITOR))
    for reader in readers:
        found = words_in(both(city, case, reader))
        assert "查无实据" in found
        assert not [said for said in (CANARY, CONTACT, "0009", "成果归属") if said in found]


def test_others_read_number_day_and_outcome_alone(noticed) -> None:
    city, case, notice = noticed
    made = settled(city, notice, case)
    assert table(case_sheets(again(case), city.county_clerk), "异议") == [
        {"编号": f"#{made.pk}", "项目": label, "内容": said}
        for label, said in [
            ("公示对象", f"{case.number} {case.studio.name}"),
            ("收到时间", "2026-09-28 09:00"),
            ("状态", "不成立"),
            ("办结时间", "2026-09-28 09:00"),
        ]
    ]


def test_what_is_not_settled_or_heard_is_the_naming_unions_alone(noticed) -> None:
    city, case, notice = noticed
    objected(city, notice, case)
    objected(city, notice)
    assert case.state == Stage.NOTICE
    assert [len(table(case_sheets(again(case), who), "异议")) for who in (city.unit_clerk, city.county_clerk)] == [0, 0]
    assert [len(table(call_sheets(city.call, who), "异议")) for who in (city.unit_clerk, city.county_clerk)] == [0, 0]
    found = table(call_sheets(city.call, city.city_clerk), "异议")
    assert [row["内容"] for row in found if row["项目"] == "公示对象"] == [
        f"{case.number} {case.studio.name}",
        "整个名单",
    ]


def test_a_case_out_of_sight_leaves_no_row(noticed) -> None:
    city, case, notice = noticed
    settled(city, notice, case)
    (other,) = Application.objects.filter(call=city.call).exclude(pk=case.pk)
    stranger = make_officer(other.union, Role.CLERK)
    assert table(call_sheets(city.call, stranger), "异议") == []
