"""The outbox: which e-mails left, wait or failed, without their words; and when one wants to be written to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from unions.actions.mails import choose_rhythm, retry_mails
from unions.choices.outbox import MailRhythm
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.filters.mailings import OutboxFilter
from unions.permissions import keeps_root
from unions.queries.mails import outbox_of
from unions.ui.audience import SIGNED_IN, audience
from unions.ui.listing import Column, Listing

COLUMNS = (
    Column(
        key="to", label=_("To"), value=lambda m: m.account, sort="account__name", sub=lambda m: m.account.home or ""
    ),
    Column(key="sent", label=_("Sent"), value=lambda m: m.sent_at, kind="moment", sort="pk"),
    Column(key="state", label=_("State"), value=lambda m: m.mail_state, kind="state"),
    Column(key="mailed", label=_("E-mailed"), value=lambda m: m.mailed_at, kind="moment", sort="mailed_at"),
    Column(key="tries", label=_("Tries"), value=lambda m: m.mail_tries, kind="number", sort="mail_tries"),
    Column(key="fault", label=_("What went wrong"), value=lambda m: m.mail_fault),
)


@require_safe
@audience(Role.ADMINISTRATOR)
def outbox(request: HttpRequest) -> HttpResponse:
    """E-mails to the accounts that one keeps; what they say is no administrator's to read."""
    if not keeps_root(request.user):
        raise Forbidden(_("Administrators of the highest union here keep the outbox."))
    listing = Listing(
        request,
        outbox_of(request.user),
        COLUMNS,
        key="outbox",
        default_sort="-sent",
        filterset=OutboxFilter,
        title=_("Outbox"),
        empty=_("No e-mail was written yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    failed = outbox_of(request.user).failed().count()
    return render(request, "unions/outbox.html", {"listing": listing, "failed": failed})


@require_POST
@audience(Role.ADMINISTRATOR)
def retry(request: HttpRequest) -> HttpResponse:
    """Send again what failed."""
    count = retry_mails(by=request.user)
    words = ngettext("%(count)s e-mail is sent again.", "%(count)s e-mails are sent again.", count)
    messages.success(request, words % {"count": count})
    return redirect("outbox")


@require_POST
@audience(SIGNED_IN)
def rhythm(request: HttpRequest) -> HttpResponse:
    """Choose when one is written to; an odd value changes nothing."""
    asked = request.POST.get("rhythm", "")
    if asked in MailRhythm.values:
        choose_rhythm(MailRhythm(asked), by=request.user)
        messages.success(request, _now("Saved."))
    return redirect("messages")
