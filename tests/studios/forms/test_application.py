from datetime import timedelta

import pytest

from studios.choices.calls import Check
from studios.choices.sections import SectionKey
from studios.forms.application.book import Book
from studios.forms.application.registry import SECTIONS, open_book, validate_all
from tests.contents import as_post, complete_contents, fill_application, make_attachment
from tests.factories import make_application, make_call, make_condition, make_result_kind, make_studio, make_union
from unions import clock

pytestmark = pytest.mark.django_db


def application():
    city = make_union("东澜市总工会")
    return make_application(make_call(city), make_studio(make_union("轨道公司工会", parent=city)))


def faults_of(key, content, **files):
    book = Book(contents=complete_contents() | {key: content}, files=files, application=application())
    return [f.message for f in SECTIONS[key].from_content(content, book=book).faults()]


def changed(key, **fields):
    return complete_contents()[key] | fields


def row_changed(key, group, **fields):
    content = complete_contents()[key]
    content[group][0] |= fields
    return content


def test_complete_pages_have_no_fault():
    filled = fill_application(application())
    assert {key: [f.message for f in found] for key, found in validate_all(filled).items() if found} == {}


@pytest.mark.parametrize("key", list(SectionKey))
def test_a_page_survives_being_sent_and_stored(key):
    content = complete_contents()[key]
    book = Book(contents=complete_contents(), application=application())
    shown = SECTIONS[key].from_content(content, book=book)
    sent = SECTIONS[key].from_post(as_post(shown), book=book, stored=content)
    assert sent.to_content() == shown.to_content()
    assert {k: v for k, v in sent.to_content().items() if k in content} == content


@pytest.mark.parametrize("key", list(SectionKey))
def test_an_empty_page_says_what_to_fill_in(key):
    book = Book(application=application())
    assert SECTIONS[key].from_content({}, book=book).faults()


@pytest.mark.parametrize("key", list(SectionKey))
def test_a_page_of_nonsense_keeps_what_was_typed(key):
    content = complete_contents()[key]
    book = Book(contents=complete_contents(), application=application())
    shown = SECTIONS[key].from_content(content, book=book)
    nasty = "甲\x00\x07\u202e\ud800𠮷" + "长" * 100_000
    post = {k: v if k.endswith(("TOTAL_FORMS", "-key", "-DELETE")) else nasty for k, v in as_post(shown).items()}
    sent = SECTIONS[key].from_post(post, book=book, stored=content)
    kept = sent.to_content()
    again = SECTIONS[key].from_content(kept, book=book)
    assert sent.faults()
    assert again.to_content() == kept
    assert "长" * 100_000 in str(kept)
    assert "\x00" not in str(kept)


def test_a_limit_counts_code_points():
    assert faults_of("basics", changed("basics", name="𠮷" * 40, name_reason="纪念")) == []
    assert len(faults_of("basics", changed("basics", name="𠮷" * 41, name_reason="纪念"))) == 1


def test_a_free_name_needs_its_reason():
    found = faults_of("basics", changed("basics", name="蓝焰工作室"))
    assert len(found) == 1
    assert "林晓川劳模创新工作室" in found[0]


def test_two_studios_of_a_unit_have_two_names():
    mine = application()
    make_studio(mine.union, "林晓川劳模创新工作室")
    book = Book(contents=complete_contents(), application=mine)
    assert len(SECTIONS["basics"].from_content(complete_contents()["basics"], book=book).faults()) == 1


def test_the_same_name_elsewhere_is_only_said():
    mine = application()
    make_studio(make_union("别的工会", parent=mine.union.parent), "林晓川劳模创新工作室")
    page = SECTIONS["basics"].from_content(
        complete_contents()["basics"], book=Book(contents=complete_contents(), application=mine)
    )
    assert page.faults() == []
    assert "别的工会" in page.warnings()[0]


def test_a_team_has_three():
    content = complete_contents()["team"]
    content["members"].pop()
    assert len(faults_of("team", content)) == 1


def test_the_same_person_stands_once():
    content = complete_contents()["team"]
    content["members"][1] |= {"name": "成员1"}
    assert len(faults_of("team", content)) == 1


def test_a_date_after_today_is_refused():
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    book = Book(contents=complete_contents(), files={"result-result1": [1]}, application=application())
    stored = row_changed("results", "results", finished_on=None)
    post = as_post(SECTIONS["results"].from_content(stored, book=book)) | {"results-0-finished_on": tomorrow}
    page = SECTIONS["results"].from_post(post, book=book, stored=stored)
    assert [f.anchor for f in page.faults()] == ["id_results-0-finished_on"]
    assert page.to_content()["results"][0]["typed"] == {"finished_on": tomorrow}


