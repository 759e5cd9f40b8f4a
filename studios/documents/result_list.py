"""Result list: what a meeting said of each case, from its frozen record."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.choices.reviews import Outcome
from studios.documents.composing import Rows, as_text, compose, day_in_words
from studios.models import Meeting
from studios.queries.paper_lists import result_rows
from studios.values.paper_lists import Draft


def results_paper(meeting: Meeting, rows: Rows | None = None) -> Draft:
    """The list as the meeting froze it."""
    title = _("Result list, %(call)s") % {"call": meeting.call.title}
    columns = [
        ("position", _("No."), 1),
        ("number", _("Number"), 4),
        ("studio", _("Studio"), 6),
        ("unit", _("Unit"), 6),
        ("points", _("Points"), 2),
        ("rank", _("Rank"), 1),
        ("outcome", pgettext("meeting", "Outcome"), 2),
        ("changes", _("Changes and reasons"), 6),
    ]
    facts = [
        [_("Meeting record"), f"{meeting.get_kind_display()}　{meeting.number}".strip("　")],
        [_("Date"), day_in_words(meeting.held_on)],
        [_("Present"), meeting.present or "—"],
        [_("Recused"), meeting.recused or "—"],
    ]
    return compose(
        meeting.call,
        title=title,
        name=title,
        rows=result_rows(meeting) if rows is None else rows,
        shown=_shown,
        columns=columns,
        facts=facts,
        sha256=meeting.sha256,
        signs=[[_("Kept by"), ""], [_("Checked by"), ""], [_("Date"), ""]],
    )


def _shown(row: Mapping[str, Any]) -> dict[str, str]:
    outcome = str(Outcome(row["outcome"]).label)
    points, rank = row.get("points") or "—", row.get("rank") or "—"
    return as_text(row) | {
        "outcome": outcome,
        "points": str(points),
        "rank": str(rank),
        "changes": "；".join(row.get("changes") or []),
    }
