"""How forms of the register are answered: shown, saved by their action, refused with what was typed kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from studios.models import Studio
from studios.permissions import keeps_studio
from studios.queries.register import listed_studios
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt
from unions.ui.answers import form_status

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)


def find_studio(request: HttpRequest, pk: int) -> Studio:
    """A studio in scope, or 404."""
    return get_object_or_404(listed_studios(request.user).select_related("union", "kind"), pk=pk)


def kept_studio(request: HttpRequest, pk: int) -> Studio:
    """A studio whose register this account writes: 404 outside scope, 403 inside it without the right."""
    studio = find_studio(request, pk)
    if not keeps_studio(request.user, studio):
        raise Forbidden(_("The register of a studio is kept by the clerk of its unit."))
    return studio


def saved(request: HttpRequest, form: Any) -> Any:
    """The saved row, or None with the reason at the field."""
    return attempt(form, lambda: form.save(by=request.user))


def answer_form(request: HttpRequest, form: Any, *, then: str, page: dict[str, Any]) -> HttpResponse:
    """Save and go on, or show the form with its faults."""
    if form.is_bound and form.is_valid() and saved(request, form) is not None:
        messages.success(request, _("Saved."))
        return redirect(then)
    status = form_status(request, refused=form.is_bound)
    return render(request, "studios/register/form.html", {"form": form, "then": then, **page}, status=status)
