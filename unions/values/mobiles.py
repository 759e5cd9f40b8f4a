"""Chinese mobile numbers."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SEPARATORS = re.compile(r"[\s\-.()\u2010-\u2015\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[0-9]{10}$))")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_DIGITS = 11
_LONGEST = 60


def normalise_mobile(text: str) -> str:
    """Eleven digits out of 138 0013 8000, +86… or full-width digits; a ValidationError says what is wrong."""
    typed = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text[:_LONGEST]))
    number = _COUNTRY.sub("", typed)
    if _MOBILE.fullmatch(number) and len(text) <= _LONGEST:
        return number
    if not number:
        raise ValidationError(_("Enter the mobile number."), code="empty")
    if not re.fullmatch(r"[0-9]+", number):
        raise ValidationError(_("A mobile number consists of digits only."), code="digits")
    if len(number) != _DIGITS:
        raise ValidationError(
            _("A mobile number has 11 digits; this one has %(count)d."), code="length", params={"count": len(number)}
        )
    raise ValidationError(_("A mobile number starts with 13 to 19."), code="start")


def mask_mobile(number: str) -> str:
    """The number with its middle hidden: 138****8000."""
    return f"{number[:3]}****{number[-4:]}" if len(number) == _DIGITS else "****"
