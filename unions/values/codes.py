"""Codes of unions: DL for the root, DL-D01 and DL-D01-3 below it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
# The root's code stands in the numbers of studios (LX-DL-00231).
_ROOT = re.compile(r"[A-Z]{2,6}")
_LONGEST = 30
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―－_"), "-")


def normalise_code(text: str) -> str:
    """Upper case, half width, one kind of dash; a ValidationError says what is wrong."""
    code = unicodedata.normalize("NFKC", text[: _LONGEST * 4]).translate(_DASHES).strip().upper()
    if len(code) > _LONGEST:
        raise ValidationError(_("A code has at most 30 characters."), code="too_long")
    if not _CODE.fullmatch(code):
        raise ValidationError(_("A code consists of letters A–Z, digits and dashes, for example DL-D01."), code="signs")
    return code


def normalise_root_code(text: str) -> str:
    """The code of the root union: two to six letters."""
    code = normalise_code(text)
    if not _ROOT.fullmatch(code):
        raise ValidationError(_("The first union's code has two to six letters, for example DL."), code="root")
    return code
