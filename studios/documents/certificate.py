"""证书: one page a studio, with the QR code of its plaque check."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from studios.documents.composing import Rows, as_text, compose, day_in_words, honour_of, public_address, qr_svg
from studios.models import Call, Decision
from studios.queries.paper_lists import named_rows
from studios.values.paper_lists import Draft


def certificates_paper(call: Call, decision: Decision, rows: Rows | None = None) -> Draft:
    """The certificates of all studios that a decision names."""
    title = _("Certificate")
    verb = str(call.get_verb_display())

    def shown(row: Mapping[str, Any]) -> dict[str, str]:
        address = public_address(row["page"])
        facts = {"studio": row["studio"], "unit": row["unit"], "verb": verb, "honour": honour_of(call)}
        text = _("The studio “%(studio)s” of %(unit)s is hereby entitled by decision to %(verb)s: %(honour)s.") % facts
        until = day_in_words(row["valid_until"])
        valid = _("Valid until %(date)s") % {"date": until} if until else ""
        return as_text(row) | {"text": text, "valid": valid, "address": address, "qr": qr_svg(address)}

    return compose(
        call,
        title=title,
        name=_("Certificates, %(number)s") % {"number": decision.number},
        rows=named_rows(decision) if rows is None else rows,
        shown=shown,
        number=decision.number,
        date=day_in_words(decision.decided_on),
        label=_("Certificate number"),
    )
