"""The ledger page: upload, dry run with every fault by cell, then all good rows or none."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import keep_file
from studios.actions.ledger import Counts, require_importer
from studios.choices.files import FileKind
from studios.forms.ledger import LedgerConfirmForm, LedgerUploadForm
from studios.imports.ledger.checking import SLOT, CheckedLedger
from studios.imports.ledger.report import as_csv
from studios.models import Attachment
from unions.choices.people import Role
from unions.errors import Refusal, Stale
from unions.ui.audience import audience

FAULTS_A_PAGE = 100
SHOWN_ROWS = 200


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_ledger(request: HttpRequest) -> HttpResponse:
    """Take a workbook and go on to what was found in it."""
    form = LedgerUploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, form)
        if kept:
            return redirect("ledger_check", kept.pk)
    return render(request, "studios/ledger/upload.html", {"form": form})


def _keep(request: HttpRequest, form: LedgerUploadForm) -> Attachment | None:
    upload, union = form.cleaned_data["file"], form.cleaned_data["union"]
    allowed = frozenset({FileKind.XLSX})
    try:
        return keep_file(upload.file, name=upload.name, by=request.user, union=union, slot=SLOT, allowed=allowed)
    except (Refusal, ValidationError) as refusal:
        form.add_error("file", getattr(refusal, "message", None) or refusal)
        return None


def _ledger(request: HttpRequest, pk: int) -> CheckedLedger:
    """An uploaded ledger within scope, for those who may import it."""
    files = Attachment.objects.visible_to(request.user).filter(slot=SLOT, removed_at=None)
    upload = get_object_or_404(files.select_related("union"), pk=pk)
    require_importer(request.user, upload.union)
    return CheckedLedger(upload)


@audience(Role.CLERK)
@require_safe
def check_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every fault by cell and what the good rows would do."""
    ledger = _ledger(request, pk)
    page = Paginator(ledger.reading.faults, FAULTS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"ledger": ledger, "page": page, "planned": ledger.plan.rows[:SHOWN_ROWS]}
    return render(request, "studios/ledger/check.html", shown | {"warnings": ledger.warnings[:SHOWN_ROWS]})


@audience(Role.CLERK)
@require_safe
def download_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of faults and warnings as CSV."""
    ledger = _ledger(request, pk)
    answer = HttpResponse(as_csv(ledger.reading.faults, ledger.warnings), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{pk}-faults.csv"'
    return answer


@audience(Role.CLERK)
@require_POST
def apply_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Write all good rows, or none when the register changed since they were shown."""
    ledger = _ledger(request, pk)
    form = LedgerConfirmForm(request.POST)
    if not form.is_valid():
        raise Stale(_("Check the ledger again before it is imported."))
    ledger.apply(by=request.user, expected=Counts(**form.cleaned_data))
    counts = form.cleaned_data
    said = _("The ledger was imported: %(created)d new, %(updated)d changed, %(unchanged)d without change.")
    messages.success(request, said % counts)
    return redirect("ledger_check", pk)
