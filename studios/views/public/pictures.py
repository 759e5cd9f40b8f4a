"""Serves published pictures: derivatives alone; a changed picture has a new address."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from studios.queries.pictures import public_file
from studios.ui.freshness import FOREVER, kept_forever
from studios.ui.sealed import sealed
from unions.ui.audience import audience


@require_safe
@audience("public")
def picture(request: HttpRequest, code: str, width: str) -> HttpResponse:
    """A derivative of a picture that stands on a public page; any other finds nothing."""
    if (path := public_file(code, int(width))) is None:
        raise Http404
    answer = kept_forever(request, lambda: FileResponse(path.open("rb"), content_type="image/webp"))
    return sealed(answer, cache=FOREVER)
