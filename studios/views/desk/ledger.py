"""The ledger page: upload, columns, dry run with every fault by cell, questions, then all good rows or none."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import detach_file, full_path, keep_file
from studios.actions.ledger import Counts, require_sheet_reader
from studios.actions.ledger_answers import answer_cells, answer_headers
from studios.choices.files import FileKind
from studios.choices.ledger import ImportState
from studios.forms.ledger import LedgerColumnsForm, LedgerConfirmForm, LedgerQuestionsForm, LedgerUploadForm
from studios.imports.ledger.checking import SLOT, CheckedLedger
from studios.imports.ledger.marking import marked_workbook
from studios.imports.ledger.report import as_csv
from studios.imports.sheets import read_workbook
from studios.models import Attachment
from unions.choices.people import Role
from unions.errors import Refusal, Stale
from unions.ui.audience import audience

FAULTS_A_PAGE = 100
SHOWN_ROWS = 200
KINDS = frozenset({FileKind.XLSX, FileKind.CSV})


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_ledger(request: HttpRequest) -> HttpResponse:
    """Take a workbook and go on to what was found in it."""
    form = LedgerUploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, form)
        if kept:
            unsure = CheckedLedger(kept, request.user, form.sheets).is_unsure
            return redirect("ledger_columns" if unsure else "ledger_check", kept.pk)
    return render(request, "studios/ledger/upload.html", {"form": form})


def _keep(request: HttpRequest, form: LedgerUploadForm) -> Attachment | None:
    upload, union = form.cleaned_data["file"], form.cleaned_data["union"]
    try:
        return keep_file(upload.file, name=upload.name, by=request.user, union=union, slot=SLOT, allowed=KINDS)
    except (Refusal, ValidationError) as refusal:
        form.add_error("file", getattr(refusal, "message", None) or refusal)
        return None


def _ledger(request: HttpRequest, pk: int) -> CheckedLedger:
    """An uploaded ledger within scope, for those who may import it."""
    files = Attachment.objects.visible_to(request.user).filter(slot=SLOT, removed_at=None)
    upload = get_object_or_404(files.select_related("union"), pk=pk)
    require_sheet_reader(request.user, upload.union)
    return CheckedLedger(upload, by=request.user)


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what the headers mean that nobody knows for certain; the answers hold for the next ledger, too."""
    ledger = _ledger(request, pk)
    form = LedgerColumnsForm(request.POST or None, tables=ledger.reading.tables)
    if request.method == "POST" and form.is_valid():
        answer_headers(ledger.upload.union, form.meant, by=request.user)
        return redirect("ledger_check", pk)
    return render(request, "studios/ledger/columns.html", {"ledger": ledger, "form": form})


@audience(Role.CLERK)
@require_safe
def check_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every fault by cell and what the good rows would do."""
    ledger = _ledger(request, pk)
    page = Paginator(ledger.reading.faults, FAULTS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"ledger": ledger, "page": page, "planned": ledger.plan.everything[:SHOWN_ROWS]}
    return render(request, "studios/ledger/check.html", shown | {"warnings": ledger.warnings[:SHOWN_ROWS]})


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def ledger_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody answer here what can be answered without the workbook; names are remembered."""
    ledger = _ledger(request, pk)
    form = LedgerQuestionsForm(request.POST or None, questions=ledger.questions)
    if request.method == "POST" and form.is_valid():
        answer_cells(ledger.upload, names=form.names, cells=form.cells, by=request.user)
        return redirect("ledger_check", pk)
    return render(request, "studios/ledger/questions.html", {"ledger": ledger, "form": form})


@audience(Role.CLERK)
@require_safe
def download_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of faults and warnings as CSV."""
    ledger = _ledger(request, pk)
    answer = HttpResponse(as_csv(ledger.reading.faults, ledger.warnings), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{pk}-faults.csv"'
    return answer


@audience(Role.CLERK)
@require_safe
def download_marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The same workbook with its faults red and said in comments."""
    ledger = _ledger(request, pk)
    file = full_path(ledger.upload)
    try:
        ledger.read = read_workbook(file)
        marked = marked_workbook(file, ledger.read, ledger.reading.faults, ledger.warnings)
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect("ledger_check", pk)
    answer = HttpResponse(marked, content_type=FileKind.XLSX.mime)
    stem = ledger.upload.name.rpartition(".")[0]
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{stem}-{_('checked')}.xlsx"
    )
    return answer


@audience(Role.CLERK)
@require_POST
def apply_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Write all good rows, or none when the register changed since they were shown."""
    ledger = _ledger(request, pk)
    form = LedgerConfirmForm(request.POST)
    if not form.is_valid():
        raise Stale(_("Check the ledger again before it is imported."))
    done = ledger.apply(Counts(**form.cleaned_data))
    if done.state == ImportState.RUNNING:
        messages.success(request, _("The ledger is being imported. This page says when it is done."))
        return redirect("job", done.job)
    said = _("The ledger was imported: %(created)d new, %(updated)d changed, %(unchanged)d without change.")
    messages.success(request, said % form.cleaned_data)
    return redirect("ledger_check", pk)


@audience(Role.CLERK)
@require_POST
def drop_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Import nothing: take the upload away."""
    ledger = _ledger(request, pk)
    detach_file(ledger.upload, by=request.user)
    messages.success(request, _("Nothing of “%(name)s” was imported.") % {"name": ledger.upload.name})
    return redirect("ledger_upload")
