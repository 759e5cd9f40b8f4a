"""Money: yuan in the database, 万元 (ten thousand yuan) on screen."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_WAN = Decimal(10_000)
_CENT = Decimal("0.01")
_PLACES = 6
_DIGITS = 12
_LONGEST = 60
_NUMBER = re.compile(r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]*))?")


def wan_to_yuan(text: str) -> Decimal:
    """Exact yuan out of 万元 as typed, with up to six decimals and thousands separators."""
    typed = "".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split()).removesuffix("万元")
    shape = _NUMBER.fullmatch(typed)
    if not shape or len(text) > _LONGEST:
        raise ValidationError(_("Enter an amount in 万元, such as 286.5."), code="amount")
    sign, whole, fraction = shape[1], shape[2].replace(",", ""), shape[3] or ""
    if sign:
        raise ValidationError(_("The amount can't be below zero."), code="negative")
    if len(fraction.rstrip("0")) > _PLACES:
        raise ValidationError(_("The amount has more than six decimals."), code="decimals")
    if len(whole.lstrip("0")) > _DIGITS:
        raise ValidationError(_("The amount is too large."), code="large")
    return (Decimal(f"{whole}.{fraction[:_PLACES] or 0}") * _WAN).quantize(_CENT)


def yuan_to_wan(yuan: Decimal) -> str:
    """All that was typed, for an input: no rounding, no separators, no zeros at the end."""
    text = f"{yuan / _WAN:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def display_wan(yuan: Decimal | None) -> str:
    """Two decimals with thousands separators, for reading; a dash where nothing is known."""
    if yuan is None:
        return "—"
    return f"{(yuan / _WAN).quantize(_CENT, ROUND_HALF_UP):,}"


def is_unchanged(text: str, yuan: Decimal | None) -> bool:
    """Whether a typed amount means what is stored, so that it needn't be written."""
    if not text.strip():
        return yuan is None
    try:
        return yuan is not None and wan_to_yuan(text) == yuan
    except ValidationError:
        return False
