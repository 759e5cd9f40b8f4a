"""The one-page report for the leadership."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from studios.documents.leadership_report import report_rows
from studios.models import Call
from studios.queries.report import Report, Table, report_of
from studios.ui.bars import Bar, bar_chart
from studios.ui.review import review_links
from studios.values.paper_lists import SHOWN, list_sha256
from studios.views.desk.papers import CASES, call_in_sight
from unions.errors import Forbidden
from unions.ui.audience import audience


@require_safe
@audience(*CASES)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures of a call beside the one before it: for the naming union and those above."""
    call = call_in_sight(request, pk)
    if not request.user.scope.covers(call.union, *CASES):
        raise Forbidden(_("The report is for the naming union and those above it."))
    found = report_of(call)
    links = review_links(call, current="call_report")
    return render(request, "studios/report/report.html", {"review_links": links, **_shown(call, found)})


def _shown(call: Call, found: Report) -> dict:
    return {
        "call": call,
        "report": found,
        "charts": [(table, _chart(table, found)) for table in found.tables],
        "check": list_sha256(report_rows(found))[:SHOWN],
    }


def _chart(table: Table, found: Report) -> str:
    bars = [Bar(line.label, line.now, line.before) for line in table.lines]
    text = _("Bars of this call above those of the earlier one; the numbers stand in the table.")
    return bar_chart(bars, key=table.key, title=table.title, description=text)
