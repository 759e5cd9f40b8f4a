"""The page of a studio, its own facts and its files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.decisions import return_plaque
from studios.actions.studio_files import add_studio_file, remove_studio_file
from studios.actions.studios import delete_studio
from studios.actions.takeover import take_answers_over
from studios.forms.register.studio import StudioForm
from studios.forms.register.work import FileForm
from studios.models import Application, Designation, Studio
from studios.permissions import keeps_studio, records_namings_of
from studios.queries.register import register_files, studio_page
from studios.ui.nouns import WORDS
from studios.ui.register_columns import plaque_url
from studios.views.desk.register_forms import CASES, answer_form, kept_studio
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Refusal
from unions.forms.refusals import add_refusal
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.values.numbers import whole_number

SHOWN = 50


@require_safe
@audience(*CASES)
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    """A studio with all that the register holds; in preparation and seen from above, its name alone."""
    found = get_object_or_404(studio_page(request.user, pk))
    if not found.is_readable:
        return render(
            request,
            "studios/register/closed.html",
            {"studio": found, "may_record": records_namings_of(request.user, found.union)},
        )
    return render(request, "studios/register/studio.html", _facts(request, found))


def _facts(request: HttpRequest, found: Studio) -> dict[str, Any]:
    may_keep = keeps_studio(request.user, found)
    return {
        "studio": found,
        "may_keep": may_keep,
        "words": WORDS,
        "members": found.members.filter(left_on=None).select_related("person", "skill_grade"),
        "former_members": found.members.exclude(left_on=None).select_related("person")[:SHOWN],
        "projects": found.projects.all()[:SHOWN],
        "results": found.results.select_related("kind")[:SHOWN],
        "pairs": found.apprenticeships.select_related("master", "apprentice", "grade_before", "grade_after")[:SHOWN],
        "activities": found.activities.all()[:SHOWN],
        "files": register_files(found),
        "figures": getattr(found, "reported_figures", None),
        "plaques": [(d, plaque_url(d, request.user)) for d in found.designations.all()],
        "may_record": records_namings_of(request.user, found.union),
        "file_form": FileForm() if may_keep else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def new(request: HttpRequest) -> HttpResponse:
    """Found a studio in preparation."""
    form = StudioForm(request.POST or None, studio=None, account=request.user)
    page = {"title": _("New studio")}
    if form.is_bound and form.is_valid():
        try:
            made = form.save(by=request.user)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("desk_studio", made.pk)
    status = form_status(request, refused=form.is_bound)
    page |= {"form": form, "then": reverse("desk_studios")}
    return render(request, "studios/register/form.html", page, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a studio's own facts."""
    found = kept_studio(request, pk)
    form = StudioForm(request.POST or None, studio=found, row=found, account=request.user)
    then = reverse("desk_studio", args=[pk])
    page = {"studio": found, "title": _("Change the facts of the studio")}
    if not found.is_named:
        page["delete_url"] = reverse("studio_delete", args=[pk])
    return answer_form(request, form, then=then, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then throw away a studio in preparation."""
    found = kept_studio(request, pk)
    refusal = ""
    if request.method == "POST":
        try:
            delete_studio(found, by=request.user)
        except Refusal as problem:
            refusal = str(problem.message)
        else:
            messages.success(request, _("Deleted."))
            return redirect("desk_studios")
    page = {"studio": found, "row": found, "words": WORDS["studio"], "then": reverse("desk_studio", args=[pk])}
    return render(
        request,
        "studios/register/delete.html",
        page | {"refusal": refusal},
        status=form_status(request, refused=refusal),
    )


@require_POST
@audience(Role.CLERK)
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a file with the studio, or with one of its results."""
    found = kept_studio(request, pk)
    result = found.results.filter(pk=whole_number(request.POST.get("result")) or 0).first()
    then = reverse("desk_result", args=[result.pk]) if result else reverse("desk_studio", args=[pk])
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            add_studio_file(found, by=request.user, stream=upload.file, name=upload.name, result=result)
        except Refusal as refusal:
            add_refusal(form, refusal)
        except ValidationError as fault:
            form.add_error("file", fault)
        else:
            messages.success(request, _("The file was kept."))
            return redirect(f"{then}#files")
    page = {"form": form, "studio": found, "then": then, "title": _("Add a file"), "result": result}
    return render(request, "studios/register/file.html", page, status=form_status(request, refused=True))


@require_POST
@audience(Role.CLERK)
def remove_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file out of the register."""
    found = kept_studio(request, pk)
    kept = get_object_or_404(register_files(found), pk=file)
    remove_studio_file(kept, by=request.user)
    messages.success(request, _("The file was removed."))
    if kept.result_id:
        return redirect("desk_result", kept.result_id)
    return redirect("desk_studio", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then keep the answers of a refused application in the register."""
    case = get_object_or_404(Application.objects.visible_to(request.user).with_parties(), number=number)
    refusal = ""
    if request.method == "POST":
        try:
            found = take_answers_over(case, by=request.user)
        except Refusal as problem:
            refusal = str(problem.message)
        else:
            messages.success(request, _("The answers stand in the register now."))
            return redirect("desk_studio", found.pk)
    page = {"application": case, "refusal": refusal}
    return render(request, "studios/register/take_over.html", page, status=form_status(request, refused=refusal))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def plaque_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a plaque that was called back has come in."""
    rows = Designation.objects.filter(pk=pk).visible_to(request.user)
    found = get_object_or_404(rows.select_related("studio", "union", "decision"))
    refusal = ""
    if request.method == "POST":
        try:
            return_plaque(found, by=request.user)
        except Refusal as problem:
            refusal = str(problem.message)
        else:
            messages.success(request, _("The plaque is recorded as returned."))
            return redirect("desk_studio", found.studio_id)
    page = {"designation": found, "refusal": refusal}
    return render(request, "studios/register/plaque.html", page, status=form_status(request, refused=refusal))
