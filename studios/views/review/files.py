"""Serves the files of a case to its expert: as pictures of pages, and openly reviewed ones as downloads too."""

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studios.actions.attachments import full_path
from studios.choices.files import FileKind
from studios.models import Attachment
from studios.ui.blind import may_open, version_files
from studios.views.desk.files import picture_of, sealed
from studios.views.review.seats import Case, Desk, seated
from unions.ui.audience import SIGNED_IN, audience


def _file(desk: Desk, number: str, pk: int) -> Attachment:
    """A file of the version that the expert reads; hidden ones are 404 as unknown ones are."""
    found = Case(desk, number)
    kept = next((f for f in version_files(found.application, found.version) if f.pk == pk), None)
    if kept is None or not may_open(kept, is_blind=desk.is_blind) or not full_path(kept).is_file():
        raise Http404
    return kept


@require_safe
@audience(SIGNED_IN)
@seated
def download(request: HttpRequest, desk: Desk, number: str, pk: int) -> HttpResponse:
    """The bytes as they were sent; never in a blind review, because files carry names inside."""
    kept = _file(desk, number, pk)
    if desk.is_blind:
        raise Http404
    answer = FileResponse(full_path(kept).open("rb"), content_type=FileKind(kept.kind).mime)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    return sealed(answer)


@require_safe
@audience(SIGNED_IN)
@seated
def preview(request: HttpRequest, desk: Desk, number: str, pk: int, page: int) -> HttpResponse:
    """One page as a picture drawn anew, without the file's name and properties."""
    kept = _file(desk, number, pk)
    if not kept.is_pictured or not 1 <= page <= (kept.pages or 1):
        raise Http404
    return sealed(HttpResponse(picture_of(kept, page), content_type="image/webp"))
