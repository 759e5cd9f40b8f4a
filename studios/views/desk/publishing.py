"""What waits to be published on studios' pages, and what the union above does with it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.profiles import changed_words, publish_block, return_block, submit_block, withdraw_block
from studios.filters.profiles import BlockFilter
from studios.forms.profiles import BlockReasonForm, BlockStepForm
from studios.models import ProfileBlock
from studios.ui.bulk.lists import bulk_of
from studios.ui.page_desk import BlockRow, lines_of
from studios.views.desk.profiles import named_studio, stored_block
from studios.views.desk.register_forms import CASES, kept_studio
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden, Refusal, Stale
from unions.forms.refusals import refusals_on
from unions.ui.answers import form_status, posted
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

COLUMNS = [
    Column(
        key="block",
        label=gettext_lazy("Block"),
        value=lambda b: b.title,
        sort="key",
        link=lambda b: reverse("studio_page_review", args=[b.studio_id, b.key]),
        sub=lambda b: gettext_lazy("replaces what is published") if b.is_public else "",
    ),
    Column(key="studio", label=gettext_lazy("Studio"), value=lambda b: b.studio.name, sort="studio__name"),
    Column(key="unit", label=gettext_lazy("Unit"), value=lambda b: b.studio.employer_name),
    Column(
        key="sent", label=gettext_lazy("Last changed"), value=lambda b: b.edited_at, kind="moment", sort="edited_at"
    ),
    Column(key="by", label=gettext_lazy("Sent by"), value=lambda b: b.edited_by or ""),
]


def waiting_listing(request: HttpRequest) -> Listing:
    """Blocks that were sent to one of the account's desks, the longest wait first."""
    return Listing(
        request,
        ProfileBlock.objects.waiting_for(request.user),
        COLUMNS,
        key="pages",
        default_sort="sent",
        filterset=BlockFilter,
        title=_("Pages to publish"),
        empty=_("Nothing waits to be published."),
        related=lambda rows: rows.select_related("studio__union", "edited_by"),
        bulk=bulk_of("pages", request.user),
    )


@require_safe
@audience(*DESK_ROLES)
def waiting(request: HttpRequest) -> HttpResponse:
    """Blocks that were sent to one of the account's desks, the longest wait first."""
    listing = waiting_listing(request)
    return (
        listing.sheet()
        if listing.wants_sheet
        else render(request, "studios/profile/waiting.html", {"listing": listing})
    )


@require_POST
@audience(Role.CLERK)
def send(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Send a block from the list as it is."""
    studio = kept_studio(request, pk)
    then = reverse("studio_page", args=[pk])
    return _stepped(request, stored_block(studio, key), submit_block, _("Sent for publishing."), then=then)


@require_safe
@audience(*CASES)
def review(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A block that was sent beside what is published; the union above publishes or returns it."""
    stored = stored_block(named_studio(request, pk), key)
    row = BlockRow(stored, request.user)
    page = {
        "studio": stored.studio,
        "stored": stored,
        "row": row,
        "draft": lines_of(stored, stored.draft) if row.reads_draft else [],
        "published": lines_of(stored, stored.published),
    }
    return render(request, "studios/profile/review.html", page)


@require_POST
@audience(*DESK_ROLES)
def publish(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Put the block on the page as it was read."""
    stored = stored_block(named_studio(request, pk), key)
    return _stepped(request, stored, publish_block, _("Published."), then=reverse("pages_waiting"))


def _stepped(
    request: HttpRequest, stored: ProfileBlock, action: Callable[..., object], done: str, *, then: str
) -> HttpResponse:
    """Take a step that needs no words; a refusal is said on the page of the block."""
    form = BlockStepForm(request.POST)
    if not form.is_valid():
        raise Stale(changed_words(stored))
    try:
        action(stored, by=request.user, revision=form.cleaned_data["revision"])
    except Stale:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("studio_page_review", stored.studio_id, stored.key)
    messages.success(request, done)
    return redirect(then)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def send_back(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Return a block with a reason."""
    words = {"title": _("Return this block to the unit?"), "verb": _("Return"), "kind": "primary"}
    return _reasoned(request, pk, key, return_block, words)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*DESK_ROLES)
def withdraw(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take a published block off the page with a reason."""
    words = {"title": _("Take this block off the public page?"), "verb": _("Take off the page"), "kind": "danger"}
    return _reasoned(request, pk, key, withdraw_block, words)


def _reasoned(
    request: HttpRequest, pk: int, key: str, action: Callable[..., object], words: dict[str, str]
) -> HttpResponse:
    stored = stored_block(named_studio(request, pk), key)
    row = BlockRow(stored, request.user)
    if not (row.may_publish or row.may_withdraw):
        raise Forbidden(_("Only the union that publishes the page does this, and only while there is something to do."))
    form = BlockReasonForm(posted(request), initial={"revision": stored.revision})
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        with refusals_on(form):
            action(stored, reason=found["reason"], by=request.user, revision=found["revision"])
            messages.success(request, _("Done: %(step)s.") % {"step": words["verb"]})
            return redirect("studio_page", pk)
    page = {"studio": stored.studio, "stored": stored, "form": form, "words": words}
    return render(request, "studios/profile/reason.html", page, status=form_status(request, refused=form.is_bound))
