"""One result: what it says, its benefit and files, and who vouches for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.benefits import delete_benefit
from studios.actions.result_checks import check_result, confirm_result, return_result
from studios.actions.upkeep import version_of
from studios.choices.register import ResultState
from studios.forms.register.work import BenefitForm, FileForm, ReasonForm
from studios.models import Benefit, Result
from studios.permissions import checks_results_of, confirming_union_id, keeps_studio
from studios.queries.register import result_page
from studios.ui.nouns import WORDS
from studios.views.desk.register_forms import CASES, answer_form, kept_studio
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Refusal, Stale
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status
from unions.ui.audience import audience


def find_result(request: HttpRequest, pk: int) -> Result:
    """A result in scope, or 404."""
    return get_object_or_404(result_page(request.user, pk))


@require_safe
@audience(*CASES)
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a result."""
    return show(request, find_result(request, pk), ReasonForm())


def show(request: HttpRequest, found: Result, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    """The page with the form for a return."""
    return render(request, "studios/register/result.html", _facts(request, found, form), status=status)


def _facts(request: HttpRequest, found: Result, form: ReasonForm) -> dict[str, Any]:
    account, union = request.user, found.studio.union
    may_keep = keeps_studio(account, found.studio)
    is_above = confirming_union_id(account, union) is not None
    return {
        "result": found,
        "state": ResultState(found.state),
        "version": version_of(found),
        "may_keep": may_keep,
        "may_check": found.state == ResultState.REPORTED and checks_results_of(account, union),
        "may_confirm": found.state == ResultState.CHECKED and is_above,
        "may_return": found.state != ResultState.REPORTED and is_above,
        "form": form,
        "files": found.attachments.filter(removed_at=None),
        "file_form": FileForm() if may_keep and not found.is_secret else None,
    }


@require_POST
@audience(*DESK_ROLES)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit vouches for it."""
    found = find_result(request, pk)
    check_result(found, by=request.user, version=request.POST.get("version", ""))
    messages.success(request, _("Checked."))
    return redirect("desk_result", pk)


@require_POST
@audience(*DESK_ROLES)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The union above confirms it."""
    found = find_result(request, pk)
    try:
        confirm_result(found, by=request.user, version=request.POST.get("version", ""))
    except Stale:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Confirmed."))
    return redirect("desk_result", pk)


@require_POST
@audience(*DESK_ROLES)
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The union above returns it with a reason."""
    found = find_result(request, pk)
    form = ReasonForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_on(form):
            return_result(found, reason=values["reason"], by=request.user, version=values["version"])
            messages.success(request, _("Returned."))
            return redirect("desk_result", pk)
    return show(request, find_result(request, pk), form, status=form_status(request, refused=True))


def _kept(request: HttpRequest, pk: int) -> Result:
    found = find_result(request, pk)
    found.studio = kept_studio(request, found.studio_id)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def benefit(request: HttpRequest, pk: int, row: int | None = None) -> HttpResponse:
    """Add the benefit of one year, or change it."""
    found = _kept(request, pk)
    held = get_object_or_404(Benefit, pk=row, result=found) if row else None
    form = BenefitForm(request.POST or None, result=found, row=held, account=request.user)
    title = WORDS["benefits"].change if held else WORDS["benefits"].add
    page: dict[str, Any] = {"studio": found.studio, "title": title, "result": found}
    if held:
        page["delete_url"] = reverse("benefit_delete", args=[pk, held.pk])
    return answer_form(request, form, then=reverse("desk_result", args=[pk]), page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def remove_benefit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then delete the benefit of one year."""
    found = _kept(request, pk)
    held = get_object_or_404(Benefit, pk=row, result=found)
    held.result = found
    then = reverse("desk_result", args=[pk])
    if request.method == "POST":
        delete_benefit(held, by=request.user)
        messages.success(request, _("Deleted."))
        return redirect(then)
    page = {"studio": found.studio, "row": held, "words": WORDS["benefits"], "then": then}
    return render(request, "studios/register/delete.html", page)
