"""Leads an account to the help of its own role."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from studios.ui.help.pages import PAGES, own_pages
from unions.ui.audience import audience


@require_safe
@audience("signed_in")
def own(request: HttpRequest) -> HttpResponse:
    """The page of the only role, or a choice of one's own pages with the others below."""
    mine = own_pages(request.user)  # type: ignore[arg-type]
    if len(mine) == 1:
        return redirect(mine[0].address)
    others = [page for page in PAGES if page not in mine]
    return render(request, "studios/help/own.html", {"mine": mine, "others": others})
