"""Units that say they use a result: the list, and the page on which the studio confirms one or not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from studios.actions.adoptions import settle_adoption
from studios.filters.letters import AdoptionFilter
from studios.forms.letters import SettleForm
from studios.models import Adoption
from studios.permissions import keeps_letters_of
from studios.ui.bulk.lists import bulk_of
from studios.ui.letters import adoption_columns
from studios.views.desk.letters import find_letter, sender_facts
from studios.views.desk.register_forms import CASES
from unions.choices.people import DESK_ROLES
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Listing


def adoptions_listing(request: HttpRequest) -> Listing:
    """Adoptions of the results of studios in scope."""
    return Listing(
        request,
        Adoption.objects.visible_to(request.user),
        adoption_columns(request.user),
        key="adoptions",
        default_sort="-received",
        filterset=AdoptionFilter,
        title=_("Adoptions"),
        empty=_("No unit has said yet that it uses a result."),
        related=lambda rows: rows.select_related("studio__union", "result"),
        bulk=bulk_of("adoptions", request.user),
    )


@require_safe
@audience(*CASES)
def adoptions(request: HttpRequest) -> HttpResponse:
    """Adoptions of the results of studios in scope."""
    listing = adoptions_listing(request)
    return (
        listing.sheet() if listing.wants_sheet else render(request, "studios/letters/list.html", {"listing": listing})
    )


@require_safe
@audience(*CASES)
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; clerks and chairs of the unit settle it."""
    found = find_letter(request, "adoption", pk)
    return _page(request, found, SettleForm(adoption=found))


@require_POST
@audience(*DESK_ROLES)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the unit or not."""
    found = find_letter(request, "adoption", pk)
    form = SettleForm(request.POST, adoption=found)
    if form.is_valid() and attempt(form, lambda: settle_adoption(found, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("adoption", pk)
    return _page(request, found, form)


def _page(request: HttpRequest, found: Adoption, form: SettleForm) -> HttpResponse:
    page: dict[str, Any] = {
        "form": form if keeps_letters_of(request.user, found.studio.union) else None,
        **sender_facts(request, "adoption", found),
    }
    status = form_status(request, refused=form.is_bound)
    return render(request, "studios/letters/adoption.html", page, status=status)
