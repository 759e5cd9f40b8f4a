"""Refuses passwords that Chinese offices commonly choose."""

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Stems that stand alone or with a year, digits and signs around them (organisation style and common words).
STEMS = frozenset(
    "gonghui zonggonghui dongou donglan lingxian laomo gongzuoshi chuangxin gongjiang zhigong jiceng password passwd "
    "admin administrator root user test welcome qwerty qwer asdf zxcv abc aa aaa iloveyou woaini wodemima mima "
    "china zhongguo beijing shanghai guangzhou nihao chinese letmein master dragon union".split()
)
NOT_LETTERS = re.compile(r"[^a-z]+")
KEYBOARD = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0987654321", "abcdefghijklmnopqrstuvwxyz")
LONGEST_RUN = 5


def is_office_style(password: str) -> bool:
    """Whether a stem with digits and signs, or a keyboard run, is all there is to the password."""
    plain = unicodedata.normalize("NFKC", password).lower().replace("@", "a" if "p@ss" in password.lower() else "@")
    words = [w for w in NOT_LETTERS.split(plain) if w]
    if words and all(w in STEMS for w in words):
        return True
    return any(_is_run(w) for w in [plain]) or (not words and bool(plain))


def _is_run(text: str) -> bool:
    letters = re.sub(r"[^a-z0-9]", "", text)
    covered = sum(len(k) for k in KEYBOARD if k in letters)
    runs = max((_longest_common(letters, k) for k in KEYBOARD), default=0)
    return bool(letters) and (covered >= len(letters) or runs >= max(LONGEST_RUN, len(letters) - 2))


def _longest_common(text: str, row: str) -> int:
    return max((n for n in range(len(row), 0, -1) for i in range(len(row) - n + 1) if row[i : i + n] in text), default=0)


class OfficePasswordValidator:
    """The validator for AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that others would guess first."""
        if is_office_style(password):
            raise ValidationError(
                _("This password is easy to guess. Use several words or a sentence that only you know."),
                code="password_office_style",
            )

    def get_help_text(self) -> str:
        """What the form says beside the field."""
        return _("Not the name of the organisation with a year, nor a row of keys.")
