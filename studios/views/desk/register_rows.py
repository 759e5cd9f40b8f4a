"""Adds, changes and deletes the rows of a studio: leads, members, projects, results, apprentices, activities."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from studios.actions.activities import delete_activity
from studios.actions.apprenticeships import delete_apprenticeship
from studios.actions.leads import delete_award, remove_lead
from studios.actions.members import delete_member
from studios.actions.projects import delete_project
from studios.actions.results import delete_result
from studios.forms.register.base import RegisterForm
from studios.forms.register.people import ApprenticeshipForm, AwardForm, LeadForm, MemberForm
from studios.forms.register.work import ActivityForm, ProjectForm, ResultForm
from studios.models import HonourAward, Leadership, Studio
from studios.ui.nouns import WORDS
from studios.views.desk.register_forms import answer_form, kept_studio
from unions.choices.people import Role
from unions.errors import Refusal
from unions.ui.answers import form_status
from unions.ui.audience import audience


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun needs: its rows, form and deleting action."""

    related: str
    form: type[RegisterForm]
    delete: Callable[..., None]
    parts: tuple[str, ...] = ()


NOUNS = {
    "leads": Noun("leaderships", LeadForm, remove_lead, ("worker__person",)),
    "members": Noun("members", MemberForm, delete_member, ("person",)),
    "projects": Noun("projects", ProjectForm, delete_project),
    "results": Noun("results", ResultForm, delete_result, ("kind",)),
    "apprenticeships": Noun("apprenticeships", ApprenticeshipForm, delete_apprenticeship, ("master", "apprentice")),
    "activities": Noun("activities", ActivityForm, delete_activity),
}


def _find(studio: Studio, noun: str, row: int) -> Any:
    spec = NOUNS[noun]
    found = get_object_or_404(getattr(studio, spec.related).select_related(*spec.parts), pk=row)
    found.studio = studio
    return found


def _place(studio: Studio, noun: str) -> str:
    return f"{reverse('desk_studio', args=[studio.pk])}#{noun}"


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def add(request: HttpRequest, pk: int, noun: str) -> HttpResponse:
    """Add a row."""
    studio = kept_studio(request, pk)
    form = NOUNS[noun].form(request.POST or None, studio=studio, account=request.user)
    page = {"studio": studio, "title": WORDS[noun].add}
    return answer_form(request, form, then=_place(studio, noun), page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def change(request: HttpRequest, pk: int, noun: str, row: int) -> HttpResponse:
    """Change a row."""
    studio = kept_studio(request, pk)
    found = _find(studio, noun, row)
    form = NOUNS[noun].form(request.POST or None, studio=studio, row=found, account=request.user)
    page = {"studio": studio, "title": WORDS[noun].change, "row": found, "delete_url": _delete_url(studio, noun, row)}
    return answer_form(request, form, then=_place(studio, noun), page=page)


def _delete_url(studio: Studio, noun: str, row: int) -> str:
    if noun == "leads" and studio.is_named:
        return ""
    return reverse(f"{noun}_delete", args=[studio.pk, row])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def delete(request: HttpRequest, pk: int, noun: str, row: int) -> HttpResponse:
    """Ask, then delete a row."""
    studio = kept_studio(request, pk)
    found = _find(studio, noun, row)
    refusal = _deleted(request, noun, found) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect(_place(studio, noun))
    page = {"studio": studio, "row": found, "words": WORDS[noun], "then": _place(studio, noun), "refusal": refusal}
    return render(request, "studios/register/delete.html", page, status=form_status(request, refused=refusal))


def _deleted(request: HttpRequest, noun: str, row: Any) -> str:
    """Nothing when the row is gone, else the reason why not."""
    try:
        NOUNS[noun].delete(row, by=request.user)
    except Refusal as refusal:
        return str(refusal.message)
    messages.success(request, _("Deleted."))
    return ""


def _lead(studio: Studio, row: int) -> Leadership:
    lead = get_object_or_404(studio.leaderships.select_related("worker__person"), pk=row)
    lead.studio = studio
    return lead


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def add_honour(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Add an honour to a lead."""
    studio = kept_studio(request, pk)
    form = _AwardOfLead(request.POST or None, studio=studio, lead=_lead(studio, row), account=request.user)
    page = {"studio": studio, "title": WORDS["awards"].add}
    return answer_form(request, form, then=_place(studio, "leads"), page=page)


class _AwardOfLead(AwardForm):
    """The honour's form over a leadership."""

    def __init__(self, *args: Any, lead: Leadership, **kwargs: Any) -> None:
        """Nothing is shown of a row that is not there yet."""
        super().__init__(*args, **kwargs)
        self.row = lead


@require_POST
@audience(Role.CLERK)
def remove_honour(request: HttpRequest, pk: int, row: int, award: int) -> HttpResponse:
    """Take an honour from a lead."""
    studio = kept_studio(request, pk)
    lead = _lead(studio, row)
    delete_award(lead, get_object_or_404(HonourAward, pk=award, worker=lead.worker), by=request.user)
    messages.success(request, _("Deleted."))
    return redirect(_place(studio, "leads"))
