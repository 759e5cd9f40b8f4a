"""The page of one row's history, the same for every model."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from unions.queries.history import history_of


def history_page(request: HttpRequest, row: Model) -> HttpResponse:
    """Who changed what in this row; the view has checked that the row is visible."""
    shown = {"subject": row, "kind": row._meta.verbose_name, "entries": history_of(row)}
    return render(request, "unions/history.html", shown)