@pytest.mark.parametrize("typed", ["2026-02-30", "2026-13-01", "昨天", "0000-00-00", "9999-12-31"])
def test_an_impossible_date_is_refused_and_kept(typed):
    book = Book(contents=complete_contents(), files={"result-result1": [1]}, application=application())
    stored = complete_contents()["results"]
    post = as_post(SECTIONS["results"].from_content(stored, book=book)) | {"results-0-finished_on": typed}
    page = SECTIONS["results"].from_post(post, book=book, stored=stored)
    assert len(page.faults()) == 1
    assert typed in str(page.rows("results")[0]["finished_on"])


def test_a_patent_number_is_checked():
    patent = make_result_kind("发明专利", group="patent").pk
    good = row_changed("results", "results", kind=patent, number="ZL201710601862.3")
    bad = row_changed("results", "results", kind=patent, number="ZL201710601862.4")
    assert faults_of("results", good, **{"result-result1": [1]}) == []
    assert len(faults_of("results", bad, **{"result-result1": [1]})) == 1


def test_nothing_of_a_secret_result_is_taken():
    secret = row_changed("results", "results", is_secret=True)
    assert len(faults_of("results", secret)) == 2
    bare = row_changed("results", "results", is_secret=True, problem="", novelty="")
    assert faults_of("results", bare) == []


def test_money_keeps_six_decimals_of_wan():
    book = Book(contents=complete_contents(), files={"finance-benefit1": [1]}, application=application())
    stored = complete_contents()["benefits"]
    post = as_post(SECTIONS["benefits"].from_content(stored, book=book)) | {"benefits-0-amount": "386.123456"}
    page = SECTIONS["benefits"].from_post(post, book=book, stored=stored)
    content = page.to_content()
    assert page.faults() == []
    assert content["benefits"][0]["amount"] == "3861234.56"
    assert SECTIONS["benefits"].from_content(content, book=book).rows("benefits")[0].raw["amount"] == "386.123456"


def test_a_social_benefit_needs_no_amount_and_no_certificate():
    social = row_changed("benefits", "benefits", method="social", amount=None)
    assert faults_of("benefits", social) == []
    assert len(faults_of("benefits", row_changed("benefits", "benefits", amount=None))) == 2


def test_the_register_key_of_a_person_never_comes_from_the_page():
    book = Book(contents=complete_contents(), application=application())
    stored = row_changed("team", "members", person=7)
    post = as_post(SECTIONS["team"].from_content(stored, book=book)) | {
        "members-0-person": "99",
        "members-1-person": "99",
    }
    rows = SECTIONS["team"].from_post(post, book=book, stored=stored).to_content()["members"]
    assert [row.get("person") for row in rows] == [7, None, None]


def test_a_hard_condition_that_is_not_met_asks_for_an_explanation():
    mine = fill_application(application())
    condition = make_condition(mine.call, threshold=9)
    found = validate_all(mine)[SectionKey.SUMMARY]
    assert [f.anchor for f in found] == [f"id_explain_{condition.pk}"]
    section = mine.sections.get(key="summary")
    section.content |= {f"explain_{condition.pk}": "正在补充成员"}
    section.save()
    assert validate_all(mine)[SectionKey.SUMMARY] == []


def test_missing_evidence_is_asked_for_once_and_needs_no_explanation_besides():
    mine = fill_application(application())
    mine.call.slots.create(position=1, key="place", name="固定场所照片")
    condition = make_condition(mine.call, Check.EVIDENCE, slot="place")
    assert [f.anchor for f in validate_all(mine)[SectionKey.SUMMARY]] == ["file-slot-place"]
    mine.call.slots.update(is_required=False)
    mine = type(mine).objects.get(pk=mine.pk)
    assert [f.anchor for f in validate_all(mine)[SectionKey.SUMMARY]] == [f"id_explain_{condition.pk}"]


def test_a_slot_of_the_call_that_is_required_wants_a_file():
    mine = fill_application(application())
    mine.call.slots.create(position=1, key="place", name="固定场所照片")
    mine.call.slots.create(position=2, key="extra", name="其他材料", is_required=False)
    assert [f.anchor for f in validate_all(mine)[SectionKey.SUMMARY]] == ["file-slot-place"]
    make_attachment(mine, "slot-place")
    assert validate_all(mine)[SectionKey.SUMMARY] == []


def test_validating_costs_the_same_for_one_row_and_for_many(django_assert_num_queries):
    mine = fill_application(application())
    mine = type(mine).objects.with_parties().get(pk=mine.pk)
    with django_assert_num_queries(17):
        validate_all(mine)
    section = mine.sections.get(key="team")
    section.content["members"] = [section.content["members"][0] | {"key": f"m{n}", "name": f"人{n}"} for n in range(60)]
    section.save()
    mine = type(mine).objects.with_parties().get(pk=mine.pk)
    with django_assert_num_queries(17):
        assert validate_all(mine, book=open_book(mine))[SectionKey.TEAM] == []
