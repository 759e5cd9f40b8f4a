"""The annual ledger of a union: year and format are chosen, the worker writes the paper."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from studios.actions.paper_writing import order_ledger
from studios.choices.reviews import PaperFormat
from studios.documents.annual_ledger import ledger_paper
from studios.forms.papers import LedgerForm
from studios.queries.annual_ledger import ledger_rows
from unions.choices.people import DESK_ROLES
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def annual_ledger(request: HttpRequest) -> HttpResponse:
    """Ask for union, year and format; writing is a job."""
    form = LedgerForm(posted(request), account=request.user)
    if form.is_bound and form.is_valid():
        job = attempt(form, lambda: _ordered(request, **form.cleaned_data))
        if job:
            return redirect("job", job)
    status = form_status(request, refused=form.is_bound)
    return render(request, "studios/register/annual_ledger.html", {"form": form}, status=status)


def _ordered(request: HttpRequest, *, union, year: int, format: str) -> int:  # noqa: A002 - the field's name
    with translation.override(settings.LANGUAGE_CODE):
        draft = ledger_paper(union, year, ledger_rows(union, year))
    return order_ledger(union, PaperFormat(format), by=request.user, draft=draft)
