"""Objections at the handling desk, and the unit's reply."""

from functools import partial
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import full_path
from studios.actions.objections import (
    answer_objection,
    ask_unit,
    read_objector,
    register_objection,
    settle_objection,
    sift_objection,
)
from studios.choices.files import FileKind
from studios.choices.reviews import ObjectionState
from studios.filters.objections import ObjectionFilter
from studios.forms.objections import RegisterForm, SettleForm, SiftForm, WordsForm
from studios.models import Objection, PublicNotice
from studios.permissions import handles_objections_of
from studios.queries.notices import running
from studios.views.desk.files import sealed
from studios.views.desk.notices import call_of_desk, find_notice
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing

CASES = (Role.CLERK, Role.CHAIR, Role.AUDITOR)
WRITERS = (Role.CLERK, Role.CHAIR)
COLUMNS = [
    Column(
        key="received",
        label=gettext_lazy("Came in on"),
        value=lambda o: o.received_at,
        kind="moment",
        sort="received_at",
        link=lambda o: reverse("objection", args=[o.pk]),
    ),
    Column(
        key="case",
        label=gettext_lazy("Candidate"),
        value=lambda o: o.application.studio.name if o.application else _("The whole list"),
        sort="application__studio__name",
        sub=lambda o: o.application.number if o.application else "",
    ),
    Column(key="notice", label=gettext_lazy("Notice"), value=lambda o: o.notice.series, kind="number"),
    Column(key="channel", label=gettext_lazy("Channel"), value=lambda o: o.get_channel_display(), sort="channel"),
    Column(key="state", label=gettext_lazy("State"), value=lambda o: o.standing, kind="state", sort="state"),
    Column(key="sift", label=gettext_lazy("To be sifted by"), value=lambda o: o.sift_by, kind="date", sort="sift_by"),
    Column(
        key="settle",
        label=gettext_lazy("To be settled by"),
        value=lambda o: o.settle_by,
        kind="date",
        sort="settle_by",
    ),
]


@require_safe
@audience(*CASES)
def objections(request: HttpRequest, pk: int) -> HttpResponse:
    """The objections of a call; who objects is no column."""
    call = call_of_desk(request, pk)
    listing = Listing(
        request,
        Objection.objects.visible_to(request.user).filter(notice__call=call),
        COLUMNS,
        key="objections",
        default_sort="-received",
        filterset=ObjectionFilter,
        title=_("Objections"),
        empty=_("No objection has come in."),
        related=lambda rows: rows.select_related("application__studio", "notice"),
    )
    if listing.wants_sheet:
        return listing.sheet()
    notices = running().filter(call=call) if request.user.scope.holds(call.union, *WRITERS) else []
    return render(request, "studios/notice/objections.html", {"call": call, "listing": listing, "running": notices})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Register an objection that came by letter, telephone or in person; afterwards its receipt to print."""
    notice = find_notice(request, pk)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*data, notice=notice)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: _registered(request, form, notice))
        if made:
            return redirect("objection_receipt", made.pk)
    context = {"notice": notice, "call": notice.call, "form": form}
    return render(request, "studios/notice/register.html", context, status=form_status(request, refused=form.errors))


def _registered(request: HttpRequest, form: RegisterForm, notice: PublicNotice) -> Objection | None:
    try:
        return register_objection(
            notice, received=form.received, by=request.user, idempotency_key=f"desk-{form.cleaned_data['key']}"
        )
    except ValidationError as refused:
        form.add_error("file", refused)
        return None


def find_objection(request: HttpRequest, pk: int) -> Objection:
    """An objection to a notice of a union in scope."""
    rows = Objection.objects.visible_to(request.user).select_related(
        "notice__call__union", "application__union", "application__studio", "sifted_by", "settled_by", "evidence"
    )
    return get_object_or_404(rows, pk=pk)


def _handled(request: HttpRequest, pk: int, *roles: str) -> Objection:
    """The objection for its handling desk; 403 for everybody else who sees that it exists."""
    found = find_objection(request, pk)
    if not handles_objections_of(request.user, found.notice.call, found.application, *roles):
        raise Forbidden(
            _("Clerks and chairs of the naming union handle objections, but not to a case of their own unit.")
        )
    return found


def _facts(request: HttpRequest, objection: Objection) -> dict[str, Any]:
    call, case = objection.notice.call, objection.application
    return {
        "objection": objection,
        "notice": objection.notice,
        "call": call,
        "is_handler": handles_objections_of(request.user, call, case),
        "may_settle": objection.state == ObjectionState.ACCEPTED
        and handles_objections_of(request.user, call, case, Role.CHAIR),
    }


@require_safe
@audience(*CASES)
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection: its words for the handling desk, its course for everybody in scope."""
    return render(request, "studios/notice/objection.html", _facts(request, find_objection(request, pk)))


