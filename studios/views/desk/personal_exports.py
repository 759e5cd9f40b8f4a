"""Persons as a sheet with mobile and birth month: for clerks and chairs, with a reason, on record."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from studios.actions.list_edits import record_personal_export
from studios.forms.sheets.registers import PRIVATE
from studios.forms.sheets.upload import PersonalForm, union_of
from studios.views.desk.register_lists import persons_listing
from unions.choices.people import DESK_ROLES
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def persons_export(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, then give the rows that the filter leaves."""
    form = PersonalForm(posted(request))
    if form.is_bound and form.is_valid():
        union, facts = union_of(request.user, *DESK_ROLES), {"fields": PRIVATE, **form.cleaned_data}
        if attempt(form, lambda: record_personal_export("persons", by=request.user, union=union, **facts)):
            return persons_listing(request, reveal=True).workbook()
    page = {"form": form, "listing": persons_listing(request)}
    return render(request, "studios/lists/personal.html", page, status=form_status(request, refused=form.is_bound))
