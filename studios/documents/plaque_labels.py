"""Plaque labels: a label a studio with its QR code, to be stuck on or cut into the plaque."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from studios.documents.composing import Rows, as_text, compose, day_in_words, public_address, qr_svg
from studios.models import Call, Decision
from studios.queries.paper_lists import named_rows
from studios.values.paper_lists import Draft


def labels_paper(call: Call, decision: Decision, rows: Rows | None = None) -> Draft:
    """All labels of a decision, eight on a sheet."""
    title = _("Plaque labels, %(number)s") % {"number": decision.number}
    return compose(
        call,
        title=title,
        name=title,
        rows=named_rows(decision) if rows is None else rows,
        shown=_shown,
        number=decision.number,
        date=day_in_words(decision.decided_on),
        hint=_("Scan to check"),
    )


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    address = public_address(row["page"])
    return as_text(row) | {"address": address, "qr": qr_svg(address)}
