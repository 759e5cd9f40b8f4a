"""The outbox: bulk messages with their recipients in sight, before and after they leave."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from unions.actions.mailings import compose_mailing, discard_mailing, edit_mailing, send_mailing
from unions.choices.outbox import MailingState
from unions.choices.people import Role
from unions.filters.mailings import MailingFilter
from unions.forms.mailings import ComposeForm, RecipientsForm
from unions.forms.refusals import attempt
from unions.models import Mailing
from unions.queries.mailings import mailings_of, recipients_of, state_of
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = (
    Column(
        key="about",
        label=gettext_lazy("About"),
        value=lambda m: m.about,
        sort="about",
        link=lambda m: reverse("mailing", args=[m.pk]),
    ),
    Column(key="union", label=gettext_lazy("Union"), value=lambda m: m.union, sort="union__name"),
    Column(key="people", label=gettext_lazy("Recipients"), value=lambda m: m.people, kind="number", sort="people"),
    Column(key="state", label=gettext_lazy("State"), value=state_of, kind="state"),
    Column(key="made", label=gettext_lazy("Written on"), value=lambda m: m.made_at, kind="moment", sort="made_at"),
    Column(key="sent", label=gettext_lazy("Sent"), value=lambda m: m.sent_at, kind="moment", sort="sent_at"),
)


@require_safe
@audience(*WRITERS)
def mailings(request: HttpRequest) -> HttpResponse:
    """Every bulk message of one's own unions."""
    listing = Listing(
        request,
        mailings_of(request.user),
        COLUMNS,
        key="mailings",
        default_sort="-made",
        filterset=MailingFilter,
        title=_("Bulk messages"),
        empty=_("No bulk message was written yet."),
    )
    return listing.csv() if listing.wants_csv else render(request, "unions/mailings/list.html", {"listing": listing})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def compose(request: HttpRequest) -> HttpResponse:
    """Write a draft for a selection; nothing leaves here."""
    initial = {"selection": request.GET.get("to", "")}
    form = ComposeForm(request.POST if request.method == "POST" else None, account=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        to = form.chosen
        people = list(to.people())
        letter = form.letter(to.url)
        made = attempt(form, lambda: compose_mailing(to.union, letter, recipients=people, by=request.user))
        if made is not None:
            return redirect("mailing", made.pk)
    return render(request, "unions/mailings/compose.html", {"form": form})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def mailing(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with everybody who gets it; a draft can be changed."""
    found = get_object_or_404(mailings_of(request.user), pk=pk)
    if state_of(found) != MailingState.DRAFT and request.method != "POST":
        return _shown(request, found)
    form = RecipientsForm(request.POST if request.method == "POST" else None, mailing=found)
    if form.is_bound and form.is_valid():
        people, letter = list(form.cleaned_data["recipients"]), form.letter(found.url)
        if attempt(form, lambda: edit_mailing(found, letter, recipients=people, by=request.user)):
            messages.success(request, _("Saved."))
            return redirect("mailing", found.pk)
    return render(request, "unions/mailings/draft.html", {"mailing": found, "form": form})


def _shown(request: HttpRequest, found: Mailing) -> HttpResponse:
    context = {"mailing": found, "state": state_of(found), "people": recipients_of(found)}
    return render(request, "unions/mailings/sent.html", context)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody who would get it, then the one click that sends it."""
    found = get_object_or_404(mailings_of(request.user), pk=pk)
    if request.method == "POST":
        send_mailing(found, by=request.user)
        messages.success(request, _("Sent."))
        return redirect("mailing", found.pk)
    people = recipients_of(found).filter(is_active=True)
    return render(request, "unions/mailings/send.html", {"mailing": found, "people": people, "state": state_of(found)})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after a look."""
    found = get_object_or_404(mailings_of(request.user), pk=pk)
    if request.method == "POST":
        discard_mailing(found, by=request.user)
        messages.success(request, _("Discarded."))
        return redirect("mailings")
    return render(request, "unions/mailings/discard.html", {"mailing": found})
