"""联审 at the desk: lists that went to other departments, their replies, and settling what they found."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.attachments import keep_file
from studios.actions.consultations import (
    NOT_SENDING,
    NOT_TAKING_BACK,
    record_reply,
    send_list,
    settle_finding,
    take_back_reply,
)
from studios.filters.visits import ConsultationFilter
from studios.forms.consultations import ReplyForm, SendForm, SettleForm, TakeBackForm
from studios.models import Consultation, DepartmentFinding
from studios.permissions import edits_call
from studios.queries.visits import consultations_of
from studios.ui.review import review_links
from studios.views.desk.visits import CASES, WRITERS, call_in_scope, call_to_plan
from unions.actions.transactions import one_transaction
from unions.choices.people import Role
from unions.errors import Forbidden
from unions.forms.refusals import attempt, refusals_on
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing
from unions.ui.sheets import csv_lines

COLUMNS = [
    Column(
        key="department",
        label=gettext_lazy("Department"),
        value=lambda c: c.department,
        sort="department",
        link=lambda c: reverse("consultation", args=[c.pk]),
    ),
    Column(key="sent", label=gettext_lazy("Sent"), value=lambda c: c.sent_on, kind="date", sort="sent_on"),
    Column(key="due", label=gettext_lazy("Reply until"), value=lambda c: c.due_on, kind="date", sort="due_on"),
    Column(key="replied", label=gettext_lazy("Replied"), value=lambda c: c.replied_on, kind="date", sort="replied_on"),
    Column(key="cases", label=gettext_lazy("Candidates"), value=lambda c: len(c.content), kind="number"),
    Column(key="found", label=gettext_lazy("Findings"), value=lambda c: c.found, kind="number", sort="found"),
    Column(
        key="open", label=gettext_lazy("Open findings"), value=lambda c: c.unsettled, kind="number", sort="unsettled"
    ),
]


@require_safe
@audience(*CASES)
def call_consultations(request: HttpRequest, pk: int) -> HttpResponse:
    """What was sent to whom, and what came back."""
    call = call_in_scope(request, pk)
    listing = Listing(
        request,
        consultations_of(call),
        COLUMNS,
        key="consultations",
        default_sort="-sent",
        filterset=ConsultationFilter,
        title=_("Departmental review"),
        empty=_("No list was sent yet."),
    )
    if listing.wants_sheet:
        return listing.sheet()
    links = review_links(call, current="call_consultations")
    found = {"call": call, "listing": listing, "may_send": edits_call(request.user, call), "review_links": links}
    return render(request, "studios/visit/consultations.html", found)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def call_consultations_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the list and enter it as sent."""
    call = call_to_plan(request, pk)
    form = SendForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        facts = {"sent_on": form.cleaned_data["sent_on"], "due_on": form.cleaned_data["due_on"], "by": request.user}
        if attempt(form, lambda: send_list(call, form.chosen, **facts)):
            messages.success(request, _("The list stands as it is now. Print it or download it to send it."))
            return redirect("call_consultations", pk)
    words = {"title": _("Send the list"), "verb": _("Freeze the list for these departments")}
    found = {"call": call, "form": form, "back": reverse("call_consultations", args=[pk]), **words}
    return render(request, "studios/visit/form.html", found, status=form_status(request, refused=form.errors))


def in_scope(request: HttpRequest) -> QuerySet[Consultation]:
    """What was sent for calls in scope."""
    rows = Consultation.objects.filter(request.user.scope.q("call__union__path"))
    return rows.select_related("call__union", "scan", "made_by", "recorded_by")


