"""The hand-written table of employers: complete, within the register's limits, without repetition."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from studios.management.demo_city import table, vocabulary
from studios.management.demo_city.ladders import SKILL_GRADES, TITLES
from studios.management.demo_city.table import DemoResult, Employer, TableError, Theme, employers

UNION_CODES = [f"DL-U{number:03d}" for number in range(1, 41)]
FIGURE = re.compile(r"([×/]?)[^×/\d]*([\d.]+)(万|%)?")
SCALE = {"万": 10_000, "%": 0.01, "": 1}


def themes() -> Iterator[tuple[Employer, Theme]]:
    for employer in employers():
        for theme in employer.themes:
            yield employer, theme


def results() -> Iterator[DemoResult]:
    for _employer, theme in themes():
        yield from theme.results


def prose_of(theme: Theme) -> Iterator[str]:
    yield from (theme.introduction, theme.merits)
    yield from (project.difficulty for project in theme.projects)
    for result in theme.results:
        yield from (result.problem, result.novelty)
        yield from (step.text for step in result.steps)


def worked_out(formula: str) -> float:
    amount = 1.0
    for operator, figure, scale in FIGURE.findall(formula):
        number = float(figure) * SCALE[scale]
        amount = amount / number if operator == "/" else amount * number
    return amount


def repeated(texts: list[str]) -> list[str]:
    return [text for text, count in Counter(texts).items() if count > 1]


def test_every_employer_of_the_union_table_is_present_once() -> None:
    assert [employer.code for employer in employers()] == UNION_CODES
    assert repeated([employer.name for employer in employers()]) == []


def test_there_are_enough_studios_for_the_city() -> None:
    assert len(list(themes())) >= 120
    assert [employer.code for employer in employers() if len(employer.themes) < 3] == []


def test_each_studio_has_projects_results_activities_and_lessons() -> None:
    thin = [
        theme.field_of_work
        for _employer, theme in themes()
        if not (
            2 <= len(theme.projects) <= 3
            and 3 <= len(theme.results) <= 4
            and len(theme.activities) == 2
            and theme.apprentice_topics
            and theme.training_topics
        )
    ]
    assert thin == []


def test_the_lead_has_a_trade_of_the_employer() -> None:
    strangers = [
        (employer.code, theme.lead.trade)
        for employer, theme in themes()
        if theme.lead.trade not in {trade.name for trade in employer.trades}
    ]
    assert strangers == []


def test_the_lead_stands_on_a_rung_of_a_ladder() -> None:
    leads = [theme.lead for _employer, theme in themes()]
    assert {lead.title for lead in leads} - TITLES == {""}
    assert {lead.grade for lead in leads} - SKILL_GRADES == {""}


def test_the_merits_speak_of_the_lead_in_the_leads_sex() -> None:
    other = {"female": "他", "male": "她"}
    wrong = [
        theme.merits
        for _employer, theme in themes()
        if other[theme.lead.sex] in re.sub("其他|他人|他们|她们", "", theme.merits)
    ]
    assert wrong == []


def test_no_title_stands_twice() -> None:
    assert repeated([theme.field_of_work for _employer, theme in themes()]) == []
    assert repeated([project.title for _employer, theme in themes() for project in theme.projects]) == []
    assert repeated([result.title for result in results()]) == []


def test_no_sentence_stands_twice() -> None:
    sentences = [
        sentence
        for _employer, theme in themes()
        for text in prose_of(theme)
        for sentence in re.split("[。；]", text)
        if len(sentence) > 6
    ]
    assert repeated(sentences) == []


def test_all_result_kinds_but_the_rarest_occur() -> None:
    assert vocabulary.RESULT_KINDS - {result.kind for result in results()} <= {"其他", "外观设计专利"}


def test_the_yearly_amount_is_what_its_formula_gives() -> None:
    wrong = [
        (result.title, result.benefit_yuan, worked_out(result.formula))
        for result in results()
        if result.benefit_yuan and abs(worked_out(result.formula) - result.benefit_yuan) > result.benefit_yuan / 1000
    ]
    assert wrong == []


def test_no_text_uses_a_word_kept_from_city_level() -> None:
    assert [text for _employer, theme in themes() for text in prose_of(theme) if "示范" in text] == []


def test_chinese_and_figures_stand_without_a_space() -> None:
    spaced = re.compile(r"[\u4e00-\u9fff] +[\dA-Za-z]|[\dA-Za-z] +[\u4e00-\u9fff]")
    assert [text for _employer, theme in themes() for text in prose_of(theme) if spaced.search(text)] == []


def test_a_result_of_an_unknown_kind_is_refused() -> None:
    row = ["某项技术改进", "大发明", "难" * 20, "新" * 30, "节约成本", 1000, "10×100元", 1]
    with pytest.raises(TableError, match="大发明"):
        table._result(row)


def test_a_social_benefit_with_an_amount_is_refused() -> None:
    row = ["某项技术改进", "小发明", "难" * 20, "新" * 30, "社会效益", 1000, "10×100元", 1]
    with pytest.raises(TableError, match="social"):
        table._result(row)


def test_an_operating_method_without_steps_is_refused() -> None:
    row = ["某项操作方法", "先进操作法", "难" * 20, "新" * 30, "节约成本", 1000, "10×100元", 1]
    with pytest.raises(TableError, match="steps"):
        table._result(row)
