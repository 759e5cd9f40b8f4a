"""Paper score sheets of a call: typed by one clerk with the scan, confirmed by a second one."""

from typing import Any
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from studios.actions.attachments import full_path, keep_file
from studios.actions.paper_sheets import SCAN_SLOT, confirm_sheet, type_sheet
from studios.choices.files import FileKind
from studios.choices.reviews import SheetState
from studios.filters.scores import PaperSheetFilter
from studios.forms.scores import AssignmentForm, PaperSheetForm
from studios.models import Assignment, Attachment, Call, ScoreSheet
from studios.queries.plans import plan_of
from studios.queries.scores import frame_for, sheet_of
from studios.views.desk.cases import attempt
from studios.views.desk.files import picture_of, sealed
from studios.views.desk.form_page import posted_version
from unions.actions.transactions import one_transaction
from unions.choices.people import CASE_ROLES, Role
from unions.ui.answers import form_status
from unions.ui.audience import audience
from unions.ui.listing import Column, Listing


def own_call(request: HttpRequest, pk: int) -> Call:
    """A call of a union at which the account is clerk; else 404."""
    calls = Call.objects.select_related("union").filter(union__in=request.user.scope.union_ids(Role.CLERK))
    return get_object_or_404(calls, pk=pk)


def seen_call(request: HttpRequest, pk: int) -> Call:
    """A call of a union in sight of whoever works on cases; else 404."""
    calls = Call.objects.select_related("union").filter(request.user.scope.q("union__path", CASE_ROLES))
    return get_object_or_404(calls, pk=pk)


@require_safe
@audience(*CASE_ROLES)
def sheets(request: HttpRequest, pk: int) -> HttpResponse:
    """Every sheet that came on paper; points stand on the sheet alone, which clerks open."""
    call = seen_call(request, pk)
    typed = ScoreSheet.objects.filter(assignment__application__call=call, typed_by__isnull=False)
    listing = Listing(
        request,
        typed.filter(state__in=(SheetState.TYPED, SheetState.SUBMITTED)),
        _columns(call),
        key="paper_sheets",
        default_sort="state",
        filterset=PaperSheetFilter,
        title=_("Paper sheets"),
        empty=_("No paper sheet was typed yet."),
        related=_with_parts,
    )
    if listing.wants_sheet:
        return listing.sheet()
    facts = {"call": call, "listing": listing, "may_type": request.user.scope.holds(call.union, Role.CLERK)}
    return render(request, "studios/paper_sheets/list.html", facts)


def _with_parts(rows: QuerySet[ScoreSheet]) -> QuerySet[ScoreSheet]:
    return rows.select_related(
        "assignment__application", "assignment__seat__expert__person", "typed_by", "confirmed_by"
    )


def _columns(call: Call) -> list[Column]:
    return [
        Column(
            key="case",
            label=gettext_lazy("Case"),
            value=lambda s: s.assignment.application.number,
            sort="assignment__application__number",
            link=lambda s: reverse("call_paper_sheet_confirm", args=[call.pk, s.assignment_id]),
        ),
        Column(
            key="expert",
            label=gettext_lazy("Expert"),
            value=lambda s: str(s.assignment.seat),
            sort="assignment__seat__number",
        ),
        Column(key="state", label=gettext_lazy("State"), value=lambda s: s.standing, kind="state", sort="state"),
        Column(key="typed", label=gettext_lazy("Typed by"), value=lambda s: s.typed_by or "", sort="typed_by__name"),
        Column(
            key="confirmed",
            label=gettext_lazy("Confirmed by"),
            value=lambda s: s.confirmed_by or "",
            sort="confirmed_by__name",
        ),
        Column(key="saved", label=gettext_lazy("Typed"), value=lambda s: s.saved_at, kind="moment", sort="saved_at"),
    ]


@require_http_methods(["GET", "POST"])
@audience(Role.CLERK)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose whose sheet of which case is typed."""
    call = own_call(request, pk)
    form = AssignmentForm(request.POST if request.method == "POST" else None, call=call)
    if form.is_bound and form.is_valid():
        return redirect("call_paper_sheet_type", call.pk, form.assignment.pk)
    facts = {"call": call, "form": form}
    return render(request, "studios/paper_sheets/choose.html", facts, status=form_status(request, refused=form.errors))


def _assignment(call: Call, pk: int) -> Assignment:
    rows = Assignment.objects.select_related("seat__expert__person", "application__call__union", "application__union")
    return get_object_or_404(rows, pk=pk, application__call=call)


@require_http_methods(["GET", "POST"])
@audience(Role.CLERK)
def type_one(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Type one sheet with its scan."""
    call = own_call(request, pk)
    found = _assignment(call, assignment)
    form = _form(call, found, request)
    if form.is_bound and form.is_valid() and _typed(request, call, found, form):
        return redirect("call_paper_sheets", call.pk)
    facts = {"call": call, "assignment": found, "form": form, "sheet": form.sheet}
    return render(request, "studios/paper_sheets/type.html", facts, status=form_status(request, refused=form.errors))


