"""Unified social credit codes of unions: 18 characters, the last one checks the others."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength
from stdnum.exceptions import ValidationError as NumberError

_LONGEST = 60
_GRASSROOTS, _OTHERS = "81", "89"


def normalise_credit_code(text: str) -> str:
    """Eighteen upper-case characters out of any spacing and width; a ValidationError says what is wrong."""
    typed = unicodedata.normalize("NFKC", text[:_LONGEST])
    try:
        return str(uscc.validate("".join(typed.split())))
    except InvalidLength as error:
        raise ValidationError(_("A credit code has 18 characters."), code="length") from error
    except InvalidFormat as error:
        raise ValidationError(
            _("A credit code has eight digits first, and none of the letters I, O, S, V and Z."), code="letters"
        ) from error
    except InvalidChecksum as error:
        raise ValidationError(
            _("The last character of the credit code doesn't fit; compare with the certificate."), code="check"
        ) from error
    except NumberError as error:
        raise ValidationError(_("A credit code has 18 characters."), code="length") from error


def normalise_union_credit_code(text: str, *, is_grassroots: bool) -> str:
    """The same for a union: 81 for grassroots unions, 89 for federations and industrial unions."""
    code = normalise_credit_code(text)
    expected = _GRASSROOTS if is_grassroots else _OTHERS
    if code.startswith(expected):
        return code
    raise ValidationError(
        _("The credit code of this kind of union starts with %(start)s."), code="start", params={"start": expected}
    )
