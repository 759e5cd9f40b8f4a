"""Lists edited in a sheet: taken out, handed in, looked at cell by cell, then written."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from studios.actions.attachments import keep_file
from studios.actions.sheet_checks import keep_part, running_check, start_check
from studios.choices.files import FileKind
from studios.forms.sheets.checked import CheckedSheet
from studios.forms.sheets.handed import Columns
from studios.forms.sheets.registers import REGISTERS, Register
from studios.forms.sheets.upload import PersonalForm, SheetUploadForm, union_of
from studios.forms.sheets.writing import editable_csv, editable_workbook, sheet_columns
from studios.models import Attachment
from studios.views.desk import register_lists as lists
from studios.views.desk.personal_exports import is_revealed, recorded, revealed
from unions.actions.worker_pages import Outcome, follow_of
from unions.choices.people import Role
from unions.errors import Forbidden, Refusal, Stale
from unions.ui.answers import form_status
from unions.ui.audience import REASON, audience
from unions.ui.listing import Listing
from unions.views.unions import unions_listing

EDITORS = (Role.CLERK, Role.ADMINISTRATOR)
KINDS = frozenset({FileKind.XLSX, FileKind.CSV})
CHANGES_A_PAGE = 100
SHOWN = 200
LISTINGS: dict[str, Callable[[HttpRequest], Listing]] = {
    "studios": lists.studios_listing,
    "projects": lists.projects_listing,
    "results": lists.results_listing,
    "activities": lists.activities_listing,
    "apprenticeships": lists.apprenticeships_listing,
    "members": lists.members_listing,
    "persons": lists.persons_listing,
    "unions": unions_listing,
}


def _register(request: HttpRequest, key: str) -> tuple[Register, Listing, Columns]:
    """The register, the rows of its list that this account edits, and every column that a sheet may hold."""
    register = REGISTERS.get(key)
    if register is None:
        raise Http404
    if not register.may(request.user):
        raise Forbidden(REASON)
    listing = LISTINGS[key](request)
    listing.queryset = listing.queryset.filter(pk__in=register.kept(request.user).values("pk"))
    return register, listing, sheet_columns(register, listing, is_private=True)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*EDITORS)
def list_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Take the rows out, and hand the edited sheet in."""
    register, listing, columns = _register(request, key)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetUploadForm(*posted, register=register, columns=columns)
    if form.is_bound and form.is_valid() and (kept := _keep(request, key, form)):
        if form.handed is None:
            return _read_by_worker(request, key, kept)
        keep_part(kept, form.handed)
        return redirect("list_edit_check", key, kept.pk)
    page = {"register": register, "listing": listing, "form": form, "personal": PersonalForm()}
    return render(request, "studios/lists/edit.html", page, status=form_status(request, refused=form.is_bound))


def _keep(request: HttpRequest, key: str, form: SheetUploadForm) -> Attachment | None:
    upload, union = form.cleaned_data["file"], union_of(request.user, *EDITORS)
    try:
        return keep_file(upload.file, name=upload.name, by=request.user, union=union, slot=f"edit-{key}", allowed=KINDS)
    except (Refusal, ValidationError) as refusal:
        form.add_error("file", getattr(refusal, "message", None) or refusal)
        return None


def _read_by_worker(request: HttpRequest, key: str, upload: Attachment) -> HttpResponse:
    page = reverse("list_edit_check", args=[key, upload.pk])
    return redirect("job", start_check(upload, page, by=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*EDITORS)
def list_edit_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The rows as a sheet; personal columns are asked for with a reason, which stands on record."""
    register, listing, _columns = _register(request, key)
    if request.method == "POST" and register.private:
        form = PersonalForm(request.POST)
        if event := recorded(form, listing, fields=register.private):
            return revealed(listing, event, lambda: editable_workbook(register, listing, is_private=True))
        page = {"register": register, "listing": listing, "form": None, "personal": form}
        return render(request, "studios/lists/edit.html", page, status=form_status(request, refused=True))
    as_csv = request.GET.get("as") == "csv"
    if not as_csv and not listing.is_at_once:
        return redirect(listing.job_url)
    write = editable_csv if as_csv else editable_workbook
    return write(register, listing, is_private=bool(register.private) and is_revealed(listing))


def _sheet(request: HttpRequest, key: str, pk: int) -> CheckedSheet:
    """One's own uploaded sheet; nobody else confirms it."""
    register, _listing, columns = _register(request, key)
    files = Attachment.objects.filter(uploaded_by=request.user, slot=f"edit-{key}", removed_at=None)
    upload = get_object_or_404(files.select_related("union"), pk=pk)
    return CheckedSheet(register, columns, upload, by=request.user, follow=follow_of(request))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*EDITORS)
def list_edit_check(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """What the sheet would change, cell by cell; what somebody else changed meanwhile; what cannot be."""
    sheet = _sheet(request, key, pk)
    if request.method == "POST":
        return _read_by_worker(request, key, sheet.upload)
    if sheet.follow:
        return _outcome(sheet)
    return _checked(request, sheet) if sheet.handed else _unread(request, sheet)


def _outcome(sheet: CheckedSheet) -> Outcome:
    """What the worker says of a long sheet that it read."""
    list_url, check_url = _addresses(sheet)
    try:
        found = sheet.compare()
    except Refusal as refusal:
        return Outcome(refusal.message, url=list_url)
    facts = {"rows": found.rows, "cells": len(found.changes), "left": found.left_out_count}
    return Outcome(
        _("%(rows)s rows were read: %(cells)s cells would change, %(left)s are left out.") % facts, url=check_url
    )


def _addresses(sheet: CheckedSheet) -> tuple[str, str]:
    """Where sheets of this list are handed in, and where this one is checked."""
    key = sheet.register.key
    return reverse("list_edit", args=[key]), reverse("list_edit_check", args=[key, sheet.upload.pk])


def _unread(request: HttpRequest, sheet: CheckedSheet) -> HttpResponse:
    list_url, check_url = _addresses(sheet)
    page = {"upload": sheet.upload, "job": running_check(sheet.upload), "check_url": check_url}
    page |= {"up": _("Edit in Excel"), "up_url": list_url}
    return render(request, "studios/lists/unread.html", page)


def _checked(request: HttpRequest, sheet: CheckedSheet, *, refusal: str = "", status: int = 200) -> HttpResponse:
    found = sheet.compare()
    page = Paginator(found.changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "register": sheet.register,
        "upload": sheet.upload,
        "found": found,
        "page": page,
        "conflicts": found.conflicts[:SHOWN],
        "faults": found.faults[:SHOWN],
        "refusal": refusal,
        "list_url": _addresses(sheet)[0],
    }
    return render(request, "studios/lists/check.html", shown, status=status)


@require_POST
@audience(*EDITORS)
def list_edit_apply(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write what was shown, all of it or nothing; what changed since then is shown again."""
    sheet, seal = _sheet(request, key, pk), request.POST.get("seal", "")
    _list_url, check_url = _addresses(sheet)
    if sheet.handed is None:
        return redirect(check_url)
    if sheet.is_many and not sheet.follow:
        return redirect("job", sheet.write_later(request.path, seal))
    try:
        count = sheet.write(seal)
    except Refusal as refusal:
        if sheet.follow:
            return Outcome(refusal.message, url=check_url)
        status = 409 if isinstance(refusal, Stale) else 200
        return _checked(request, sheet, refusal=str(refusal.message), status=status)
    said = ngettext("%(count)s cell was changed.", "%(count)s cells were changed.", count) % {"count": count}
    if sheet.follow:
        return Outcome(said, url=check_url)
    messages.success(request, said)
    return redirect(check_url)
