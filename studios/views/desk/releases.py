"""Files of a blind review: which ones the experts see, decided by a clerk who has looked at them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.releases import release_file
from studios.choices.calls import Stage
from studios.choices.files import FileKind
from studios.filters.scores import ReleaseFilter
from studios.models import Attachment, Call
from studios.models.attachment import OFFICE_SLOTS
from studios.queries.plans import plan_of
from studios.views.desk.paper_sheets import own_call, seen_call
from unions.choices.people import CASE_ROLES, Role
from unions.errors import Refusal
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing


def panel_files(call: Call) -> QuerySet[Attachment]:
    """The applicants' files of cases before the panel."""
    rows = Attachment.objects.filter(application__call=call, application__state=Stage.PANEL, removed_at=None)
    return rows.exclude(slot__in=OFFICE_SLOTS)


@require_safe
@audience(*CASE_ROLES)
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Every file of the cases before the panel, and whether blind reviewers see it."""
    call = seen_call(request, pk)
    listing = Listing(
        request,
        panel_files(call),
        _columns(call),
        key="blind_files",
        default_sort="case",
        filterset=ReleaseFilter,
        title=_("Files for blind reviewers"),
        empty=_("No case with files is before the panel."),
        related=lambda rows: rows.select_related("application", "released_by"),
    )
    if listing.wants_sheet:
        return listing.sheet()
    facts = {"call": call, "listing": listing, "is_blind": plan_of(call).is_blind}
    return render(request, "studios/paper_sheets/files.html", facts)


def _columns(call: Call) -> list[Column]:
    return [
        Column(
            key="name",
            label=gettext_lazy("File"),
            value=lambda f: f.name,
            sort="name",
            link=lambda f: reverse("call_blind_file", args=[call.pk, f.pk]),
        ),
        Column(
            key="case",
            label=gettext_lazy("Case"),
            value=lambda f: f.application.number,
            sort="application__number",
        ),
        Column(key="kind", label=gettext_lazy("Kind"), value=lambda f: FileKind(f.kind).label, sort="kind"),
        Column(key="shown", label=gettext_lazy("Blind reviewers"), value=shown_words),
        Column(
            key="released",
            label=gettext_lazy("Released"),
            value=lambda f: f.released_at,
            kind="moment",
            sort="released_at",
        ),
        Column(key="by", label=gettext_lazy("Released by"), value=lambda f: f.released_by or ""),
    ]


def shown_words(kept: Attachment) -> str:
    """Whether blind reviewers see the file, and why."""
    if not kept.is_pictured:
        return _("hidden: Word and Excel carry names inside")
    if kept.released_at:
        return _("see it: released")
    return _("see it: filed anonymous") if kept.is_anonymous else _("hidden")


@require_http_methods(["GET", "POST"])
@audience(Role.CLERK)
def release(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Look at one file, then release it or take the release back."""
    call = own_call(request, pk)
    kept = get_object_or_404(panel_files(call).select_related("application__studio", "released_by"), pk=file)
    refusal = ""
    if request.method == "POST":
        refusal = _released(request, kept)
        if not refusal:
            return redirect("call_blind_files", call.pk)
    pages = range(1, (kept.pages or 1) + 1) if kept.is_pictured else ()
    facts = {"call": call, "file": kept, "pages": pages, "refusal": refusal}
    return render(request, "studios/paper_sheets/release.html", facts)


def _released(request: HttpRequest, kept: Attachment) -> str:
    """What speaks against it; nothing when it is done."""
    is_released = "hide" not in request.POST
    try:
        release_file(kept, by=request.user, is_released=is_released)
    except Refusal as refusal:
        return str(refusal.message)
    messages.success(request, _("Released.") if is_released else _("Hidden again."))
    return ""
