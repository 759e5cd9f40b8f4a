import pytest

from studios.choices.sections import SectionKey
from studios.forms.application.book import Book
from studios.forms.application.display import compare, describe, without_private
from studios.forms.application.registry import open_book
from tests.contents import complete_contents, fill_application
from tests.factories import make_application, make_call, make_condition, make_studio, make_union

pytestmark = pytest.mark.django_db


def rows(key, contents):
    return describe(key, contents[key], book=Book(contents=contents))


@pytest.mark.parametrize("key", list(SectionKey))
def test_every_answer_has_a_path_of_its_own(key):
    paths = [row.path for row in rows(key, complete_contents())]
    assert len(paths) == len(set(paths))


def test_answers_are_shown_as_people_read_them():
    shown = {row.path: row.value for row in rows("benefits", complete_contents())}
    assert shown["benefits.benefit1.result"] == "双丝机器人焊接变形控制法"
    assert shown["benefits.benefit1.amount"] == "386.50万元"


def test_names_cost_one_query_for_each_dictionary(django_assert_num_queries):
    contents = complete_contents()
    contents["team"]["members"] *= 20
    with django_assert_num_queries(1):
        rows("team", contents)


def test_mobile_and_birth_month_are_masked():
    shown = {row.path: row.value for row in without_private(rows("leads", complete_contents()))}
    assert shown["leads.lead1.mobile"] == "138****8000"
    assert shown["leads.lead1.birth_month"] == "****"
    assert shown["leads.lead1.name"] == "林晓川"


def test_what_was_explained_stays_readable_when_the_rule_is_met_after_all():
    city = make_union()
    unit = make_union(parent=city)
    mine = fill_application(make_application(make_call(city), make_studio(unit)))
    rule = make_condition(mine.call, threshold=1)
    book = open_book(mine)
    book.contents["summary"] |= {f"explain_{rule.pk}": "正在补充成员"}
    assert book.failing == []
    shown = {row.path: (row.label, row.value) for row in describe("summary", book.contents["summary"], book=book)}
    assert shown[f"explain_{rule.pk}"] == (f"说明：{rule.text}", "正在补充成员")


def test_what_differs_between_two_versions():
    old, new = complete_contents(), complete_contents()
    new["team"]["members"][0]["trade"] = "钳工"
    del new["team"]["members"][2]
    found = compare("team", old["team"], new["team"], old_book=Book(contents=old), new_book=Book(contents=new))
    assert (found[0].before, found[0].after) == ("焊工", "钳工")
    assert ("成员3", "") in [(c.before, c.after) for c in found]
    assert (
        compare("basics", old["basics"], old["basics"], old_book=Book(contents=old), new_book=Book(contents=old)) == []
    )