def _form(call: Call, found: Assignment, request: HttpRequest | None = None) -> PaperSheetForm:
    sheet, plan = sheet_of(found), plan_of(call)
    # What an expert has begun here is the expert's own: paper is typed onto an empty sheet.
    shown = sheet if sheet and sheet.typed_by_id else None
    data = (request.POST, request.FILES) if request and request.method == "POST" else ()
    form = PaperSheetForm(*data, frame=frame_for(found, plan, sheet), method=plan.method, sheet=shown)
    if sheet and shown is None:
        form.initial["version"] = sheet.version
    return form


def _typed(request: HttpRequest, call: Call, found: Assignment, form: PaperSheetForm) -> bool:
    try:
        return attempt(request, form, lambda: _kept_and_typed(request, call, found, form), _("Typed."))
    except ValidationError as refused:
        form.add_error("scan", refused)
        return False


@one_transaction
def _kept_and_typed(request: HttpRequest, call: Call, found: Assignment, form: PaperSheetForm) -> None:
    upload = form.cleaned_data["scan"]
    kept = None
    if upload:
        kept = keep_file(upload, name=upload.name, by=request.user, union=call.union, slot=SCAN_SLOT)
    version = posted_version(request.POST)
    type_sheet(found, by=request.user, scan=kept, version=version, **form.facts)


@require_http_methods(["GET", "POST"])
@audience(Role.CLERK)
def confirm(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """Compare a typed sheet with its scan; the second clerk confirms it."""
    call = own_call(request, pk)
    found = _assignment(call, assignment)
    form = _form(call, found)
    if form.sheet is None:
        raise Http404
    if request.method == "POST" and _confirmed(request, form):
        return redirect("call_paper_sheets", call.pk)
    facts = {"call": call, "assignment": found, "form": form, "sheet": form.sheet, "lines": _lines(form)}
    facts["may_confirm"] = form.sheet.state == SheetState.TYPED and form.sheet.typed_by_id != request.user.pk
    return render(request, "studios/paper_sheets/confirm.html", facts | _scan_facts(form.sheet))


def _confirmed(request: HttpRequest, form: PaperSheetForm) -> bool:
    shown = PaperSheetForm({}, frame=form.frame, method=form.method, sheet=form.sheet)
    facts = {"by": request.user, "version": posted_version(request.POST)}
    done = attempt(request, shown, lambda: confirm_sheet(form.sheet, **facts), _("Confirmed. It counts now."))
    form.refusal = "" if done else " ".join(shown.non_field_errors())
    return done


def _lines(form: PaperSheetForm) -> list[tuple[Any, Any]]:
    """Each criterion with its line."""
    return [(c, form.kept.get(c.pk)) for c in form.frame.judged]


def _scan_facts(sheet: ScoreSheet) -> dict[str, Any]:
    return {"scan_pages": range(1, (sheet.scan.pages or 1) + 1) if sheet.scan and sheet.scan.is_pictured else ()}


def _scan(request: HttpRequest, pk: int, assignment: int) -> Attachment:
    found = sheet_of(_assignment(own_call(request, pk), assignment))
    if found is None or found.scan is None or not full_path(found.scan).is_file():
        raise Http404
    return found.scan


@require_safe
@audience(Role.CLERK)
def scan_page(request: HttpRequest, pk: int, assignment: int, page: int) -> HttpResponse:
    """One page of the scan as a picture."""
    kept = _scan(request, pk, assignment)
    if not kept.is_pictured or not 1 <= page <= (kept.pages or 1):
        raise Http404
    return sealed(HttpResponse(picture_of(kept, page), content_type="image/webp"))


@require_safe
@audience(Role.CLERK)
def scan(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """The scan of a sheet, for the clerks of the naming union alone."""
    kept = _scan(request, pk, assignment)
    answer = FileResponse(full_path(kept).open("rb"), content_type=FileKind(kept.kind).mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return sealed(answer)
