"""The outbox: bulk messages with their recipients in sight, before and after they leave."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unions.actions.mailings import (
    compose_mailing,
    discard_mailing,
    edit_mailing,
    letters_for,
    retry_mailing,
    send_mailing,
)
from unions.choices.outbox import MailingState, MailState
from unions.choices.people import Role
from unions.filters.mailings import MailingFilter
from unions.forms.mailings import ComposeForm, RecipientsForm
from unions.forms.refusals import attempt
from unions.models import Mailing, MailingTemplate
from unions.queries.mailings import letters_of, mailings_of, recipients_of, state_of
from unions.ui.answers import posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing
from unions.values.numbers import whole_number

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
    return (
        listing.sheet() if listing.wants_sheet else render(request, "unions/mailings/list.html", {"listing": listing})
    )


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def compose(request: HttpRequest) -> HttpResponse:
    """Write a draft for a selection; nothing leaves here."""
    kept = MailingTemplate.objects.usable_by(request.user).order_by("name", "pk")
    form = ComposeForm(posted(request), account=request.user, initial=_initial(request, kept))
    if form.is_bound and form.is_valid():
        to = form.chosen
        people = list(to.people())
        letter = form.letter(to.url, to.facts)
        made = attempt(form, lambda: compose_mailing(to.union, letter, recipients=people, by=request.user))
        if made is not None:
            return redirect("mailing", made.pk)
    return render(request, "unions/mailings/compose.html", {"form": form, "templates": kept})


def _initial(request: HttpRequest, kept: QuerySet[MailingTemplate]) -> dict[str, str]:
    """What the address asks for: a selection, and the words of a template."""
    words = kept.filter(pk=whole_number(request.GET.get("template"))).values("about", "text").first()
    return {"selection": request.GET.get("to", ""), **(words or {})}


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
    return render(request, "unions/mailings/draft.html", {"mailing": found, "form": form, "preview": _preview(found)})


def _preview(found: Mailing) -> str:
    """The words as the first recipient reads them."""
    return "".join(words for _account, words in letters_for(found, recipients_of(found)[:1]))


def _shown(request: HttpRequest, found: Mailing) -> HttpResponse:
    letters = letters_of(found)
    failed = sum(letter.mail_state == MailState.FAILED for letter in letters)
    context = {"mailing": found, "state": state_of(found), "people": recipients_of(found)}
    context |= {"letters": letters, "failed": failed, "read": sum(letter.read_at is not None for letter in letters)}
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
    shown = {"mailing": found, "people": people, "state": state_of(found), "preview": _preview(found)}
    return render(request, "unions/mailings/send.html", shown)


@require_POST
@audience(*WRITERS)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the e-mails that failed once more."""
    found = get_object_or_404(mailings_of(request.user), pk=pk)
    count = retry_mailing(found, by=request.user)
    words = ngettext("%(count)s e-mail is sent again.", "%(count)s e-mails are sent again.", count)
    messages.success(request, words % {"count": count})
    return redirect("mailing", found.pk)


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
