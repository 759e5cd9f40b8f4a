"""Chinese patent numbers: ZL, year, type, serial, and a check digit after the point."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from studios.choices.patents import PatentKind

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CHECKS = "0123456789X"
_SHAPE = re.compile(r"(?:ZL|CN)?([0-9]{12}|[0-9]{8})\.?([0-9X])")
_WITHOUT_CHECK = re.compile(r"(?:ZL|CN)?([0-9]{12}|[0-9]{8})")
_PREFIXES = re.compile(r"^(专利号|申请号)?[::]?")
_LONGEST = 40


_KINDS = {
    "1": PatentKind.INVENTION,
    "2": PatentKind.UTILITY,
    "3": PatentKind.DESIGN,
    "8": PatentKind.INVENTION,
    "9": PatentKind.UTILITY,
}


@dataclass(frozen=True, slots=True)
class PatentNumber:
    """Body of 12 digits (8 before October 2003), check digit, kind, and whether it came by way of PCT."""

    body: str
    check: str
    kind: PatentKind
    is_international: bool

    def __str__(self) -> str:
        """Write it in the standard form: ZL201710601862.3."""
        return f"ZL{self.body}.{self.check}"


def check_digit(body: str) -> str:
    """Check digit of a body of 8 or 12 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=False))
    return _CHECKS[total % 11]


def parse_patent_number(text: str) -> PatentNumber:
    """Read a patent number with or without ZL or CN; a ValidationError says what is wrong."""
    compact = "".join(unicodedata.normalize("NFKC", text[: _LONGEST * 2]).upper().split())
    compact = _PREFIXES.sub("", compact).replace("。", ".").replace("·", ".")
    shape = _SHAPE.fullmatch(compact)
    if not shape:
        raise _fault_of_shape(compact)
    body, check = shape.groups()
    if check_digit(body) != check:
        raise ValidationError(_("The check digit after the point doesn't fit; compare with the certificate."), "check")
    digit = body[4] if len(body) == 12 else body[2]
    if digit not in _KINDS:
        raise ValidationError(_("The digit for the kind of patent is none of 1, 2, 3, 8 and 9."), "kind")
    return PatentNumber(body, check, _KINDS[digit], digit in "89")


def _fault_of_shape(compact: str) -> ValidationError:
    if not compact:
        return ValidationError(_("Enter the patent number."), "empty")
    if _WITHOUT_CHECK.fullmatch(compact):
        return ValidationError(
            _("The check digit after the point is missing, such as ZL201710601862.3."), "check_missing"
        )
    return ValidationError(
        _("A patent number is ZL, 12 digits, a point and a check digit, such as ZL201710601862.3."), "shape"
    )