@require_POST
@audience(*WRITERS)
def objector(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who objects, for once; the click is on record."""
    found = find_objection(request, pk)
    read_objector(found, by=request.user)
    return render(request, "studios/notice/objection.html", {**_facts(request, found), "is_revealed": True})


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def sift(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept it or not."""
    found = _handled(request, pk)
    form = SiftForm(request.POST if request.method == "POST" else None, objection=found)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        said = {"accept": values["accept"] == "yes", "reason": values["reason"], "revision": values["revision"]}
        if attempt(form, partial(sift_objection, found, by=request.user, **said)):
            return redirect("objection", found.pk)
    return _step_page(request, found, form, title=_("Accept the objection?"), verb=_("Record"))


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the matter to the unit."""
    found = _handled(request, pk)
    hint = _("The unit reads these words. Say nothing that shows who objects.")
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, objection=found, label=_("What the unit is asked"), hint=hint, most=1000)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        if attempt(form, lambda: ask_unit(found, by=request.user, text=values["text"], revision=values["revision"])):
            return redirect("objection", found.pk)
    return _step_page(request, found, form, title=_("Ask the unit"), verb=_("Send to the unit"))


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle it with finding and reply."""
    found = _handled(request, pk, Role.CHAIR)
    form = SettleForm(request.POST if request.method == "POST" else None, objection=found)
    if form.is_bound and form.is_valid():
        done, revision = form.settlement, form.cleaned_data["revision"]
        if attempt(form, lambda: settle_objection(found, by=request.user, settlement=done, revision=revision)):
            return redirect("objection", found.pk)
    return _step_page(request, found, form, title=_("Settle the objection"), verb=_("Settle"))


def _step_page(request: HttpRequest, objection: Objection, form: Any, *, title: str, verb: str) -> HttpResponse:
    context = {"objection": objection, "call": objection.notice.call, "form": form, "title": title, "verb": verb}
    return render(request, "studios/notice/step.html", context, status=form_status(request, refused=form.errors))


@require_safe
@audience(*WRITERS)
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt to hand over; it names nobody."""
    found = _handled(request, pk)
    return render(request, "studios/notice/receipt.html", {"objection": found, "notice": found.notice})


@require_POST
@audience(*WRITERS)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """What came with the objection, as a download; opening it is on record, as it may show who objects."""
    found = _handled(request, pk)
    kept = found.evidence
    if kept is None or not full_path(kept).is_file():
        raise Http404
    read_objector(found, by=request.user)
    answer = FileResponse(full_path(kept).open("rb"), content_type=FileKind(kept.kind).mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return sealed(answer)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit reads what it is asked and replies."""
    unions = request.user.scope.union_ids(*WRITERS)
    asked = Objection.objects.filter(application__union__in=unions, hearing_at__isnull=False)
    found = get_object_or_404(asked.select_related("application__union", "application__studio"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = WordsForm(data, objection=found, label=_("Reply of the unit"), initial={"text": found.unit_reply})
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        said = {"text": values["text"], "revision": values["revision"]}
        if attempt(form, partial(answer_objection, found, by=request.user, **said)):
            messages.success(request, _("The reply has been sent."))
            return redirect("objection_reply", found.pk)
    context = {"objection": found, "application": found.application, "form": form}
    return render(request, "studios/notice/reply.html", context, status=form_status(request, refused=form.errors))
