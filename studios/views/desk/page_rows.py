"""What stands on a studio's page row by row: services, alliances, and members with their consent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studios.actions.alliances import leave_alliance
from studios.actions.consents import withdraw_consent
from studios.actions.services import delete_offer
from studios.forms.register.page import AllianceForm, ConsentForm, OfferForm
from studios.models import Member, Studio
from studios.permissions import ends_consent_of
from studios.ui.nouns import WORDS
from studios.views.desk.profiles import named_studio
from studios.views.desk.register_forms import answer_form, kept_studio
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden, Refusal
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience


def _page(studio: Studio, place: str) -> str:
    return f"{reverse('studio_page', args=[studio.pk])}#{place}"


def _kept(request: HttpRequest, pk: int) -> Studio:
    """A named studio whose register this account keeps."""
    kept_studio(request, pk)
    return named_studio(request, pk)


def _answer(request: HttpRequest, form: Any, noun: str, **page: Any) -> HttpResponse:
    words = WORDS[noun]
    title = words.add if form.row is None or noun == "consents" else words.change
    found = {"studio": form.studio, "title": title, "row": form.row, **page}
    return answer_form(request, form, then=_page(form.studio, noun), page=found)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def offer(request: HttpRequest, pk: int, row: int | None = None) -> HttpResponse:
    """Offer a service, or change it."""
    studio = _kept(request, pk)
    found = get_object_or_404(studio.offers, pk=row) if row else None
    form = OfferForm(posted(request), studio=studio, row=found, account=request.user)
    delete_url = reverse("studio_offer_delete", args=[pk, row]) if row else ""
    return _answer(request, form, "services", delete_url=delete_url)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def remove_offer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then offer it no longer."""
    studio = _kept(request, pk)
    found = get_object_or_404(studio.offers, pk=row)
    return _asked(request, studio, "services", found, lambda: delete_offer(found, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def alliance(request: HttpRequest, pk: int, row: int | None = None) -> HttpResponse:
    """Found an alliance, or change it."""
    studio = _kept(request, pk)
    found = get_object_or_404(studio.led_alliances, pk=row) if row else None
    form = AllianceForm(posted(request), studio=studio, row=found, account=request.user)
    return _answer(request, form, "alliances")


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def leave(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then take the studio out of an alliance that another one leads."""
    studio = _kept(request, pk)
    found = get_object_or_404(studio.alliances, pk=row)
    return _asked(request, studio, "alliances", found, lambda: leave_alliance(found, studio, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CLERK)
def consent(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Record that a member agreed to be named in public."""
    studio = _kept(request, pk)
    member = _member(studio, row)
    form = ConsentForm(posted(request), request.FILES or None, studio=studio, row=member, account=request.user)
    return _answer(request, form, "consents", has_files=True)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def end_consent(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Ask, then take the name off the page at once."""
    studio = named_studio(request, pk)
    if not ends_consent_of(request.user, studio):
        raise Forbidden(_("A consent is ended by the clerk of the unit, or by a clerk or chair above."))
    member = _member(studio, row)
    return _asked(request, studio, "consents", member, lambda: withdraw_consent(member, by=request.user))


def _member(studio: Studio, row: int) -> Member:
    found = get_object_or_404(studio.members.filter(left_on=None).select_related("person"), pk=row)
    found.studio = studio
    return found


def _asked(request: HttpRequest, studio: Studio, noun: str, row: Any, act: Callable[[], object]) -> HttpResponse:
    """Ask before something goes from the page at once."""
    refusal = ""
    if request.method == "POST":
        try:
            act()
        except Refusal as problem:
            refusal = str(problem.message)
        else:
            messages.success(request, _("Done. The page shows it at once."))
            return redirect(_page(studio, noun))
    page = {"studio": studio, "row": row, "words": WORDS[noun], "then": _page(studio, noun), "refusal": refusal}
    return render(request, "studios/register/delete.html", page, status=form_status(request, refused=refusal))
