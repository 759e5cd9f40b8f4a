"""Typed text and its HTML, and what is left of a Word file's text."""

from io import BytesIO

import pytest

from studios.values.prose import loosely, prose_of, spoken, typed
from studios.values.uploads.child_word import clean
from studios.values.uploads.refusals import UploadRefused
from studios.values.uploads.word import word_text
from tests import files
from tests.story import add_link, add_picture, word


def test_blank_lines_headings_and_lists_have_a_meaning() -> None:
    text = "第一段\n同一段的第二行\n\n　　第二段\n## 标题\n- 甲\n- 乙\n第三段"
    assert prose_of(text) == (
        "<p>第一段<br>同一段的第二行</p><p>第二段</p><h2>标题</h2><ul><li>甲</li><li>乙</li></ul><p>第三段</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一段",
        "两行\n一段\n\n## 题\n\n- 甲\n- 乙\n\n末段",
        "a < b & c > d",
        "<script>alert(1)</script>",
        "##无空格\n-无空格",
        "## \n- ",
    ],
)
def test_typed_text_comes_back_as_it_was(text: str) -> None:
    html = prose_of(text)
    assert "<script" not in html
    assert prose_of(typed(html) or "") == html


@pytest.mark.parametrize(
    "html",
    [
        "<p>a <strong>b</strong></p>",
        "<table><tbody><tr><td>a</td></tr></tbody></table>",
        "<h3>a</h3>",
        "a",
        "<ol><li>a</li></ol>",
    ],
)
def test_what_cannot_be_typed_is_changed_in_word(html: str) -> None:
    assert typed(html) is None


def test_text_from_word_can_be_typed_on_without_its_table() -> None:
    html = "<h3>题</h3><p>一<strong>段</strong> &amp;</p><table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table><ol><li>丙</li></ol>"
    assert loosely(html) == "## 题\n\n一段 &\n\n甲 乙\n\n- 丙"


def test_words_alone_for_short_descriptions() -> None:
    assert spoken("<p>三<strong>摆</strong></p><p>一停 &lt;b&gt;</p>") == "三摆 一停 <b>"


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('<p onclick="x()" style="color:red" class="c" id="i">a</p>', "<p>a</p>"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style>", "<p>a</p>"),
        ('<p><a href="javascript:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><a href=" JaVaScRiPt:alert(1)">a</a></p>', "<p>a</p>"),
        ('<p><a href="data:text/html,x">a</a><a href="//evil.example">b</a><a href="#n">c</a></p>', "<p>abc</p>"),
        ('<p><a href="https://a.example/?b=1&amp;c=2" target="_blank" onclick="x">a</a></p>',
         '<p><a href="https://a.example/?b=1&amp;c=2" rel="noopener nofollow">a</a></p>'),
        ('<p>a<img src="data:image/png;base64,AAAA" onerror="x()"></p>', "<p>a</p>"),
        ('<iframe src="https://a.example"></iframe><p>a</p>', "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg><p>a</p>", "<p>a</p>"),
        ("<h1>a</h1><h3>b</h3><h6>c</h6>", "<h2>a</h2><h3>b</h3><h3>c</h3>"),
        ("<h3>a</h3>", "<h2>a</h2>"),
        ("<p>H<sub>2</sub>O m<sup>2</sup></p>", "<p>H<sub>2</sub>O m<sup>2</sup></p>"),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('<table><tr><td colspan="2" style="x" bgcolor="red">a</td></tr></table>',
         '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'),
    ],
)  # fmt: skip
def test_only_what_a_text_is_made_of_is_left(html: str, left: str) -> None:
    assert clean(html) == left


def test_table_in_a_table_becomes_text() -> None:
    inner = "<table><tr><td>里一</td><td>里二</td></tr></table>"
    assert clean(f"<table><tr><td>外{inner}</td></tr></table>") == (
        "<table><tbody><tr><td>外里一 里二 </td></tr></tbody></table>"
    )


def test_word_file_is_taken_over_without_its_pictures() -> None:
    def build(document) -> None:
        document.add_heading("下一级", level=2)
        document.add_paragraph("条目", style="List Bullet")
        document.add_paragraph().add_run("加粗").bold = True
        add_picture(document)
        add_picture(document)
        add_link(document, "https://union.example/a", "链接")
        add_link(document, "javascript:alert(1)", "坏链接")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"

    found = word_text(BytesIO(word(build)))
    assert found.html == (
        "<h2>小标题</h2><p>第一段文字</p><h3>下一级</h3><ul><li>条目</li></ul><p><strong>加粗</strong></p>"
        '<p><a href="https://union.example/a" rel="noopener nofollow">链接</a></p><p>坏链接</p>'
        "<table><tbody><tr><td><p>甲</p></td><td><p>乙</p></td></tr></tbody></table>"
    )
    assert (found.pictures, found.has_more) == (2, False)


def refusal_of(content: bytes) -> str:
    with pytest.raises(UploadRefused) as refused:
        word_text(BytesIO(content))
    return str(refused.value.code)


def test_word_file_without_text_and_one_that_is_too_long_are_refused(monkeypatch) -> None:
    assert refusal_of(word(lambda document: document._body.clear_content())) == "word_empty"
    assert refusal_of(files.make_docx()) == "word_too_complex"
    monkeypatch.setattr("studios.values.uploads.word.PROSE_CHARACTERS", 10)
    assert refusal_of(word()) == "word_too_long"


def test_word_file_that_is_too_deep_is_refused_by_the_child() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"<w:document {space}><w:body>{deep}</w:body></w:document>"
    assert refusal_of(files.make_docx({"word/document.xml": document})) == "word_too_complex"


def test_entity_bomb_in_the_text_is_refused() -> None:
    bomb = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f'<!DOCTYPE w [<!ENTITY a0 "boom">{bomb}]><w:document {space}><w:body><w:p><w:r><w:t>&a12;</w:t></w:r></w:p></w:body></w:document>'
    assert refusal_of(files.make_docx({"word/document.xml": document})) == "word_too_complex"
