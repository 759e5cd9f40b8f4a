"""Open data: what there is, and the tables as CSV and JSON."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from studios.exports.open_data import TABLES, VERSION, description
from studios.exports.open_tables import FORMATS
from studios.ui.freshness import revalidated
from unions import clock
from unions.ui.audience import audience

# Pages of other sites may read what anybody may read.
OPEN = {"Access-Control-Allow-Origin": "*"}


@require_safe
@audience("public")
@revalidated
def open_data(request: HttpRequest) -> HttpResponse:
    """Tables, columns and their meaning, licence, and what may be relied on."""
    context = {
        "tables": TABLES.values(),
        "formats": list(FORMATS),
        "version": VERSION,
        "licence": settings.OPEN_DATA_LICENCE,
        "licence_url": settings.OPEN_DATA_LICENCE_URL,
        "today": clock.today(),
    }
    return render(request, "studios/public/open_data.html", context)


@require_safe
@audience("public")
@revalidated
def open_data_index(request: HttpRequest) -> HttpResponse:
    """The same for machines."""
    found = description(settings.OPEN_DATA_LICENCE, settings.OPEN_DATA_LICENCE_URL)
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False}, headers=OPEN)


@require_safe
@audience("public")
@revalidated
def open_data_file(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """One table, read while it is sent."""
    media, written = FORMATS[form]
    answer = StreamingHttpResponse(written(TABLES[key]), content_type=media, headers=OPEN)
    answer["Content-Disposition"] = f'inline; filename="{key}-{clock.today():%Y%m%d}.{form}"'
    return answer
