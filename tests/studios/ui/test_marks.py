"""Words marked in a text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studios.ui.marks import is_in, marked, plain_text


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("铝合金焊接变形", ["焊接"], "铝合金<mark>焊接</mark>变形"),
        ("焊接与焊接", ["焊接"], "<mark>焊接</mark>与<mark>焊接</mark>"),
        ("焊接变形", ["焊接", "焊接变"], "<mark>焊接变</mark>形"),
        ("ＴＩＧ焊", ["tig"], "<mark>ＴＩＧ</mark>焊"),
        ("antigen TIG", ["tig"], "antigen <mark>TIG</mark>"),
        ("㎡面积", ["m2"], "<mark>㎡</mark>面积"),
        ("<b>焊接</b>&", ["焊接"], "&lt;b&gt;<mark>焊接</mark>&lt;/b&gt;&amp;"),
        ("林晓川劳模", ["林晓川·劳模"], "<mark>林晓川</mark><mark>劳模</mark>"),
        ("平焊", [""], "平焊"),
        ("", ["焊"], ""),
    ],
)
def test_words_are_marked_and_the_rest_escaped(text: str, words: list[str], shown: str) -> None:
    assert marked(text, words) == shown


def test_a_long_text_is_cut_around_the_first_word() -> None:
    text = "前" * 100 + "。中间有焊接的一句。" + "后" * 100
    shown = marked(text, ["焊接"], most=40)
    assert shown.startswith("…中间有<mark>焊接</mark>的一句。后")
    assert shown.endswith("后…")
    assert len(re.sub("<[^>]*>", "", shown)) == 42


def test_a_short_text_is_whole() -> None:
    assert marked("短文", ["无"], most=40) == "短文"
    assert not is_in("短文", ["无"])


def test_html_is_read_as_text() -> None:
    assert plain_text("<h2>标题</h2><p>一<strong>焊</strong>接 &amp; 二</p>") == "标题 一焊接 & 二 "


@given(st.text(max_size=60), st.lists(st.text(max_size=5), max_size=4), st.integers(0, 30))
def test_nothing_but_marks_is_markup(text: str, words: list[str], most: int) -> None:
    shown = re.sub("</?mark>", "", marked(text, words, most=most))
    assert "<" not in shown
    assert ">" not in shown
