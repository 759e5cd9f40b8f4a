"""What the public writes to a studio: that a unit uses a result too, and what somebody asks for.

Like the objection these pages set a cookie for their token, and no other public page does.
"""

from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from studios.choices.register import StudioState
from studios.forms.letters import AdoptionForm, RequestForm
from studios.models import Result, Studio
from studios.queries.letters import ANSWER_DAYS
from unions.forms.refusals import attempt
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience

TOO_MANY = 429


@require_http_methods(["GET", "HEAD", "POST"])
@audience("public")
@never_cache
def adoption(request: HttpRequest, pk: str) -> HttpResponse:
    """“We use this too”; afterwards the page of the receipt."""
    result = get_object_or_404(Result.objects.public().select_related("studio__union"), pk=pk)
    if result.studio.state != StudioState.ACTIVE:
        return _closed(request, result.studio)
    page = {"studio": result.studio, "result": result, "then": "result", "then_key": result.pk}
    return _letter(request, AdoptionForm(posted(request)), result, "studios/public/adoption.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience("public")
@never_cache
def cooperation(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a studio for a lesson, advice, a visit or joint work; afterwards the page of the receipt."""
    studio = get_object_or_404(Studio.objects.public().select_related("union"), number=number.upper())
    if studio.state != StudioState.ACTIVE or not Studio.objects.in_force().filter(pk=studio.pk).exists():
        return _closed(request, studio)
    asked = {name: request.GET.get(name, "") for name in ("kind", "result")}
    form = RequestForm(posted(request), studio=studio, initial=asked)
    result = form.fields["result"].clean(form["result"].value())
    page = {"studio": studio, "result": result, "days": ANSWER_DAYS}
    return _letter(request, form, studio, "studios/public/cooperation.html", page)


def _letter(request: HttpRequest, form: Any, subject: Any, template: str, page: dict[str, Any]) -> HttpResponse:
    """Hand the letter over, or show the form with its faults and everything that was typed."""
    status = form_status(request, refused=form.is_bound)
    if form.is_bound and form.is_valid():
        if not ratelimit.consume(request, action="letter"):
            form.add_error(None, _("Too many letters came from this address within an hour. Send this one later."))
            status = TOO_MANY
        elif made := attempt(form, lambda: form.send(subject)):
            return redirect("letter_state", made.receipt)
    return render(request, template, {"form": form, **page}, status=status)


def _closed(request: HttpRequest, studio: Studio) -> HttpResponse:
    return render(request, "studios/public/letter_closed.html", {"studio": studio})
