"""Messages to the account."""

from django.core.paginator import Paginator
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from unions.actions.messages import read_all_messages, read_message
from unions.choices.outbox import MailRhythm
from unions.queries.mails import rhythm_of
from unions.ui.audience import SIGNED_IN, audience

PAGE_SIZE = 25


@require_safe
@audience(SIGNED_IN)
def messages(request: HttpRequest) -> HttpResponse:
    """Unread ones first, then by date, day by day."""
    only_unread = request.GET.get("unread") == "1"
    rows = request.user.messages.unread() if only_unread else request.user.messages.all()
    unread_first = Case(When(read_at=None, then=0), default=1)
    page = Paginator(rows.order_by(unread_first, "-sent_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {"page": page, "only_unread": only_unread, "rhythms": MailRhythm.choices}
    if request.user.email:
        shown["rhythm"] = rhythm_of(request.user)
    return render(request, "unions/messages.html", shown)


@require_POST
@audience(SIGNED_IN)
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as read and go to the page that the message is about."""
    message = read_message(get_object_or_404(request.user.messages, pk=pk), by=request.user)
    safe = url_has_allowed_host_and_scheme(message.url, allowed_hosts={request.get_host()})
    return redirect(message.url if safe else "messages")


@require_POST
@audience(SIGNED_IN)
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    read_all_messages(by=request.user)
    return redirect("messages")
