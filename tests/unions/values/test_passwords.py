import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from unions.values.passwords import is_guessable


@pytest.mark.parametrize(
    "password",
    [
        "Gonghui@123",
        "Dongou@2026",
        "Aa123456!",
        "woaini1314",
        "Gonghui@20261122",
        "Zonggonghui123!",
        "LaoMo_ChuangXin_2026",
        "Donglanshi@2026",
        "Gongzuoshi#2026",
        "Admin@123456789",
        "P@ssw0rd2026",
        "WoAiNi5201314!!",
        "Zhongguo1949!!",
        "1qaz2wsx3edc",
        "Qwertyuiop123",
        "Poiuytrewq12",
        "abcd1234abcd1234",
        "xyxyxyxyxyxyxy",
        "aaaaaaaaaaaa",
        "202611222026",
        "lingxian2026!zhang",
        "Ｇｏｎｇｈｕｉ＠２０２６",
    ],
)
def test_passwords_of_the_office_are_refused(password):
    assert is_guessable(password)
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "eight quiet lanterns",
        "correct horse battery staple",
        "blue kettle under nine stairs",
        "我们班组每天早晨测量三次",
        "女儿周六学小提琴在河边",
        "mei tian zaoshang liang wendu",
        "k7mq-w3xd-p9hv",
        "tR7#qLv9!mZx2",
        "Wangjing-Tuolaji-77-Xiayu",
    ],
)
def test_sentences_and_chance_are_taken(password):
    assert not is_guessable(password)


def test_a_good_sentence_passes_every_rule():
    validate_password("eight quiet lanterns")
    validate_password("女儿周六上午学小提琴在河边")


@pytest.mark.parametrize("password", ["", "\x00", "𠮷" * 3, "a" * 100_000])
def test_odd_values_are_read_without_a_fault(password):
    assert is_guessable(password)
