"""The ledger page: upload, columns, dry run with every fault by cell, questions, then all good rows or none."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import detach_file, full_path, keep_file
from studios.actions.ledger import Counts, require_sheet_reader
from studios.actions.ledger_answers import answer_cells, answer_headers
from studios.actions.sheet_checks import forget_check, running_check, start_check
from studios.choices.files import FileKind
from studios.choices.ledger import ImportState
from studios.forms.ledger import LedgerColumnsForm, LedgerConfirmForm, LedgerQuestionsForm, LedgerUploadForm
from studios.imports.ledger.checking import SHOWN_ROWS, SLOT, CheckedLedger
from studios.imports.ledger.marking import marked_workbook
from studios.imports.ledger.report import as_csv
from studios.imports.sheets import read_workbook
from studios.models import Attachment
from unions.actions.worker_pages import Outcome, follow_of
from unions.choices.people import Role
from unions.errors import Refusal, Stale
from unions.ui.audience import audience

FAULTS_A_PAGE = 100
KINDS = frozenset({FileKind.XLSX, FileKind.CSV})


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_ledger(request: HttpRequest) -> HttpResponse:
    """Take a workbook and go on to what was found in it."""
    form = LedgerUploadForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, form)
        if kept:
            ledger = CheckedLedger(kept, request.user, form.sheets)
            return _check(request, ledger) if ledger.is_long else redirect(_next(ledger))
    return render(request, "studios/ledger/upload.html", {"form": form})


def _keep(request: HttpRequest, form: LedgerUploadForm) -> Attachment | None:
    upload, union = form.cleaned_data["file"], form.cleaned_data["union"]
    try:
        return keep_file(upload.file, name=upload.name, by=request.user, union=union, slot=SLOT, allowed=KINDS)
    except (Refusal, ValidationError) as refusal:
        form.add_error("file", getattr(refusal, "message", None) or refusal)
        return None


def _next(ledger: CheckedLedger) -> str:
    """Where one goes on once a ledger was read."""
    return reverse("ledger_columns" if ledger.is_unsure else "ledger_check", args=[ledger.upload.pk])


def _check(request: HttpRequest, ledger: CheckedLedger, *, is_answered: bool = False) -> HttpResponse:
    """Go on to what stands in the ledger; a long one is read by the worker first, after an answer in any case."""
    page = reverse("ledger_check", args=[ledger.upload.pk])
    if not ledger.is_long:
        return redirect(page)
    return redirect("job", start_check(ledger.upload, page, by=request.user, anew=is_answered))


def _ledger(request: HttpRequest, pk: int) -> CheckedLedger:
    """An uploaded ledger within scope, for those who may import it."""
    files = Attachment.objects.visible_to(request.user).filter(slot=SLOT, removed_at=None)
    upload = get_object_or_404(files.select_related("union"), pk=pk)
    require_sheet_reader(request.user, upload.union)
    return CheckedLedger(upload, by=request.user, follow=follow_of(request))


def with_ledger(view: Callable[[HttpRequest, CheckedLedger], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the ledger; in place of a long one that was not read, the page that lets it be read."""

    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        ledger = _ledger(request, pk)
        if ledger.is_at_hand:
            return view(request, ledger)
        if request.method == "POST":
            raise Stale(_("The ledger has to be read again first. Open its page and go on when that is done."))
        page = {
            "ledger": ledger,
            "upload": ledger.upload,
            "job": running_check(ledger.upload),
            "up": _("Import a ledger"),
        }
        page |= {"up_url": reverse("ledger_upload"), "check_url": reverse("ledger_check", args=[pk])}
        return render(request, "studios/lists/unread.html", page)

    return answer


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
@with_ledger
def ledger_columns(request: HttpRequest, ledger: CheckedLedger) -> HttpResponse:
    """Ask what the headers mean that nobody knows for certain; the answers hold for the next ledger, too."""
    form = LedgerColumnsForm(request.POST or None, tables=ledger.reading.tables)
    if request.method == "POST" and form.is_valid():
        answer_headers(ledger.upload.union, form.meant, by=request.user)
        return _check(request, ledger, is_answered=True)
    return render(request, "studios/ledger/columns.html", {"ledger": ledger, "form": form})


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def check_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every fault by cell and what the good rows would do; POST checks anew."""
    return _check(request, _ledger(request, pk)) if request.method == "POST" else _checked(request, pk)


@with_ledger
def _checked(request: HttpRequest, ledger: CheckedLedger) -> HttpResponse:
    if follow_of(request):
        return _outcome(ledger)
    page = Paginator(ledger.reading.faults, FAULTS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"ledger": ledger, "page": page, "warnings": ledger.check.warnings[:SHOWN_ROWS]}
    return render(request, "studios/ledger/check.html", shown)


def _outcome(ledger: CheckedLedger) -> Outcome:
    """What the worker says of a ledger that it read."""
    try:
        facts = {"rows": ledger.reading.rows, "good": ledger.good_count, "faults": len(ledger.reading.faults)}
    except Refusal as refusal:
        return Outcome(refusal.message, url=reverse("ledger_upload"))
    words = _("%(rows)s rows were read: %(good)s are good, %(faults)s faults were found.")
    return Outcome(words % facts, url=_next(ledger))


@audience(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
@with_ledger
def ledger_questions(request: HttpRequest, ledger: CheckedLedger) -> HttpResponse:
    """Let somebody answer here what can be answered without the workbook; names are remembered."""
    form = LedgerQuestionsForm(request.POST or None, questions=ledger.questions)
    if request.method == "POST" and form.is_valid():
        answer_cells(ledger.upload, names=form.names, cells=form.cells, by=request.user)
        return _check(request, ledger, is_answered=True)
    return render(request, "studios/ledger/questions.html", {"ledger": ledger, "form": form})


@audience(Role.CLERK)
@require_safe
@with_ledger
def download_faults(request: HttpRequest, ledger: CheckedLedger) -> HttpResponse:
    """The list of faults and warnings as CSV."""
    listed = as_csv(ledger.reading.faults, ledger.check.warnings)
    answer = HttpResponse(listed, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ledger-{ledger.upload.pk}-faults.csv"'
    return answer


@audience(Role.CLERK)
@require_safe
@with_ledger
def download_marked(request: HttpRequest, ledger: CheckedLedger) -> HttpResponse | FileResponse:
    """The same workbook with its faults red and said in comments; a long one is marked by the worker."""
    check = reverse("ledger_check", args=[ledger.upload.pk])
    if ledger.is_long and not ledger.follow:
        asked = {"address": f"{request.path}?export=xlsx", "next": check}
        return redirect(f"{reverse('list_sheet')}?{urlencode(asked)}")
    try:
        marked = _marked(ledger)
    except Refusal as refusal:
        if ledger.follow:
            return Outcome(refusal.message, url=check)
        messages.error(request, str(refusal.message))
        return redirect(check)
    name = f"{ledger.upload.name.rpartition('.')[0]}-{_('checked')}.xlsx"
    return FileResponse(BytesIO(marked), as_attachment=True, filename=name, content_type=FileKind.XLSX.mime)


def _marked(ledger: CheckedLedger) -> bytes:
    file = full_path(ledger.upload)
    ledger.read = read_workbook(file)
    return marked_workbook(file, ledger.read, ledger.reading.faults, ledger.check.warnings)


@audience(Role.CLERK)
@require_POST
@with_ledger
def apply_ledger(request: HttpRequest, ledger: CheckedLedger) -> HttpResponse:
    """Write all good rows, or none when the register changed since they were shown."""
    form = LedgerConfirmForm(request.POST)
    if not form.is_valid():
        raise Stale(_("Check the ledger again before it is imported."))
    done = ledger.apply(Counts(**form.cleaned_data))
    if done.state == ImportState.RUNNING:
        messages.success(request, _("The ledger is being imported. This page says when it is done."))
        return redirect("job", done.job)
    said = _("The ledger was imported: %(created)d new, %(updated)d changed, %(unchanged)d without change.")
    messages.success(request, said % form.cleaned_data)
    return redirect("ledger_check", ledger.upload.pk)


@audience(Role.CLERK)
@require_POST
def drop_ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """Import nothing: take the upload away."""
    ledger = _ledger(request, pk)
    detach_file(ledger.upload, by=request.user)
    forget_check(ledger.upload)
    messages.success(request, _("Nothing of “%(name)s” was imported.") % {"name": ledger.upload.name})
    return redirect("ledger_upload")
