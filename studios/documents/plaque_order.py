"""The order to the maker of plaques: what is to stand on each, and the receipt to sign."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from studios.documents.composing import Rows, as_text, compose, day_in_words, honour_of, public_address
from studios.models import Call, PlaqueOrder
from studios.queries.paper_lists import named_rows
from studios.values.paper_lists import Draft


def order_paper(call: Call, order: PlaqueOrder, rows: Rows | None = None) -> Draft:
    """One order with its receipt."""
    decision = order.decision
    title = _("Plaque order")
    columns = [
        ("position", _("No."), 1),
        ("engraving", _("Engraving"), 7),
        ("unit", _("Unit"), 5),
        ("plaque_number", _("Plaque number"), 4),
        ("date", _("Date on the plaque"), 3),
        ("address", _("Content of the QR code"), 7),
    ]

    def shown(row: Mapping[str, Any]) -> dict[str, str]:
        more = {"engraving": f"{honour_of(call)}　{row['studio']}", "date": day_in_words(row["decided_on"])}
        return as_text(row) | more | {"address": public_address(row["page"])}

    return compose(
        call,
        title=title,
        name=f"{title}（{order.maker}，{order.ordered_on:%Y-%m-%d}）",
        rows=named_rows(decision) if rows is None else rows,
        shown=shown,
        columns=columns,
        facts=[
            [_("Maker"), order.maker],
            [_("Ordered"), day_in_words(order.ordered_on)],
            [_("Pieces"), str(order.pieces)],
            [_("Document number"), f"{decision.number}（{decision.issuer}）"],
        ],
        signs=_receipt(order),
    )


def _receipt(order: PlaqueOrder) -> list[list[str]]:
    pieces = "" if order.received_pieces is None else str(order.received_pieces)
    return [[_("Pieces received"), pieces], [_("Received by"), ""], [_("Date"), day_in_words(order.received_on)]]
