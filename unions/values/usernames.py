"""Usernames: typed ones checked, missing ones made from the name's pinyin."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from unions.values.names import pinyin_key

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{2,59}")
_SHORTEST, _LONGEST = 3, 60


def normalise_username(text: str) -> str:
    """Lower case; begins with a letter, so that it's never taken for a mobile number."""
    name = unicodedata.normalize("NFKC", text[: _LONGEST * 4]).strip().lower()
    if not _USERNAME.fullmatch(name):
        raise ValidationError(
            _("A username begins with a letter and has 3 to 60 letters a–z, digits, dots, dashes."), code="signs"
        )
    return name


def username_from(name: str, taken: set[str]) -> str:
    """The pinyin of a name, with the first number that makes it free: zhangwei, zhangwei2."""
    stem = re.sub(r"[^a-z]", "", pinyin_key(name))[: _LONGEST - 6]
    stem = stem if len(stem) >= _SHORTEST else f"user{stem}"
    number = 1
    while (username := stem if number == 1 else f"{stem}{number}") in taken:
        number += 1
    return username
