"""年度台账 on paper: a union's studios in a year, reported and confirmed figures beside each other; A4 across."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from studios.documents.composing import Rows, as_text, put_together, union_words
from studios.values.paper_lists import Draft
from unions.models import Union
from unions.templatetags.formats import money


def ledger_paper(union: Union, year: int, rows: Rows) -> Draft:
    """The ledger of a year; `rows` are those of `studios.queries.annual_ledger.ledger_rows`."""
    title = _("Annual ledger of innovation studios, %(year)s") % {"year": year}
    columns = [
        ("position", _("No."), 2),
        ("studio", _("Studio"), 9),
        ("unit", _("Unit"), 8),
        ("leads", _("Lead"), 4),
        ("level", _("Highest level"), 4),
        ("industry", _("Industry group"), 5),
        ("member_count", _("Members"), 2),
        ("project_count", _("Projects"), 2),
        ("result_count", _("Results"), 2),
        ("confirmed_count", _("of them confirmed"), 3),
        ("pair_count", _("Apprentice pairs"), 3),
        ("activity_count", _("Activities"), 2),
        ("benefit_reported", _("Benefit reported, 10,000 yuan"), 4),
        ("benefit_confirmed", _("Benefit confirmed, 10,000 yuan"), 4),
    ]
    return put_together(
        union_words(union) | {"year": str(year)},
        title=title,
        name=f"{title} {union.name}",
        rows=rows,
        shown=_shown,
        columns=columns,
        facts=[[_("Union"), union.name], [_("Together"), _total(rows)], [_("Figures"), _how()]],
        signs=[[_("Filled in by"), ""], [_("Person in charge (signature)"), ""], [_("Date"), ""]],
    )


def _total(rows: Rows) -> str:
    sums = {key: sum(row[key] for row in rows) for key in ("member_count", "result_count", "confirmed_count")}
    sure = money(sum(row["benefit_confirmed"] for row in rows))
    words = _(
        "%(studios)d studios, %(member_count)d members, %(result_count)d results (%(confirmed_count)d confirmed),"
        " benefit confirmed %(benefit)s (10,000 yuan)"
    )
    return words % {**sums, "studios": len(rows), "benefit": sure}


def _how() -> str:
    return _(
        "Members on the last day of the year; projects and apprentices that ran in it; results finished in it."
        " Confirmed benefit is certified by finance and belongs to confirmed results."
    )


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    return as_text(row) | {key: money(row[key]) for key in ("benefit_reported", "benefit_confirmed")}
