"""Serves published pictures: derivatives alone, to be kept for ever, because a changed picture has a new address."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from studios.queries.pictures import public_file
from studios.ui.sealed import sealed
from unions.ui.audience import audience

# Browsers keep it for a year; caches between ask again after a day, so that a picture taken off the page goes there too.
KEPT = "public, max-age=31536000, s-maxage=86400, immutable"


@require_safe
@audience("public")
def picture(request: HttpRequest, code: str, width: str) -> HttpResponse:
    """A derivative of a picture that stands on a public page; any other finds nothing."""
    if (path := public_file(code, int(width))) is None:
        raise Http404
    etag = f'"{code}-{width}"'
    answer = get_conditional_response(request, etag=etag) or FileResponse(path.open("rb"), content_type="image/webp")
    answer["ETag"] = etag
    return sealed(answer, cache=KEPT)
