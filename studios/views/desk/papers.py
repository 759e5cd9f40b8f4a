"""Papers of a call: what can be written now, what was written, and the page of one paper before it is written."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.paper_writing import write_paper
from studios.choices.reviews import PaperFormat, PaperKind
from studios.documents.registry import Offer, compose_paper, offers
from studios.filters.papers import PaperFilter
from studios.forms.papers import WriteForm
from studios.models import Attachment, Call, Paper, RecommendationBatch
from studios.permissions import edits_call
from studios.ui.review import review_links
from studios.values.paper_lists import SHOWN, Draft
from unions.choices.people import Role
from unions.models import Union
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="file",
        label=gettext_lazy("File"),
        value=lambda p: p.file.name,
        sort="file__name",
        link=lambda p: reverse("file", args=[p.file_id]),
    ),
    Column(key="kind", label=gettext_lazy("Paper"), value=lambda p: p.get_kind_display(), sort="kind"),
    Column(key="format", label=gettext_lazy("Format"), value=lambda p: p.get_format_display(), sort="format"),
    Column(key="check", label=gettext_lazy("Check sum of the list"), value=lambda p: p.list_sha256[:SHOWN]),
    Column(key="by", label=gettext_lazy("Written by"), value=lambda p: p.made_by or "", sort="made_by__name"),
    Column(key="made", label=gettext_lazy("Written on"), value=lambda p: p.made_at, kind="moment", sort="made_at"),
]


def call_in_sight(request: HttpRequest, pk: int) -> Call:
    """The call, for people of the naming union, of unions above it and of those below it; 404 for others."""
    call = get_object_or_404(Call.objects.visible_to(request.user).select_related("union"), pk=pk)
    below = any(grant.path.startswith(call.union.path) for grant in request.user.scope.grants)
    if not (below or request.user.scope.covers(call.union)):
        raise Http404
    return call


@require_safe
@audience(*CASES)
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be written now, with the reason where it cannot, and everything that was written."""
    call = call_in_sight(request, pk)
    files = Attachment.objects.visible_to(request.user).values("pk")
    listing = Listing(
        request,
        Paper.objects.filter(call=call, file__in=files).select_related("file", "made_by"),
        COLUMNS,
        key="papers",
        default_sort="-made",
        filterset=PaperFilter,
        title=_("Written papers"),
        empty=_("No paper was written yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    found = {"call": call, "listing": listing, "offers": offers(call, request.user), "decisions": _named(request, call)}
    found["review_links"] = review_links(call, current="call_papers")
    return render(request, "studios/papers/papers.html", found)


def _named(request: HttpRequest, call: Call) -> list:
    return list(call.decisions.order_by("pk")) if edits_call(request.user, call) else []


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def write(request: HttpRequest, pk: int, kind: str, subject: int) -> HttpResponse:
    """The list as the paper will show it, with its check sum; writing it is a job."""
    call = call_in_sight(request, pk)
    offer = _offer(request, call, kind, subject)
    draft = compose_paper(call, offer)
    form = WriteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        paper_format = PaperFormat(form.cleaned_data["format"])
        job = write_paper(call, offer.kind, paper_format, by=request.user, draft=draft, union=_keeper(offer))
        messages.success(request, _("The paper is being written. It stands on the page of papers in a moment."))
        return redirect("job", job)
    found = {"call": call, "offer": offer, "draft": draft, "form": form, "cells": _cells(draft)}
    return render(request, "studios/papers/write.html", found)


def _cells(draft: Draft) -> list[list[tuple[str, str]]]:
    """The list as the paper shows it, each value with its column's label."""
    content = draft.content
    return [[(label, row.get(key, "")) for key, label, _width in content["columns"]] for row in content["rows"]]


def _offer(request: HttpRequest, call: Call, kind: str, subject: int) -> Offer:
    """The paper as it is offered to this account; else 404."""
    for offer in offers(call, request.user):
        if (offer.kind, offer.subject) == (kind, subject):
            return offer
    raise Http404


def _keeper(offer: Offer) -> Union | None:
    """A recommender keeps its own summary."""
    if offer.kind != PaperKind.SUMMARY:
        return None
    return RecommendationBatch.objects.select_related("union").get(pk=offer.subject).union