@require_safe
@audience(*CASES)
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One department: the list as it was sent, the reply, the findings."""
    found = get_object_or_404(in_scope(request), pk=pk)
    findings = found.findings.select_related("application__studio", "settled_by")
    facts = {"consultation": found, "call": found.call, "findings": list(findings)}
    facts["may_record"] = found.replied_on is None and edits_call(request.user, found.call)
    facts["may_settle"] = request.user.scope.holds(found.call.union, Role.CHAIR)
    facts["may_take_back"] = (
        facts["may_settle"] and found.replied_on and not any(f.settled_at for f in facts["findings"])
    )
    return render(request, "studios/visit/consultation.html", facts)


@require_http_methods(["GET", "POST"])
@audience(*WRITERS)
def consultation_reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the reply with its scan and what it holds against candidates."""
    found = get_object_or_404(in_scope(request), pk=pk)
    if not edits_call(request.user, found.call):
        raise Forbidden(NOT_SENDING)
    data: tuple[Any, ...] = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReplyForm(*data, consultation=found)
    if form.is_bound and form.is_valid() and _recorded(request, found, form):
        messages.success(request, _("The reply is recorded."))
        return redirect("consultation", pk)
    facts = {"consultation": found, "call": found.call, "form": form}
    status = form_status(request, refused=form.errors)
    return render(request, "studios/visit/reply.html", facts, status=status)


def _recorded(request: HttpRequest, consultation: Consultation, form: ReplyForm) -> bool:
    with refusals_on(form, file_field="scan"):
        _keep_and_record(request, consultation, form)
    return not form.errors


@one_transaction
def _keep_and_record(request: HttpRequest, consultation: Consultation, form: ReplyForm) -> None:
    values, union = form.cleaned_data, consultation.call.union
    upload = values["scan"]
    kept = keep_file(upload, name=upload.name, by=request.user, union=union, slot="consultation")
    facts = {"replied_on": values["replied_on"], "remark": values["remark"], "scan": kept}
    record_reply(consultation, findings=form.findings, by=request.user, **facts)


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def reply_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a wrongly recorded reply back, to record it anew."""
    found = get_object_or_404(in_scope(request), pk=pk)
    if not request.user.scope.holds(found.call.union, Role.CHAIR):
        raise Forbidden(NOT_TAKING_BACK)
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        if attempt(form, lambda: take_back_reply(found, reason=reason, by=request.user)):
            messages.success(request, _("The reply is taken back. It can be recorded anew."))
            return redirect("consultation", pk)
    words = {"title": _("Take the reply of %(department)s back?") % {"department": found.department}}
    words |= {"verb": _("Take back"), "kind": "danger"}
    facts = {"call": found.call, "form": form, "back": reverse("consultation", args=[pk]), **words}
    return render(request, "studios/visit/form.html", facts, status=form_status(request, refused=form.errors))


@require_safe
@audience(*CASES)
def consultation_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it was sent, for a spreadsheet."""
    found = get_object_or_404(in_scope(request), pk=pk)
    heads = (_("No."), _("Number"), _("Studio"), _("Unit"), _("Credit code"), _("Lead"), _("Finding"))
    keys = ("position", "number", "studio", "unit", "credit_code", "leads")
    lines = csv_lines(heads, ([*(row[key] for key in keys), ""] for row in found.content), get_language())
    answer = HttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="candidates-{found.pk}.csv"'
    return answer


@require_safe
@audience(*CASES)
def consultation_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as it was sent, for paper, with a column to reply in."""
    found = get_object_or_404(in_scope(request), pk=pk)
    return render(request, "studios/visit/candidates.html", {"consultation": found, "call": found.call})


@require_http_methods(["GET", "POST"])
@audience(Role.CHAIR)
def finding_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a finding with a note."""
    rows = DepartmentFinding.objects.filter(request.user.scope.q("consultation__call__union__path"))
    found = get_object_or_404(rows.select_related("consultation__call__union", "application__studio"), pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    back = reverse("consultation", args=[found.consultation_id])
    if form.is_bound and form.is_valid():
        note = form.cleaned_data["note"]
        if attempt(form, lambda: settle_finding(found, note=note, by=request.user)):
            messages.success(request, _("Settled."))
            return redirect(back)
    facts = {"finding": found, "call": found.consultation.call, "form": form, "back": back}
    return render(request, "studios/visit/settle.html", facts, status=form_status(request, refused=form.errors))
