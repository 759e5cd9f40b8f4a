"""Refuses the passwords that people in Chinese offices choose first.

A password is read as a row of parts. Parts that a guesser tries first (words of the organisation, common words,
years, numbers, signs, rows of keys, repetitions) count nothing; what is left has to be long and varied enough.
"""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ENOUGH_SIGNS = 6
ENOUGH_DIFFERENT = 4
SHORTEST_RUN = 4

ORGANISATION = (
    "gonghui zonggonghui shizonggonghui zong zgh gh laomo laodong laodongmofan mofan gongjiang jiangren gongzuo "
    "gongzuoshi chuangxin zhigong gongren jiceng lingxian danwei jiguan gongsi jituan bangongshi renshi dangban "
    "zhuxi fuzhuxi ganshi xitong pingtai guanli guanliyuan shenbao pingshen union tradeunion studio"
)
PLACES = (
    "zhongguo china beijing tianjin shanghai chongqing guangzhou shenzhen hangzhou nanjing wuhan chengdu xian jinan "
    "qingdao dalian shenyang harbin changchun zhengzhou hefei fuzhou xiamen nanchang changsha nanning haikou kunming "
    "guiyang lanzhou xining yinchuan urumqi lasa taiyuan shijiazhuang suzhou ningbo wenzhou dongou donglan "
    "sheng shi qu xian"
)
COMMON = (
    "password passwd pass word admin administrator root user username guest test demo temp default changeme letmein "
    "welcome login master super secret dragon monkey iloveyou love hello nihao woaini woaizhongguo aini wodemima mima "
    "wode chinese asdf qwer qwerty zxcv qaz wsx edc rfv tgb yhn ujm abc abcd aa bb cc xx yy zz tang baby happy"
)
STEMS = re.compile("|".join(sorted(f"{ORGANISATION} {PLACES} {COMMON}".split(), key=len, reverse=True)))
KEY_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
RUNS = tuple(
    row[start : start + SHORTEST_RUN]
    for line in KEY_ROWS
    for row in (line, line[::-1])
    for start in range(len(row) - SHORTEST_RUN + 1)
)
REPEATED = re.compile(r"(.+?)\1+")
# How signs and digits stand in for letters: P@ssw0rd.
DISGUISE = str.maketrans("@4031!5$7", "aaoeiisst")


def is_guessable(password: str) -> bool:
    """Whether what a guesser tries first is nearly all there is to the password, as typed or undisguised."""
    plain = unicodedata.normalize("NFKC", password).lower()
    return not all(_is_enough(_what_is_left(reading)) for reading in (plain, plain.translate(DISGUISE)))


def _is_enough(rest: str) -> bool:
    return len(rest) >= ENOUGH_SIGNS and len(set(rest)) >= ENOUGH_DIFFERENT


def _what_is_left(text: str) -> str:
    letters = "".join(c if c.isalpha() else " " for c in text)
    parts = (_without_runs(STEMS.sub(" ", word)) for word in letters.split())
    return REPEATED.sub(r"\1", "".join(parts).replace(" ", ""))


def _without_runs(text: str) -> str:
    found = [text.find(run) for run in RUNS if run in text]
    if not found:
        return text
    start = min(found)
    end = start + SHORTEST_RUN
    while end < len(text) and text[end - SHORTEST_RUN + 1 : end + 1] in RUNS:
        end += 1
    return text[:start] + _without_runs(text[end:])


class OfficePasswordValidator:
    """The validator for AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that others would guess first."""
        if is_guessable(password):
            raise ValidationError(
                _("This password is easy to guess. Use several words or a sentence that only you know."),
                code="password_office_style",
            )

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("Not the name of the organisation with a year, nor a row of keys.")
