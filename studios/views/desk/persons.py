"""One person, and the question whether two persons are the same."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.people import answer_match, reveal_person
from studios.forms.register.erasure import ErasureForm
from studios.forms.register.people import PersonForm
from studios.models import Leadership, Member, Person
from studios.models.studio import register_q
from studios.permissions import erases_person, keeps_person
from studios.queries.register import matches_of, possible_matches
from studios.ui.privacy import Field, birth_of, may_reveal, mobile_of
from studios.views.desk.register_forms import CASES, answer_form, saved
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden
from unions.ui.answers import form_status
from unions.ui.audience import audience

PER_PAGE = 50
REVEALED = "revealed_person"


def find_person(request: HttpRequest, pk: int) -> Person:
    """A person whose home union is in scope, or 404."""
    rows = Person.objects.visible_to(request.user).select_related("home", "model_worker__skill_grade")
    return get_object_or_404(rows, pk=pk)


@require_safe
@audience(*CASES)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A person; masked values stand in full once after a recorded click."""
    found = find_person(request, pk)
    is_revealed = request.session.pop(REVEALED, None) == found.pk if REVEALED in request.session else False
    return render(request, "studios/register/person.html", _facts(request, found, is_revealed=is_revealed))


def _facts(request: HttpRequest, found: Person, *, is_revealed: bool) -> dict[str, Any]:
    account = request.user
    readable = register_q(account, "studio__")
    worker = getattr(found, "model_worker", None)
    return {
        "person": found,
        "worker": worker,
        "awards": worker.awards.select_related("honour") if worker else (),
        "mobile": mobile_of(found, account=account, reveal=is_revealed),
        "birth": birth_of(found, account=account, reveal=is_revealed),
        "may_reveal": not is_revealed and may_reveal(account, Field.MOBILE, found.home),
        "may_keep": keeps_person(account, found) and not found.erased_at,
        "may_erase": erases_person(account, found) and not found.erased_at,
        "leads": Leadership.objects.filter(readable, worker__person=found).select_related("studio"),
        "memberships": Member.objects.filter(readable, person=found).select_related("studio"),
        "matches": matches_of(found),
    }


@require_POST
@audience(*DESK_ROLES)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the click and show the values once."""
    found = find_person(request, pk)
    reveal_person(found, by=request.user)
    request.session[REVEALED] = found.pk
    return redirect("person", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person of one's own unit."""
    found = find_person(request, pk)
    if not keeps_person(request.user, found):
        raise Forbidden(_("A person is kept by the clerk of the unit that the person belongs to."))
    form = PersonForm(request.POST or None, studio=None, row=found, account=request.user)
    page = {"title": _("Change the person"), "person": found}
    return answer_form(request, form, then=reverse("person", args=[pk]), page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CHAIR)
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then clear every personal value."""
    found = find_person(request, pk)
    if not erases_person(request.user, found):
        raise Forbidden(_("Only a chair at or above this person's union may erase the person."))
    form = ErasureForm(request.POST or None, person=found)
    then = reverse("person", args=[pk])
    if form.is_bound and form.is_valid() and saved(request, form) is not None:
        messages.success(request, _("Erased."))
        return redirect(then)
    page = {"person": found, "form": form, "then": then}
    return render(request, "studios/register/erase.html", page, status=form_status(request, refused=form.is_bound))


@require_safe
@audience(*CASES)
def matches(request: HttpRequest) -> HttpResponse:
    """Persons who are possibly the same."""
    page = Paginator(possible_matches(request.user).order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    may_answer = bool(request.user.scope.roles & set(DESK_ROLES))
    return render(request, "studios/register/matches.html", {"page": page, "may_answer": may_answer})


@require_POST
@audience(*DESK_ROLES)
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm or deny once."""
    found = get_object_or_404(possible_or_answered(request), pk=pk)
    is_same = request.POST.get("answer") == "same"
    answer_match(found, is_same=is_same, by=request.user)
    messages.success(request, _("Recorded as the same person.") if is_same else _("Recorded as two persons."))
    return redirect("person_matches")


def possible_or_answered(request: HttpRequest) -> Any:
    """Questions in scope, answered ones too: a second answer is told so."""
    scope = request.user.scope
    rows = possible_matches(request.user).model.objects.filter(
        scope.q("one__home__path") | scope.q("other__home__path")
    )
    return rows.select_related("one__home", "other__home")
