"""Each paper sets as PDF and Word, says what the call says, and its list is the page's list."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm

from studios.actions.attachments import keep_file
from studios.actions.decisions import Paper as SignedPaper
from studios.actions.decisions import name_studios
from studios.choices.paper_layouts import LAYOUTS
from studios.choices.reviews import PaperKind
from studios.documents.fields import field_rows
from studios.documents.leadership_report import report_paper
from studios.documents.naming_decision import decision_draft, decision_paper
from studios.documents.registry import batches, offers
from studios.documents.samples import sample_paper
from studios.models import RecommendationBatch
from studios.queries.paper_lists import named_rows, ready_rows
from studios.values.paper_lists import list_sha256
from studios.values.typesetting.papers import set_paper
from studios.values.typesetting.word import fill_word
from studios.values.typesetting.word_templates import default_template
from tests.city import City, make_city, ready
from tests.documents import pages_of, words_of
from tests.files import make_pdf
from tests.review import another_unit
from unions import clock
from unions.models import Account

TEMPLATES = Path(__file__).parents[3] / "templates" / "documents"
RARE = "张𬭊䶮犇"


def set_pdf(kind: PaperKind, content: dict) -> list[str]:
    return pages_of(set_paper(TEMPLATES / f"{LAYOUTS[kind]}.typ", content))


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_sets_as_pdf_with_its_check_sum(kind: PaperKind) -> None:
    draft = sample_paper(kind)
    pages = set_pdf(kind, draft.content)
    title = draft.content["title"].replace(" ", "")[:10]
    assert title in "".join(pages) or kind == PaperKind.PLAQUES
    assert all(draft.check in page for page in pages)


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_paper_fills_its_word_template(kind: PaperKind) -> None:
    draft = sample_paper(kind)
    words = words_of(fill_word(default_template(LAYOUTS[kind], draft.content), draft.content))
    assert draft.content["title"] in words or kind == PaperKind.PLAQUES
    assert "{{" not in words
    assert "{%" not in words


@pytest.mark.parametrize("kind", list(PaperKind))
def test_every_word_paper_has_numbered_pages_and_columns_of_their_own_width(kind: PaperKind) -> None:
    content = sample_paper(kind).content
    document = Document(BytesIO(fill_word(default_template(LAYOUTS[kind], content), content)))
    foot = document.sections[0].footer._element.xml
    assert ('w:instr=" PAGE "' in foot, 'w:instr=" NUMPAGES "' in foot) == (True, True)
    assert 'w:eastAsia="zh-CN"' in document.styles.element.xml
    assert document.core_properties.title == content["title"]
    assert document.core_properties.author == content["issuer"]
    room = document.sections[0].page_width - document.sections[0].left_margin - document.sections[0].right_margin
    for table in document.tables:
        widths = [column.width for column in table.columns]
        assert all(row.cells[i].width == widths[i] for row in table.rows for i in range(len(widths)))
        assert sum(widths) <= room + Mm(1)
        assert "cantSplit" in table._tbl.xml


def test_a_table_too_wide_for_the_page_is_a_block_for_each_row() -> None:
    content = sample_paper(PaperKind.CASE_FORM).content
    leads = next(table for table in content["tables_set"] if len(table["columns"]) > 8)
    document = Document(BytesIO(fill_word(default_template("profile", content), content)))
    block = next(table for table in document.tables if table.cell(0, 0).text == leads["columns"][0][1])
    assert [row.cells[0].text for row in block.rows] == [label for _key, label, _part in leads["columns"]]


def test_a_report_without_an_earlier_call_compares_nothing(city: City) -> None:
    content = report_paper(city.call).content
    assert {(line["before"], line["change"]) for line in content["figures"]} == {("—", "—")}


@pytest.mark.parametrize("kind", list(PaperKind))
def test_rare_characters_print(kind: PaperKind) -> None:
    content = sample_paper(kind).content | {"issuer": RARE, "expert_name": RARE}
    content["rows"] = [row | {"studio": RARE, "engraving": RARE} for row in content["rows"]]
    content["facts"] = [{"label": "x", "value": RARE}]
    content["title"] = content["title"] + RARE
    pages = set_pdf(kind, content)
    assert RARE in "".join(pages)
    assert "U+" not in "".join(pages)


def test_a_certificate_has_a_page_for_each_studio() -> None:
    assert len(set_pdf(PaperKind.CERTIFICATE, sample_paper(PaperKind.CERTIFICATE).content)) == 2


def test_markup_in_a_name_is_text() -> None:
    content = sample_paper(PaperKind.DECISION).content
    content["rows"] = [row | {"studio": "#panic() <b>&*x*"} for row in content["rows"]]
    assert "#panic()<b>&*x*" in "".join(set_pdf(PaperKind.DECISION, content))
    words = words_of(fill_word(default_template("letter", content), content))
    assert "#panic() <b>&*x*" in words


def test_the_page_of_fields_lists_a_lists_fields_with_their_loop() -> None:
    codes = {(row.code, row.within) for row in field_rows(PaperKind.DECISION)}
    assert ("{{ title }}", "") in codes
    assert ("{{ row.studio }}", "{%p for row in rows %}") in codes


@pytest.fixture
def city(db) -> City:
    return make_city()


@pytest.fixture
def signed(city: City, settings, tmp_path) -> SignedPaper:
    settings.MEDIA_ROOT = tmp_path
    kept = keep_file(BytesIO(make_pdf()), name="决定.pdf", by=city.city_chair, union=city.city, slot="paper")
    return SignedPaper(number="测工〔2026〕15号", decided_on=clock.today(), file=kept)


@pytest.mark.parametrize(
    ("verb", "level"), [("认定", "市级劳模和工匠人才创新工作室"), ("支持建设", "市级职工创新工作室")]
)
def test_the_decision_is_worded_by_the_call(city: City, verb: str, level: str) -> None:
    city.call.verb, city.call.level_name, city.call.approval_basis = verb, level, "经批复开展。"
    city.call.save()
    case = ready(city)
    draft = decision_draft(city.call)
    paragraphs = draft.content["paragraphs"]
    assert draft.content["title"] == f"关于{verb}{city.call.year}年{level}的决定"
    assert paragraphs[0] == "经批复开展。"
    assert paragraphs[1] == f"经推荐审核、资格审查，决定{verb}1个工作室为{level}（名单附后）。"
    assert [row["studio"] for row in draft.content["rows"]] == [case.studio.name]


def test_the_list_of_the_paper_is_the_list_of_the_page(city: City, client) -> None:
    ready(city)
    ready(another_unit(city))
    client.force_login(city.city_clerk)
    page = client.get(f"/desk/calls/{city.call.pk}/papers/decision/0/")
    shown = page.context["draft"]
    assert shown.sha256 == list_sha256(ready_rows(city.call)) == decision_draft(city.call).sha256
    assert shown.check in page.content.decode()
    assert [row["position"] for row in shown.rows] == [1, 2]


def test_a_changed_row_changes_the_check_sum(city: City) -> None:
    ready(city)
    before = decision_draft(city.call).sha256
    city.unit.employer = "改名厂"
    city.unit.save()
    assert decision_draft(city.call).sha256 != before


def test_a_taken_decision_lists_what_it_named(city: City, signed: SignedPaper) -> None:
    case = ready(city)
    decision = name_studios(city.call, [case], paper=signed, by=city.city_chair)
    draft = decision_paper(city.call, decision)
    assert draft.sha256 == list_sha256(named_rows(decision))
    assert (draft.content["number"], draft.content["rows"][0]["plaque_number"]) == (
        decision.number,
        decision.designations.get().plaque_number,
    )


def test_the_naming_union_finds_summaries_that_were_handed_over_and_its_own(city: City) -> None:
    open_one = RecommendationBatch.objects.create(call=city.call, union=city.county, made_at=clock.now())

    def found(account: Account) -> list[int]:
        return [b.pk for b in batches(city.call, Account.objects.get(pk=account.pk))]

    assert (found(city.county_clerk), found(city.city_clerk), found(city.unit_clerk)) == ([open_one.pk], [], [])
    RecommendationBatch.objects.update(handed_at=clock.now(), number="县工发〔2026〕1号")
    assert (found(city.county_clerk), found(city.city_clerk), found(city.unit_clerk)) == (
        [open_one.pk],
        [open_one.pk],
        [],
    )


def test_what_cannot_be_written_yet_says_why(city: City) -> None:
    city.call.path = ["recommendation", "panel", "meeting", "notice"]
    city.call.save()
    reasons = {offer.kind: offer.reason for offer in offers(city.call, city.city_clerk)}
    assert reasons[PaperKind.RESULTS] == "会议名单尚未定稿。"
    assert [kind for kind, reason in reasons.items() if not reason] == [PaperKind.REPORT]


def test_dates_stand_as_prose() -> None:
    draft = replace(sample_paper(PaperKind.NOTICE))
    assert draft.content["period"] == "公示期为2026年9月28日至2026年10月9日，共5个工作日。"
    assert draft.content["date"] == "2026年9月28日"
    assert date(2026, 9, 28).isoformat() not in "".join(set_pdf(PaperKind.NOTICE, draft.content))
