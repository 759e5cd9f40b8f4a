"""What somebody typed: words, numbers, and what may be counted."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studios.values.searching import (
    clean_words,
    countable,
    number_forms,
    pinyin_forms,
    spelled,
    tokens_of,
    unproved_runs,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("焊接 变形", ("焊接", "变形")),
        ("焊接 & 变形", ("焊接", "变形")),
        ("& | !", ("&",)),
        ("", ()),
        ("一 二 三 四 五 六", ("一", "二", "三", "四", "五")),
        ("ＴＩＧ焊", ("ＴＩＧ焊",)),
    ],
)
def test_signs_by_themselves_are_no_words(typed: str, words: tuple[str, ...]) -> None:
    assert words_of(typed) == words


@pytest.mark.parametrize(
    ("words", "joined"),
    [(("zhang", "wei"), "zhangwei"), (("Zhang", "Wei"), "zhangwei"), (("zhang",), ""), (("张", "wei"), ""), ((), "")],
)
def test_syllables_typed_apart_are_joined(words: tuple[str, ...], joined: str) -> None:
    assert spelled(words) == joined


@pytest.mark.parametrize(
    ("word", "runs"),
    [
        ("焊接", []),
        ("焊", []),
        ("焊接法", ["焊接法"]),
        ("林晓川·劳模", ["林晓川"]),
        ("C形", ["形"]),
        ("TIG焊接", []),
        ("zhangwei", []),
    ],
)
def test_pairs_prove_two_characters_and_no_more(word: str, runs: list[str]) -> None:
    assert unproved_runs(word) == runs


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("ZL201710601862.3", "ZL201710601862.3"),
        ("zl 2017 1 0601862.3", "ZL201710601862.3"),
        ("201710601862.3", "ZL201710601862.3"),
        ("2017106018623", "ZL201710601862.3"),
        ("201710601862", "ZL201710601862.3"),
        ("ＺＬ２０１７１０６０１８６２．３", "ZL201710601862.3"),
        ("专利号：ZL201710601862.3", "ZL201710601862.3"),
        ("97101765.4", "ZL97101765.4"),
        ("lx-dl-00231", "LX-DL-00231"),
        ("LX DL 00231", "LX-DL-00231"),
        ("lxdl00231c", "LX-DL-00231C"),
        ("LX—DL—00231C2", "LX-DL-00231C2"),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: str, form: str) -> None:
    assert form in number_forms(typed)


@pytest.mark.parametrize(
    "typed",
    ["焊接", "ZhangWei", "zw", "ZL201710601862.3", "ZL 2017 1 0601862.3", "LX-DL-00231", "lxdl0023145", "5G", "12345"],
)
def test_words_and_numbers_of_the_register_are_counted(typed: str) -> None:
    assert countable(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "13800005678", "138 0000 5678", "138-0000-5678", "+86 13800005678", "１３８００００５６７８", "王五13800005678",
        "330302197505011234", "33030219750501123X", "62345678", "0577-12345678", "(0577)12345678", "138.0000.5678",
        "a@b.cn", "ａ＠ｂ．cn", "王 a＠b", "??", "", "。！", "123456", "20171060186",
    ],
)  # fmt: skip
def test_what_may_mean_a_person_is_never_counted(typed: str) -> None:
    assert countable(clean_words(typed)) == ""


def test_counted_words_are_folded_and_cut() -> None:
    assert countable("ＴＩＧ  焊接") == "tig 焊接"
    assert len(countable("焊" * 60)) == 40


def test_pinyin_is_read_as_people_type_it() -> None:
    assert pinyin_forms("zhang1 wei3") == ["zhangwei", "zw"]


@example(":")
@given(st.text(max_size=200))
def test_no_text_is_too_odd(typed: str) -> None:
    words = clean_words(typed)
    assert len(words) <= 60
    assert words.isprintable()
    assert len(countable(words)) <= 40
    assert all(form for form in number_forms(words)) or not words
    assert {len(unproved_runs(word)) <= len(tokens_of(word)) for word in words_of(words)} <= {True}
