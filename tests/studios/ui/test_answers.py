"""Like groups become a table, everything else stays facts in its order."""

from studios.forms.application.display import DisplayRow
from studios.ui.answers import blocks


def member(number: int, name: str) -> list[DisplayRow]:
    return [DisplayRow("姓名", name, f"成员 {number}"), DisplayRow("工种", "焊工", f"成员 {number}")]


def test_like_groups_become_one_table() -> None:
    (found,) = blocks(member(1, "甲") + member(2, "乙"))
    assert (found.title, found.heads, len(found.lines)) == ("成员", ("姓名", "工种"), 2)


def test_a_single_group_stays_facts() -> None:
    (found,) = blocks(member(1, "甲"))
    assert (found.title, len(found.facts), found.lines) == ("成员 1", 2, ())


def test_long_answers_stay_facts_under_their_own_heading() -> None:
    rows = [DisplayRow("做法", "长" * 41, "成果 1"), DisplayRow("做法", "短", "成果 2")]
    assert [(b.title, len(b.facts)) for b in blocks(rows)] == [("成果 1", 1), ("成果 2", 1)]


def test_single_answers_come_first_and_without_heading() -> None:
    rows = [DisplayRow("推广", "三家"), *member(1, "甲"), *member(2, "乙")]
    assert [b.title for b in blocks(rows)] == ["", "成员"]
