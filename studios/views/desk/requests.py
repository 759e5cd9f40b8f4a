"""Cooperation requests: the list with the time of the first answer, and the page on which the studio answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studios.actions.cooperation import STEPS, answer_request
from studios.filters.letters import RequestFilter
from studios.forms.letters import AnswerForm
from studios.models import CooperationRequest
from studios.permissions import keeps_letters_of
from studios.queries.letters import answer_times, with_answer_days
from studios.ui.bulk.lists import bulk_of
from studios.ui.letters import figures_of, request_columns, standing_of_request
from studios.views.desk.letters import find_letter, sender_facts
from studios.views.desk.register_forms import CASES
from unions.choices.people import DESK_ROLES
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Listing


def requests_listing(request: HttpRequest) -> Listing:
    """Requests to the studios in scope."""
    return Listing(
        request,
        CooperationRequest.objects.visible_to(request.user),
        request_columns(request.user),
        key="requests",
        default_sort="-received",
        filterset=RequestFilter,
        title=_("Cooperation requests"),
        empty=_("Nobody has asked for anything yet."),
        related=lambda shown: with_answer_days(shown.select_related("studio__union", "result")),
        bulk=bulk_of("requests", request.user),
    )


@require_safe
@audience(*CASES)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests to the studios in scope."""
    listing = requests_listing(request)
    if listing.wants_sheet:
        return listing.sheet()
    page = {"listing": listing, "figures": figures_of(answer_times(listing.queryset))}
    return render(request, "studios/letters/list.html", page)


@require_safe
@audience(*CASES)
def cooperation(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; clerks and chairs of the unit answer it."""
    found = find_letter(request, "request", pk)
    return _page(request, found, AnswerForm(request=found))


@require_POST
@audience(*DESK_ROLES)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Talks have begun, agreed, or declined."""
    found = find_letter(request, "request", pk)
    form = AnswerForm(request.POST, request=found)
    if form.is_valid() and attempt(form, lambda: answer_request(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("request", pk)
    return _page(request, found, form)


def _page(request: HttpRequest, found: CooperationRequest, form: AnswerForm) -> HttpResponse:
    may_answer = bool(STEPS[found.standing]) and keeps_letters_of(request.user, found.studio.union)
    timed = with_answer_days(CooperationRequest.objects.filter(pk=found.pk)).values_list("answer_days", flat=True)
    page: dict[str, Any] = {
        "state": standing_of_request(found),
        "form": form if may_answer else None,
        "answer_days": timed.first(),
        **sender_facts(request, "request", found),
    }
    status = form_status(request, refused=form.is_bound)
    return render(request, "studios/letters/request.html", page, status=status)
