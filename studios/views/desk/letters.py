"""What both kinds of letter share at the desk: the sender shown on a recorded click, or erased."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.letters import erase_sender, reveal_sender
from studios.models import Adoption, CooperationRequest, Studio
from studios.permissions import clears_letters_of
from studios.queries.letters import answer_times, with_answer_days
from studios.ui.letters import figures_of
from studios.ui.privacy import sender_of
from studios.views.desk.register_forms import CASES, find_studio
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Refusal
from unions.ui.audience import audience

REVEALED = "revealed_letter"
MODELS: dict[str, Any] = {"adoption": Adoption, "request": CooperationRequest}
SHOWN = 20


def find_letter(request: HttpRequest, noun: str, pk: int) -> Any:
    """A letter to a studio in scope, or 404."""
    rows = MODELS[noun].objects.visible_to(request.user).select_related("studio__union", "result")
    return get_object_or_404(rows, pk=pk)


def sender_facts(request: HttpRequest, noun: str, letter: Any) -> dict[str, Any]:
    """Who sent it, in full once after a recorded click; whether it may be erased."""
    mark = f"{noun}-{letter.pk}"
    is_revealed = request.session.pop(REVEALED, "") == mark if REVEALED in request.session else False
    sender = sender_of(letter, account=request.user, reveal=is_revealed)
    is_closed = not letter.standing.is_open
    may_erase = bool(is_closed and letter.contact_name) and clears_letters_of(request.user, letter.studio.union)
    urls = {f"{verb}_url": reverse(f"{noun}_{verb}", args=[letter.pk]) for verb in ("reveal", "erase")}
    return {"noun": noun, "letter": letter, "sender": sender, "may_erase": may_erase, **urls}


@require_POST
@audience(*DESK_ROLES)
def reveal(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Record the click and show the sender once."""
    found = find_letter(request, noun, pk)
    reveal_sender(found, by=request.user)
    request.session[REVEALED] = f"{noun}-{found.pk}"
    return redirect(noun, pk)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Role.CHAIR)
def erase(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Ask, then clear name and telephone for good."""
    found = find_letter(request, noun, pk)
    if request.method == "POST":
        try:
            erase_sender(found, by=request.user)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Erased."))
        return redirect(noun, pk)
    page = {"letter": found, "noun": noun, "then": reverse(noun, args=[pk])}
    return render(request, "studios/letters/erase.html", page)


@require_safe
@audience(*CASES)
def of_studio(request: HttpRequest, pk: int) -> HttpResponse:
    """A studio's inbox: how fast it answers, what waits, what came last."""
    studio = find_studio(request, pk)
    return render(request, "studios/letters/studio.html", _inbox(studio))


def _inbox(studio: Studio) -> dict[str, Any]:
    requests = CooperationRequest.objects.filter(studio=studio)
    adoptions = Adoption.objects.filter(studio=studio).select_related("result")
    return {
        "studio": studio,
        "figures": figures_of(answer_times(requests)),
        "requests": with_answer_days(requests)[:SHOWN],
        "adoptions": adoptions[:SHOWN],
    }
