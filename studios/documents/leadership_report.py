"""The one-page report for the leadership on paper."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studios.documents.composing import compose
from studios.models import Call
from studios.queries.report import Report, Table, report_of
from studios.values.paper_lists import Draft


def report_paper(call: Call, report: Report | None = None) -> Draft:
    """Figures and tables of a call beside the one before it."""
    report = report or report_of(call)
    title = _("Report on %(call)s") % {"call": call.title}
    return compose(
        call,
        title=title,
        name=title,
        rows=report_rows(report),
        figures=[_line(line, report) for line in report.figures],
        tables=[_table(table, report) for table in report.tables],
        earlier=report.earlier.title if report.earlier else "",
        labels={
            "now": str(call.year),
            "before": str(report.earlier.year) if report.earlier else "—",
            "change": pgettext("difference", "Change"),
            "compared": _("Compared with"),
        },
    )


def report_rows(report: Report) -> list[dict[str, Any]]:
    """Every figure of the page as one row: what the check sum covers."""
    lines = [("figures", line) for line in report.figures]
    lines += [(table.key, line) for table in report.tables for line in table.lines]
    return [{"table": key, "label": line.label, "now": line.now, "before": line.before} for key, line in lines]


def _line(line: Any, report: Report) -> dict[str, str]:
    """A figure; without an earlier call there is nothing before it and no change."""
    before, change = (str(line.before), line.change) if report.earlier else ("—", "—")
    return {"label": line.label, "now": str(line.now), "before": before, "change": change}


def _table(table: Table, report: Report) -> dict[str, Any]:
    lines = [
        _line(line, report) | {"share": _share(line.now, table.most), "past": _share(line.before, table.most)}
        for line in table.lines
    ]
    return {"title": table.title, "lines": lines}


def _share(count: int, most: int) -> float:
    return round(count / most, 4) if most else 0.0
