"""Serves uploaded files: always a download, never inline; a preview is a picture made of it."""

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from studios.actions.attachments import full_path
from studios.actions.paper_sheets import SCAN_SLOT
from studios.choices.files import FileKind
from studios.models import Application, Attachment
from studios.ui.sealed import sealed
from studios.values.uploads.papers import pdf_page_image
from studios.values.uploads.pictures import clean_image
from unions.ui.audience import SIGNED_IN, audience

WIDTH = 953


def readable_file(request: HttpRequest, pk: int) -> Attachment:
    """A file of a case whose answers this account may read, or of a union in scope; else 404."""
    kept = get_object_or_404(Attachment.objects.exclude(slot=SCAN_SLOT), pk=pk)
    if kept.application_id:
        get_object_or_404(Application.objects.readable_by(request.user), pk=kept.application_id)
    else:
        get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    if not full_path(kept).is_file():
        raise Http404
    return kept


@audience(SIGNED_IN)
@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they were sent, under the name that people know."""
    kept = readable_file(request, pk)
    answer = FileResponse(full_path(kept).open("rb"), content_type=FileKind(kept.kind).mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return sealed(answer)


def picture_of(kept: Attachment, page: int) -> bytes:
    """A page of a PDF, or the picture itself, drawn anew."""
    with full_path(kept).open("rb") as stream:
        if kept.kind == FileKind.PDF:
            return pdf_page_image(stream, page, WIDTH)
        derived = clean_image(stream)
        return derived[max(derived)]


@audience(SIGNED_IN)
@require_safe
def preview(request: HttpRequest, pk: int, page: int = 1) -> HttpResponse:
    """One page of a PDF, or a picture, as a WebP without metadata."""
    kept = readable_file(request, pk)
    if not (FileKind(kept.kind).is_picture or kept.kind == FileKind.PDF) or not 1 <= page <= (kept.pages or 1):
        raise Http404
    return sealed(HttpResponse(picture_of(kept, page), content_type="image/webp"))
