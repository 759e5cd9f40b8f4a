"""Lists edited in a sheet: taken out, handed in, looked at cell by cell, then written."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from studios.actions.attachments import full_path, keep_file
from studios.actions.list_edits import apply_edits, record_personal_export
from studios.choices.files import FileKind
from studios.forms.sheets.edited import Columns, Edited, read_edited
from studios.forms.sheets.registers import REGISTERS, Register
from studios.forms.sheets.upload import PersonalForm, SheetUploadForm, union_of
from studios.forms.sheets.writing import editable_csv, editable_workbook, sheet_columns
from studios.models import Attachment
from studios.views.desk import register_lists as lists
from unions.choices.people import DESK_ROLES, Role
from unions.errors import Forbidden, Refusal, Stale
from unions.forms.refusals import attempt
from unions.models import Union
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
    form = SheetUploadForm(*posted, register=register, columns=columns, by=request.user)
    if form.is_bound and form.is_valid() and (kept := _keep(request, key, form)):
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


@require_http_methods(["GET", "HEAD", "POST"])
@audience(*EDITORS)
def list_edit_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The rows as a sheet; personal columns are asked for with a reason, which stands on record."""
    register, listing, _columns = _register(request, key)
    form = PersonalForm(request.POST) if request.method == "POST" and register.private else None
    if form is not None:
        union = union_of(request.user, *DESK_ROLES)
        if not form.is_valid() or not attempt(form, lambda: _recorded(request, register, form, union)):
            page = {"register": register, "listing": listing, "form": None, "personal": form}
            return render(request, "studios/lists/edit.html", page, status=form_status(request, refused=True))
    as_csv = request.GET.get("as") == "csv"
    if form is None and not as_csv and not listing.is_at_once:
        return redirect(listing.job_url)
    write = editable_csv if as_csv else editable_workbook
    return write(register, listing, is_private=form is not None)


def _recorded(request: HttpRequest, register: Register, form: PersonalForm, union: Union) -> Any:
    reason = form.cleaned_data["reason"]
    return record_personal_export(register.key, by=request.user, union=union, reason=reason, fields=register.private)


def _upload(request: HttpRequest, key: str, pk: int) -> Attachment:
    """One's own sheet; nobody else confirms it."""
    files = Attachment.objects.filter(uploaded_by=request.user, slot=f"edit-{key}", removed_at=None)
    return get_object_or_404(files.select_related("union"), pk=pk)


@require_safe
@audience(*EDITORS)
def list_edit_check(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """What the sheet would change, cell by cell; what somebody else changed meanwhile; what cannot be."""
    register, _listing, columns = _register(request, key)
    upload = _upload(request, key, pk)
    return _checked(request, register, upload, read_edited(register, columns, _content(upload), by=request.user))


def _content(upload: Attachment) -> bytes:
    return full_path(upload).read_bytes()


def _checked(
    request: HttpRequest, register: Register, upload: Attachment, found: Edited, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    page = Paginator(found.changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "register": register,
        "upload": upload,
        "found": found,
        "page": page,
        "conflicts": found.conflicts[:SHOWN],
        "faults": found.faults[:SHOWN],
        "refusal": refusal,
        "list_url": reverse("list_edit", args=[register.key]),
    }
    return render(request, "studios/lists/check.html", shown, status=status)


@require_POST
@audience(*EDITORS)
def list_edit_apply(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write what was shown, all of it or nothing; what changed since then is shown again."""
    register, _listing, columns = _register(request, key)
    upload, by = _upload(request, key, pk), request.user
    content = _content(upload)
    facts = {"key": key, "by": by, "union": upload.union, "source": upload.name}
    try:
        count = apply_edits(
            lambda: read_edited(register, columns, content, by=by, is_locked=True),
            seal=request.POST.get("seal", ""),
            **facts,
        )
    except Refusal as refusal:
        found = read_edited(register, columns, content, by=by)
        status = 409 if isinstance(refusal, Stale) else 200
        return _checked(request, register, upload, found, refusal=str(refusal.message), status=status)
    said = ngettext("%(count)s cell was changed.", "%(count)s cells were changed.", count) % {"count": count}
    messages.success(request, said)
    return redirect("list_edit_check", key, pk)
