"""Surnames by strokes, as on paper."""

import pytest

from studios.values.strokes import STROKES, UNKNOWN, strokes_of, surname_key

COMMONEST = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛段郝顾龚邵覃武钱戴严莫孔向常汤康易乔赖文"


@pytest.mark.parametrize(
    ("character", "strokes"),
    [("丁", 2), ("马", 3), ("王", 4), ("田", 5), ("刘", 6), ("张", 7), ("周", 8), ("赵", 9), ("高", 10), ("黄", 11),
     ("彭", 12), ("雷", 13), ("谭", 14), ("颜", 15), ("薛", 16), ("戴", 17)],
)  # fmt: skip
def test_strokes_are_those_of_the_dictionary(character: str, strokes: int) -> None:
    assert strokes_of(character) == strokes


def test_the_commonest_surnames_are_all_there() -> None:
    assert [c for c in COMMONEST if c not in STROKES] == []
    assert len(STROKES) >= 400


def test_names_stand_by_strokes_then_by_code_point() -> None:
    names = ["黄海", "张三", "丁一", "李四", "王五", "𠮷田", "王丁"]
    assert sorted(names, key=surname_key) == ["丁一", "王丁", "王五", "张三", "李四", "黄海", "𠮷田"]


def test_a_character_beyond_the_table_stands_last() -> None:
    assert strokes_of("𠮷") == UNKNOWN
    assert surname_key("") == ()
