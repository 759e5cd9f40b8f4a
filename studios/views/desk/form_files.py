"""Files of the application form: sent with the page, or one by one by the script."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studios.actions.attachments import PICTURES, attach_file, detach_file
from studios.actions.releases import declare_anonymous
from studios.actions.sections import require_open
from studios.forms.application.parts import KEY, FileSlot
from studios.forms.application.registry import SECTIONS
from studios.forms.application.section import Group
from studios.models import Application, Attachment
from studios.values.uploads.inspection import DEFAULT
from studios.views.desk.form_page import FormPage, own_application
from unions.choices.people import Role
from unions.errors import Refusal
from unions.ui.audience import audience
from unions.values.numbers import whole_number

REFUSED = 422
PREFIX = "file:"


def take(request: HttpRequest, form: FormPage) -> dict[str, str]:
    """Keep the files that came with the page and remove the one that was asked for; refusals by slot."""
    refusals: dict[str, str] = {}
    for field in request.FILES:
        for upload in request.FILES.getlist(field):
            refused = _keep(request, form, field.removeprefix(PREFIX), upload)
            if refused:
                refusals[field.removeprefix(PREFIX)] = refused
    _remove(request, form, _file_of(form, request.POST.get("detach", "")))
    refusals |= _mark(request, form, request.POST.get("anonymous", ""))
    form.__dict__.pop("book", None)
    form.read(request.POST, drop_blank="save" in request.POST)
    return refusals


def _keep(request: HttpRequest, form: FormPage, slot: str, upload: Any) -> str:
    try:
        keep(form.application, form.key, slot, upload, by=request.user)
    except (Refusal, ValidationError) as refusal:
        return sentence(refusal)
    return ""


def sentence(refusal: Exception) -> str:
    """The words of a refused file."""
    return " ".join(refusal.messages) if isinstance(refusal, ValidationError) else str(refusal)


def keep(application: Application, key: str, slot: str, upload: Any, *, by: Any) -> Attachment:
    """Attach one upload to a slot that the page has."""
    require_open(application, key, by)
    spec = spec_of(application, key, slot)
    if spec is None:
        raise Refusal(_("This place takes no files."))
    stream: BinaryIO = upload.file
    allowed = PICTURES if spec.pictures_only else DEFAULT
    return attach_file(application, by=by, slot=slot, stream=stream, name=upload.name, most=spec.most, allowed=allowed)


def _file_of(form: FormPage, number: str) -> Attachment | None:
    """The file of this page with a number that was sent."""
    asked = whole_number(number)
    if asked is None:
        return None
    kept = form.application.attachments.filter(pk=asked, removed_at=None).first()
    return kept if kept and spec_of(form.application, form.key, kept.slot) else None


def _remove(request: HttpRequest, form: FormPage, kept: Attachment | None) -> None:
    if kept is not None:
        require_open(form.application, form.key, request.user)
        detach_file(kept, by=request.user)


def _mark(request: HttpRequest, form: FormPage, asked: str) -> dict[str, str]:
    """File a file as anonymous (`12.on`), or no more (`12.off`); a refusal by its slot."""
    number, _dot, way = asked.partition(".")
    kept = _file_of(form, number)
    if kept is None or way not in ("on", "off"):
        return {}
    try:
        declare_anonymous(kept, key=form.key, by=request.user, is_anonymous=way == "on")
    except Refusal as refusal:
        return {kept.slot: sentence(refusal)}
    return {}


def spec_of(application: Application, key: str, slot: str) -> FileSlot | None:
    """The place of a page that a slot name belongs to: its own, or one of a row."""
    form = SECTIONS[key]
    for spec in (*form.slots, *_call_slots(application, form)):
        if spec.name == slot:
            return spec
    name, _dash, row = slot.partition("-")
    found = next((spec for group in form.groups for spec in _row_slots(group) if spec.name == name), None)
    return found if found and KEY.fullmatch(row) else None


def _call_slots(application: Application, form: Any) -> Iterator[FileSlot]:
    if hasattr(form, "evidence"):
        for slot in application.call.slots.all():
            yield FileSlot(f"slot-{slot.key}", slot.name)


def _row_slots(group: Group) -> Iterator[FileSlot]:
    yield from group.form.slots
    for nested in group.nested:
        yield from _row_slots(nested)


@audience(Role.CLERK)
@require_POST
def upload(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """One file sent by the script: the new line of the list, or 422 with the reason in words."""
    form = FormPage(own_application(request, number), key)
    field = next(iter(request.FILES), "")
    if not field:
        return HttpResponse(_("Choose a file."), status=REFUSED)
    try:
        kept = keep(form.application, key, field.removeprefix(PREFIX), request.FILES[field], by=request.user)
    except (Refusal, ValidationError) as refusal:
        return HttpResponse(sentence(refusal), status=REFUSED, content_type="text/plain; charset=utf-8")
    return render(request, "studios/application/file.html", {"file": kept, "form": form})
