"""Figures over all studios in force, with source and date, and each table as a sheet."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from studios.queries.statistics import statistics as reckoned
from studios.ui.freshness import revalidated
from studios.ui.statistics import Tables
from unions.ui.audience import audience
from unions.ui.sheets import csv_lines


@require_safe
@audience("public")
@revalidated
def statistics(request: HttpRequest) -> HttpResponse:
    """The whole, then by industry and level, county, year of naming and honour."""
    found = reckoned(request.mark)
    return render(request, "studios/public/statistics.html", {"found": found, "tables": list(Tables(found))})


@require_safe
@audience("public")
@revalidated
def statistics_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """One table with all its rows as CSV."""
    if key not in Tables.KEYS:
        raise Http404
    found = reckoned(request.mark)
    table = Tables(found).table(key)
    answer = StreamingHttpResponse(
        csv_lines(table.sheet_heads, table.lines(), get_language()), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{key}-{found.on:%Y%m%d}.csv"'
    return answer
